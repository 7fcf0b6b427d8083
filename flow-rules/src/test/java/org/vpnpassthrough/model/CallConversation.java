/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.time.Instant;
import java.util.Random;
import org.vpnpassthrough.packet.TunnelFrames;

/** The data of one PPTP call: GRE towards the server with the server's call ID, back with the client's. */
final class CallConversation extends Conversation {
    private final PptpConversation control;
    private final int serverId;
    private boolean up;
    private int sequence;

    /**
     * A call that the server has heard of.
     *
     * @param serverId the server's call ID
     */
    CallConversation(final Key key, final PptpConversation control, final int serverId) {
        super(key);
        this.control = control;
        this.serverId = serverId;
    }

    PptpConversation control() {
        return control;
    }

    int serverId() {
        return serverId;
    }

    /** The client has the server's agreement. */
    void up() {
        up = true;
    }

    @Override
    byte[] fromClient(final Random dice, final Instant now) {
        if (!up) {
            return null;
        }
        sequence++;
        return dice.nextBoolean() ? TunnelFrames.call(client(), server(), serverId, sequence, TunnelFrames.ppp())
            : TunnelFrames.callWithAck(client(), server(), serverId, sequence, 1, PortConversation.text(dice));
    }

    @Override
    byte[] fromServer(final Random dice, final Instant now) {
        return up ? TunnelFrames.call(server(), external(), externalLabel(), ++sequence, PortConversation.text(dice))
            : null;
    }

    @Override
    int labelIn(final byte[] outside) {
        // the call ID in this direction is the server's
        return externalLabel();
    }

    @Override
    byte[] expectedOutside(final byte[] sent, final byte[] outside) {
        return Patch.of(sent).source(Wire.source(outside)).ttl(Wire.ttl(sent) - 1).bytes();
    }

    @Override
    void keepOpen(final byte[] sent, final boolean watched, final Instant now) {
        // a call lives as long as its control connection does, whatever its data do
    }
}
