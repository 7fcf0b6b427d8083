/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SERVER;
import static org.vpnpassthrough.packet.TcpHeader.ACK;
import static org.vpnpassthrough.packet.TcpHeader.FIN;
import static org.vpnpassthrough.packet.TcpHeader.RST;
import static org.vpnpassthrough.packet.TcpHeader.SYN;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.TcpHeader;

class TcpConnectionTest {
    private final GatewayRig rig = GatewayRig.running();
    private int port;

    @Test
    void anUnansweredSynIsForgottenAfterFourMinutes() {
        client(SYN);
        assertEquals(2, rig.sessionRules().size());
        rig.pass(239);
        assertEquals(1, rig.gateway().state().mappings());
        rig.pass(2);
        assertEquals(0, rig.gateway().state().mappings());
        assertEquals(List.of(), rig.sessionRules());
    }

    @Test
    void anAnsweredOneStaysForTwoHoursAndFourMinutes() {
        handshake();
        rig.pass(7439);
        assertEquals(1, client(ACK, "data").size());
        assertEquals(1, rig.gateway().state().mappings());
        rig.pass(7442);
        assertEquals(0, rig.gateway().state().mappings());
    }

    @Test
    void openingCostsThreeMessagesInAll() {
        handshake();
        assertEquals(3, rig.effects().size());
    }

    @Test
    void everySegmentLeavesExactlyOnce() {
        handshake();
        assertEquals(1, client(FIN | ACK).size());
        assertEquals(1, server(ACK).size());
        assertEquals(1, server(FIN | ACK).size());
        assertEquals(1, client(ACK).size());
    }

    @Test
    void dataIsNotSeenByTheController() {
        handshake();
        final int before = rig.packetIns();
        client(ACK, "data");
        server(ACK, "data");
        assertEquals(before, rig.packetIns());
    }

    @Test
    void aHalfClosedConnectionGoesOnInTheSwitch() {
        handshake();
        client(FIN | ACK);
        final int before = rig.packetIns();
        server(ACK, "more data");
        assertEquals(before, rig.packetIns());
        rig.pass(600);
        assertEquals(1, rig.gateway().state().mappings());
    }

    @Test
    void aClosedConnectionLeavesTheSwitchAtOnceAndIsForgottenAfterFourMinutes() {
        handshake();
        client(FIN | ACK);
        server(FIN | ACK);
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(1, client(ACK).size(), "the last acknowledgement goes by the controller");
        rig.pass(241);
        assertEquals(0, rig.gateway().state().mappings());
    }

    @Test
    void theFourMinutesAfterTheEndBeginWithTheEndHoweverLongAgoTheConnectionBegan() {
        handshake();
        rig.pass(3000);
        client(FIN | ACK);
        server(FIN | ACK);
        final int before = port;
        rig.pass(200);
        assertEquals(1, client(ACK).size());
        assertEquals(before, port);
        rig.pass(241);
        assertEquals(0, rig.gateway().state().mappings());
    }

    @Test
    void aForgedResetDoesNotCostTheConnection() {
        handshake();
        server(RST);
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(1, client(ACK, "data").size());
        assertEquals(2, rig.sessionRules().size());
        rig.pass(600);
        assertEquals(1, server(ACK, "data").size());
    }

    private void handshake() {
        client(SYN);
        server(SYN | ACK);
        client(ACK);
    }

    private List<GatewayRig.Out> client(final int flags, final String... data) {
        final var out = rig.fromClient(Frames.tcp(CLIENT, 5000, SERVER, 80, flags, text(data)));
        if (!out.isEmpty()) {
            port = ((TcpHeader) out.get(0).packet().transport()).sourcePort();
        }
        return out;
    }

    private List<GatewayRig.Out> server(final int flags, final String... data) {
        return rig.fromOutside(Frames.tcp(SERVER, 80, PUBLIC_ADDRESS, port, flags, text(data)));
    }

    private static byte[] text(final String... data) {
        return data.length == 0 ? new byte[0] : Frames.text(data[0]);
    }
}
