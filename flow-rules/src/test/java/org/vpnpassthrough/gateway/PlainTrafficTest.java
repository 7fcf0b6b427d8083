/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vpnpassthrough.gateway.GatewayRig.EXTERNAL;
import static org.vpnpassthrough.gateway.GatewayRig.INTERNAL;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.ROUTER;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpEcho;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Limits;
import org.vpnpassthrough.translation.Settings;

class PlainTrafficTest {
    private static final byte[] DATA = Frames.text("data");

    private final GatewayRig rig = GatewayRig.running();

    @Test
    void aMappingCostsTwoRulesAndOnePacketAndNothingElse() {
        rig.fromClient(udp(CLIENT, 5000, SERVER));
        final var effects = rig.effects();
        assertEquals(3, effects.size(), effects::toString);
        assertTrue(effects.get(0) instanceof Effect.PutRule);
        assertTrue(effects.get(1) instanceof Effect.PutRule);
        assertTrue(effects.get(2) instanceof Effect.SendPacket, "the packet goes after the rules");
        assertEquals(2, rig.sessionRules().size());
    }

    @Test
    void afterTheFirstPacketTheSwitchTranslatesJustAsTheControllerDid() {
        final var first = only(rig.fromClient(udp(CLIENT, 5000, SERVER)));
        final int before = rig.packetIns();
        final var second = only(rig.fromClient(udp(CLIENT, 5000, SERVER)));
        assertEquals(before, rig.packetIns());
        assertArrayEquals(first.frame(), second.frame());
        assertEquals(EXTERNAL, second.port());
        final var packet = second.packet();
        assertEquals(PUBLIC_ADDRESS, packet.source());
        assertEquals(SERVER, packet.destination());
        assertEquals(Frames.TTL - 1, packet.ip().ttl());
        assertEquals(GatewayRig.EXTERNAL_MAC, packet.ethernetSource());
        assertEquals(GatewayRig.NEXT_HOP_MAC, packet.ethernetDestination());

        final int port = ((UdpHeader) packet.transport()).sourcePort();
        final var back = only(rig.fromOutside(Frames.udp(SERVER, 53, PUBLIC_ADDRESS, port, DATA)));
        assertEquals(before, rig.packetIns());
        assertEquals(INTERNAL, back.port());
        assertEquals(CLIENT, back.packet().destination());
        assertEquals(5000, ((UdpHeader) back.packet().transport()).destinationPort());
        assertEquals(GatewayRig.CLIENT_MAC, back.packet().ethernetDestination());
    }

    @Test
    void theMappingIsTheSameForEveryServerButOnlyServersThatWereSentToMayAnswer() {
        final int port = sourcePort(rig.fromClient(udp(CLIENT, 5000, SERVER)));
        assertEquals(port, sourcePort(rig.fromClient(udp(CLIENT, 5000, ROUTER))));
        assertEquals(1, rig.gateway().state().mappings());
        assertEquals(2, rig.gateway().state().sessions());
        final var stranger = Ip4.parse("198.51.100.77");
        assertEquals(List.of(), rig.fromOutside(Frames.udp(stranger, 53, PUBLIC_ADDRESS, port, DATA)));
        assertEquals(1, rig.refusals("FILTERED"));
        assertEquals(List.of(), rig.fromOutside(Frames.udp(SERVER, 53, PUBLIC_ADDRESS, port ^ 1, DATA)));
        assertEquals(1, rig.refusals("NO_MAPPING"));
        assertEquals(1, rig.fromOutside(Frames.udp(SERVER, 9999, PUBLIC_ADDRESS, port, DATA)).size());
    }

    @Test
    void manyClientsShareOneAddressWithPortsOfTheirOwn() {
        final var ports = new HashSet<Integer>();
        for (int client = 100; client < 200; client++) {
            ports.add(sourcePort(rig.fromClient(udp(Ip4.parse("192.0.2." + client), 5000, SERVER))));
        }
        assertEquals(100, ports.size());
    }

    @Test
    void theSwitchEndsAnIdleSessionAndNothingOfItStays() {
        rig.fromClient(udp(CLIENT, 5000, SERVER));
        rig.pass(299);
        assertEquals(1, rig.gateway().state().mappings());
        rig.pass(2);
        assertEquals(0, rig.gateway().state().mappings());
        assertEquals(List.of(), rig.sessionRules());
    }

    @Test
    void outboundTrafficKeepsTheSessionAndTheInboundRuleComesBackWhenItIsNeeded() {
        final int port = sourcePort(rig.fromClient(udp(CLIENT, 5000, SERVER)));
        for (int minute = 0; minute < 10; minute++) {
            rig.pass(60);
            rig.fromClient(udp(CLIENT, 5000, SERVER));
        }
        assertEquals(1, rig.sessionRules().size(), "the inbound rule was idle");
        assertEquals(1, rig.fromOutside(Frames.udp(SERVER, 53, PUBLIC_ADDRESS, port, DATA)).size());
        assertEquals(1, rig.gateway().state().mappings());
        assertEquals(2, rig.sessionRules().size(), "it is back");
        final int before = rig.packetIns();
        rig.fromOutside(Frames.udp(SERVER, 53, PUBLIC_ADDRESS, port, DATA));
        assertEquals(before, rig.packetIns());
    }

    @Test
    void aBurstThatOvertakesItsRulesDoesNotPutThemTwice() {
        final var frame = Frames.withEthernet(udp(CLIENT, 5000, SERVER), GatewayRig.CLIENT_MAC,
            GatewayRig.INTERNAL_MAC);
        for (int count = 0; count < 10; count++) {
            rig.carryOut(rig.gateway().receive(INTERNAL, 0, frame, rig.now()));
        }
        assertEquals(2, rig.effects().stream().filter(effect -> effect instanceof Effect.PutRule).count());
    }

    @Test
    void aResetOutOfNowhereMakesNoMapping() {
        assertEquals(List.of(), rig.fromClient(Frames.tcp(CLIENT, 40000, SERVER, 80, TcpHeader.RST)));
        assertEquals(0, rig.gateway().state().mappings());
    }

    @Test
    void oneClientsPingIsCarriedByTheSwitchWhateverItsId() {
        final var request = only(rig.fromClient(ping(CLIENT, 7)));
        assertEquals(PUBLIC_ADDRESS, request.packet().source());
        final int before = rig.packetIns();
        assertEquals(8, ((IcmpEcho) only(rig.fromClient(ping(CLIENT, 8))).packet().transport()).id());
        final var reply = only(rig.fromOutside(Frames.icmpEcho(SERVER, PUBLIC_ADDRESS, false, 8, 1)));
        assertEquals(CLIENT, reply.packet().destination());
        assertEquals(before, rig.packetIns());
    }

    @Test
    void twoClientsThatPingTheSameServerWithTheSameIdBothGetTheirAnswers() {
        rig.fromClient(ping(CLIENT, 7));
        final int second = echoId(rig.fromClient(ping(SECOND_CLIENT, 7)));
        final int first = echoId(rig.fromClient(ping(CLIENT, 7)));
        assertNotEquals(first, second);
        final var toFirst = only(rig.fromOutside(Frames.icmpEcho(SERVER, PUBLIC_ADDRESS, false, first, 1)));
        final var toSecond = only(rig.fromOutside(Frames.icmpEcho(SERVER, PUBLIC_ADDRESS, false, second, 1)));
        assertEquals(CLIENT, toFirst.packet().destination());
        assertEquals(SECOND_CLIENT, toSecond.packet().destination());
        assertEquals(7, ((IcmpEcho) toFirst.packet().transport()).id());
        assertEquals(7, ((IcmpEcho) toSecond.packet().transport()).id());
        assertEquals(List.of(), rig.sessionRules());
        rig.pass(61);
        rig.fromClient(ping(CLIENT, 7));
        assertEquals(2, rig.sessionRules().size(), "alone again, by the switch again");
    }

    @Test
    void aReplyOnItsWayWhenTheSecondClientComesStillReachesTheFirst() {
        rig.fromClient(ping(CLIENT, 7));
        rig.fromClient(ping(SECOND_CLIENT, 9));
        final var late = only(rig.fromOutside(Frames.icmpEcho(SERVER, PUBLIC_ADDRESS, false, 7, 1)));
        assertEquals(CLIENT, late.packet().destination());
    }

    @Test
    void aReplyOnItsWayReachesTheFirstClientAlsoWhenTheSecondHasTheSameIdAndTheSwitchReconnects() {
        rig.fromClient(ping(CLIENT, 1));
        assertNotEquals(1, echoId(rig.fromClient(ping(SECOND_CLIENT, 1))));
        rig.carryOut(rig.gateway().disconnected(rig.now()));
        rig.carryOut(rig.gateway().connected(rig.now()));
        rig.carryOut(rig.gateway().ports(GatewayRig.PORTS, rig.now()));
        final var late = only(rig.fromOutside(Frames.icmpEcho(SERVER, PUBLIC_ADDRESS, false, 1, 1)));
        assertEquals(CLIENT, late.packet().destination());
        assertEquals(1, echoId(rig.fromClient(ping(CLIENT, 1))));
    }

    @Test
    void anErrorAboutAClientsPacketReachesTheClientWithWhatTheClientSent() {
        final var sent = only(rig.fromClient(udp(CLIENT, 5000, SERVER)));
        final var error = only(rig.fromOutside(
            Frames.icmpError(ROUTER, PUBLIC_ADDRESS, IcmpError.UNREACHABLE, 4, sent.frame())));
        assertEquals(CLIENT, error.packet().destination());
        assertEquals(ROUTER, error.packet().source());
        final var quoted = ((IcmpError) error.packet().transport()).quoted();
        assertEquals(CLIENT, quoted.ip().source());
        assertEquals(5000, ((UdpHeader) quoted.transport()).sourcePort());
    }

    @Test
    void anErrorOfAClientLeavesWithoutInternalAddresses() {
        final int port = sourcePort(rig.fromClient(udp(CLIENT, 5000, SERVER)));
        final var got = only(rig.fromOutside(Frames.udp(SERVER, 53, PUBLIC_ADDRESS, port, DATA)));
        final var error = only(rig.fromClient(
            Frames.icmpError(CLIENT, SERVER, IcmpError.UNREACHABLE, 3, got.frame())));
        assertEquals(PUBLIC_ADDRESS, error.packet().source());
        final var quoted = ((IcmpError) error.packet().transport()).quoted();
        assertEquals(PUBLIC_ADDRESS, quoted.ip().destination());
        assertEquals(port, ((UdpHeader) quoted.transport()).destinationPort());
    }

    @Test
    void anErrorAboutNothingThatWeKnowIsRefused() {
        final var never = Frames.udp(PUBLIC_ADDRESS, 4000, SERVER, 53, DATA);
        assertEquals(List.of(), rig.fromOutside(Frames.icmpError(ROUTER, PUBLIC_ADDRESS, 3, 1, never)));
        assertEquals(1, rig.refusals("ICMP_ERROR_UNMATCHED"));
    }

    @Test
    void whenAllPortsAreInUseTheNextClientIsToldOffUnderItsReason() {
        final var full = GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.10")
            .with(Settings.DEFAULT.with(new Limits(65536, 65536))));
        for (int port = 1024; port < 65536; port++) {
            full.fromClient(udp(CLIENT, port, SERVER));
        }
        full.prohibits("PORTS_EXHAUSTED", udp(SECOND_CLIENT, 5000, SERVER));
        // 1701 is for L2TP and 4500 for NAT traversal, and no client of this test sends from them to there
        assertEquals(3, full.refusals("PORTS_EXHAUSTED"));
        assertEquals(64510, full.gateway().state().mappings());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aPacketWhoseTimeEndsHereIsAnsweredByTheGateway(final int ttl) {
        final var answer = only(rig.fromClient(Frames.withTtl(udp(CLIENT, 5000, SERVER), ttl)));
        assertEquals(INTERNAL, answer.port());
        assertEquals(GatewayRig.GATEWAY, answer.packet().source());
        assertEquals(IcmpError.TIME_EXCEEDED, ((IcmpError) answer.packet().transport()).type());
        assertEquals(0, rig.gateway().state().mappings());
    }

    private static byte[] udp(final Ip4 client, final int port, final Ip4 server) {
        return Frames.udp(client, port, server, 53, DATA);
    }

    private static byte[] ping(final Ip4 client, final int id) {
        return Frames.icmpEcho(client, SERVER, true, id, 1);
    }

    private static int sourcePort(final List<GatewayRig.Out> out) {
        return ((UdpHeader) only(out).packet().transport()).sourcePort();
    }

    private static int echoId(final List<GatewayRig.Out> out) {
        return ((IcmpEcho) only(out).packet().transport()).id();
    }

    private static GatewayRig.Out only(final List<GatewayRig.Out> out) {
        assertEquals(1, out.size(), out::toString);
        return out.get(0);
    }
}
