/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 0.0.0.0, 0.0.0.0, 255.255.255.255",
        "128.0.0.0/1, 128.0.0.0, 128.0.0.0, 255.255.255.255",
        "192.0.2.0/24, 255.255.255.0, 192.0.2.0, 192.0.2.255",
        "192.0.2.4/30, 255.255.255.252, 192.0.2.4, 192.0.2.7",
        "192.0.2.4/31, 255.255.255.254, 192.0.2.4, 192.0.2.5",
        "192.0.2.4/32, 255.255.255.255, 192.0.2.4, 192.0.2.4",
    })
    void aPrefixKnowsItsMaskAndItsEnds(String text, String mask, String first, String last) {
        final var prefix = Prefix.parse(text);
        assertEquals(text, prefix.toString());
        assertEquals(Ip4.parse(mask), prefix.mask());
        assertEquals(Ip4.parse(first), prefix.first());
        assertEquals(Ip4.parse(last), prefix.last());
        assertTrue(prefix.contains(prefix.first()) && prefix.contains(prefix.last()));
        assertEquals(prefix, Prefix.of(prefix.last(), prefix.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "192.0.2.0", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/024",
        "192.0.2.0/24/24", "192.0.2.1/24", "0.0.0.1/0", "192.0.2/24", "192.0.2.0/x"})
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Prefix.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0/24, true",
        "192.0.2.0/24, 192.0.2.128/25, true",
        "192.0.2.0/25, 192.0.2.128/25, false",
        "0.0.0.0/0, 203.0.113.10/32, true",
        "198.51.100.0/24, 203.0.113.0/24, false",
    })
    void overlappingIsMutual(String one, String other, boolean overlap) {
        assertEquals(overlap, Prefix.parse(one).overlaps(Prefix.parse(other)));
        assertEquals(overlap, Prefix.parse(other).overlaps(Prefix.parse(one)));
    }

    @Test
    void theAddressesNextToAPrefixDoNotBelongToIt() {
        final var prefix = Prefix.parse("192.0.2.0/24");
        assertEquals(false, prefix.contains(prefix.first().plus(-1)));
        assertEquals(false, prefix.contains(prefix.last().plus(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 33})
    void aLengthOutsideTheAddressIsRefused(int length) {
        assertThrows(IllegalArgumentException.class, () -> Prefix.of(Frames.CLIENT, length));
    }
}
