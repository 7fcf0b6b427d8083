/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.plain;

import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Phase;
import org.vpnpassthrough.mapping.Timers;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.translation.Direction;

/**
 * How far a TCP connection has come, as far as a NAT needs to know (RFC 5382 REQ-5, RFC 7857 section 2).
 *
 * <pre>
 *                    server answers            FIN of one side         FIN of the other
 *   OPENING ----------------------> ESTABLISHED ------------> HALF_CLOSED ------------> CLOSED
 *      \____________________________ RST of either side __________________________________^
 *
 *   INCOMING, begun by a peer of a server inside: an answer of the server makes it ESTABLISHED
 *   CLOSED, a segment with data or a new SYN: it was not closed after all, ESTABLISHED or OPENING
 * </pre>
 *
 * <p>Half closed is by whom, so that a FIN sent twice does not close. An RST may be forged; as data brings the session
 * back, it costs nobody the connection. Several connections of one client port with one server address share a
 * session, and the first one's end moves the others to the controller until their next data.
 */
enum TcpPhase implements Phase {
    OPENING, INCOMING, ESTABLISHED, CLIENT_CLOSED, SERVER_CLOSED, CLOSED;

    /** The phase after a segment. */
    TcpPhase after(final TcpHeader tcp, final Direction direction) {
        if (tcp.has(TcpHeader.RST)) {
            return CLOSED;
        }
        final boolean outbound = direction == Direction.OUTBOUND;
        if (this == INCOMING && !outbound) {
            return INCOMING;
        }
        if (tcp.has(TcpHeader.FIN)) {
            return closedBy(direction);
        }
        return switch (this) {
            // a SYN-ACK from inside answers a SYN that was let in before there was a session
            case OPENING -> outbound && !isAnswer(tcp) ? OPENING : ESTABLISHED;
            case INCOMING -> ESTABLISHED;
            case CLOSED -> tcp.has(TcpHeader.SYN) ? begunAgain(tcp, outbound)
                : tcp.payloadLength() > 0 ? ESTABLISHED : CLOSED;
            default -> this;
        };
    }

    private static TcpPhase begunAgain(final TcpHeader tcp, final boolean outbound) {
        return outbound ? isAnswer(tcp) ? ESTABLISHED : OPENING : isAnswer(tcp) ? CLOSED : INCOMING;
    }

    private static boolean isAnswer(final TcpHeader tcp) {
        return tcp.has(TcpHeader.SYN) && tcp.has(TcpHeader.ACK);
    }

    private TcpPhase closedBy(final Direction direction) {
        final var one = direction == Direction.OUTBOUND ? CLIENT_CLOSED : SERVER_CLOSED;
        final var other = direction == Direction.OUTBOUND ? SERVER_CLOSED : CLIENT_CLOSED;
        return this == other || this == CLOSED ? CLOSED : one;
    }

    /** How long a connection lives in this phase; the switch carries it until it is closed. */
    Lifetime lifetime(final Timers timers) {
        return switch (this) {
            case OPENING -> Lifetime.inSwitch(timers.tcpEstablished()).unlessAnsweredWithin(timers.tcpTransitory());
            case INCOMING, CLOSED -> Lifetime.inController(timers.tcpTransitory());
            default -> Lifetime.inSwitch(timers.tcpEstablished());
        };
    }
}
