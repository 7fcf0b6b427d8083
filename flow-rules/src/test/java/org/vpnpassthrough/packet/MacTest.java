/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacTest {
    @ParameterizedTest
    @CsvSource({
        "00:00:5e:00:53:01, 00:00:5e:00:53:01, false",
        "FE:DC:BA:98:76:54, fe:dc:ba:98:76:54, false",
        "01:00:5e:00:00:01, 01:00:5e:00:00:01, true",
        "ff:ff:ff:ff:ff:ff, ff:ff:ff:ff:ff:ff, true",
    })
    void theUsualFormIsReadAndPrinted(String text, String printed, boolean multicast) {
        assertEquals(printed, Mac.parse(text).toString());
        assertEquals(multicast, Mac.parse(text).isMulticast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00:00:5e:00:53", "00:00:5e:00:53:01:02", "00-00-5e-00-53-01", "0:0:5e:0:53:1",
        "00:00:5e:00:53:0g", "00005e005301"})
    void anythingElseIsRefusedAndNamed(String text) {
        final var refusal = assertThrows(IllegalArgumentException.class, () -> Mac.parse(text));
        assertTrue(refusal.getMessage().contains("\"" + text + "\""), refusal.getMessage());
    }

    @Test
    void sixBytesAreReadAndWrittenInNetworkOrder() {
        final var bytes = new byte[8];
        Mac.parse("fe:dc:ba:98:76:54").write(bytes, 1);
        assertArrayEquals(new byte[] {0, (byte) 0xfe, (byte) 0xdc, (byte) 0xba, (byte) 0x98, 0x76, 0x54, 0}, bytes);
        assertEquals(Mac.parse("fe:dc:ba:98:76:54"), Mac.read(bytes, 1));
        assertEquals(Mac.BROADCAST, Mac.parse("ff:ff:ff:ff:ff:ff"));
    }

    @Test
    void moreThanFortyEightBitsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Mac(1L << 48));
        assertThrows(IllegalArgumentException.class, () -> new Mac(-1));
    }
}
