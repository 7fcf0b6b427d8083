/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vpnpassthrough.gateway.GatewayRig.EXTERNAL;
import static org.vpnpassthrough.gateway.GatewayRig.EXTERNAL_MAC;
import static org.vpnpassthrough.gateway.GatewayRig.INTERNAL;
import static org.vpnpassthrough.gateway.GatewayRig.INTERNAL_MAC;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpEcho;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.TunnelFrames;

class RefusalTest {
    private final GatewayRig rig = GatewayRig.running();

    static Stream<Arguments> refused() {
        final var multicast = Ip4.parse("224.0.0.1");
        return Stream.of(
            row("SPOOFED_SOURCE", INTERNAL, Frames.udp(Ip4.parse("10.9.9.9"), 5000, SERVER, 53)),
            row("SPOOFED_SOURCE", INTERNAL, Frames.udp(GatewayRig.GATEWAY, 5000, SERVER, 53)),
            row("SPOOFED_SOURCE", EXTERNAL, Frames.udp(CLIENT, 5000, PUBLIC_ADDRESS, 53)),
            row("SPOOFED_SOURCE", EXTERNAL, Frames.udp(PUBLIC_ADDRESS, 5000, PUBLIC_ADDRESS, 53)),
            row("UNROUTABLE_DESTINATION", INTERNAL, Frames.udp(CLIENT, 5000, multicast, 53)),
            row("UNROUTABLE_DESTINATION", INTERNAL, Frames.udp(CLIENT, 5000, Ip4.parse("203.0.113.255"), 53)),
            row("NO_MAPPING", INTERNAL, Frames.icmpEcho(CLIENT, PUBLIC_ADDRESS, false, 1, 1)),
            row("INTERNAL_DESTINATION", INTERNAL, Frames.udp(CLIENT, 5000, SECOND_CLIENT, 53)),
            row("NO_LOCAL_SERVICE", INTERNAL, Frames.udp(CLIENT, 5000, GatewayRig.GATEWAY, 53)),
            row("NO_LOCAL_SERVICE", EXTERNAL, Frames.udp(SERVER, 5000, GatewayRig.EXTERNAL_ADDRESS, 53)),
            row("NOT_FOR_US", EXTERNAL, Frames.udp(SERVER, 5000, Ip4.parse("203.0.113.99"), 53)),
            row("NOT_FOR_US", EXTERNAL, Frames.udp(SERVER, 5000, CLIENT, 53)),
            row("NO_MAPPING", EXTERNAL, Frames.udp(SERVER, 5000, PUBLIC_ADDRESS, 53)),
            row("NO_MAPPING", EXTERNAL, Frames.tcp(SERVER, 5000, PUBLIC_ADDRESS, 53, TcpHeader.SYN)),
            row("NO_MAPPING", EXTERNAL, Frames.icmpEcho(SERVER, PUBLIC_ADDRESS, true, 1, 1)),
            row("NO_MAPPING", EXTERNAL, Frames.icmpEcho(SERVER, PUBLIC_ADDRESS, false, 1, 1)),
            row("NO_MAPPING", EXTERNAL, Frames.esp(SERVER, PUBLIC_ADDRESS, 0x1000, 1)),
            row("NO_MAPPING", EXTERNAL, TunnelFrames.gre(SERVER, PUBLIC_ADDRESS)),
            row("NO_MAPPING", EXTERNAL, Frames.ip(SERVER, PUBLIC_ADDRESS, IpProtocol.IPV6, new byte[40])),
            row("NO_MAPPING", EXTERNAL, Frames.tcp(SERVER, 1723, PUBLIC_ADDRESS, 5000, TcpHeader.ACK)),
            row("NO_MAPPING", EXTERNAL, Frames.udp(SERVER, 1701, PUBLIC_ADDRESS, 1701, TunnelFrames.l2tpAck(1, 1, 1))),
            row("GRE_WITHOUT_CALL", INTERNAL, TunnelFrames.call(CLIENT, SERVER, 7, 1)),
            row("GRE_WITHOUT_CALL", EXTERNAL, TunnelFrames.call(SERVER, PUBLIC_ADDRESS, 7, 1)),
            row("MALFORMED_GRE", INTERNAL, Frames.ip(CLIENT, SERVER, IpProtocol.GRE, new byte[] {0, 7, 0, 0})),
            row("MALFORMED_L2TP", INTERNAL, Frames.udp(CLIENT, 1701, SERVER, 1701, Frames.text("hello"))),
            row("AH_NOT_TRANSLATABLE", INTERNAL, TunnelFrames.ah(CLIENT, SERVER, 6, 0x1000, 1)),
            row("PROTOCOL_NOT_TRANSLATED", EXTERNAL, Frames.ip(SERVER, PUBLIC_ADDRESS, 89, new byte[12])),
            row("MALFORMED_SCTP", EXTERNAL, Frames.ip(SERVER, PUBLIC_ADDRESS, IpProtocol.SCTP, new byte[12])),
            row("NO_MAPPING", EXTERNAL, Frames.sctp(SERVER, 5000, PUBLIC_ADDRESS, 5000)),
            row("TTL_EXPIRED", EXTERNAL, Frames.withTtl(Frames.udp(SERVER, 5000, PUBLIC_ADDRESS, 53), 1)),
            row("FRAGMENT", INTERNAL, Frames.fragments(
                Frames.tcp(CLIENT, 5000, SERVER, 1723, TcpHeader.SYN, new byte[64]), 24).get(0)));
    }

    private static Arguments row(final String reason, final int port, final byte[] frame) {
        final var sender = Packet.parse(frame) instanceof Packet packet ? packet.toString() : "?";
        return Arguments.of(reason, sender, port, Frames.withEthernet(frame, GatewayRig.CLIENT_MAC,
            port == INTERNAL ? INTERNAL_MAC : EXTERNAL_MAC));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void isCountedUnderItsReasonAndMakesNoMapping(final String reason, final String what, final int port,
            final byte[] frame) {
        rig.send(port, frame);
        assertEquals(Map.of(reason, 1L), rig.gateway().state().refusals());
        assertEquals(0, rig.gateway().state().mappings());
        assertEquals(List.of(), rig.sessionRules());
    }

    @Test
    void aFrameForAnotherStationIsNotRouted() {
        rig.carryOut(rig.gateway().receive(INTERNAL, 0, Frames.udp(CLIENT, 5000, SERVER, 53), rig.now()));
        assertEquals(Map.of("OTHER_STATION", 1L), rig.gateway().state().refusals());
    }

    @Test
    void aMalformedSegmentOfWhichTheSwitchSendsACopyIsRefusedOnce() {
        final var fin = Frames.tcp(CLIENT, 5000, SERVER, 80, TcpHeader.FIN | TcpHeader.ACK);
        final int before = rig.packetIns();
        rig.fromClient(Frames.put16(fin, 34, 0));
        assertEquals(before + 2, rig.packetIns());
        assertEquals(Map.of("MALFORMED_TCP", 1L), rig.gateway().state().refusals());
    }

    @Test
    void aPingToTheGatewayInFragmentsIsRefused() {
        for (final var part : Frames.fragments(
            Frames.icmpEcho(CLIENT, GatewayRig.GATEWAY, true, 1, 1, new byte[100]), 64)) {
            assertEquals(List.of(), rig.fromClient(part));
        }
        assertEquals(Map.of("FRAGMENT", 2L), rig.gateway().state().refusals());
    }

    @Test
    void thePingToTheGatewayItselfIsAnsweredOnBothSides() {
        final var inside = rig.fromClient(Frames.icmpEcho(CLIENT, GatewayRig.GATEWAY, true, 1, 1));
        final var outside = rig.fromOutside(Frames.icmpEcho(SERVER, GatewayRig.EXTERNAL_ADDRESS, true, 1, 1));
        assertEquals(INTERNAL, inside.get(0).port());
        assertEquals(EXTERNAL, outside.get(0).port());
        assertEquals(SERVER, outside.get(0).packet().destination());
        assertTrue(outside.get(0).packet().transport() instanceof IcmpEcho echo && !echo.request());
    }

    @Test
    void cutOffAtAnyLengthAPacketMakesNoMappingAndNoException() {
        final var samples = List.of(
            Frames.udp(CLIENT, 5000, SERVER, 53, Frames.text("data")),
            Frames.udp(CLIENT, 500, SERVER, 500, Frames.ikeV1MainMode1(true)),
            Frames.udp(CLIENT, 500, SERVER, 500, Frames.ikeV2SaInit(true)),
            Frames.udp(CLIENT, 4500, SERVER, 4500, Frames.nonEspMarker(Frames.ikeV2Auth())),
            Frames.tcp(CLIENT, 5000, SERVER, 80, TcpHeader.SYN),
            Frames.icmpEcho(CLIENT, SERVER, true, 7, 1),
            Frames.icmpError(CLIENT, SERVER, 3, 3, Frames.udp(SERVER, 53, CLIENT, 5000)),
            Frames.esp(CLIENT, SERVER, 0x1000, 1));
        for (final var sample : samples) {
            final var frame = Frames.withEthernet(sample, GatewayRig.CLIENT_MAC, INTERNAL_MAC);
            for (int length = 0; length < frame.length; length++) {
                rig.carryOut(rig.gateway().receive(INTERNAL, 0, Arrays.copyOf(frame, length), rig.now()));
                assertEquals(0, rig.gateway().state().mappings(), "cut to " + length);
            }
        }
    }

    @Test
    void randomBytesAreEachCountedOnceUnderSomeReasonOrAnswered() {
        final var random = new Random(7);
        final int frames = 20_000;
        for (int count = 0; count < frames; count++) {
            final var frame = random.nextInt(3) == 0 ? new byte[random.nextInt(80)]
                : Frames.withEthernet(Frames.udp(CLIENT, 5000, SERVER, 500, Frames.ikeV1MainMode1(true)),
                    GatewayRig.CLIENT_MAC, INTERNAL_MAC);
            for (int flips = random.nextInt(8) + 1; flips > 0 && frame.length > 0; flips--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            rig.carryOut(rig.gateway().receive(1 + random.nextInt(3), 0, frame, rig.now()));
        }
        final var state = rig.gateway().state();
        assertTrue(state.refusals().values().stream().mapToLong(Long::longValue).sum() > frames / 2);
    }
}
