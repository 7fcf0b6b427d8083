/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumTest {
    @ParameterizedTest
    @CsvSource({
        // RFC 1071 section 3
        "0001f203f4f5f6f7, 220d",
        // an odd last byte counts as the high half of a word
        "0001f203f4f5f6, 2304",
        "'', ffff",
        "00, ffff",
        "ffff, 0000",
        // carries that carry again
        "ffffffffffff0001, fffe",
    })
    void theChecksumIsTheComplementOfTheSum(String bytes, String checksum) {
        final var range = HexFormat.of().parseHex(bytes);
        assertEquals(checksum, hex(Checksum.of(range, 0, range.length)));
    }

    @Test
    void onlyTheGivenRangeCounts() {
        final var bytes = HexFormat.of().parseHex("aa0001f203f4f5f6f7bb");
        assertEquals("220d", hex(Checksum.of(bytes, 1, 9)));
    }

    @ParameterizedTest
    @CsvSource({
        // RFC 1624 section 4: the case that RFC 1141 gets wrong
        "dd2f, 5555, 3285, 0000",
        "dd2f, 3285, 3285, dd2f",
        "0000, 0000, 0001, fffe",
    })
    void anUpdateFollowsEquationThree(String before, String from, String to, String after) {
        assertEquals(after, hex(Checksum.update(number(before), number(from), number(to))));
    }

    @Test
    void anUpdateGivesWhatComputingAnewGives() {
        final var random = new Random(1624);
        final var bytes = new byte[40];
        for (int round = 0; round < 100_000; round++) {
            random.nextBytes(bytes);
            final int checksum = Checksum.of(bytes, 0, bytes.length);
            final int at = random.nextInt(bytes.length / 2) * 2;
            final int before = Bytes.u16(bytes, at);
            final int after = round % 3 == 0 ? 0xffff * (round % 2) : random.nextInt(0x10000);
            Bytes.put16(bytes, at, after);
            assertEquals(Checksum.of(bytes, 0, bytes.length), Checksum.update(checksum, before, after));
        }
    }

    private static int number(String hex) {
        return HexFormat.fromHexDigits(hex);
    }

    private static String hex(int number) {
        return HexFormat.of().toHexDigits((short) number);
    }
}
