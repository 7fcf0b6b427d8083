/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.packet.Ip4;

class MappingTableTest {
    private static final Instant NOW = Instant.EPOCH;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final Ip4 CLIENT = Ip4.parse("192.0.2.101");
    private static final Ip4 SECOND_CLIENT = Ip4.parse("192.0.2.102");
    private static final Ip4 SERVER = Ip4.parse("198.51.100.9");
    private static final Ip4 OTHER_SERVER = Ip4.parse("198.51.100.10");
    private static final Ip4 PUBLIC_ADDRESS = Ip4.parse("203.0.113.10");
    private static final Tuple INTERNAL = Tuple.of(UDP, CLIENT, 5000);
    private static final Tuple EXTERNAL = Tuple.of(UDP, PUBLIC_ADDRESS, 40000);

    private final Labels labels = new Labels(new Random(1), 120);
    private final MappingTable table = new MappingTable(labels);

    @Test
    void oneMappingServesAnyNumberOfRemoteAddresses() {
        final var mapping = table.open("plain", INTERNAL, EXTERNAL);
        final var first = table.open(mapping, SERVER, Lifetime.inSwitch(300), NOW);
        final var second = table.open(mapping, OTHER_SERVER, Lifetime.inSwitch(300), NOW);
        assertEquals(Optional.of(first), table.session(INTERNAL, SERVER));
        assertEquals(Optional.of(second), table.session(second.number()));
        assertEquals(Optional.of(mapping), table.mappingFor(EXTERNAL, OTHER_SERVER));
        assertEquals(1, table.mappingsOf(CLIENT));
        assertEquals(2, table.sessionsOf(CLIENT));
        assertEquals(0, table.sessionsOf(SECOND_CLIENT));
        table.close(first, NOW);
        assertEquals(1, table.sessionsOf(CLIENT));
        assertEquals(Optional.of(mapping), table.mappingOf(INTERNAL));
        table.close(second, NOW);
        assertEquals(Optional.empty(), table.mappingOf(INTERNAL));
        assertEquals(0, table.mappings());
        assertEquals(0, table.mappingsOf(CLIENT) + table.sessionsOf(CLIENT));
        assertTrue(table.sessions().isEmpty());
    }

    @Test
    void twoClientsCanHaveTheSameExternalTupleTowardsDifferentServersOnly() {
        final var ours = new Tuple(UDP, CLIENT, 500, SERVER);
        final var theirs = new Tuple(UDP, SECOND_CLIENT, 500, OTHER_SERVER);
        final var first = table.open("ike", ours, new Tuple(UDP, PUBLIC_ADDRESS, 500, SERVER));
        final var second = table.open("ike", theirs, new Tuple(UDP, PUBLIC_ADDRESS, 500, OTHER_SERVER));
        final var external = Tuple.of(UDP, PUBLIC_ADDRESS, 500);
        assertEquals(Optional.of(first), table.mappingFor(external, SERVER));
        assertEquals(Optional.of(second), table.mappingFor(external, OTHER_SERVER));
        final var again = new Tuple(UDP, SECOND_CLIENT, 500, SERVER);
        assertThrows(IllegalStateException.class, () -> table.open("ike", again, external.towards(SERVER)));
        assertEquals(Optional.empty(), table.mappingOf(again));
    }

    @Test
    void aFailedOpeningLeavesNothingBehind() {
        table.open("plain", INTERNAL, EXTERNAL);
        final var other = Tuple.of(UDP, PUBLIC_ADDRESS, 40002);
        assertThrows(IllegalStateException.class, () -> table.open("plain", INTERNAL, other));
        assertEquals(Optional.empty(), table.mappingAt(other));
    }

    @Test
    void sessionsOfTheControllerEndInTheOrderInWhichTheyFellSilent() {
        final var mapping = table.open("ike", INTERNAL, EXTERNAL);
        final var first = table.open(mapping, SERVER, Lifetime.inController(10), NOW);
        final var second = table.open(mapping, OTHER_SERVER, Lifetime.inController(10), NOW.plusSeconds(1));
        table.seen(first, NOW.plusSeconds(5));
        assertEquals(List.of(), table.over(NOW.plusSeconds(10)));
        assertEquals(List.of(second), table.over(NOW.plusSeconds(11)));
        assertEquals(List.of(second, first), table.over(NOW.plusSeconds(15)));
    }

    @Test
    void aSessionThatTheSwitchCarriesIsNotTheControllersToEnd() {
        final var mapping = table.open("plain", INTERNAL, EXTERNAL);
        final var session = table.open(mapping, SERVER, Lifetime.inSwitch(10), NOW);
        table.carriedBySwitch(session, true, NOW);
        assertEquals(List.of(), table.over(NOW.plusSeconds(1000)));
        table.refusedBySwitch(session);
        assertEquals(List.of(session), table.over(NOW.plusSeconds(1000)));
    }

    @Test
    void countsTheMappingsThatShareAnAddressTowardsOneServer() {
        final var whole = new Tuple(ICMP, PUBLIC_ADDRESS, Tuple.WHOLE_PROTOCOL, SERVER);
        final var mapping = table.open("plain", new Tuple(ICMP, CLIENT, 7, SERVER),
            new Tuple(ICMP, PUBLIC_ADDRESS, 7, SERVER));
        final var session = table.open(mapping, SERVER, Lifetime.inController(60), NOW);
        assertEquals(1, table.labelled(whole));
        table.close(session, NOW);
        table.close(session, NOW);
        assertEquals(0, table.labelled(whole));
    }

    @Test
    void theLabelOfAnEndedMappingRestsForTheHoldDown() {
        final int port = labels.keepOrTakeLike(UDP, PUBLIC_ADDRESS, 40000, NOW).getAsInt();
        final var mapping = table.open("plain", INTERNAL, EXTERNAL);
        table.close(table.open(mapping, SERVER, Lifetime.inSwitch(300), NOW), NOW);
        assertEquals(40000, port);
        assertTrue(labels.keepOrTakeLike(UDP, PUBLIC_ADDRESS, 40000, NOW.plusSeconds(119)).getAsInt() != 40000);
        assertEquals(40000, labels.keepOrTakeLike(UDP, PUBLIC_ADDRESS, 40000, NOW.plusSeconds(120)).getAsInt());
    }
}
