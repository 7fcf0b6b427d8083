/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vpnpassthrough.gateway.PptpPeer.only;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.mapping.StaticMapping;
import org.vpnpassthrough.mapping.StaticMapping.Kind;
import org.vpnpassthrough.mapping.StaticMappings;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.PptpBytes;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.TunnelFrames;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Limits;
import org.vpnpassthrough.translation.Settings;

class LimitsTest {
    private static final byte[] DATA = Frames.text("data");
    private static final Settings TIGHT = Settings.DEFAULT.with(new Limits(3, 5));

    private final GatewayRig rig = rig(TIGHT);

    private static GatewayRig rig(final Settings settings) {
        return GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.10").with(settings));
    }

    private static byte[] udp(final Ip4 client, final int port, final int server) {
        return Frames.udp(client, port, Ip4.parse("198.51.100." + server), 9, DATA);
    }

    static List<Arguments> firstPackets() {
        return List.of(
            Arguments.of("plain", Frames.udp(CLIENT, 7000, SERVER, 9, DATA)),
            Arguments.of("plain", Frames.tcp(CLIENT, 7000, SERVER, 80, TcpHeader.SYN)),
            Arguments.of("plain", Frames.sctp(CLIENT, 7000, SERVER, 5000, new byte[16])),
            Arguments.of("plain", Frames.icmpEcho(CLIENT, SERVER, true, 1, 1)),
            Arguments.of("ike", Frames.udp(CLIENT, 500, SERVER, 500, Frames.ikeV2SaInit(true))),
            Arguments.of("natt", Frames.udp(CLIENT, 4500, SERVER, 4500, Frames.espPayload(0x1000, 1))),
            Arguments.of("esp", Frames.esp(CLIENT, SERVER, 0x1000, 1)),
            Arguments.of("gre", TunnelFrames.gre(CLIENT, SERVER, DATA)),
            Arguments.of("pptp", Frames.checksummed(Frames.tcpSegment(CLIENT, 7000, SERVER, 1723, TcpHeader.SYN, 1))),
            Arguments.of("l2tp", Frames.udp(CLIENT, 1701, SERVER, 1701, TunnelFrames.l2tpAck(1, 1, 1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("firstPackets")
    void noRoomGivesAClientMoreMappingsThanItMayHave(final String room, final byte[] frame) {
        for (int port = 5000; port < 5003; port++) {
            rig.fromClient(udp(CLIENT, port, 1));
        }
        final var answer = only(rig.fromClient(frame));
        assertEquals(1, rig.refusals("MAPPING_LIMIT"), room);
        final var error = (IcmpError) answer.transport();
        assertEquals(IcmpError.UNREACHABLE, error.type());
        assertEquals(13, error.code());
        assertEquals(GatewayRig.GATEWAY, answer.source());
        assertEquals(CLIENT, answer.destination());
        assertEquals(CLIENT, error.quoted().ip().source());
        assertEquals(3, rig.gateway().state().mappings());
        assertEquals(1, rig.fromClient(udp(SECOND_CLIENT, 5000, 1)).size());
        assertEquals(1, rig.refusals("MAPPING_LIMIT"), "others have their own");
    }

    @Test
    void aMappingMayHaveMoreSessionsUntilTheClientHasItsNumber() {
        for (int server = 1; server <= 5; server++) {
            assertEquals(GatewayRig.EXTERNAL, rig.fromClient(udp(CLIENT, 5000, server)).get(0).port());
        }
        rig.prohibits("SESSION_LIMIT", udp(CLIENT, 5000, 6));
        assertEquals(GatewayRig.EXTERNAL, rig.fromClient(udp(CLIENT, 5000, 5)).get(0).port(), "what there is goes on");
    }

    @Test
    void whatEndsMakesRoom() {
        for (int port = 5000; port < 5003; port++) {
            rig.fromClient(udp(CLIENT, port, 1));
        }
        rig.pass(301);
        for (int port = 6000; port < 6003; port++) {
            assertEquals(GatewayRig.EXTERNAL, rig.fromClient(udp(CLIENT, port, 1)).get(0).port());
        }
        assertEquals(0, rig.refusals("MAPPING_LIMIT"));
    }

    @Test
    void aCallCountsToo() {
        final var peer = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        peer.call(1, 101);
        peer.call(2, 102);
        final var request = peer.clientSends(peer.clientNext(), PptpBytes.outgoingCallRequest(3));
        assertEquals(GatewayRig.INTERNAL, request.get(0).port());
        assertEquals(1, rig.refusals("MAPPING_LIMIT"));
    }

    @Test
    void aServersPeersCountAndStrangersAreToldNothing() {
        final var host = Ip4.parse("192.0.2.50");
        final var server = rig(TIGHT.with(new StaticMappings(List.of(
            StaticMapping.of("vpn", Kind.IPSEC_SERVER, PUBLIC_ADDRESS, host),
            StaticMapping.ports("dns", Kind.UDP, PUBLIC_ADDRESS, 53, host, 53, 1),
            StaticMapping.of("calls", Kind.PPTP_SERVER, PUBLIC_ADDRESS, host)))));
        server.fromClient(udp(host, 53, 1));
        for (int peer = 2; peer <= 5; peer++) {
            assertEquals(1, server.fromOutside(Frames.udp(Ip4.parse("198.51.100." + peer), 9, PUBLIC_ADDRESS, 53, DATA))
                .size());
        }
        final var late = Ip4.parse("198.51.100.6");
        final var refused = List.of(Frames.udp(late, 9, PUBLIC_ADDRESS, 53, DATA),
            Frames.esp(late, PUBLIC_ADDRESS, 0x1000, 1),
            Frames.udp(late, 9, PUBLIC_ADDRESS, 500, Frames.ikeV2SaInit(true)),
            Frames.udp(late, 9, PUBLIC_ADDRESS, 4500, Frames.espPayload(0x1000, 1)),
            Frames.checksummed(Frames.tcpSegment(late, 9, PUBLIC_ADDRESS, 1723, TcpHeader.SYN, 1)));
        refused.forEach(frame -> assertEquals(List.of(), server.fromOutside(frame)));
        assertEquals(5, server.refusals("SESSION_LIMIT"));
    }

    @Test
    void aPairThatIsTakenIsToldToo() {
        final var others = rig(Settings.DEFAULT);
        others.fromClient(TunnelFrames.gre(CLIENT, SERVER, DATA));
        others.prohibits("PAIR_TAKEN", TunnelFrames.gre(SECOND_CLIENT, SERVER, DATA));
    }

    @Test
    void answersAreLimitedThemselves() {
        for (int port = 5000; port < 5003; port++) {
            rig.fromClient(udp(CLIENT, port, 1));
        }
        assertEquals(IcmpErrors.PER_SECOND, answers(1000));
        assertEquals(1000, rig.refusals("MAPPING_LIMIT"), "counted all the same");
        rig.pass(1);
        assertEquals(IcmpErrors.PER_SECOND, answers(1000));
        rig.pass(60);
        assertEquals(IcmpErrors.PER_SECOND, answers(1000), "they are not saved up");
    }

    private long answers(final int packets) {
        return IntStream.range(0, packets).mapToLong(step -> rig.fromClient(udp(CLIENT, 20000 + step, 1)).size()).sum();
    }

    @Test
    void anErrorIsNeverAnsweredWithAnError() {
        final var others = rig(TIGHT);
        for (int port = 5000; port < 5003; port++) {
            others.fromClient(udp(CLIENT, port, 1));
        }
        final var quoted = Frames.udp(SERVER, 9, CLIENT, 9999, DATA);
        assertEquals(List.of(), others.fromClient(Frames.icmpError(CLIENT, SERVER, 3, 3, quoted)));
        assertEquals(1, others.refusals("ICMP_ERROR_UNMATCHED"));
    }

    @Test
    void loweringALimitEndsNothing() {
        final var live = rig(Settings.DEFAULT);
        for (int port = 5000; port < 5010; port++) {
            live.fromClient(udp(CLIENT, port, 1));
        }
        live.carryOut(live.gateway().reconfigure(
            GatewayRig.config("203.0.113.10", "203.0.113.10").with(TIGHT), live.now()));
        assertEquals(10, live.gateway().state().mappings());
        assertEquals(GatewayRig.EXTERNAL, live.fromClient(udp(CLIENT, 5009, 1)).get(0).port());
        assertEquals(GatewayRig.INTERNAL, live.fromClient(udp(CLIENT, 6000, 1)).get(0).port());
        assertEquals(9, ((UdpHeader) live.fromClient(udp(CLIENT, 5009, 1)).get(0).packet().transport())
            .destinationPort());
    }
}
