/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.packet.Ip4;

class AddressChoiceTest {
    private static final Instant NOW = Instant.EPOCH;
    private static final int ESP = 50;
    private static final Ip4 CLIENT = Ip4.parse("192.0.2.100");
    private static final Ip4 SECOND_CLIENT = Ip4.parse("192.0.2.102");
    private static final Ip4 THIRD_CLIENT = Ip4.parse("192.0.2.104");
    private static final Ip4 SERVER = Ip4.parse("198.51.100.9");
    private static final Ip4 OTHER_SERVER = Ip4.parse("198.51.100.10");

    private final AddressPool pool = new AddressPool(List.of(
        new AddressRange(Ip4.parse("203.0.113.10"), Ip4.parse("203.0.113.11"))));
    private final MappingTable table = new MappingTable(new Labels(new Random(1), 120));
    private final Expectations expectations = new Expectations();
    private final AddressChoice choice = new AddressChoice(pool, table, expectations);

    @Test
    void theFirstClientGetsItsHomeAddressAndTheSecondAnother() {
        final var home = pool.home(CLIENT);
        assertEquals(home, pool.home(SECOND_CLIENT));
        assertEquals(Optional.of(home), choice.exclusive(ESP, CLIENT, SERVER, NOW));
        expect(CLIENT, home, SERVER, 300);
        final var second = choice.exclusive(ESP, SECOND_CLIENT, SERVER, NOW);
        assertNotEquals(Optional.of(home), second);
        expect(SECOND_CLIENT, second.orElseThrow(), SERVER, 300);
        assertEquals(Optional.empty(), choice.exclusive(ESP, THIRD_CLIENT, SERVER, NOW));
    }

    @Test
    void anotherServerIsAnotherMatter() {
        expect(CLIENT, pool.home(CLIENT), SERVER, 300);
        assertEquals(Optional.of(pool.home(SECOND_CLIENT)), choice.exclusive(ESP, SECOND_CLIENT, OTHER_SERVER, NOW));
    }

    @Test
    void whatWasReservedIsFreeAgainWhenTheExpectationEnds() {
        final var home = pool.home(CLIENT);
        expect(CLIENT, home, SERVER, 10);
        assertEquals(Optional.of(home), choice.exclusive(ESP, CLIENT, SERVER, NOW));
        assertEquals(Optional.of(home), choice.exclusive(ESP, SECOND_CLIENT, SERVER, NOW.plusSeconds(10)));
    }

    @Test
    void aClientKeepsTheAddressThatItsMappingHas() {
        final var other = pool.at(1);
        final var internal = new Tuple(ESP, CLIENT, Tuple.WHOLE_PROTOCOL, SERVER);
        final var mapping = table.open("esp", internal, new Tuple(ESP, other, Tuple.WHOLE_PROTOCOL, SERVER));
        table.open(mapping, SERVER, Lifetime.inSwitch(3600), NOW);
        assertNotEquals(pool.home(CLIENT), other);
        assertEquals(Optional.of(other), choice.exclusive(ESP, CLIENT, SERVER, NOW));
    }

    @Test
    void aRenewedExpectationTakesThePlaceOfTheEarlierOne() {
        final var home = pool.home(CLIENT);
        expect(CLIENT, home, SERVER, 10);
        expect(CLIENT, pool.at(1), SERVER, 20);
        assertEquals(List.of(), expectations.atExternal(ESP, home, SERVER, NOW));
        assertEquals(1, expectations.size());
        expectations.expire(NOW.plusSeconds(20));
        assertEquals(0, expectations.size());
    }

    private void expect(final Ip4 client, final Ip4 external, final Ip4 server, final int seconds) {
        expectations.leave(Expectation.of(ESP, client, external, server, NOW.plusSeconds(seconds)));
    }
}
