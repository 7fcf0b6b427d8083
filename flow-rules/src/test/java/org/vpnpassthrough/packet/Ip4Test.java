/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ip4Test {
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0",
        "192.0.2.1, 3221225985",
        "203.0.113.10, 3405803786",
        "255.255.255.255, 4294967295",
    })
    void theDottedFormIsTheNumber(String text, long number) {
        final var address = Ip4.parse(text);
        assertEquals(number, address.unsigned());
        assertEquals(text, address.toString());
        assertEquals(address, new Ip4((int) number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "192.0.2", "192.0.2.", "192.0.2.1.", "192.0.2.1.2", "192.0.2.256", "192.0.2.01",
        "192.0.2.-1", "192.0.2.+1", "192.0.2.1 ", "192.0.2.x", "192.0.2.99999999999", "::1", "192.0.2.0x1"})
    void anythingElseIsRefusedAndNamed(String text) {
        final var refusal = assertThrows(IllegalArgumentException.class, () -> Ip4.parse(text));
        assertTrue(refusal.getMessage().contains("\"" + text + "\""), refusal.getMessage());
    }

    @Test
    void fourBytesAreReadAndWrittenInNetworkOrder() {
        final var bytes = new byte[6];
        Ip4.parse("203.0.113.10").write(bytes, 1);
        assertArrayEquals(new byte[] {0, (byte) 203, 0, 113, 10, 0}, bytes);
        assertEquals(Ip4.parse("203.0.113.10"), Ip4.read(bytes, 1));
    }

    @Test
    void theOrderIsThatOfUnsignedNumbers() {
        final var sorted = List.of(Ip4.parse("0.0.0.1"), Ip4.parse("127.255.255.255"), Ip4.parse("128.0.0.0"),
            Ip4.parse("255.255.255.255"));
        assertEquals(sorted, sorted.reversed().stream().sorted().toList());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.255, 1, 192.0.3.0",
        "192.0.2.0, -1, 192.0.1.255",
        "127.255.255.255, 1, 128.0.0.0",
        "0.0.0.0, 4294967295, 255.255.255.255",
    })
    void plusCountsAddresses(String from, long distance, String to) {
        assertEquals(Ip4.parse(to), Ip4.parse(from).plus(distance));
    }

    @ParameterizedTest
    @CsvSource({
        "255.255.255.255, 1",
        "0.0.0.0, -1",
        "192.0.2.1, 9223372036854775807",
        "192.0.2.1, -9223372036854775808",
    })
    void plusDoesNotLeaveTheAddressSpace(String from, long distance) {
        final var address = Ip4.parse(from);
        assertThrows(IllegalArgumentException.class, () -> address.plus(distance));
    }

    @ParameterizedTest
    @CsvSource({
        "223.255.255.255, -",
        "224.0.0.0, multicast",
        "239.255.255.255, multicast",
        "240.0.0.0, -",
        "255.255.255.255, broadcast",
        "0.0.0.0, this network",
        "0.255.255.255, this network",
        "1.0.0.0, -",
        "127.0.0.1, loopback",
        "128.0.0.0, -",
        "192.0.2.1, -",
    })
    void specialAddressesAreKnown(String text, String kind) {
        final var address = Ip4.parse(text);
        assertEquals("multicast".equals(kind), address.isMulticast());
        assertEquals("broadcast".equals(kind), address.isBroadcast());
        assertEquals("this network".equals(kind), address.isThisNetwork());
        assertEquals("loopback".equals(kind), address.isLoopback());
    }
}
