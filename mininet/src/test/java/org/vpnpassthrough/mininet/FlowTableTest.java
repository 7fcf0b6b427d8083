/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines as Open vSwitch 3.1 writes them. */
class FlowTableTest {
    private static final String START = "cookie=0x5650010000000007, duration=1.3s, table=0, n_packets=5, n_bytes=90, ";
    private static final List<String> LINES = List.of(
        START + "priority=100,arp actions=CONTROLLER:65535",
        "cookie=0x5650020000000001, duration=1s, table=1, n_packets=7, n_bytes=9, priority=90,udp,tp_dst=500 "
            + "actions=meter:1,CONTROLLER:65535",
        "cookie=0x5650000000000009, duration=1s, table=1, n_packets=11, n_bytes=9, idle_timeout=300, send_flow_rem "
            + "priority=50,udp,in_port=1,nw_src=10.0.0.101 actions=set_field:203.0.113.10->ip_src,dec_ttl,output:2",
        "cookie=0x5650000000000009, duration=1s, table=2, n_packets=13, n_bytes=9, idle_timeout=300, idle_age=2, "
            + "priority=50,udp,nw_src=203.0.113.201 actions=set_field:10.0.0.101->ip_dst,dec_ttl,output:1",
        "cookie=0x77, duration=1s, table=0, n_packets=17, n_bytes=9, priority=1,in_port=7 actions=drop");

    static Stream<Arguments> lines() {
        return Stream.of(
            arguments(LINES.get(0), new FlowEntry(0, 100, 0x5650010000000007L, 5, 0, "arp", "CONTROLLER:65535")),
            arguments(LINES.get(2), new FlowEntry(1, 50, 0x5650000000000009L, 11, 300,
                "udp,in_port=1,nw_src=10.0.0.101", "set_field:203.0.113.10->ip_src,dec_ttl,output:2")),
            arguments(START + "priority=0 actions=drop", new FlowEntry(0, 0, 0x5650010000000007L, 5, 0, "", "drop")),
            arguments(START + "actions=drop", new FlowEntry(0, 32768, 0x5650010000000007L, 5, 0, "", "drop")),
            arguments(START + "send_flow_rem actions=drop",
                new FlowEntry(0, 32768, 0x5650010000000007L, 5, 0, "", "drop")),
            arguments(START + "ip,in_port=1 actions=goto_table:1",
                new FlowEntry(0, 32768, 0x5650010000000007L, 5, 0, "ip,in_port=1", "goto_table:1")),
            arguments("cookie=0xffffffffffffffff, duration=1s, table=3, n_packets=0, priority=1,ip actions=drop",
                new FlowEntry(3, 1, -1, 0, 0, "ip", "drop")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aLineBecomesARule(final String line, final FlowEntry expected) {
        assertEquals(expected, FlowEntry.parse(line));
    }

    @Test
    void theCountsTellSwitchAndControllerApart() {
        final var table = FlowTable.parse(LINES);
        assertEquals(24, table.packetsOfSessions());
        assertEquals(7, table.packetsPunted());
        assertEquals(2, table.sessions().size());
        assertEquals(4, table.ours().size());
        assertEquals(17, table.packetsWithCookie(0x77));
    }

    @Test
    void aLineThatIsNoRuleIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> FlowTable.parse(List.of("OFPST_FLOW reply (OF1.3):")));
    }
}
