/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.vpnpassthrough.gateway.PptpPeer.only;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnpassthrough.mapping.StaticMapping;
import org.vpnpassthrough.mapping.StaticMapping.Kind;
import org.vpnpassthrough.mapping.StaticMappings;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpEcho;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.TunnelFrames;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Policy;
import org.vpnpassthrough.translation.PolicyRule;
import org.vpnpassthrough.translation.Settings;

/** Hosts with an external address of their own, all protocols. */
class BasicNatTest {
    private static final byte[] DATA = Frames.text("data");
    private static final Ip4 HOST = Ip4.parse("192.0.2.50");
    private static final Ip4 OWN = Ip4.parse("203.0.113.10");
    private static final Ip4 SHARED = Ip4.parse("203.0.113.11");
    private static final Ip4 PEER = Ip4.parse("198.51.100.20");

    private final GatewayRig rig = rig(Policy.ALL);

    private static GatewayConfig config(final StaticMapping... entries) {
        return GatewayRig.config("203.0.113.10", "203.0.113.11")
            .with(Settings.DEFAULT.with(new StaticMappings(List.of(entries))));
    }

    private static StaticMapping all() {
        return StaticMapping.of("all", Kind.ALL, OWN, HOST);
    }

    private static GatewayRig rig(final Policy policy) {
        final var config = config(all());
        final var rig = GatewayRig.running(config.with(config.settings().with(policy)));
        rig.fromClient(Frames.udp(HOST, 60001, SERVER, 9, DATA));
        return rig;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 41, 88, 103, 115, 253})
    void everyProtocolPassesWhoeverBegins(final int protocol) {
        final var payload = new byte[24];
        assertEquals(HOST, only(rig.fromOutside(Frames.ip(PEER, OWN, protocol, payload))).destination());
        final int before = rig.packetIns();
        final var out = only(rig.fromClient(Frames.ip(HOST, PEER, protocol, payload)));
        assertEquals(OWN, out.source());
        assertEquals(Frames.TTL - 1, out.ip().ttl());
        assertEquals(HOST, only(rig.fromOutside(Frames.ip(PEER, OWN, protocol, payload))).destination());
        assertEquals(before, rig.packetIns(), "the switch alone");
    }

    @Test
    void oneSessionOfTwoRulesCarriesAllThatIsSaidWithARemoteAddress() {
        final int rules = rig.sessionRules().size();
        final var out = only(rig.fromClient(Frames.udp(HOST, 5000, PEER, 53, DATA)));
        assertEquals(OWN, out.source());
        assertEquals(5000, ((UdpHeader) out.transport()).sourcePort());
        final int before = rig.packetIns();
        assertEquals(1, rig.fromClient(Frames.tcp(HOST, 80, PEER, 4000, TcpHeader.SYN)).size());
        assertEquals(1, rig.fromOutside(Frames.tcp(PEER, 4000, OWN, 80, TcpHeader.ACK)).size());
        assertEquals(1, rig.fromClient(Frames.esp(HOST, PEER, 0x1000, 1)).size());
        assertEquals(1, rig.fromClient(TunnelFrames.call(HOST, PEER, 7, 1)).size(), "no control connection needed");
        assertEquals(1, rig.fromOutside(TunnelFrames.gre(PEER, OWN, DATA)).size());
        assertEquals(1, rig.fromOutside(Frames.udp(PEER, 4500, OWN, 4500, Frames.espPayload(0x1000, 1))).size());
        assertEquals(before, rig.packetIns(), "the switch alone");
        assertEquals(rules + 2, rig.sessionRules().size());
    }

    @Test
    void fragmentsPassByTheirAddresses() {
        rig.fromClient(Frames.udp(HOST, 5000, PEER, 53, DATA));
        final var parts = Frames.fragments(Frames.udp(PEER, 53, OWN, 5000, new byte[100]), 64);
        final int before = rig.packetIns();
        for (final var part : parts.reversed()) {
            assertEquals(HOST, only(rig.fromOutside(part)).destination());
        }
        assertEquals(before, rig.packetIns(), "the switch alone, in any order");
    }

    @Test
    void aClientBehindTheSameGatewayReachesIt() {
        final var in = only(rig.fromClient(Frames.udp(CLIENT, 5000, OWN, 53, DATA)));
        assertEquals(HOST, in.destination());
        assertEquals(SHARED, in.source());
        final int port = ((UdpHeader) in.transport()).sourcePort();
        final var back = only(rig.fromClient(Frames.udp(HOST, 53, SHARED, port, DATA)));
        assertEquals(CLIENT, back.destination());
        assertEquals(OWN, back.source());
    }

    @Test
    void itPingsAndIsPingedByAnotherOneOfItsKind() {
        final var other = Ip4.parse("192.0.2.51");
        final var otherOwn = Ip4.parse("203.0.113.12");
        final var both = GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.12").with(
            Settings.DEFAULT.with(new StaticMappings(List.of(all(),
                StaticMapping.of("other", Kind.ALL, otherOwn, other))))));
        both.fromClient(Frames.udp(HOST, 60001, SERVER, 9, DATA));
        both.fromClient(Frames.udp(other, 60001, SERVER, 9, DATA));
        final var ping = only(both.fromClient(Frames.icmpEcho(HOST, otherOwn, true, 7, 1)));
        assertEquals(List.of(OWN, other), List.of(ping.source(), ping.destination()));
        final var pong = only(both.fromClient(Frames.icmpEcho(other, OWN, false, 7, 1)));
        assertEquals(List.of(otherOwn, HOST), List.of(pong.source(), pong.destination()));
    }

    @Test
    void aRuleOfThePolicyHoldsForItToo() {
        final var rule = new PolicyRule("one", 1, Prefix.parse("192.0.2.50/32"), Prefix.parse("198.51.100.20/32"),
            Set.of(Passthrough.IPSEC), PolicyRule.Action.REFUSE);
        final var strict = rig(Policy.ALL.with(rule));
        strict.fromClient(Frames.udp(HOST, 5000, PEER, 53, DATA));
        assertEquals(List.of(), strict.fromClient(Frames.esp(HOST, PEER, 0x1000, 1)));
        assertEquals(List.of(), strict.fromOutside(Frames.esp(PEER, OWN, 0x1000, 1)));
        assertEquals(2, strict.refusals("POLICY_RULE"));
        assertEquals(1, strict.fromClient(Frames.esp(HOST, SERVER, 0x1000, 1)).size(), "another server");
    }

    @Test
    void theControlProtocolsPassUnchanged() {
        final var ike = only(rig.fromOutside(Frames.udp(PEER, 61000, OWN, 500, Frames.ikeV2SaInit(true))));
        assertEquals(HOST, ike.destination());
        assertEquals(500, ((UdpHeader) ike.transport()).destinationPort());
        assertEquals(OWN, only(rig.fromClient(Frames.tcp(HOST, 40000, PEER, 1723, TcpHeader.SYN))).source());
        assertEquals(1, rig.fromClient(Frames.tcp(HOST, 40000, PEER, 1723, TcpHeader.FIN)).size(),
            "a copy of it changes nothing");
    }

    @Test
    void itIsPingedAndPings() {
        final var in = only(rig.fromOutside(Frames.icmpEcho(PEER, OWN, true, 7, 1)));
        assertEquals(HOST, in.destination());
        assertEquals(7, ((IcmpEcho) in.transport()).id());
        assertEquals(OWN, only(rig.fromClient(Frames.icmpEcho(HOST, PEER, false, 7, 1))).source());
    }

    @Test
    void errorsAreTranslatedWithWhatTheyQuoteAlsoThoseOfAPeerThatTheSwitchCarries() {
        rig.fromClient(Frames.udp(HOST, 5000, PEER, 53, DATA));
        final var sent = Frames.udp(OWN, 5000, PEER, 53, DATA);
        final var in = only(rig.fromOutside(Frames.icmpError(PEER, OWN, 3, 3, sent)));
        assertEquals(HOST, in.destination());
        assertEquals(HOST, ((IcmpError) in.transport()).quoted().ip().source());
        final var got = Frames.udp(PEER, 53, HOST, 5000, DATA);
        final var out = only(rig.fromClient(Frames.icmpError(HOST, PEER, 3, 3, got)));
        assertEquals(OWN, out.source());
        assertEquals(OWN, ((IcmpError) out.transport()).quoted().ip().destination());
        assertEquals(List.of(), rig.fromOutside(Frames.icmpError(PEER, OWN, 3, 3, got)));
        assertEquals(1, rig.refusals("ICMP_ERROR_UNMATCHED"));
    }

    @Test
    void ahIsRefusedAlsoWhereTheSwitchCarriesAllElse() {
        rig.fromClient(Frames.udp(HOST, 5000, PEER, 53, DATA));
        assertEquals(List.of(), rig.fromClient(TunnelFrames.ah(HOST, PEER, 6, 0x1000, 1)));
        assertEquals(List.of(), rig.fromOutside(TunnelFrames.ah(PEER, OWN, 6, 0x1000, 1)));
        assertEquals(2, rig.refusals("AH_NOT_TRANSLATABLE"));
    }

    @Test
    void theAddressIsNobodyElsesAndOthersKeepTheirs() {
        final var without = GatewayRig.running(config());
        final var used = new HashSet<Ip4>();
        for (int client = 100; client < 110; client++) {
            final var address = Ip4.parse("192.0.2." + client);
            final var before = only(without.fromClient(Frames.udp(address, 5000, SERVER, 9, DATA))).source();
            final var now = only(rig.fromClient(Frames.udp(address, 5000, SERVER, 9, DATA))).source();
            assertEquals(SHARED, now);
            used.add(before);
        }
        assertEquals(2, used.size());
        assertEquals(SHARED, only(rig.fromClient(Frames.esp(CLIENT, PEER, 0x1000, 1))).source());
        assertEquals(SHARED, only(rig.fromClient(Frames.esp(Frames.SECOND_CLIENT, PEER, 0x1000, 1))).source());
    }

    @Test
    void whatHadTheAddressEndsWhenItIsGivenAwayAndTheOtherWayRound() {
        final var live = GatewayRig.running(config());
        final var clients = List.of("192.0.2.100", "192.0.2.101", "192.0.2.102", "192.0.2.103", "192.0.2.50");
        clients.forEach(client -> live.fromClient(Frames.udp(Ip4.parse(client), 5000, SERVER, 9, DATA)));
        live.carryOut(live.gateway().reconfigure(config(all()), live.now()));
        assertEquals(2 * 2, live.sessionRules().size(), "two of the others had the other address");
        assertEquals(HOST, only(live.fromOutside(Frames.udp(SERVER, 9, OWN, 5000, DATA))).destination());
        assertEquals(6, live.sessionRules().size());
        live.carryOut(live.gateway().reconfigure(config(), live.now()));
        assertEquals(4, live.sessionRules().size());
        assertEquals(List.of(), live.fromOutside(Frames.udp(SERVER, 9, OWN, 5000, DATA)));
        assertNotEquals(5000, ((UdpHeader) only(live.fromClient(Frames.udp(HOST, 5000, SERVER, 9, DATA))).transport())
            .sourcePort());
    }

    @Test
    void theSessionEndsWhenItIsIdleAndComesBackAsItWas() {
        rig.pass(301);
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(HOST, only(rig.fromOutside(Frames.udp(SERVER, 9, OWN, 60001, DATA))).destination());
        assertEquals(2, rig.sessionRules().size());
    }

    @ParameterizedTest
    @EnumSource(Passthrough.class)
    void whatIsSwitchedOffIsOffForItTooEvenInsideASession(final Passthrough off) {
        final var strict = rig(Policy.ALL.without(off));
        strict.fromClient(Frames.udp(HOST, 5000, PEER, 53, DATA));
        final var forbidden = switch (off) {
            case IPSEC -> List.of(Frames.esp(HOST, PEER, 0x1000, 1),
                Frames.udp(HOST, 500, PEER, 61000, Frames.ikeV2SaInit(true)));
            case NAT_T -> List.of(Frames.udp(HOST, 4500, PEER, 61000, DATA), Frames.udp(HOST, 61000, PEER, 4500, DATA));
            case PPTP -> List.of(Frames.tcp(HOST, 1723, PEER, 4000, TcpHeader.ACK),
                TunnelFrames.call(HOST, PEER, 7, 1));
            case L2TP -> List.of(Frames.udp(HOST, 1701, PEER, 61000, DATA), Frames.ip(HOST, PEER, 115, DATA));
            case GRE -> List.of(TunnelFrames.gre(HOST, PEER, DATA), TunnelFrames.call(HOST, PEER, 7, 1));
            case OTHER_TUNNELS -> List.of(Frames.ip(HOST, PEER, 4, new byte[24]), Frames.ip(HOST, PEER, 41, DATA));
        };
        forbidden.forEach(frame -> assertEquals(List.of(), strict.fromClient(frame)));
        assertEquals(2, strict.refusals(off.off().name()));
        assertEquals(1, strict.fromClient(Frames.udp(HOST, 5000, PEER, 53, DATA)).size());
    }
}
