/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.pptp;

import java.time.Instant;
import org.vpnpassthrough.mapping.Calls;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.packet.PptpMessage;
import org.vpnpassthrough.translation.Direction;

/** What the messages of a control connection mean for its calls (RFC 2637 sections 2.7 to 2.13). */
final class CallMessages {
    private final Calls calls;
    private final Session control;
    private final Instant now;

    CallMessages(final Calls calls, final Session control, final Instant now) {
        this.calls = calls;
        this.control = control;
        this.now = now;
    }

    /** Notes what a message says, which has its call IDs as the sender wrote them. */
    void of(final PptpMessage message, final Direction direction) {
        switch (message.type()) {
            case OUTGOING_CALL_REPLY, INCOMING_CALL_REPLY -> {
                final int own = message.callId().orElseThrow();
                final int peer = message.peerCallId().orElseThrow();
                if (direction == Direction.OUTBOUND) {
                    calls.from(control.mapping().client(), control.remote(), own)
                        .ifPresent(call -> answered(call, message, peer));
                } else {
                    calls.at(control.mapping().external().address(), control.remote(), peer)
                        .ifPresent(call -> answered(call, message, own));
                }
            }
            case CALL_DISCONNECT_NOTIFY -> disconnected(message.callId().orElseThrow(), direction);
            case STOP_CONTROL_CONNECTION_REQUEST, STOP_CONTROL_CONNECTION_REPLY ->
                calls.of(control).forEach(call -> calls.end(call, now));
            default -> {
                // says nothing about a call, or nothing that the answer will not say
            }
        }
    }

    private void answered(final Session call, final PptpMessage message, final int serverId) {
        if (Calls.call(call).control() != control.number()) {
            return;
        }
        if (message.result().orElseThrow() == PptpMessage.OK) {
            calls.become(call, Calls.call(call).up(serverId), control.lifetimeSeconds(), now);
        } else {
            calls.end(call, now);
        }
    }

    /** The ID is the sender's own: from inside the client's, from outside the server's. */
    private void disconnected(final int id, final Direction direction) {
        calls.of(control).stream()
            .filter(call -> id == (direction == Direction.OUTBOUND ? call.mapping().internal().label()
                : Calls.call(call).peerId()))
            .forEach(call -> calls.end(call, now));
    }
}
