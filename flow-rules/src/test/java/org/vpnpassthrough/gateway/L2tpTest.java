/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.vpnpassthrough.gateway.PptpPeer.only;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.L2tpHeader;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.TunnelFrames;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Policy;

class L2tpTest {
    private static final Ip4 OTHER_SERVER = Ip4.parse("198.51.100.10");

    private final GatewayRig rig = GatewayRig.running();

    @Test
    void port1701IsKeptAndTheSwitchCarriesTheTunnel() {
        assertEquals(1701, port(only(rig.fromClient(hello(CLIENT, SERVER, 1701)))));
        final int before = rig.packetIns();
        rig.fromClient(hello(CLIENT, SERVER, 1701));
        assertEquals(CLIENT, only(rig.fromOutside(answer(1701, 1701))).destination());
        assertEquals(before, rig.packetIns());
    }

    @Test
    void manyClientsHaveTunnelsToOneServerThroughOneAddress() {
        final var ports = new HashSet<Integer>();
        for (int client = 0; client < 8; client++) {
            final int port = port(only(rig.fromClient(hello(CLIENT.plus(client), SERVER, 1701))));
            ports.add(port);
            final var back = only(rig.fromOutside(answer(1701, port)));
            assertEquals(CLIENT.plus(client), back.destination());
            assertEquals(1701, ((UdpHeader) back.transport()).destinationPort());
        }
        assertEquals(8, ports.size());
    }

    @Test
    void aSecondClientKeepsThePortAtAnotherAddressOrWithAnotherServer() {
        final var pool = GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.11"));
        final var third = Ip4.parse("192.0.2.103");
        final var one = only(pool.fromClient(hello(CLIENT, SERVER, 1701)));
        final var other = only(pool.fromClient(hello(third, SERVER, 1701)));
        assertNotEquals(one.source(), other.source(), "both would have the same home");
        assertEquals(1701, port(other));
        assertEquals(1701, port(only(pool.fromClient(hello(SECOND_CLIENT, OTHER_SERVER, 1701)))));
    }

    @Test
    void theServerMayGoOnWithAnotherPort() {
        final int port = port(only(rig.fromClient(hello(CLIENT, SERVER, 1701))));
        final var back = only(rig.fromOutside(answer(32768, port)));
        assertEquals(CLIENT, back.destination());
        assertEquals(32768, ((UdpHeader) back.transport()).sourcePort());
        final var on = only(rig.fromClient(
            Frames.udp(CLIENT, 1701, SERVER, 32768, TunnelFrames.l2tpAck(5, 1, 1))));
        assertEquals(port, port(on));
        assertEquals(List.of(), rig.fromOutside(
            Frames.udp(OTHER_SERVER, 1701, PUBLIC_ADDRESS, port, TunnelFrames.l2tpAck(5, 1, 1))));
        assertEquals(1, rig.gateway().state().mappings());
    }

    @Test
    void aMovedServerIsUnderstoodByTheControllerToo() {
        final var full = rig;
        full.fromClient(hello(CLIENT, SERVER, 1701));
        full.sessionRules().forEach(rule -> full.carryOut(full.gateway().ruleRefused(rule.cookie(), full.now())));
        assertEquals(List.of(), full.sessionRules());
        final var on = only(full.fromClient(Frames.udp(CLIENT, 1701, SERVER, 32768, TunnelFrames.l2tpAck(5, 1, 1))));
        assertEquals(1701, port(on));
        assertEquals(CLIENT, only(full.fromOutside(answer(32768, 1701))).destination());
        assertEquals(List.of(), full.fromOutside(
            Frames.udp(SERVER, 32768, PUBLIC_ADDRESS, 1701, Frames.text("hello"))));
        assertEquals(1, full.refusals("MALFORMED_L2TP"));
    }

    @Test
    void overIpOneClientHasThePair() {
        assertEquals(PUBLIC_ADDRESS, only(rig.fromClient(
            Frames.ip(CLIENT, SERVER, IpProtocol.L2TP, new byte[12]))).source());
        assertEquals(CLIENT, only(rig.fromOutside(
            Frames.ip(SERVER, PUBLIC_ADDRESS, IpProtocol.L2TP, new byte[12]))).destination());
        assertEquals(2, rig.sessionRules().size());
        rig.prohibits("PAIR_TAKEN", Frames.ip(SECOND_CLIENT, SERVER, IpProtocol.L2TP, new byte[12]));
    }

    @Test
    void switchedOffL2tpIsRefusedWithItsReasonAndEndsAtOnce() {
        rig.fromClient(hello(CLIENT, SERVER, 1701));
        final var off = GatewayRig.config("203.0.113.10", "203.0.113.10", Policy.ALL.without(Passthrough.L2TP));
        rig.carryOut(rig.gateway().reconfigure(off, rig.now()));
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(List.of(), rig.fromClient(hello(CLIENT, SERVER, 1701)));
        assertEquals(1, rig.refusals("POLICY_L2TP"));
    }

    private static byte[] hello(final Ip4 client, final Ip4 server, final int port) {
        return Frames.udp(client, port, server, 1701, TunnelFrames.l2tpControl(0, 0, 0, 0, L2tpHeader.SCCRQ));
    }

    private static byte[] answer(final int from, final int to) {
        return Frames.udp(SERVER, from, PUBLIC_ADDRESS, to, TunnelFrames.l2tpControl(5, 0, 0, 1, L2tpHeader.SCCRP));
    }

    private static int port(final Packet packet) {
        return ((UdpHeader) packet.transport()).sourcePort();
    }
}
