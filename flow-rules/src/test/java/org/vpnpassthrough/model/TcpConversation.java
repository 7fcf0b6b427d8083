/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.time.Instant;
import java.util.Random;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;

/** A TCP connection, not of the tidiest: segments are repeated, FIN and RST come whenever they like. */
final class TcpConversation extends Conversation {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;
    /** RFC 5382 REQ-5. */
    static final int ESTABLISHED_SECONDS = 7440;
    static final int TRANSITORY_SECONDS = 240;

    private Instant openedAt;
    private Instant lastOutbound = Instant.EPOCH;
    private boolean answered;
    private boolean closing;
    private boolean serverKnows;

    TcpConversation(final Key key) {
        super(key);
    }

    @Override
    byte[] fromClient(final Random dice, final Instant now) {
        final int flags = !isPromisedAt(now) ? SYN : switch (dice.nextInt(20)) {
            case 0 -> SYN;
            case 1 -> FIN | ACK;
            case 2 -> RST;
            case 3, 4 -> ACK;
            default -> PSH | ACK;
        };
        return segment(client(), key().label(), server(), key().kind().remotePort(), flags, dice);
    }

    @Override
    byte[] fromServer(final Random dice, final Instant now) {
        final int flags = serverKnows ? SYN | ACK : switch (dice.nextInt(16)) {
            case 0 -> FIN | ACK;
            case 1 -> RST;
            case 2 -> SYN | ACK;
            case 3 -> ACK;
            default -> PSH | ACK;
        };
        return segment(server(), key().kind().remotePort(), external(), externalLabel(), flags, dice);
    }

    private static byte[] segment(final Ip4 from, final int fromPort, final Ip4 to, final int toPort, final int flags,
            final Random dice) {
        return Frames.tcp(from, fromPort, to, toPort, flags,
            (flags & PSH) == 0 ? new byte[0] : PortConversation.text(dice));
    }

    @Override
    void keepOpen(final byte[] sent, final boolean watched, final Instant now) {
        final int flags = Wire.tcpFlags(sent);
        final boolean fresh = !isPromisedAt(now);
        if (fresh && !watched) {
            // by a rule that the gateway would have removed if it could
            return;
        }
        if (fresh || (flags & SYN) != 0 && closing) {
            openedAt = now;
            answered = false;
            closing = false;
        }
        closing |= watched && (flags & (FIN | RST)) != 0;
        lastOutbound = now;
        promise(promised(now));
    }

    @Override
    void answered(final byte[] sent, final boolean watched, final Instant now) {
        serverKnows = false;
        if (!isPromisedAt(now)) {
            return;
        }
        final int flags = Wire.tcpFlags(sent);
        answered |= watched && (flags & (SYN | ACK)) == (SYN | ACK);
        if (watched && (flags & (FIN | RST)) != 0) {
            closing = true;
            promise(now.plusSeconds(TRANSITORY_SECONDS));
        } else if (!closing) {
            promise(promised(now));
        }
    }

    @Override
    void serverGets(final byte[] outside, final Instant now) {
        serverKnows |= (Wire.tcpFlags(outside) & SYN) != 0;
    }

    /** The least of what RFC 5382 REQ-5 grants to a connection in this state. */
    private Instant promised(final Instant now) {
        return closing ? lastOutbound.plusSeconds(TRANSITORY_SECONDS)
            : answered ? lastOutbound.plusSeconds(ESTABLISHED_SECONDS) : openedAt.plusSeconds(TRANSITORY_SECONDS);
    }

    @Override
    void end(final Instant now) {
        super.end(now);
        serverKnows = false;
    }
}
