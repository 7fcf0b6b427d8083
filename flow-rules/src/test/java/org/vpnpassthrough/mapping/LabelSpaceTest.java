/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSpaceTest {
    private static final Instant NOW = Instant.EPOCH;
    private static final int HIGH_LABELS = 65536 - 1024;

    private final LabelSpace space = new LabelSpace(new Random(1), 0);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 500, 1023, 1024, 1025, 40000, 65535})
    void keepsParityAndRangeWhileItCan(final int label) {
        for (int times = 0; times < 200; times++) {
            final int taken = space.takeLike(label, NOW).getAsInt();
            assertEquals(label & 1, taken & 1);
            assertEquals(label < 1024, taken < 1024);
            assertTrue(taken > 0 && taken <= 65535);
        }
    }

    @Test
    void handsOutEveryLabelOfItsRangeExactlyOnceAndThenNone() {
        final var taken = new HashSet<Integer>();
        for (int count = 0; count < HIGH_LABELS; count++) {
            final int label = space.takeLike(40000, NOW).getAsInt();
            assertTrue(label >= 1024);
            assertTrue(taken.add(label), () -> label + " twice");
        }
        assertEquals(OptionalInt.empty(), space.takeLike(40000, NOW));
        assertEquals(1023, space.available());
    }

    @Test
    void aLowPortGetsHighOnesWhenTheLowOnesAreUsedUpButNotTheOtherWayRound() {
        for (int count = 0; count < 1023; count++) {
            assertTrue(space.takeLike(500, NOW).getAsInt() < 1024);
        }
        final int high = space.takeLike(500, NOW).getAsInt();
        assertTrue(high >= 1024);
        assertEquals(0, high & 1);
    }

    @Test
    void aLabelThatWasGivenBackRestsUntilItsHoldDownEnds() {
        assertTrue(space.take(40000, NOW));
        space.giveBack(40000, NOW.plusSeconds(120));
        assertFalse(space.take(40000, NOW.plusSeconds(119)));
        assertTrue(space.take(40000, NOW.plusSeconds(120)));
    }

    @Test
    void aReservedLabelIsNeverTaken() {
        final var ports = new LabelSpace(new Random(1), 0, 500, 4500);
        assertFalse(ports.take(500, NOW));
        for (int count = 0; count < 511; count++) {
            assertNotEquals(500, ports.takeLike(500, NOW).getAsInt());
        }
        assertEquals(65536 - 3 - 511, ports.available());
    }

    @Test
    void aLabelThatIsKeptIsNotHandedOutWhetherItWasFreeTakenOrResting() {
        assertTrue(space.take(40000, NOW));
        assertTrue(space.take(40001, NOW));
        space.giveBack(40001, NOW.plusSeconds(120));
        space.keep(List.of(40000, 40001, 40002));
        space.giveBack(40000, NOW.plusSeconds(120));
        final var later = NOW.plusSeconds(1000);
        for (int label = 40000; label < 40003; label++) {
            assertFalse(space.take(label, later));
        }
        assertEquals(65535 - 3, space.available());
        for (int label = 40000; label < 40003; label++) {
            space.release(label, later.plusSeconds(120));
            assertFalse(space.take(label, later), "it rests");
        }
        for (int label = 40000; label < 40003; label++) {
            assertTrue(space.take(label, later.plusSeconds(120)));
            assertFalse(space.take(label, later.plusSeconds(120)), "once");
        }
    }

    @Test
    void isHardToGuess() {
        final var other = new LabelSpace(new Random(2), 0);
        int same = 0;
        for (int count = 0; count < 1000; count++) {
            same += space.takeLike(40000, NOW).equals(other.takeLike(40000, NOW)) ? 1 : 0;
        }
        assertTrue(same < 10, same + " of 1000 labels alike with another seed");
    }
}
