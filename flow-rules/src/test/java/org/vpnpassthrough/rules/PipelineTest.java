/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineTest {
    @Test
    void theTablesAreInTheOrderOfTheirNumbers() {
        for (int id = 0; id < Pipeline.TABLES.size(); id++) {
            assertEquals(id, Pipeline.TABLES.get(id).id());
        }
    }

    @Test
    void outboundWritesOnlySourcesAndInboundOnlyDestinations() {
        assertTrue(Pipeline.OUTBOUND.settable().stream().noneMatch(field ->
            Set.of(MatchField.IPV4_DST, MatchField.TCP_DST, MatchField.UDP_DST, MatchField.SCTP_DST).contains(field)));
        assertTrue(Pipeline.INBOUND.settable().stream().noneMatch(field ->
            Set.of(MatchField.IPV4_SRC, MatchField.TCP_SRC, MatchField.UDP_SRC, MatchField.SCTP_SRC).contains(field)));
    }

    private static Table table(final int id, final Set<MatchField> maskable, final Set<Table> next) {
        return new Table(id, "test", Set.of(MatchField.ETH_TYPE, MatchField.ETH_DST, MatchField.IPV4_SRC), maskable,
            Set.of(), next, Table.Miss.DROP);
    }

    private static Arguments row(final String message, final Supplier<Table> table) {
        return Arguments.of(message, table);
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
            row("table test: the id is 0 to 254, not 255", () -> table(255, Set.of(), Set.of())),
            row("table test: the id is 0 to 254, not -1", () -> table(-1, Set.of(), Set.of())),
            row("table test: ipv4_dst cannot be matched with a mask",
                () -> table(0, Set.of(MatchField.IPV4_DST), Set.of())),
            row("table test: eth_dst cannot be matched with a mask",
                () -> table(0, Set.of(MatchField.ETH_DST), Set.of())),
            row("table test(1) can only go on to a higher table, not to outbound(1)",
                () -> table(1, Set.of(), Set.of(Pipeline.OUTBOUND))),
            row("table test(5) can only go on to a higher table, not to inbound(2)",
                () -> table(5, Set.of(), Set.of(Pipeline.INBOUND))));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void anImpossibleDeclarationIsRefused(final String message, final Supplier<Table> table) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, table::get).getMessage());
    }
}
