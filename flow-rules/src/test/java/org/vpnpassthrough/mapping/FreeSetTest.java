/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreeSetTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 512, 4096, 4097, 32256})
    void agreesWithSortedSetWhateverIsTakenAndGivenBack(final int size) {
        final var random = new Random(size);
        final var set = new FreeSet(size);
        final var expected = new TreeSet<Integer>();
        for (int number = 0; number < size; number++) {
            expected.add(number);
        }
        for (int step = 0; step < 20_000; step++) {
            final int number = random.nextInt(size);
            if (expected.remove(number)) {
                set.remove(number);
            } else if (random.nextInt(3) == 0) {
                expected.add(number);
                set.add(number);
            }
            final int start = random.nextInt(size);
            final Integer after = expected.ceiling(start);
            final Integer first = expected.isEmpty() ? Integer.valueOf(-1) : expected.first();
            assertEquals(after == null ? first : after, set.nextFrom(start));
            assertEquals(expected.contains(number), set.contains(number));
            assertEquals(expected.size(), set.size());
        }
    }

    @Test
    void anEmptiedSetHasNoNext() {
        final var set = new FreeSet(130);
        for (int number = 0; number < 130; number++) {
            assertTrue(set.contains(number));
            set.remove(number);
            assertFalse(set.contains(number));
        }
        assertEquals(-1, set.nextFrom(0));
        set.add(129);
        assertEquals(129, set.nextFrom(64));
    }
}
