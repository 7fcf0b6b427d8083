/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.pptp;

import org.vpnpassthrough.mapping.Phase;
import org.vpnpassthrough.packet.PptpSegment;
import org.vpnpassthrough.packet.PptpStream;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.translation.Direction;

/**
 * How far a control connection has come, and what has been read of it.
 *
 * @param beginner which side opens connections: the client, or the peers of a server inside
 * @param state of the TCP connection
 * @param begun sequence number of the first byte from that side, which tells a repeated SYN from a new connection
 * @param outbound what the client has sent, or null before its first byte is known
 * @param inbound what the server has sent, likewise
 */
record Control(Direction beginner, State state, int begun, PptpStream outbound, PptpStream inbound) implements Phase {
    private static final byte[] ONE_BYTE = new byte[1];

    /** Of the TCP connection, as far as it matters: calls end with the first FIN, and with RST. */
    enum State {
        OPENING, ESTABLISHED, CLOSED
    }

    /** A connection of which nothing has been seen. */
    static Control begunBy(final Direction beginner) {
        return new Control(beginner, State.OPENING, 0, null, null);
    }

    /** After the header of a segment; its payload has not been read yet. */
    Control after(final TcpHeader tcp, final Direction direction) {
        if (tcp.has(TcpHeader.SYN) && !tcp.has(TcpHeader.RST)) {
            return begin(tcp, direction);
        }
        if (tcp.has(TcpHeader.RST) || tcp.has(TcpHeader.FIN)) {
            return isPlausible(tcp, direction) ? in(State.CLOSED) : this;
        }
        return state == State.OPENING && direction != beginner ? in(State.ESTABLISHED) : this;
    }

    private Control begin(final TcpHeader tcp, final Direction direction) {
        final var start = PptpStream.startingAt(tcp.payloadSequence());
        if (direction != beginner) {
            return stream(direction) == null ? in(State.ESTABLISHED).with(direction, start) : this;
        }
        return stream(direction) != null && begun == tcp.payloadSequence() && state != State.CLOSED ? this
            : new Control(beginner, State.OPENING, tcp.payloadSequence(), null, null).with(direction, start);
    }

    /** Whether this is another connection than an earlier one, in its place. */
    boolean replaces(final Control earlier) {
        return earlier.stream(beginner) != null && earlier.begun != begun;
    }

    /** An end far ahead or long gone was made up by somebody who does not see the connection (RFC 5961 section 3). */
    private boolean isPlausible(final TcpHeader tcp, final Direction direction) {
        final var stream = stream(direction);
        return stream == null || switch (stream.read(tcp.sequence(), ONE_BYTE, 0, 1)) {
            case PptpSegment.Early early -> false;
            case PptpSegment.Late late -> false;
            default -> true;
        };
    }

    /** What has been read in a direction; of a connection older than the gateway, from this segment on. */
    PptpStream stream(final Direction direction, final TcpHeader tcp) {
        final var stream = stream(direction);
        return stream == null ? PptpStream.startingAt(tcp.payloadSequence()) : stream;
    }

    private PptpStream stream(final Direction direction) {
        return direction == Direction.OUTBOUND ? outbound : inbound;
    }

    /** With what has been read in a direction. */
    Control with(final Direction direction, final PptpStream stream) {
        return direction == Direction.OUTBOUND ? new Control(beginner, state, begun, stream, inbound)
            : new Control(beginner, state, begun, outbound, stream);
    }

    private Control in(final State now) {
        return new Control(beginner, now, begun, outbound, inbound);
    }
}
