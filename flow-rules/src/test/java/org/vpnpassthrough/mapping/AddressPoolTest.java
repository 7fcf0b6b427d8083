/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.packet.Ip4;

class AddressPoolTest {
    private final AddressPool pool = new AddressPool(List.of(range("203.0.113.10", "203.0.113.12"),
        range("203.0.113.20", "203.0.113.20")));

    @Test
    void neighboursGetDifferentHomesAndEachAlwaysTheSame() {
        final var homes = new HashSet<Ip4>();
        for (int host = 100; host < 104; host++) {
            final var client = Ip4.parse("192.0.2." + host);
            homes.add(pool.home(client));
            assertEquals(pool.home(client), pool.home(client));
        }
        assertEquals(4, homes.size());
        assertTrue(homes.stream().allMatch(pool::contains));
    }

    @Test
    void containsItsRangesAndNothingBetween() {
        assertTrue(pool.contains(Ip4.parse("203.0.113.12")));
        assertFalse(pool.contains(Ip4.parse("203.0.113.13")));
        assertTrue(pool.contains(Ip4.parse("203.0.113.20")));
        assertEquals(4, pool.size());
    }

    @Test
    void anAddressThatIsOneHostsOwnIsNobodysHomeAndTheOthersStay() {
        final var owned = Ip4.parse("203.0.113.11");
        final var without = new AddressPool(pool.ranges(), Set.of(owned));
        for (int host = 100; host < 104; host++) {
            final var client = Ip4.parse("192.0.2." + host);
            final var before = pool.home(client);
            assertEquals(before.equals(owned) ? Ip4.parse("203.0.113.12") : before, without.home(client));
        }
        assertTrue(without.contains(owned), "it is an external address all the same");
    }

    @Test
    void refusesToBeEmptyAndRangesThatRunBackwards() {
        assertThrows(IllegalArgumentException.class, () -> new AddressPool(List.of()));
        final var last = Ip4.parse("203.0.113.9");
        final var message = assertThrows(IllegalArgumentException.class,
            () -> new AddressRange(Ip4.parse("203.0.113.10"), last)).getMessage();
        assertEquals("range 203.0.113.10 to 203.0.113.9, expected first <= last", message);
    }

    private static AddressRange range(final String first, final String last) {
        return new AddressRange(Ip4.parse(first), Ip4.parse(last));
    }
}
