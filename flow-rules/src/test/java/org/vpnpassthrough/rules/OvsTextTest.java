/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.vpnpassthrough.rules.Cookie.Room.ARP;
import static org.vpnpassthrough.rules.Cookie.Room.ESP;
import static org.vpnpassthrough.rules.Cookie.Room.IKE;
import static org.vpnpassthrough.rules.Cookie.Room.PLAIN;
import static org.vpnpassthrough.rules.Cookie.Room.ROUTER;
import static org.vpnpassthrough.rules.Pipeline.CLASSIFY;
import static org.vpnpassthrough.rules.Pipeline.INBOUND;
import static org.vpnpassthrough.rules.Pipeline.OUTBOUND;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Prefix;

/** Exact texts, and that the real {@code ovs-ofctl}, where there is one, reads them and means the same. */
class OvsTextTest {
    private static final Ip4 CLIENT = Ip4.parse("10.0.0.101");
    private static final Ip4 SERVER = Ip4.parse("203.0.113.201");
    private static final Ip4 EXTERNAL = Ip4.parse("203.0.113.10");
    private static final Mac GATEWAY_MAC = Mac.parse("02:00:00:00:00:02");
    private static final Mac SERVER_MAC = Mac.parse("02:00:00:00:02:01");
    private static final Mac CLIENT_MAC = Mac.parse("02:00:00:00:01:01");
    private static final Action PUNT = new Action.ToController();

    private static final Pattern RULE = Pattern.compile("table=(\\d+),(priority=.*?),cookie=(0x[0-9a-f]+)"
        + "(?:,idle_timeout=(\\d+))?(,send_flow_rem)?,(actions=.*)");

    static Stream<Arguments> rules() {
        return Stream.of(
            Arguments.of(FlowRule.in(CLASSIFY, 0, Match.any(), Cookie.forRoom(ROUTER)).build(),
                "table=0,priority=0,cookie=0x5650020000000000,actions=drop"),
            Arguments.of(FlowRule.in(CLASSIFY, 400, Match.arp(), Cookie.forRoom(ARP)).meter(MeterRule.CONTROL)
                    .then(PUNT).build(),
                "table=0,priority=400,arp,cookie=0x5650010000000000,actions=meter:1,CONTROLLER:65535"),
            Arguments.of(FlowRule.in(CLASSIFY, 300, Match.ip().with(MatchField.IPV4_DST, Ip4.parse("10.0.0.1")),
                    Cookie.forRoom(ROUTER)).meter(MeterRule.CONTROL).then(PUNT).build(),
                "table=0,priority=300,ip,nw_dst=10.0.0.1,cookie=0x5650020000000000,"
                    + "actions=meter:1,CONTROLLER:65535"),
            Arguments.of(FlowRule.in(CLASSIFY, 200, Match.ip().with(MatchField.IN_PORT, 1)
                    .with(MatchField.ETH_DST, GATEWAY_MAC), Cookie.forRoom(ROUTER)).goTo(OUTBOUND).build(),
                "table=0,priority=200,ip,in_port=1,dl_dst=02:00:00:00:00:02,cookie=0x5650020000000000,"
                    + "actions=goto_table:1"),
            Arguments.of(FlowRule.in(CLASSIFY, 200, Match.ip().with(MatchField.IN_PORT, 2)
                    .with(MatchField.IPV4_DST, Prefix.parse("203.0.113.10/31")), Cookie.forRoom(ROUTER))
                    .goTo(INBOUND).build(),
                "table=0,priority=200,ip,in_port=2,nw_dst=203.0.113.10/31,cookie=0x5650020000000000,"
                    + "actions=goto_table:2"),
            Arguments.of(FlowRule.in(CLASSIFY, 201, Match.ip(IpProtocol.TCP).with(MatchField.IN_PORT, 2)
                    .with(MatchField.TCP_FLAGS, 0x12, 0x12), Cookie.forCopies(PLAIN)).meter(MeterRule.PLAIN)
                    .then(PUNT).goTo(INBOUND).build(),
                "table=0,priority=201,tcp,in_port=2,tcp_flags=+syn+ack,cookie=0x5650830000000000,"
                    + "actions=meter:3,CONTROLLER:65535,goto_table:2"),
            Arguments.of(FlowRule.in(OUTBOUND, 0, Match.any(), Cookie.forRoom(PLAIN)).meter(MeterRule.PLAIN)
                    .then(PUNT).build(),
                "table=1,priority=0,cookie=0x5650030000000000,actions=meter:3,CONTROLLER:65535"),
            Arguments.of(FlowRule.in(OUTBOUND, 300, Match.ip(IpProtocol.UDP).with(MatchField.UDP_DST, 500),
                    Cookie.forRoom(IKE)).meter(MeterRule.CONTROL).then(PUNT).build(),
                "table=1,priority=300,udp,tp_dst=500,cookie=0x5650040000000000,actions=meter:1,CONTROLLER:65535"),
            Arguments.of(FlowRule.in(INBOUND, 300, Match.ip(IpProtocol.UDP).with(MatchField.UDP_SRC, 500),
                    Cookie.forRoom(IKE)).meter(MeterRule.CONTROL).then(PUNT).build(),
                "table=2,priority=300,udp,tp_src=500,cookie=0x5650040000000000,actions=meter:1,CONTROLLER:65535"),
            Arguments.of(FlowRule.in(OUTBOUND, 50, Match.ip(IpProtocol.ESP), Cookie.forRoom(ESP))
                    .meter(MeterRule.DATA).then(PUNT).build(),
                "table=1,priority=50,ip,nw_proto=50,cookie=0x5650050000000000,actions=meter:2,CONTROLLER:65535"),
            Arguments.of(FlowRule.in(OUTBOUND, 100, Match.ip(IpProtocol.UDP).with(MatchField.IN_PORT, 1)
                    .with(MatchField.IPV4_SRC, CLIENT).with(MatchField.IPV4_DST, SERVER)
                    .with(MatchField.UDP_SRC, 4500).with(MatchField.UDP_DST, 4500), Cookie.forSession(42))
                    .then(new Action.SetField(MatchField.IPV4_SRC, EXTERNAL))
                    .then(new Action.SetField(MatchField.UDP_SRC, 40000))
                    .then(new Action.SetField(MatchField.ETH_SRC, GATEWAY_MAC))
                    .then(new Action.SetField(MatchField.ETH_DST, SERVER_MAC))
                    .then(new Action.DecrementTtl()).then(new Action.Output(2)).idle(300, true).build(),
                "table=1,priority=100,udp,in_port=1,nw_src=10.0.0.101,nw_dst=203.0.113.201,tp_src=4500,tp_dst=4500,"
                    + "cookie=0x565000000000002a,idle_timeout=300,send_flow_rem,"
                    + "actions=set_field:203.0.113.10->ip_src,set_field:40000->udp_src,"
                    + "set_field:02:00:00:00:00:02->eth_src,set_field:02:00:00:00:02:01->eth_dst,dec_ttl,output:2"),
            Arguments.of(FlowRule.in(OUTBOUND, 200, Match.ip(IpProtocol.SCTP).with(MatchField.SCTP_SRC, 36412)
                    .with(MatchField.SCTP_DST, 5000), Cookie.forSession(42))
                    .then(new Action.SetField(MatchField.SCTP_SRC, 40000)).build(),
                "table=1,priority=200,sctp,tp_src=36412,tp_dst=5000,cookie=0x565000000000002a,"
                    + "actions=set_field:40000->sctp_src"),
            Arguments.of(FlowRule.in(INBOUND, 100, Match.ip(IpProtocol.TCP).with(MatchField.IPV4_SRC, SERVER)
                    .with(MatchField.IPV4_DST, EXTERNAL).with(MatchField.TCP_SRC, 443)
                    .with(MatchField.TCP_DST, 40001), Cookie.forSession(43))
                    .then(new Action.SetField(MatchField.IPV4_DST, CLIENT))
                    .then(new Action.SetField(MatchField.TCP_DST, 49152))
                    .then(new Action.SetField(MatchField.ETH_DST, CLIENT_MAC))
                    .then(new Action.DecrementTtl()).then(new Action.Output(1)).idle(7440, false).build(),
                "table=2,priority=100,tcp,nw_src=203.0.113.201,nw_dst=203.0.113.10,tp_src=443,tp_dst=40001,"
                    + "cookie=0x565000000000002b,idle_timeout=7440,"
                    + "actions=set_field:10.0.0.101->ip_dst,set_field:49152->tcp_dst,"
                    + "set_field:02:00:00:00:01:01->eth_dst,dec_ttl,output:1"),
            Arguments.of(FlowRule.in(INBOUND, 100, Match.ip(IpProtocol.ICMP).with(MatchField.IPV4_SRC, SERVER)
                    .with(MatchField.IPV4_DST, EXTERNAL).with(MatchField.ICMP_TYPE, 0).with(MatchField.ICMP_CODE, 0),
                    Cookie.forSession(44))
                    .then(new Action.SetField(MatchField.IPV4_DST, CLIENT)).then(new Action.Output(1))
                    .idle(60, false).build(),
                "table=2,priority=100,icmp,nw_src=203.0.113.201,nw_dst=203.0.113.10,icmp_type=0,icmp_code=0,"
                    + "cookie=0x565000000000002c,idle_timeout=60,"
                    + "actions=set_field:10.0.0.101->ip_dst,output:1"),
            Arguments.of(FlowRule.in(OUTBOUND, 65535, Match.ip(IpProtocol.ESP).with(MatchField.IPV4_SRC, CLIENT)
                    .with(MatchField.IPV4_DST, SERVER), Cookie.forSession(Cookie.MAX_SESSION))
                    .then(new Action.SetField(MatchField.IPV4_SRC, EXTERNAL)).then(new Action.Output(2))
                    .idle(65535, true).build(),
                "table=1,priority=65535,ip,nw_src=10.0.0.101,nw_dst=203.0.113.201,nw_proto=50,"
                    + "cookie=0x565000ffffffffff,idle_timeout=65535,send_flow_rem,"
                    + "actions=set_field:203.0.113.10->ip_src,output:2"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRuleIsWrittenAsOvsOfctlTakesIt(final FlowRule rule, final String text) {
        assertEquals(text, rule.toOvs());
        assertEquals(text, rule.toString());
    }

    @Test
    void aMeterIsWrittenAsOvsOfctlTakesIt() {
        assertEquals("meter=1,pktps,burst,bands=type=drop,rate=1000,burst_size=100",
            new MeterRule(MeterRule.CONTROL, 1000, 100).toOvs());
    }

    @Test
    void openVSwitchReadsEveryRuleAndMeansTheSame() throws IOException, InterruptedException {
        final Process parser;
        try {
            parser = new ProcessBuilder("ovs-ofctl", "-O", "OpenFlow13", "parse-flows", "-")
                .redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "ovs-ofctl is not installed: " + e.getMessage());
            return;
        }
        final List<String> texts = rules().map(row -> (String) row.get()[1]).toList();
        try (var stdin = parser.getOutputStream()) {
            stdin.write(String.join("\n", texts).getBytes(StandardCharsets.US_ASCII));
        }
        final List<String> read = new String(parser.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
            .lines().filter(line -> !line.contains(" protocols: ") && !line.startsWith("chosen protocol")).toList();
        assertEquals(0, parser.waitFor(), read.toString());
        assertEquals(texts.stream().map(OvsTextTest::asParsed).toList(),
            read.stream().map(line -> line.replaceFirst("^OFPT_FLOW_MOD .*: ADD ", "")).toList());
    }

    /** The words in which {@code parse-flows} repeats a rule. */
    private static String asParsed(final String text) {
        final var parts = RULE.matcher(text);
        assertEquals(true, parts.matches(), text);
        return ("0".equals(parts.group(1)) ? "" : "table:" + parts.group(1) + " ")
            + parts.group(2) + " cookie:" + parts.group(3)
            + (parts.group(4) == null ? "" : " idle:" + parts.group(4))
            + (parts.group(5) == null ? "" : " send_flow_rem") + " " + parts.group(6);
    }
}
