/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpEcho;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Reassembly;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Policy;

class FragmentTest {
    private static final int SIZE = 1200;
    private static final int SPI = 0xc0ffee01;

    private final GatewayRig rig = GatewayRig.running();

    /** Every order in which four fragments can come. */
    static Stream<List<Integer>> orders() {
        final var orders = new ArrayList<List<Integer>>();
        permute(new ArrayList<>(), orders);
        return orders.stream();
    }

    private static void permute(final List<Integer> begun, final List<List<Integer>> orders) {
        if (begun.size() == 4) {
            orders.add(List.copyOf(begun));
        }
        for (int next = 0; next < 4; next++) {
            if (!begun.contains(next)) {
                begun.add(next);
                permute(begun, orders);
                begun.removeLast();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("orders")
    void ikeWithCertificatesPassesInAnyOrderInBothDirections(final List<Integer> order) {
        rig.fromClient(Frames.udp(CLIENT, 500, SERVER, 500, Frames.ikeV1MainMode1(false)));
        final var request = Frames.udp(CLIENT, 500, SERVER, 500, Frames.ikeV1WithCertificate(4000));
        final var out = Reassembly.of(inOrder(request, order).stream().flatMap(part -> rig.fromClient(part).stream())
            .map(GatewayRig.Out::packet).toList());
        assertEquals(PUBLIC_ADDRESS, out.source());
        assertEquals(500, ((UdpHeader) out.transport()).sourcePort());
        assertArrayEquals(Frames.checksummed(out.frame().clone()), out.frame(), "checksums are right");
        final var response = Frames.udp(SERVER, 500, PUBLIC_ADDRESS, 500, Frames.ikeV1WithCertificate(4000));
        final var in = Reassembly.of(inOrder(response, order).stream().flatMap(part -> rig.fromOutside(part).stream())
            .map(GatewayRig.Out::packet).toList());
        assertEquals(CLIENT, in.destination());
        assertArrayEquals(Frames.checksummed(in.frame().clone()), in.frame(), "checksums are right");
        assertEquals(Map.of(), rig.gateway().state().refusals());
    }

    @Test
    void fragmentsOfASessionInTheSwitchPassTheControllerAndPutNoRules() {
        rig.fromClient(Frames.udp(CLIENT, 5000, SERVER, 53));
        assertEquals(2, rig.sessionRules().size());
        rig.pass(5);
        rig.effects();
        final int before = rig.packetIns();
        final var out = Reassembly.of(send(Frames.udp(CLIENT, 5000, SERVER, 53, new byte[3000])));
        assertEquals(before + 3, rig.packetIns());
        assertEquals(PUBLIC_ADDRESS, out.source());
        assertEquals(0, rig.effects().stream().filter(effect -> effect instanceof Effect.PutRule).count());
        rig.pass(297);
        assertEquals(2, rig.sessionRules().size(), "the fragments have kept the session");
        rig.pass(300);
        assertEquals(0, rig.gateway().state().mappings());
    }

    @Test
    void anIdentificationThatTwoClientsChoseIsChangedInAllFragmentsOfTheSecond() {
        final var first = send(Frames.udp(CLIENT, 5000, SERVER, 53, new byte[3000]));
        final var second = send(Frames.udp(SECOND_CLIENT, 5000, SERVER, 53, new byte[3000]));
        final var toAnotherServer = send(Frames.udp(SECOND_CLIENT, 5000, Frames.ROUTER, 53, new byte[3000]));
        final int given = first.get(0).ip().identification();
        assertEquals(0x1234, given);
        assertNotEquals(given, second.get(0).ip().identification());
        assertEquals(given, toAnotherServer.get(0).ip().identification());
        assertEquals(3000, ((UdpHeader) Reassembly.of(second).transport()).payloadLength());
        rig.pass(30);
        assertEquals(given, send(Frames.udp(SECOND_CLIENT, 5000, SERVER, 53, new byte[3000])).get(0).ip()
            .identification());
    }

    @Test
    void aFirstFragmentThatComesTwiceKeepsTheIdentificationOfTheOthers() {
        send(Frames.udp(CLIENT, 5000, SERVER, 53, new byte[3000]));
        final var parts = Frames.fragments(Frames.udp(SECOND_CLIENT, 5000, SERVER, 53, new byte[3000]), SIZE);
        final int before = only(rig.fromClient(parts.get(0))).packet().ip().identification();
        assertEquals(before, only(rig.fromClient(parts.get(0))).packet().ip().identification());
        assertEquals(before, only(rig.fromClient(parts.get(1))).packet().ip().identification());
    }

    @Test
    void whatWaitsForAFirstFragmentInVainIsCounted() {
        final var parts = Frames.fragments(Frames.udp(CLIENT, 5000, SERVER, 53, new byte[3000]), SIZE);
        assertEquals(List.of(), rig.fromClient(parts.get(1)));
        assertEquals(List.of(), rig.fromClient(parts.get(2)));
        rig.pass(1);
        assertEquals(0, rig.refusals("FRAGMENT_WITHOUT_FIRST"));
        rig.pass(1);
        assertEquals(2, rig.refusals("FRAGMENT_WITHOUT_FIRST"));
        assertEquals(1, rig.fromClient(parts.get(0)).size(), "what waited is gone");
    }

    @Test
    void aDatagramOfManySmallFragmentsWaitsUpToItsBound() {
        final var parts = Frames.fragments(Frames.udp(CLIENT, 5000, SERVER, 53, new byte[8 * 200]), 8);
        parts.reversed().forEach(rig::fromClient);
        rig.pass(1);
        assertEquals(parts.size() - 1 - 128, rig.refusals("FRAGMENT_OVERFLOW"));
    }

    @Test
    void theOldestDatagramsGiveWayWhenTooManyWait() {
        for (int port = 0; port < 300; port++) {
            final var client = Ip4.parse("192.0.2." + (2 + port % 250));
            final var server = Ip4.parse("198.51.100." + (1 + port / 250));
            rig.fromClient(Frames.fragments(Frames.udp(client, 5000, server, 53, new byte[100]), 64).get(1));
        }
        rig.pass(1);
        assertEquals(300 - 256, rig.refusals("FRAGMENT_OVERFLOW"));
        final var last = Frames.udp(Ip4.parse("192.0.2.51"), 5000, Ip4.parse("198.51.100.2"), 53, new byte[100]);
        assertEquals(2, rig.fromClient(Frames.fragments(last, 64).get(0)).size(), "the newest still waits");
    }

    @Test
    void theBytesThatWaitAreBounded() {
        for (int id = 0; id < 20; id++) {
            final var whole = Frames.udp(CLIENT, 5000, Ip4.parse("198.51.100." + (1 + id)), 53, new byte[64_000]);
            Frames.fragments(whole, 1480).stream().skip(1).forEach(rig::fromClient);
        }
        rig.pass(2);
        final long kept = rig.refusals("FRAGMENT_WITHOUT_FIRST");
        assertEquals(20 * 43, kept + rig.refusals("FRAGMENT_OVERFLOW"));
        assertEquals(16 * 43, kept, "1 MiB");
    }

    @Test
    void laterFragmentsAreRefusedForTheReasonOfTheFirst() {
        final var off = GatewayRig.running(
            GatewayRig.config("203.0.113.10", "203.0.113.10", Policy.ALL.without(Passthrough.IPSEC)));
        final var parts = Frames.fragments(
            Frames.udp(CLIENT, 500, SERVER, 500, Frames.ikeV1WithCertificate(4000)), SIZE);
        parts.reversed().forEach(off::fromClient);
        off.fromClient(parts.get(1));
        assertEquals(Map.of("POLICY_IPSEC", parts.size() + 1L), off.gateway().state().refusals());
        assertEquals(0, off.gateway().state().mappings());
    }

    @Test
    void brokenIkeInAFirstFragmentIsRefusedAsAWhole() {
        Frames.fragments(Frames.udp(CLIENT, 500, SERVER, 500, new byte[3000]), SIZE).forEach(rig::fromClient);
        assertEquals(Map.of("MALFORMED_IKE", 3L), rig.gateway().state().refusals());
    }

    @Test
    void controlOfPptpIsReadInWholeSegmentsOnly() {
        Frames.fragments(Frames.tcp(CLIENT, 5000, SERVER, 1723, TcpHeader.SYN, new byte[100]), 64)
            .forEach(rig::fromClient);
        assertEquals(Map.of("FRAGMENT", 2L), rig.gateway().state().refusals());
    }

    @Test
    void unsolicitedFragmentsFromOutsideAreRefused() {
        Frames.fragments(Frames.udp(SERVER, 53, PUBLIC_ADDRESS, 5000, new byte[3000]), SIZE).forEach(rig::fromOutside);
        assertEquals(Map.of("NO_MAPPING", 3L), rig.gateway().state().refusals());
    }

    @Test
    void laterFragmentsDoNotOutliveTheirSession() {
        final var parts = Frames.fragments(Frames.tcp(CLIENT, 5000, SERVER, 80, TcpHeader.SYN, new byte[100]), 64);
        rig.fromClient(parts.get(0));
        rig.carryOut(rig.gateway().reconfigure(GatewayRig.config("203.0.113.11", "203.0.113.11"), rig.now()));
        assertEquals(0, rig.gateway().state().mappings());
        assertEquals(List.of(), rig.fromClient(parts.get(1)));
    }

    @Test
    void fragmentsOfEspThroughAnExclusivePairAreTheSwitchsBusiness() {
        final var whole = Frames.ip(CLIENT, SERVER, IpProtocol.ESP, espOf(3000));
        final var parts = Frames.fragments(whole, SIZE);
        final var out = new ArrayList<Packet>();
        parts.forEach(part -> rig.fromClient(part).forEach(sent -> out.add(sent.packet())));
        assertEquals(1, rig.packetIns() - 1, "the first one, besides ARP of the next hop");
        assertEquals(0x1234, Reassembly.of(out).ip().identification());
        final int before = rig.packetIns();
        final var in = Frames.fragments(Frames.ip(SERVER, PUBLIC_ADDRESS, IpProtocol.ESP, espOf(3000)), SIZE).reversed()
            .stream().flatMap(part -> rig.fromOutside(part).stream()).map(GatewayRig.Out::packet).toList();
        assertEquals(CLIENT, Reassembly.of(in).destination());
        assertEquals(before, rig.packetIns());
    }

    @Test
    void aLaterFragmentOfEspThatReachesTheControllerFollowsItsSession() {
        rig.fromClient(Frames.esp(CLIENT, SERVER, SPI, 1));
        final var part = Frames.withEthernet(Frames.fragments(
            Frames.ip(CLIENT, SERVER, IpProtocol.ESP, espOf(3000)), SIZE).get(1), GatewayRig.CLIENT_MAC,
            GatewayRig.INTERNAL_MAC);
        final var out = rig.carryOut(rig.gateway().receive(GatewayRig.INTERNAL, 0, part, rig.now()));
        assertEquals(PUBLIC_ADDRESS, only(out).packet().source());
        assertEquals(0x1234, only(out).packet().ip().identification());
    }

    @Test
    void aPingLongerThanTheLinkIsAnswered() {
        final var ping = send(Frames.icmpEcho(CLIENT, SERVER, true, 7, 1, new byte[3000]));
        assertEquals(3008, Reassembly.of(ping).ip().totalLength() - 20);
        final var pong = Frames.fragments(Frames.icmpEcho(SERVER, PUBLIC_ADDRESS, false, 7, 1, new byte[3000]), SIZE)
            .stream().flatMap(part -> rig.fromOutside(part).stream()).map(GatewayRig.Out::packet).toList();
        assertEquals(CLIENT, Reassembly.of(pong).destination());
        assertEquals(7, ((IcmpEcho) Reassembly.of(pong).transport()).id());
    }

    @Test
    void fragmentsOfTwoClientsThatPingOneServerFollowTheirIds() {
        rig.fromClient(Frames.icmpEcho(CLIENT, SERVER, true, 7, 1));
        final var second = rig.fromClient(Frames.icmpEcho(SECOND_CLIENT, SERVER, true, 8, 1)).getFirst().packet();
        rig.fromClient(Frames.icmpEcho(CLIENT, SERVER, true, 7, 2));
        for (final int id : new int[] {7, ((IcmpEcho) second.transport()).id()}) {
            final var pong = Frames.fragments(Frames.icmpEcho(SERVER, PUBLIC_ADDRESS, false, id, 1, new byte[3000]),
                SIZE).reversed().stream().flatMap(part -> rig.fromOutside(part).stream())
                .map(GatewayRig.Out::packet).toList();
            assertEquals(id == 7 ? CLIENT : SECOND_CLIENT, Reassembly.of(pong).destination());
            rig.pass(31);
        }
    }

    private List<Packet> send(final byte[] whole) {
        return Frames.fragments(whole, SIZE).stream().flatMap(part -> rig.fromClient(part).stream())
            .map(GatewayRig.Out::packet).toList();
    }

    private static byte[] espOf(final int length) {
        final var bytes = new byte[length];
        bytes[0] = (byte) (SPI >>> 24);
        bytes[7] = 1;
        return bytes;
    }

    private static List<byte[]> inOrder(final byte[] whole, final List<Integer> order) {
        final var parts = Frames.fragments(whole, SIZE);
        assertEquals(IntStream.range(0, parts.size()).boxed().toList(), order.stream().sorted().toList());
        return order.stream().map(parts::get).toList();
    }

    private static GatewayRig.Out only(final List<GatewayRig.Out> out) {
        assertEquals(1, out.size(), out::toString);
        return out.get(0);
    }
}
