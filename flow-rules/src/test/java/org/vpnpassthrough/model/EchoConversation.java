/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.time.Instant;
import java.util.Random;
import org.vpnpassthrough.packet.Frames;

/** A client that pings with one ICMP id. */
final class EchoConversation extends Conversation {
    private int sequence;

    EchoConversation(final Key key) {
        super(key);
    }

    @Override
    byte[] fromClient(final Random dice, final Instant now) {
        return Frames.icmpEcho(client(), server(), true, key().label(), ++sequence, PortConversation.text(dice));
    }

    @Override
    byte[] fromServer(final Random dice, final Instant now) {
        return Frames.icmpEcho(server(), external(), false, externalLabel(), sequence, PortConversation.text(dice));
    }

    @Override
    void keepOpen(final byte[] sent, final boolean watched, final Instant now) {
        promise(now.plusSeconds(key().kind().seconds()));
    }
}
