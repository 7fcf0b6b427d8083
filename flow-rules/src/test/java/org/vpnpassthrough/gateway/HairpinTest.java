/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpEcho;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Reassembly;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.Transport;
import org.vpnpassthrough.packet.UdpHeader;

/** Two clients that talk to each other's external tuples (RFC 4787 REQ-9, RFC 5382 REQ-8, RFC 5508 REQ-7). */
class HairpinTest {
    private static final Mac SECOND_MAC = Mac.parse("02:00:00:00:01:02");

    private final GatewayRig rig = GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.11"));

    /** A client's tuple outside. */
    private record Outside(Ip4 address, int port) {
    }

    @BeforeEach
    void bothAreKnown() {
        rig.fromClient(Arp.request(GatewayRig.CLIENT_MAC, CLIENT, GatewayRig.GATEWAY).frame());
        rig.fromClient(Arp.request(SECOND_MAC, SECOND_CLIENT, GatewayRig.GATEWAY).frame());
    }

    @ParameterizedTest
    @ValueSource(ints = {IpProtocol.UDP, IpProtocol.TCP})
    void eachSeesTheOthersExternalTupleOnceBothHaveSent(final int protocol) {
        final var first = outside(protocol, CLIENT, 5000);
        final var second = outside(protocol, SECOND_CLIENT, 6000);
        final int rules = rig.sessionRules().size();
        assertEquals(List.of(), rig.fromClient(packet(protocol, CLIENT, 5000, second, TcpHeader.SYN)));
        assertEquals(Map.of("FILTERED", 1L), rig.gateway().state().refusals());
        final var toFirst = only(rig.fromClient(packet(protocol, SECOND_CLIENT, 6000, first, TcpHeader.SYN)));
        check(toFirst, second, CLIENT, 5000);
        final var toSecond = only(rig.fromClient(packet(protocol, CLIENT, 5000, second, TcpHeader.ACK)));
        check(toSecond, first, SECOND_CLIENT, 6000);
        assertEquals(Frames.TTL - 1, toSecond.packet().ip().ttl());
        assertEquals(GatewayRig.INTERNAL_MAC, toSecond.packet().ethernetSource());
        assertEquals(SECOND_MAC, toSecond.packet().ethernetDestination());
        assertEquals(rules, rig.sessionRules().size(), "no rules for what the switch cannot send back");
        rig.pass(20);
        assertEquals(1, rig.fromClient(packet(protocol, CLIENT, 5000, second, TcpHeader.ACK)).size());
        assertEquals(rules, rig.sessionRules().size());
    }

    @Test
    void sessionsBetweenClientsEndByTheControllersTime() {
        final var first = outside(IpProtocol.UDP, CLIENT, 5000);
        final var second = outside(IpProtocol.UDP, SECOND_CLIENT, 6000);
        rig.fromClient(packet(IpProtocol.UDP, SECOND_CLIENT, 6000, first, 0));
        rig.fromClient(packet(IpProtocol.UDP, CLIENT, 5000, second, 0));
        assertEquals(4, rig.gateway().state().sessions());
        rig.pass(301);
        assertEquals(0, rig.gateway().state().sessions());
    }

    @Test
    void onlyTheAddressThatAClientHasSentToMaySendBack() {
        final var second = outside(IpProtocol.UDP, SECOND_CLIENT, 6000);
        assertEquals(List.of(), rig.fromClient(packet(IpProtocol.UDP, CLIENT, 5000, second, 0)));
        assertEquals(1, rig.refusals("FILTERED"));
    }

    @Test
    void anErrorAboutAPacketBetweenClientsIsTranslatedOnBothSides() {
        final var first = outside(IpProtocol.UDP, CLIENT, 5000);
        final var second = outside(IpProtocol.UDP, SECOND_CLIENT, 6000);
        rig.fromClient(packet(IpProtocol.UDP, SECOND_CLIENT, 6000, first, 0));
        final var received = only(rig.fromClient(packet(IpProtocol.UDP, CLIENT, 5000, second, 0)));
        final var error = only(rig.fromClient(Frames.icmpError(SECOND_CLIENT, first.address(), IcmpError.UNREACHABLE,
            3, received.frame()))).packet();
        assertEquals(second.address(), error.source());
        assertEquals(CLIENT, error.destination());
        final var quoted = ((IcmpError) error.transport()).quoted();
        assertEquals(CLIENT, quoted.ip().source());
        assertEquals(second.address(), quoted.ip().destination());
        assertEquals(5000, ((UdpHeader) quoted.transport()).sourcePort());
        assertEquals(second.port(), ((UdpHeader) quoted.transport()).destinationPort());
    }

    @Test
    void fragmentsBetweenClientsArriveWhole() {
        final var first = outside(IpProtocol.UDP, CLIENT, 5000);
        final var second = outside(IpProtocol.UDP, SECOND_CLIENT, 6000);
        rig.fromClient(packet(IpProtocol.UDP, SECOND_CLIENT, 6000, first, 0));
        final var whole = Frames.udp(CLIENT, 5000, second.address(), second.port(), new byte[3000]);
        final var arrived = Reassembly.of(Frames.fragments(whole, 1200).reversed().stream()
            .flatMap(part -> rig.fromClient(part).stream()).map(GatewayRig.Out::packet).toList());
        assertEquals(SECOND_CLIENT, arrived.destination());
        assertArrayEquals(Frames.checksummed(arrived.frame().clone()), arrived.frame());
    }

    @Test
    void nobodyIsBehindATupleThatIsNotMapped() {
        assertEquals(List.of(), rig.fromClient(Frames.udp(CLIENT, 5000, PUBLIC_ADDRESS, 9)));
        assertEquals(Map.of("NO_MAPPING", 1L), rig.gateway().state().refusals());
        assertEquals(List.of(), rig.sessionRules());
    }

    @Test
    void theGatewaysOwnAddressInThePoolServesBothPurposes() {
        final var own = GatewayRig.running(GatewayRig.config("203.0.113.1", "203.0.113.1"));
        final var pong = only(own.fromClient(Frames.icmpEcho(CLIENT, GatewayRig.EXTERNAL_ADDRESS, true, 1, 1)));
        assertTrue(pong.packet().transport() instanceof IcmpEcho echo && !echo.request());
        final int port = ports(only(own.fromClient(Frames.udp(SECOND_CLIENT, 6000, SERVER, 53))).packet()
            .transport())[0];
        own.fromClient(Frames.udp(SECOND_CLIENT, 6000, GatewayRig.EXTERNAL_ADDRESS, 9));
        final var out = own.fromClient(Frames.udp(CLIENT, 5000, GatewayRig.EXTERNAL_ADDRESS, port));
        assertEquals(SECOND_CLIENT, only(out).packet().destination());
        assertEquals(GatewayRig.EXTERNAL_ADDRESS, only(out).packet().source());
    }

    /** Opens a mapping to the server; the result is what a server would tell the client about it (RFC 8489). */
    private Outside outside(final int protocol, final Ip4 client, final int port) {
        final var out = only(rig.fromClient(packet(protocol, client, port, new Outside(SERVER, 80), TcpHeader.SYN)))
            .packet();
        return new Outside(out.source(), ports(out.transport())[0]);
    }

    private static byte[] packet(final int protocol, final Ip4 client, final int port, final Outside to,
            final int flags) {
        final var mac = client.equals(CLIENT) ? GatewayRig.CLIENT_MAC : SECOND_MAC;
        return Frames.withEthernet(protocol == IpProtocol.UDP
            ? Frames.udp(client, port, to.address(), to.port(), Frames.text("hello"))
            : Frames.tcp(client, port, to.address(), to.port(), flags), mac, GatewayRig.INTERNAL_MAC);
    }

    private static void check(final GatewayRig.Out out, final Outside from, final Ip4 to, final int port) {
        assertEquals(GatewayRig.INTERNAL, out.port());
        final Packet packet = out.packet();
        assertEquals(from.address(), packet.source());
        assertEquals(to, packet.destination());
        assertArrayEquals(new int[] {from.port(), port}, ports(packet.transport()));
        assertArrayEquals(Frames.checksummed(packet.frame().clone()), packet.frame());
    }

    private static int[] ports(final Transport transport) {
        return switch (transport) {
            case UdpHeader udp -> new int[] {udp.sourcePort(), udp.destinationPort()};
            case TcpHeader tcp -> new int[] {tcp.sourcePort(), tcp.destinationPort()};
            default -> throw new AssertionError(transport);
        };
    }

    private static GatewayRig.Out only(final List<GatewayRig.Out> out) {
        assertEquals(1, out.size(), out::toString);
        return out.get(0);
    }
}
