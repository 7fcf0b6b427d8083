/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IkeBytes;
import org.vpnpassthrough.packet.IkeMessage;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Policy;

/** What RFC 3715 and the comparison with other gateways ask of VPNs, as far as no other test shows it. */
class VpnRequirementsTest {
    private static final Ip4 LAST_OF_POOL = Ip4.parse("203.0.113.13");
    private static final int INITIATOR = 0x08;

    private final GatewayRig rig = GatewayRig.running();
    private final GatewayRig pool = GatewayRig.running(
        GatewayRig.config(PUBLIC_ADDRESS.toString(), LAST_OF_POOL.toString()));

    /** Four clients with the same home address, which a pool of four has for every fourth client. */
    private static List<Ip4> neighbours() {
        return IntStream.range(0, 4).mapToObj(step -> CLIENT.plus(4 * step)).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {IpProtocol.IPIP, IpProtocol.IPV6, IpProtocol.GRE, IpProtocol.L2TP})
    void tunnelsWithoutPortsGetAddressesOfTheirOwnWhileThePoolHasThem(final int protocol) {
        final var addresses = new HashSet<Ip4>();
        for (final var client : neighbours()) {
            final var external = only(pool.fromClient(Frames.ip(client, SERVER, protocol, new byte[40]))).source();
            addresses.add(external);
            assertEquals(client,
                only(pool.fromOutside(Frames.ip(SERVER, external, protocol, new byte[40]))).destination());
        }
        assertEquals(4, addresses.size());
        assertEquals(0, pool.fromClient(Frames.ip(CLIENT.plus(1), SERVER, protocol, new byte[40])).stream()
            .filter(out -> out.port() == GatewayRig.EXTERNAL).count(), "nothing leaves");
        assertEquals(1, pool.refusals("PAIR_TAKEN"));
    }

    @ParameterizedTest
    @ValueSource(ints = {IpProtocol.ESP, IpProtocol.IPIP, IpProtocol.GRE, IpProtocol.L2TP})
    void aTunnelWithoutPortsMayBeSilentForAnHour(final int protocol) {
        final var payload = protocol == IpProtocol.ESP ? Frames.espPayload(0x1000, 1) : new byte[40];
        rig.fromClient(Frames.ip(CLIENT, SERVER, protocol, payload));
        rig.pass(3599);
        assertEquals(1, rig.fromOutside(Frames.ip(SERVER, PUBLIC_ADDRESS, protocol, payload)).size());
        rig.pass(2);
        assertEquals(0, rig.gateway().state().mappings());
        assertEquals(List.of(), rig.sessionRules());
    }

    @Test
    void eachClientKeepsPort500WhileThePoolHasAnAddressForIt() {
        final var addresses = new HashSet<Ip4>();
        for (final var client : neighbours()) {
            final var out = only(pool.fromClient(ike(client, IkeBytes.v2(IkeMessage.IKE_SA_INIT, INITIATOR))));
            assertEquals(500, ((UdpHeader) out.transport()).sourcePort());
            addresses.add(out.source());
        }
        assertEquals(4, addresses.size());
    }

    /** RFC 3715 section 2.3: what tells clients apart by cookies fails here. */
    @Test
    void newCookiesOfARekeyKeepThePortWhicheverSideBegins() {
        rig.fromClient(ike(CLIENT, IkeBytes.v2(IkeMessage.CREATE_CHILD_SA, INITIATOR).spis(1, 2)));
        final var second = CLIENT.plus(1);
        final int port = ((UdpHeader) only(rig.fromClient(
            ike(second, IkeBytes.v2(IkeMessage.CREATE_CHILD_SA, INITIATOR).spis(3, 4)))).transport()).sourcePort();
        assertNotEquals(500, port);
        assertEquals(port, ((UdpHeader) only(rig.fromClient(
            ike(second, IkeBytes.v2(IkeMessage.INFORMATIONAL, INITIATOR).spis(5, 6)))).transport()).sourcePort());
        final var fromServer = IkeBytes.v2(IkeMessage.CREATE_CHILD_SA, INITIATOR).spis(7, 8).bytes();
        assertEquals(second,
            only(rig.fromOutside(Frames.udp(SERVER, 500, PUBLIC_ADDRESS, port, fromServer))).destination());
    }

    /** A client that sleeps between keepalives, RFC 3948 section 4. */
    @Test
    void natTraversalOutlivesSilencesOfNearlyFiveMinutes() {
        final var keepalive = Frames.udp(CLIENT, 4500, SERVER, 4500, Frames.nattKeepalive());
        final int port = ((UdpHeader) only(rig.fromClient(Frames.udp(CLIENT, 4500, SERVER, 4500,
            Frames.nonEspMarker(Frames.ikeV2Auth())))).transport()).sourcePort();
        for (int silence = 0; silence < 5; silence++) {
            rig.pass(299);
            assertEquals(port, ((UdpHeader) only(rig.fromClient(keepalive)).transport()).sourcePort());
        }
        assertEquals(CLIENT, only(rig.fromOutside(
            Frames.udp(SERVER, 4500, PUBLIC_ADDRESS, port, Frames.espPayload(0x1000, 1)))).destination());
    }

    /** RFC 3715 section 2.1 e, L2TP in transport mode: to the server the clients differ in their addresses only. */
    @Test
    void transportModeClientsGetAddressesOfTheirOwnWhileThePoolHasThem() {
        final var addresses = new HashSet<Ip4>();
        for (final var client : neighbours()) {
            final var chosen = only(pool.fromClient(
                ike(client, IkeBytes.v2(IkeMessage.IKE_SA_INIT, INITIATOR)))).source();
            final var natt = only(pool.fromClient(Frames.udp(client, 4500, SERVER, 4500,
                Frames.nonEspMarker(Frames.ikeV2Auth()))));
            assertEquals(chosen, natt.source());
            assertEquals(4500, ((UdpHeader) natt.transport()).sourcePort());
            addresses.add(chosen);
        }
        assertEquals(4, addresses.size());
    }

    /** OpenVPN, WireGuard, SSTP, IKE over TCP: an administrator who switches the old ones off does not touch them. */
    @ParameterizedTest
    @CsvSource({"UDP, 1194", "UDP, 51820", "TCP, 443", "TCP, 1194", "TCP, 4500"})
    void modernVpnsAreOrdinaryTrafficWhateverIsSwitchedOff(final String protocol, final int port) {
        var nothing = Policy.ALL;
        for (final var passthrough : Passthrough.values()) {
            nothing = nothing.without(passthrough);
        }
        final var off = GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.10", nothing));
        final boolean udp = "UDP".equals(protocol);
        final var out = only(off.fromClient(udp ? Frames.udp(CLIENT, 40000, SERVER, port, Frames.text("data"))
            : Frames.tcp(CLIENT, 40000, SERVER, port, TcpHeader.SYN)));
        final int external = udp ? ((UdpHeader) out.transport()).sourcePort()
            : ((TcpHeader) out.transport()).sourcePort();
        final int before = off.packetIns();
        assertEquals(CLIENT, only(off.fromOutside(udp
            ? Frames.udp(SERVER, port, PUBLIC_ADDRESS, external, Frames.text("data"))
            : Frames.tcp(SERVER, port, PUBLIC_ADDRESS, external, TcpHeader.ACK))).destination());
        assertEquals(before, off.packetIns(), "the switch alone");
    }

    private static byte[] ike(final Ip4 client, final IkeBytes message) {
        return Frames.udp(client, 500, SERVER, 500, message.bytes());
    }

    private static Packet only(final List<GatewayRig.Out> out) {
        assertEquals(1, out.size(), out::toString);
        return out.get(0).packet();
    }
}
