/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.rules.FlowRule;
import org.vpnpassthrough.rules.Pipeline;

/** Two internal prefixes at two ports: their hosts reach each other untranslated. */
class InternalRoutingTest {
    private static final int OTHER = 3;
    private static final Mac OTHER_MAC = Mac.parse("02:00:00:00:00:03");
    private static final Ip4 OTHER_GATEWAY = Ip4.parse("192.168.7.1");
    private static final Ip4 HOST = Ip4.parse("192.168.7.9");
    private static final Mac HOST_MAC = Mac.parse("02:00:00:00:03:09");
    private static final Mac NEW_MAC = Mac.parse("02:00:00:00:03:0a");
    private static final List<SwitchPort> PORTS = List.of(GatewayRig.PORTS.get(0), GatewayRig.PORTS.get(1),
        new SwitchPort(OTHER, "s1-eth3", OTHER_MAC));

    private final GatewayRig rig = GatewayRig.running(config("192.168.7.0/24", OTHER_GATEWAY), PORTS);

    private static GatewayConfig config(final String prefix, final Ip4 gateway) {
        final var one = GatewayRig.config("203.0.113.10", "203.0.113.10");
        return GatewayConfig.of(one.name(), List.of(one.internalPorts().get(0),
            new InternalPort("s1-eth3", Prefix.parse(prefix), gateway)), one.externalPort(),
            List.of(new AddressRange(Ip4.parse("203.0.113.10"), Ip4.parse("203.0.113.10"))));
    }

    @BeforeEach
    void theHostIsAskedFor() {
        final var asked = rig.fromClient(Frames.udp(CLIENT, 5000, HOST, 500));
        assertEquals(OTHER, only(asked).port());
        assertEquals(Arp.request(OTHER_MAC, OTHER_GATEWAY, HOST), only(asked).parsed());
        final var waited = only(hostSays(Arp.request(HOST_MAC, HOST, OTHER_GATEWAY).frame()).stream()
            .filter(out -> out.parsed() instanceof Packet).toList());
        assertRouted(waited);
        assertEquals(1, routes().size());
    }

    @Test
    void theSwitchRoutesFromThenOnWhateverRoomsWantToSee() {
        final int before = rig.packetIns();
        assertRouted(only(rig.fromClient(Frames.udp(CLIENT, 5000, HOST, 500))));
        assertRouted(only(rig.fromClient(Frames.udp(SECOND_CLIENT, 5000, HOST, 53))));
        Frames.fragments(Frames.udp(CLIENT, 5000, HOST, 53, new byte[3000]), 1200)
            .forEach(part -> assertRouted(only(rig.fromClient(part))));
        assertEquals(before, rig.packetIns());
        assertEquals(0, rig.gateway().state().mappings());
    }

    @Test
    void theWayBackHasARuleOfItsOwn() {
        final var back = only(hostSays(Frames.udp(HOST, 500, CLIENT, 5000)));
        assertEquals(GatewayRig.INTERNAL, back.port());
        assertEquals(HOST, back.packet().source());
        assertEquals(GatewayRig.CLIENT_MAC, back.packet().ethernetDestination());
        assertEquals(2, routes().size());
        final int before = rig.packetIns();
        hostSays(Frames.udp(HOST, 500, CLIENT, 5000));
        assertEquals(before, rig.packetIns());
    }

    @Test
    void anIdleRuleIsGoneAndComesBack() {
        rig.pass(301);
        assertEquals(List.of(), routes());
        assertRouted(only(rig.fromClient(Frames.udp(CLIENT, 5000, HOST, 500))));
        assertEquals(1, routes().size());
    }

    @Test
    void aBurstThatTheRuleIsTooLateForPutsItOnce() {
        rig.pass(301);
        rig.effects();
        final var frame = Frames.withEthernet(Frames.udp(CLIENT, 5000, HOST, 500), GatewayRig.CLIENT_MAC,
            GatewayRig.INTERNAL_MAC);
        for (int packet = 0; packet < 10; packet++) {
            rig.carryOut(rig.gateway().receive(GatewayRig.INTERNAL, 0, frame, rig.now()));
        }
        assertEquals(1, rig.effects().stream().filter(effect -> effect instanceof Effect.PutRule).count());
    }

    @Test
    void aHostWithANewEthernetAddressIsFollowed() {
        hostSays(Arp.request(NEW_MAC, HOST, OTHER_GATEWAY).frame());
        final int before = rig.packetIns();
        final var out = only(rig.fromClient(Frames.udp(CLIENT, 5000, HOST, 500)));
        assertEquals(NEW_MAC, out.packet().ethernetDestination());
        assertEquals(before, rig.packetIns());
    }

    @Test
    void aHostThatDoesNotAnswerIsCounted() {
        rig.fromClient(Frames.udp(CLIENT, 5000, Ip4.parse("192.168.7.10"), 500));
        rig.pass(4);
        assertEquals(Map.of("NEIGHBOUR_UNRESOLVED", 1L), rig.gateway().state().refusals());
    }

    @Test
    void theTimeToLiveRunsOutHereToo() {
        rig.pass(301);
        final var out = only(rig.fromClient(Frames.withTtl(Frames.udp(CLIENT, 5000, HOST, 53), 1)));
        assertEquals(GatewayRig.INTERNAL, out.port());
        assertEquals(GatewayRig.GATEWAY, out.packet().source());
        assertEquals(11, assertInstanceOf(IcmpError.class, out.packet().transport()).type());
    }

    @Test
    void whenThePrefixIsElsewhereItsHostsAreOutside() {
        rig.carryOut(rig.gateway().reconfigure(config("192.168.8.0/24", Ip4.parse("192.168.8.1")), rig.now()));
        assertEquals(List.of(), routes());
        final var out = only(rig.fromClient(Frames.udp(CLIENT, 5000, HOST, 53)));
        assertEquals(GatewayRig.EXTERNAL, out.port());
        assertEquals(Frames.PUBLIC_ADDRESS, out.packet().source());
    }

    @Test
    void afterTheSwitchWasAwayNothingStaysBehind() {
        rig.carryOut(rig.gateway().disconnected(rig.now()));
        rig.carryOut(rig.gateway().connected(rig.now()));
        rig.carryOut(rig.gateway().ports(PORTS, rig.now()));
        assertEquals(List.of(), routes());
        assertRouted(only(rig.fromClient(Frames.udp(CLIENT, 5000, HOST, 500))));
    }

    @Test
    void nobodyPosesAsAHostOfTheOtherPrefix() {
        assertEquals(List.of(), rig.fromClient(Frames.udp(HOST, 5000, SERVER, 53)));
        assertEquals(List.of(), rig.fromClient(Frames.udp(HOST, 5000, Ip4.parse("192.168.7.10"), 53)));
        assertEquals(List.of(), rig.fromOutside(Frames.udp(SERVER, 5000, HOST, 53)));
        assertEquals(Map.of("SPOOFED_SOURCE", 2L, "NOT_FOR_US", 1L), rig.gateway().state().refusals());
    }

    private List<GatewayRig.Out> hostSays(final byte[] frame) {
        return rig.send(OTHER, Frames.withEthernet(frame, HOST_MAC, OTHER_MAC));
    }

    private static void assertRouted(final GatewayRig.Out out) {
        assertEquals(OTHER, out.port());
        assertEquals(HOST, out.packet().destination());
        assertEquals(Prefix.parse("192.0.2.0/24"), Prefix.of(out.packet().source(), 24));
        assertEquals(Frames.TTL - 1, out.packet().ip().ttl());
        assertEquals(OTHER_MAC, out.packet().ethernetSource());
        assertEquals(HOST_MAC, out.packet().ethernetDestination());
    }

    private List<FlowRule> routes() {
        return rig.flows().rules().stream().filter(rule -> rule.table().equals(Pipeline.OUTBOUND)
            && rule.priority() == 350).toList();
    }

    private static GatewayRig.Out only(final List<GatewayRig.Out> out) {
        assertEquals(1, out.size(), out::toString);
        return out.get(0);
    }
}
