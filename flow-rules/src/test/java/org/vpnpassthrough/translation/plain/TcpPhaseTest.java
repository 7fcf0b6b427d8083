/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.plain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vpnpassthrough.packet.TcpHeader.ACK;
import static org.vpnpassthrough.packet.TcpHeader.FIN;
import static org.vpnpassthrough.packet.TcpHeader.RST;
import static org.vpnpassthrough.packet.TcpHeader.SYN;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vpnpassthrough.mapping.Timers;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.translation.Direction;

class TcpPhaseTest {
    @ParameterizedTest
    @CsvSource({
        "OPENING,       OUTBOUND, SYN,  OPENING",
        "OPENING,       OUTBOUND, DATA, OPENING",
        "OPENING,       INBOUND,  SYN,  ESTABLISHED",
        "OPENING,       INBOUND,  ACK,  ESTABLISHED",
        "OPENING,       INBOUND,  RST,  CLOSED",
        "ESTABLISHED,   OUTBOUND, DATA, ESTABLISHED",
        "ESTABLISHED,   OUTBOUND, SYN,  ESTABLISHED",
        "ESTABLISHED,   OUTBOUND, FIN,  CLIENT_CLOSED",
        "ESTABLISHED,   INBOUND,  FIN,  SERVER_CLOSED",
        "ESTABLISHED,   INBOUND,  RST,  CLOSED",
        "CLIENT_CLOSED, OUTBOUND, FIN,  CLIENT_CLOSED",
        "CLIENT_CLOSED, INBOUND,  DATA, CLIENT_CLOSED",
        "CLIENT_CLOSED, INBOUND,  FIN,  CLOSED",
        "SERVER_CLOSED, INBOUND,  FIN,  SERVER_CLOSED",
        "SERVER_CLOSED, OUTBOUND, FIN,  CLOSED",
        "SERVER_CLOSED, OUTBOUND, RST,  CLOSED",
        "CLOSED,        OUTBOUND, ACK,  CLOSED",
        "CLOSED,        INBOUND,  FIN,  CLOSED",
        "CLOSED,        OUTBOUND, SYN,  OPENING",
        "CLOSED,        OUTBOUND, SYNACK, ESTABLISHED",
        "CLOSED,        INBOUND,  SYN,  INCOMING",
        "CLOSED,        INBOUND,  SYNACK, CLOSED",
        "OPENING,       OUTBOUND, SYNACK, ESTABLISHED",
        "INCOMING,      INBOUND,  SYN,  INCOMING",
        "INCOMING,      INBOUND,  DATA, INCOMING",
        "INCOMING,      INBOUND,  FIN,  INCOMING",
        "INCOMING,      INBOUND,  RST,  CLOSED",
        "INCOMING,      OUTBOUND, SYNACK, ESTABLISHED",
        "INCOMING,      OUTBOUND, FIN,  CLIENT_CLOSED",
        "CLOSED,        INBOUND,  DATA, ESTABLISHED",
        "CLOSED,        OUTBOUND, DATA, ESTABLISHED"
    })
    void followsTheHandshakes(final TcpPhase before, final Direction direction, final String segment,
            final TcpPhase after) {
        assertEquals(after, before.after(segment(segment), direction));
    }

    @ParameterizedTest
    @CsvSource({
        "OPENING, 7440, SWITCH, 240", "ESTABLISHED, 7440, SWITCH, 0", "CLIENT_CLOSED, 7440, SWITCH, 0",
        "SERVER_CLOSED, 7440, SWITCH, 0", "CLOSED, 240, CONTROLLER, 0",
        "INCOMING, 240, CONTROLLER, 0"
    })
    void livesAsLongAsTheRfcAsks(final TcpPhase phase, final int seconds, final String keeper, final int answer) {
        final var lifetime = phase.lifetime(Timers.DEFAULT);
        assertEquals(seconds, lifetime.seconds());
        assertEquals(keeper, lifetime.keeper().name());
        assertEquals(answer, lifetime.answerSeconds());
    }

    private static TcpHeader segment(final String name) {
        final byte[] payload = "DATA".equals(name) ? Frames.text("data") : new byte[0];
        final int flags = switch (name) {
            case "SYN" -> SYN;
            case "SYNACK" -> SYN | ACK;
            case "FIN" -> FIN | ACK;
            case "RST" -> RST;
            default -> ACK;
        };
        final var frame = Frames.tcp(Frames.CLIENT, 5000, Frames.SERVER, 80, flags, payload);
        return (TcpHeader) ((Packet) Packet.parse(frame)).transport();
    }
}
