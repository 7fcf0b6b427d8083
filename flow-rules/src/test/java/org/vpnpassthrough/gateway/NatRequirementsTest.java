/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.ROUTER;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;
import static org.vpnpassthrough.packet.TcpHeader.ACK;
import static org.vpnpassthrough.packet.TcpHeader.SYN;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpEcho;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.UdpHeader;

/** What RFC 4787, 5382, 5508 and 7857 ask of any NAT, as far as no other test shows it. */
class NatRequirementsTest {
    private static final int SYN_ACK = SYN | ACK;
    private static final byte[] DATA = Frames.text("data");

    private final GatewayRig rig = GatewayRig.running();

    /** RFC 4787 REQ-2. */
    @Test
    void aClientHasOneAddressForAllThatIsOrdinary() {
        final var pool = GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.17"));
        final var sent = Stream.of(Frames.udp(CLIENT, 5000, SERVER, 53), Frames.udp(CLIENT, 5001, ROUTER, 53),
            Frames.tcp(CLIENT, 5000, SERVER, 80, SYN), Frames.tcp(CLIENT, 5001, ROUTER, 80, SYN),
            Frames.icmpEcho(CLIENT, SERVER, true, 7, 1), Frames.icmpEcho(CLIENT, ROUTER, true, 7, 1));
        assertEquals(1, sent.map(frame -> only(pool.fromClient(frame)).source()).distinct().count());
    }

    /** RFC 7857 section 5. */
    @Test
    void tcpAndUdpFromTheSamePortAreTwoMappings() {
        rig.fromClient(Frames.udp(CLIENT, 5000, SERVER, 53));
        rig.fromClient(Frames.tcp(CLIENT, 5000, SERVER, 53, SYN));
        assertEquals(2, rig.gateway().state().mappings());
    }

    /** RFC 5382 REQ-2a: both sides send a SYN, then both answer it. */
    @Test
    void aConnectionThatBothSidesOpenAtOnceIsEstablished() {
        final int port = ((TcpHeader) only(rig.fromClient(tcp(SYN))).transport()).sourcePort();
        assertEquals(CLIENT, only(rig.fromOutside(answer(port, SYN))).destination());
        assertEquals(1, rig.fromClient(tcp(SYN_ACK)).size());
        assertEquals(1, rig.fromOutside(answer(port, SYN_ACK)).size());
        rig.pass(300);
        assertEquals(CLIENT, only(rig.fromOutside(answer(port, ACK))).destination());
        assertEquals(1, rig.gateway().state().mappings());
    }

    /** RFC 5382 REQ-4: not within 6 seconds, and not later either. */
    @Test
    void anUnsolicitedSynIsNeverAnswered() {
        assertEquals(List.of(), rig.fromOutside(answer(5000, SYN)));
        assertEquals(List.of(), rig.pass(10));
        assertEquals(1, rig.refusals("NO_MAPPING"));
    }

    /** RFC 4787 REQ-12, RFC 5382 REQ-10, RFC 7857 section 7.1. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorNeitherEndsAMappingNorProlongsIt(final boolean fromOutside) {
        final var sent = only(rig.fromClient(Frames.udp(CLIENT, 5000, SERVER, 53)));
        final int port = ((UdpHeader) sent.transport()).sourcePort();
        final var got = only(rig.fromOutside(Frames.udp(SERVER, 53, PUBLIC_ADDRESS, port)));
        for (int code = 0; code < 16; code++) {
            rig.pass(18);
            assertEquals(1, fromOutside
                ? rig.fromOutside(Frames.icmpError(ROUTER, PUBLIC_ADDRESS, 3, code, sent.frame())).size()
                : rig.fromClient(Frames.icmpError(CLIENT, SERVER, 3, code, got.frame())).size());
            assertEquals(1, rig.gateway().state().mappings());
        }
        rig.pass(13);
        assertEquals(0, rig.gateway().state().mappings());
    }

    /** RFC 5382 REQ-9 and REQ-10. */
    @Test
    void anErrorAboutTcpReachesTheClientAndTheConnectionGoesOn() {
        final var syn = only(rig.fromClient(tcp(SYN)));
        final int port = ((TcpHeader) syn.transport()).sourcePort();
        rig.fromOutside(answer(port, SYN_ACK));
        final var error = only(rig.fromOutside(Frames.icmpError(ROUTER, PUBLIC_ADDRESS, 3, 1, syn.frame())));
        assertEquals(CLIENT, error.destination());
        assertEquals(5000, ((TcpHeader) ((IcmpError) error.transport()).quoted().transport()).sourcePort());
        rig.pass(1000);
        assertEquals(1, rig.fromOutside(answer(port, ACK)).size());
    }

    /** RFC 5508 REQ-6, with two clients, so that the controller keeps the time of their pings. */
    @Test
    void anErrorAboutAPingNeitherEndsItsSessionNorProlongsIt() {
        rig.fromClient(Frames.icmpEcho(CLIENT, SERVER, true, 7, 1));
        final var ping = only(rig.fromClient(Frames.icmpEcho(SECOND_CLIENT, SERVER, true, 8, 1)));
        rig.pass(50);
        final var error = only(rig.fromOutside(Frames.icmpError(ROUTER, PUBLIC_ADDRESS, 11, 0, ping.frame())));
        assertEquals(SECOND_CLIENT, error.destination());
        assertEquals(8, ((IcmpEcho) ((IcmpError) error.transport()).quoted().transport()).id());
        assertEquals(1, rig.fromOutside(Frames.icmpEcho(SERVER, PUBLIC_ADDRESS, false, 8, 1)).size());
    }

    /** The same, after the ping's time. */
    @Test
    void anErrorDoesNotKeepAPing() {
        rig.fromClient(Frames.icmpEcho(CLIENT, SERVER, true, 7, 1));
        final var ping = only(rig.fromClient(Frames.icmpEcho(SECOND_CLIENT, SERVER, true, 8, 1)));
        rig.pass(50);
        rig.fromOutside(Frames.icmpError(ROUTER, PUBLIC_ADDRESS, 11, 0, ping.frame()));
        rig.pass(11);
        assertEquals(0, rig.gateway().state().mappings());
    }

    /** RFC 5508 REQ-4 b and c, REQ-5 b. */
    @ParameterizedTest
    @CsvSource({"3, 0", "3, 1", "3, 4", "3, 13", "11, 0", "11, 1", "12, 0"})
    void anErrorKeepsItsTypeAndCodeBothWays(final int type, final int code) {
        final var sent = only(rig.fromClient(Frames.udp(CLIENT, 5000, SERVER, 53)));
        final int port = ((UdpHeader) sent.transport()).sourcePort();
        final var got = only(rig.fromOutside(Frames.udp(SERVER, 53, PUBLIC_ADDRESS, port)));
        final var in = only(rig.fromOutside(Frames.icmpError(ROUTER, PUBLIC_ADDRESS, type, code, sent.frame())));
        final var out = only(rig.fromClient(Frames.icmpError(CLIENT, SERVER, type, code, got.frame())));
        for (final var packet : List.of(in, out)) {
            final var error = (IcmpError) packet.transport();
            assertEquals(type, error.type());
            assertEquals(code, error.code());
        }
        final var quoted = ((IcmpError) in.transport()).quoted().ip();
        assertEquals(quoted.source(), in.destination());
    }

    /** RFC 5508 REQ-3 b. */
    @Test
    void theOptionsOfAQuotedPacketArePassedOver() {
        final var sent = only(rig.fromClient(Frames.withOptions(
            Frames.udp(CLIENT, 5000, SERVER, 53, DATA), new byte[] {1, 1, 1, 0})));
        assertEquals(24, sent.ip().headerLength());
        final var error = only(rig.fromOutside(Frames.icmpError(ROUTER, PUBLIC_ADDRESS, 3, 4, sent.frame())));
        final var quoted = ((IcmpError) error.transport()).quoted();
        assertEquals(CLIENT, quoted.ip().source());
        assertEquals(5000, ((UdpHeader) quoted.transport()).sourcePort());
    }

    /** RFC 5508 REQ-3 a and c: they are what another hop made of them. */
    @Test
    void theChecksumsOfAQuotedPacketAreNotVerified() {
        final var sent = only(rig.fromClient(Frames.udp(CLIENT, 5000, SERVER, 53, DATA)));
        final var elsewhere = sent.frame().clone();
        Frames.put16(elsewhere, sent.ip().offset() + 10, 0x5555);
        Frames.put16(elsewhere, sent.transport().offset() + 6, 0x1111);
        final var error = only(rig.fromOutside(Frames.icmpError(ROUTER, PUBLIC_ADDRESS, 3, 4, elsewhere)));
        assertEquals(CLIENT, ((IcmpError) error.transport()).quoted().ip().source());
    }

    /** RFC 5508 REQ-11: a redirect, a router's solicitation, a time stamp. */
    @ParameterizedTest
    @ValueSource(ints = {5, 10, 13})
    void otherMessagesOfIcmpAreRefusedByName(final int type) {
        final var message = new byte[20];
        message[0] = (byte) type;
        assertEquals(List.of(), rig.fromClient(Frames.ip(CLIENT, SERVER, 1, message)));
        assertEquals(List.of(), rig.fromOutside(Frames.ip(SERVER, PUBLIC_ADDRESS, 1, message)));
        assertEquals(2, rig.refusals("PROTOCOL_NOT_TRANSLATED"));
    }

    private static byte[] tcp(final int flags) {
        return Frames.tcp(CLIENT, 5000, SERVER, 80, flags);
    }

    private static byte[] answer(final int port, final int flags) {
        return Frames.tcp(SERVER, 80, PUBLIC_ADDRESS, port, flags);
    }

    private static Packet only(final List<GatewayRig.Out> out) {
        assertEquals(1, out.size(), out::toString);
        return out.get(0).packet();
    }
}
