/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.vpnpassthrough.rules.Pipeline.CLASSIFY;
import static org.vpnpassthrough.rules.Pipeline.OUTBOUND;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Prefix;

class FakeTableTest {
    private static final Instant NOW = Instant.EPOCH;
    private static final Match UDP = Match.ip(IpProtocol.UDP);
    private static final Match POOL = Match.ip().with(MatchField.IPV4_DST, Prefix.parse("203.0.113.8/29"));

    private final FakeTable table = new FakeTable();

    private static FlowRule rule(final int priority, final Match match) {
        final boolean masked = match.has(MatchField.IPV4_DST) && !match.isExact(MatchField.IPV4_DST)
            || match.has(MatchField.IN_PORT);
        return FlowRule.in(masked ? CLASSIFY : OUTBOUND, priority, match, Cookie.forSession(1)).build();
    }

    static Stream<Arguments> overlapping() {
        return Stream.of(
            Arguments.of(UDP.with(MatchField.UDP_SRC, 4500), UDP.with(MatchField.UDP_DST, 4500)),
            Arguments.of(UDP.with(MatchField.IPV4_SRC, Frames.CLIENT), UDP.with(MatchField.UDP_DST, 500)),
            Arguments.of(UDP, Match.ip()),
            Arguments.of(Match.any(), Match.arp()),
            Arguments.of(POOL, Match.ip().with(MatchField.IPV4_DST, Prefix.parse("203.0.113.0/24"))),
            Arguments.of(POOL, Match.ip().with(MatchField.IPV4_DST, Frames.PUBLIC_ADDRESS)),
            Arguments.of(POOL, Match.any().with(MatchField.IN_PORT, 2)));
    }

    @ParameterizedTest
    @MethodSource("overlapping")
    void overlappingRulesOfOnePriorityAreRefusedAndNamed(final Match one, final Match other) {
        table.add(rule(200, one), NOW);
        assertEquals("two rules of the same priority overlap, the switch may take either:\n  " + rule(200, one)
            + "\n  " + rule(200, other),
            assertThrows(IllegalStateException.class, () -> table.add(rule(200, other), NOW)).getMessage());
        table.add(rule(201, other), NOW);
        assertEquals(2, table.entries().count());
    }

    static Stream<Arguments> apart() {
        return Stream.of(
            Arguments.of(UDP.with(MatchField.UDP_SRC, 4500), UDP.with(MatchField.UDP_SRC, 500)),
            Arguments.of(UDP.with(MatchField.UDP_SRC, 4500),
                UDP.with(MatchField.UDP_SRC, 500).with(MatchField.IPV4_SRC, Frames.CLIENT)),
            Arguments.of(UDP, Match.ip(IpProtocol.ESP).with(MatchField.IPV4_SRC, Frames.CLIENT)),
            Arguments.of(Match.ip(), Match.arp()),
            Arguments.of(POOL, Match.ip().with(MatchField.IPV4_DST, Prefix.parse("203.0.113.16/28"))),
            Arguments.of(POOL, Match.ip().with(MatchField.IPV4_DST, Frames.CLIENT)));
    }

    @ParameterizedTest
    @MethodSource("apart")
    void rulesOfOnePriorityThatNoPacketCanBothMatchStandSideBySide(final Match one, final Match other) {
        table.add(rule(200, one), NOW);
        table.add(rule(200, other), NOW);
        assertEquals(2, table.entries().count());
    }

    @Test
    void asManyMappingsAsAnAddressHasPortsAreNoBurden() {
        assertTimeout(Duration.ofSeconds(30), () -> {
            for (int port = 1; port < 65536; port++) {
                table.add(rule(200, UDP.with(MatchField.UDP_SRC, port)), NOW);
                table.add(rule(200, Match.ip(IpProtocol.TCP).with(MatchField.TCP_SRC, port)), NOW);
            }
            assertEquals(2 * 65535, table.entries().count());
            final byte[] frame = Frames.udp(Frames.CLIENT, 65535, Frames.SERVER, 53);
            assertEquals(Optional.of(rule(200, UDP.with(MatchField.UDP_SRC, 65535))),
                table.lookup(FrameFields.of(1, frame)).map(FakeTable.Entry::rule));
        });
    }
}
