/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;

/** Gives bytes to a parser in the middle of others, twice, and sees whether it looks at the others. */
final class Slice {
    private static final int MARGIN = 64;

    private Slice() {
        // only a function
    }

    /** What reads a range of an array. */
    @FunctionalInterface
    interface Parser {
        Object parse(byte[] bytes, int offset, int length);
    }

    /** Fails if the parser throws, changes the bytes, or says something else when other bytes stand around them. */
    static void check(final byte[] data, final Parser parser) {
        final var zeros = around(data, 0);
        final var ones = around(data, -1);
        assertEquals(parser.parse(zeros, MARGIN, data.length), parser.parse(ones, MARGIN, data.length));
        assertEquals(0, Arrays.compare(around(data, 0), zeros), "changed");
    }

    private static byte[] around(final byte[] data, final int fill) {
        final var bytes = new byte[MARGIN + data.length + MARGIN];
        Arrays.fill(bytes, (byte) fill);
        System.arraycopy(data, 0, bytes, MARGIN, data.length);
        return bytes;
    }
}
