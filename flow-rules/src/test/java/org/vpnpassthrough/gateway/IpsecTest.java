/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Policy;

class IpsecTest {
    private static final int SPI = 0xc0ffee01;
    private static final Ip4 OTHER_SERVER = Ip4.parse("198.51.100.10");

    private final GatewayRig rig = GatewayRig.running();

    @Test
    void ikeKeepsPort500AndEveryPacketPassesTheController() {
        final var out = only(rig.fromClient(ike(CLIENT, SERVER)));
        assertEquals(PUBLIC_ADDRESS, out.packet().source());
        assertEquals(500, ((UdpHeader) out.packet().transport()).sourcePort());
        assertEquals(List.of(), rig.sessionRules());
        final int before = rig.packetIns();
        final var back = only(rig.fromOutside(answer(PUBLIC_ADDRESS, 500)));
        assertEquals(CLIENT, back.packet().destination());
        assertEquals(before + 1, rig.packetIns());
    }

    @Test
    void aSecondClientToTheSameServerGetsAnotherPortBelow1024() {
        rig.fromClient(ike(CLIENT, SERVER));
        final var out = only(rig.fromClient(ike(SECOND_CLIENT, SERVER)));
        final int port = ((UdpHeader) out.packet().transport()).sourcePort();
        assertNotEquals(500, port);
        assertTrue(port < 1024);
        final var back = only(rig.fromOutside(answer(PUBLIC_ADDRESS, port)));
        assertEquals(SECOND_CLIENT, back.packet().destination());
        assertEquals(500, ((UdpHeader) back.packet().transport()).destinationPort());
    }

    @Test
    void aSecondClientToAnotherServerKeepsPort500() {
        rig.fromClient(ike(CLIENT, SERVER));
        final var out = only(rig.fromClient(ike(SECOND_CLIENT, OTHER_SERVER)));
        assertEquals(500, ((UdpHeader) out.packet().transport()).sourcePort());
    }

    @Test
    void espGoesThroughThePairThatIkeChoseAndTheSwitchCarriesIt() {
        final var pool = GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.11"));
        final var third = Ip4.parse("192.0.2.103");
        final var firstOut = only(pool.fromClient(ike(CLIENT, SERVER))).packet().source();
        final var thirdOut = only(pool.fromClient(ike(third, SERVER))).packet().source();
        assertNotEquals(firstOut, thirdOut, "both would have the same home");
        assertEquals(firstOut, only(pool.fromClient(esp(CLIENT, SERVER))).packet().source());
        assertEquals(thirdOut, only(pool.fromClient(esp(third, SERVER))).packet().source());
        final int before = pool.packetIns();
        assertEquals(CLIENT, only(pool.fromOutside(Frames.esp(SERVER, firstOut, SPI, 1))).packet().destination());
        assertEquals(third, only(pool.fromOutside(Frames.esp(SERVER, thirdOut, SPI, 1))).packet().destination());
        pool.fromClient(esp(CLIENT, SERVER));
        assertEquals(before, pool.packetIns());
        assertEquals(4, pool.sessionRules().size());
    }

    @Test
    void theServerMaySendEspFirstOnceItHasAnsweredIke() {
        rig.fromClient(ike(CLIENT, SERVER));
        assertEquals(List.of(), rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, SPI, 1)));
        assertEquals(1, rig.refusals("NO_MAPPING"));
        rig.fromOutside(answer(PUBLIC_ADDRESS, 500));
        final var in = only(rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, SPI, 2)));
        assertEquals(CLIENT, in.packet().destination());
        assertEquals(2, rig.sessionRules().size());
        assertEquals(List.of(), rig.fromOutside(Frames.esp(OTHER_SERVER, PUBLIC_ADDRESS, SPI, 2)));
    }

    @Test
    void aPairThatWasOnlyAnnouncedIsFreeAgainWhenIkeFallsSilent() {
        rig.fromClient(ike(CLIENT, SERVER));
        rig.pass(301);
        assertEquals(0, rig.gateway().state().mappings());
        rig.fromClient(ike(SECOND_CLIENT, SERVER));
        assertEquals(1, rig.fromClient(esp(SECOND_CLIENT, SERVER)).size());
    }

    @Test
    void anErrorAboutEspFindsItsClient() {
        final var sent = only(rig.fromClient(esp(CLIENT, SERVER)));
        final var error = only(rig.fromOutside(
            Frames.icmpError(Frames.ROUTER, PUBLIC_ADDRESS, IcmpError.UNREACHABLE, 4, sent.frame())));
        assertEquals(CLIENT, error.packet().destination());
        assertEquals(CLIENT, ((IcmpError) error.packet().transport()).quoted().ip().source());
    }

    @Test
    void natTraversalFollowsIkeToItsAddressAndIsCarriedByTheSwitch() {
        final var pool = GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.11"));
        final var third = Ip4.parse("192.0.2.103");
        pool.fromClient(ike(CLIENT, SERVER));
        final var chosen = only(pool.fromClient(ike(third, SERVER))).packet().source();
        final var out = only(pool.fromClient(natt(third)));
        assertEquals(chosen, out.packet().source());
        assertEquals(4500, ((UdpHeader) out.packet().transport()).sourcePort());
        final int before = pool.packetIns();
        pool.fromClient(natt(third));
        assertEquals(before, pool.packetIns());
    }

    @Test
    void natTraversalHasItsAddressForItselfForAsLongAsTheSwitchCarriesIt() {
        final var pool = GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.11"));
        final var third = Ip4.parse("192.0.2.103");
        final var first = only(pool.fromClient(init(CLIENT))).packet().source();
        assertEquals(first, only(pool.fromClient(natt(CLIENT))).packet().source());
        for (int minute = 0; minute < 20; minute++) {
            pool.pass(60);
            pool.fromClient(natt(CLIENT));
        }
        assertNotEquals(first, only(pool.fromClient(natt(third))).packet().source(), "both have the same home");
        pool.pass(700);
        assertEquals(first, only(pool.fromClient(natt(third))).packet().source(), "the client at home has gone");
    }

    @Test
    void whoKnowsNatTraversalYieldsTheOnlyAddressToPlainEsp() {
        final var one = withoutSharing();
        one.fromClient(init(CLIENT));
        one.fromOutside(Frames.udp(SERVER, 500, PUBLIC_ADDRESS, 500, Frames.ikeV2SaInitResponse(true)));
        one.fromClient(natt(CLIENT));
        one.fromClient(ike(SECOND_CLIENT, SERVER));
        assertEquals(1, one.fromClient(esp(SECOND_CLIENT, SERVER)).size());
        assertEquals(1, one.fromClient(natt(CLIENT)).size(), "and does not notice");
        toldThatItMayNot(one.fromClient(esp(CLIENT, SERVER)));
        assertEquals(1, one.refusals("ESP_PAIR_TAKEN"));
    }

    @Test
    void whoseDataMayStillBePlainEspYieldsToNobody() {
        final var one = withoutSharing();
        one.fromClient(init(CLIENT));
        one.fromClient(ike(SECOND_CLIENT, SERVER));
        toldThatItMayNot(one.fromClient(esp(SECOND_CLIENT, SERVER)));
        assertEquals(1, one.fromClient(esp(CLIENT, SERVER)).size());
    }

    private static void toldThatItMayNot(final List<GatewayRig.Out> out) {
        assertEquals(GatewayRig.INTERNAL, only(out).port());
        assertEquals(13, ((IcmpError) only(out).packet().transport()).code());
    }

    @Test
    void natTraversalOfASecondClientHasAnotherPortAndNever500() {
        rig.fromClient(natt(CLIENT));
        for (int client = 110; client < 190; client++) {
            final var out = only(rig.fromClient(natt(Ip4.parse("192.0.2." + client))));
            final int port = ((UdpHeader) out.packet().transport()).sourcePort();
            assertTrue(port >= 1024 && port != 4500, "port " + port);
        }
    }

    @Test
    void switchedOffIpsecIsRefusedWithItsReasonAndEndsAtOnce() {
        rig.fromClient(ike(CLIENT, SERVER));
        rig.fromClient(esp(CLIENT, SERVER));
        rig.fromClient(natt(CLIENT));
        final var off = GatewayRig.config("203.0.113.10", "203.0.113.10", Policy.ALL.without(Passthrough.IPSEC));
        rig.carryOut(rig.gateway().reconfigure(off, rig.now()));
        assertEquals(2, rig.sessionRules().size(), "NAT-T stays");
        assertEquals(List.of(), rig.fromClient(esp(CLIENT, SERVER)));
        assertEquals(List.of(), rig.fromClient(ike(CLIENT, SERVER)));
        assertEquals(2, rig.refusals("POLICY_IPSEC"));
        rig.carryOut(rig.gateway().reconfigure(GatewayRig.config("203.0.113.10", "203.0.113.10"), rig.now()));
        assertEquals(1, rig.fromClient(esp(CLIENT, SERVER)).size());
    }

    @Test
    void brokenIkeAndBrokenNatTraversalMakeNoMapping() {
        assertEquals(List.of(), rig.fromClient(Frames.udp(CLIENT, 500, SERVER, 500, Frames.text("hello"))));
        assertEquals(List.of(), rig.fromClient(Frames.udp(CLIENT, 4500, SERVER, 4500, Frames.text("hi"))));
        assertEquals(1, rig.refusals("MALFORMED_IKE"));
        assertEquals(1, rig.refusals("MALFORMED_NATT"));
        assertEquals(0, rig.gateway().state().mappings());
    }

    private static byte[] ike(final Ip4 client, final Ip4 server) {
        return Frames.udp(client, 500, server, 500, Frames.ikeV1MainMode1(false));
    }

    private static GatewayRig withoutSharing() {
        final var config = GatewayRig.config("203.0.113.10", "203.0.113.10");
        return GatewayRig.running(config.with(config.settings().with(Strategy.REFUSED)));
    }

    private static byte[] init(final Ip4 client) {
        return Frames.udp(client, 500, SERVER, 500, Frames.ikeV2SaInit(true));
    }

    private static byte[] answer(final Ip4 external, final int port) {
        return Frames.udp(SERVER, 500, external, port, Frames.ikeV1MainMode2(false));
    }

    private static byte[] esp(final Ip4 client, final Ip4 server) {
        return Frames.esp(client, server, SPI, 1);
    }

    private static byte[] natt(final Ip4 client) {
        return Frames.udp(client, 4500, SERVER, 4500, Frames.nonEspMarker(Frames.ikeV2Auth()));
    }

    private static GatewayRig.Out only(final List<GatewayRig.Out> out) {
        assertEquals(1, out.size(), out::toString);
        return out.get(0);
    }
}
