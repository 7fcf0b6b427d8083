/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.vpnpassthrough.rules.Pipeline.CLASSIFY;
import static org.vpnpassthrough.rules.Pipeline.INBOUND;
import static org.vpnpassthrough.rules.Pipeline.OUTBOUND;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Prefix;

class FlowRuleTest {
    private static final long COOKIE = Cookie.forSession(1);
    private static final Ip4 CLIENT = Ip4.parse("10.0.0.101");
    private static final Match UDP = Match.ip(IpProtocol.UDP);
    private static final Action PUNT = new Action.ToController();
    private static final Action DEC_TTL = new Action.DecrementTtl();

    private static FlowRule.Builder in(final Table table, final Match match) {
        return FlowRule.in(table, 100, match, COOKIE);
    }

    private static Action set(final MatchField field, final long value) {
        return new Action.SetField(field, value);
    }

    private static Arguments row(final String message, final Supplier<?> rule) {
        return Arguments.of(message, rule);
    }

    static Stream<Arguments> illegal() {
        return Stream.of(
            row("table classify does not match udp_dst;"
                    + " allowed: in_port, eth_dst, eth_type, ip_proto, ipv4_src, ipv4_dst, tcp_flags",
                () -> in(CLASSIFY, UDP.with(MatchField.UDP_DST, 500)).build()),
            row("table inbound does not match in_port; allowed: eth_type, ip_proto, ipv4_src, ipv4_dst, tcp_src, "
                    + "tcp_dst, udp_src, udp_dst, sctp_src, sctp_dst, icmp_type, icmp_code",
                () -> in(INBOUND, Match.any().with(MatchField.IN_PORT, 1)).build()),
            row("table outbound does not match ipv4_src with a mask; allowed: none",
                () -> in(OUTBOUND, Match.ip().with(MatchField.IPV4_SRC, Prefix.parse("10.0.0.0/24"))).build()),
            row("table outbound: matching udp_dst needs ip_proto=17 in the match",
                () -> in(OUTBOUND, Match.ip().with(MatchField.UDP_DST, 500)).build()),
            row("table outbound: matching udp_dst needs ip_proto=17 in the match",
                () -> in(OUTBOUND, Match.ip(IpProtocol.TCP).with(MatchField.UDP_DST, 500)).build()),
            row("table outbound: matching tcp_src needs ip_proto=6 in the match",
                () -> in(OUTBOUND, UDP.with(MatchField.TCP_SRC, 80)).build()),
            row("table inbound: matching icmp_type needs ip_proto=1 in the match",
                () -> in(INBOUND, UDP.with(MatchField.ICMP_TYPE, 0)).build()),
            row("table classify: matching ipv4_dst needs eth_type=0x0800 in the match",
                () -> in(CLASSIFY, Match.any().with(MatchField.IPV4_DST, CLIENT)).build()),
            row("table classify: matching ipv4_dst needs eth_type=0x0800 in the match",
                () -> in(CLASSIFY, Match.arp().with(MatchField.IPV4_DST, CLIENT)).build()),
            row("table outbound: matching ip_proto needs eth_type=0x0800 in the match",
                () -> in(OUTBOUND, Match.any().with(MatchField.IP_PROTO, 17).with(MatchField.UDP_DST, 500)).build()),
            row("table outbound does not set ipv4_dst; allowed: eth_dst, eth_src, ipv4_src, tcp_src, udp_src, "
                    + "sctp_src",
                () -> in(OUTBOUND, UDP).then(set(MatchField.IPV4_DST, 1)).build()),
            row("table inbound does not set udp_src; allowed: eth_dst, eth_src, ipv4_dst, tcp_dst, udp_dst, "
                    + "sctp_dst",
                () -> in(INBOUND, UDP).then(set(MatchField.UDP_SRC, 1)).build()),
            row("table classify does not set eth_dst; allowed: none",
                () -> in(CLASSIFY, Match.ip()).then(set(MatchField.ETH_DST, 1)).build()),
            row("table outbound: setting udp_src needs ip_proto=17 in the match",
                () -> in(OUTBOUND, Match.ip()).then(set(MatchField.UDP_SRC, 500)).build()),
            row("table outbound: setting udp_src needs ip_proto=17 in the match",
                () -> in(OUTBOUND, Match.ip(IpProtocol.TCP)).then(set(MatchField.UDP_SRC, 500)).build()),
            row("table outbound: setting ipv4_src needs eth_type=0x0800 in the match",
                () -> in(OUTBOUND, Match.arp()).then(set(MatchField.IPV4_SRC, 1)).build()),
            row("table outbound: dec_ttl needs eth_type=0x0800 in the match",
                () -> in(OUTBOUND, Match.any().with(MatchField.IN_PORT, 1)).then(DEC_TTL).build()),
            row("table outbound: a switch never outputs to the in_port, here 2",
                () -> in(OUTBOUND, Match.ip().with(MatchField.IN_PORT, 2)).then(new Action.Output(2)).build()),
            row("output to port 0: port numbers start at 1", () -> new Action.Output(0)),
            row("output to port -3: port numbers start at 1", () -> new Action.Output(-3)),
            row("udp_src=65536 does not fit 16 bits", () -> set(MatchField.UDP_SRC, 65536)),
            row("table inbound does not go on to outbound; allowed: none",
                () -> in(INBOUND, Match.ip()).goTo(OUTBOUND).build()),
            row("table outbound does not go on to inbound; allowed: none",
                () -> in(OUTBOUND, Match.ip()).goTo(INBOUND).build()),
            row("table classify does not go on to classify; allowed: inbound, outbound",
                () -> in(CLASSIFY, Match.ip()).goTo(CLASSIFY).build()),
            row("table classify: priority 65536 is not within 0..65535",
                () -> FlowRule.in(CLASSIFY, 65536, Match.ip(), COOKIE).build()),
            row("table classify: priority -1 is not within 0..65535",
                () -> FlowRule.in(CLASSIFY, -1, Match.ip(), COOKIE).build()),
            row("table outbound: idle time-out 65536 is not within 0..65535",
                () -> in(OUTBOUND, UDP).idle(65536, true).build()),
            row("table outbound: idle time-out -1 is not within 0..65535",
                () -> in(OUTBOUND, UDP).idle(-1, true).build()),
            row("table outbound: meter -1 is negative", () -> in(OUTBOUND, UDP).meter(-1).then(PUNT).build()),
            row("table outbound: cookie 0x2a does not carry our tag, the rule could never be cleaned up",
                () -> FlowRule.in(OUTBOUND, 1, UDP, 42).build()),
            row("table classify: a miss is declared as DROP, the rule for it does something else",
                () -> FlowRule.in(CLASSIFY, 0, Match.any(), COOKIE).then(PUNT).build()),
            row("table classify: a miss is declared as DROP, the rule for it does something else",
                () -> FlowRule.in(CLASSIFY, 0, Match.any(), COOKIE).goTo(OUTBOUND).build()),
            row("table outbound: a miss is declared as CONTROLLER, the rule for it does something else",
                () -> FlowRule.in(OUTBOUND, 0, Match.any(), COOKIE).build()));
    }

    @ParameterizedTest
    @MethodSource("illegal")
    void anIllegalRuleIsRefusedWithTableFieldAndWhatIsAllowed(final String message, final Supplier<?> rule) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, rule::get).getMessage());
    }

    @Test
    void aMissRuleThatDoesAsDeclaredIsAccepted() {
        for (final Table table : Pipeline.TABLES) {
            final FlowRule.Builder miss = FlowRule.in(table, 0, Match.any(), COOKIE);
            if (table.miss() == Table.Miss.CONTROLLER) {
                miss.meter(MeterRule.PLAIN).then(PUNT);
            }
            assertEquals(Match.any(), miss.build().match());
        }
    }

    @Test
    void rulesOfTheSamePartsAreEqualAndAnyOtherPartMakesThemDiffer() {
        final Supplier<FlowRule.Builder> same = () -> in(OUTBOUND, UDP).meter(1).then(PUNT).idle(30, true);
        final FlowRule rule = same.get().build();

        assertEquals(rule, same.get().build());
        assertEquals(rule.hashCode(), same.get().build().hashCode());
        for (final FlowRule other : List.of(
                same.get().meter(2).build(),
                same.get().then(DEC_TTL).build(),
                same.get().idle(31, true).build(),
                same.get().idle(30, false).build(),
                in(INBOUND, UDP).meter(1).then(PUNT).idle(30, true).build(),
                FlowRule.in(OUTBOUND, 101, UDP, COOKIE).meter(1).then(PUNT).idle(30, true).build(),
                FlowRule.in(OUTBOUND, 100, UDP, COOKIE + 1).meter(1).then(PUNT).idle(30, true).build(),
                in(OUTBOUND, Match.ip(IpProtocol.TCP)).meter(1).then(PUNT).idle(30, true).build())) {
            assertNotEquals(rule, other);
            assertNotEquals(rule.toOvs(), other.toOvs());
        }
    }

    @Test
    void aRuleKeepsItsOwnListOfActions() {
        final List<Action> actions = new ArrayList<>(List.of(PUNT));
        final FlowRule rule = new FlowRule(OUTBOUND, 1, UDP, 0, actions, null, COOKIE, 0, false);
        actions.clear();
        assertEquals(List.of(PUNT), rule.actions());
        assertThrows(UnsupportedOperationException.class, () -> rule.actions().clear());
    }

    @Test
    void anActionIsWrittenAsOpenVSwitchPrintsIt() {
        assertEquals("set_field:10.0.0.101->ip_dst", new Action.SetField(MatchField.IPV4_DST, CLIENT).toString());
        assertEquals("set_field:02:00:00:00:00:01->eth_src",
            new Action.SetField(MatchField.ETH_SRC, Mac.parse("02:00:00:00:00:01")).toString());
        assertEquals("dec_ttl", DEC_TTL.toString());
        assertEquals("output:7", new Action.Output(7).toString());
        assertEquals("CONTROLLER:65535", PUNT.toString());
    }
}
