/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The labels (ports or ICMP ids) of one external address and one protocol.
 *
 * <ul>
 * <li>A label is handed out as long as one is free, at the same cost whether 10 or 99.9 % are in use (RFC 6888
 *     REQ-13).</li>
 * <li>It is hard to guess (RFC 6888 REQ-15): the search starts at a random place.</li>
 * <li>It keeps the parity (RFC 4787 REQ-4) and the range of the internal one, 0 to 1023 or above (REQ-3a). When the
 *     parity's half is used up the other half serves, when the low range is used up the high one does: both are
 *     SHOULDs, and a mapping in the wrong half is worth more than none. A high port never gets a low label, as that
 *     would let a client pose as a system service.</li>
 * <li>A label that was given back rests for the hold-down time (RFC 6888 REQ-8).</li>
 * <li>A label that is kept for a static mapping is never handed out (RFC 8512 section 2.1).</li>
 * </ul>
 */
public final class LabelSpace {
    private static final int LOW_END = 1024;
    private static final int END = 65536;

    private record Resting(int label, Instant until) {
    }

    // even and odd of 0 to 1023, even and odd of 1024 to 65535
    private final FreeSet[] free = {
        new FreeSet(LOW_END / 2), new FreeSet(LOW_END / 2),
        new FreeSet((END - LOW_END) / 2), new FreeSet((END - LOW_END) / 2)
    };
    private final Queue<Resting> resting = new ArrayDeque<>();
    private final Set<Integer> kept = new HashSet<>();
    private final RandomGenerator random;

    /**
     * All labels free but the reserved ones.
     *
     * @param random where the search for a label starts
     * @param reserved labels that are never handed out
     */
    public LabelSpace(final RandomGenerator random, final int... reserved) {
        this.random = random;
        for (final int label : reserved) {
            set(label).remove(index(label));
        }
    }

    /** Takes this very label, if it is free. */
    public boolean take(final int label, final Instant now) {
        wake(now);
        final var set = set(label);
        if (!set.contains(index(label))) {
            return false;
        }
        set.remove(index(label));
        return true;
    }

    /**
     * Takes some label of the range and parity of the given one.
     *
     * @return empty when the gateway has no label left that may stand for such a one
     */
    public OptionalInt takeLike(final int label, final Instant now) {
        wake(now);
        final int own = number(label);
        final var found = takeFrom(own);
        if (found.isPresent()) {
            return found;
        }
        final var otherParity = takeFrom(own ^ 1);
        if (otherParity.isPresent() || own > 1) {
            return otherParity;
        }
        final var high = takeFrom(own + 2);
        return high.isPresent() ? high : takeFrom(own + 2 ^ 1);
    }

    /**
     * Gives a taken label back. One that is kept stays where it is.
     *
     * @param until when its hold-down ends; not before that of labels given back earlier, else it waits for them
     */
    public void giveBack(final int label, final Instant until) {
        if (!kept.contains(label)) {
            resting.add(new Resting(label, until));
        }
    }

    /** Keeps labels, whether they are free, taken or resting: they are not handed out until they are released. */
    public void keep(final Collection<Integer> labels) {
        kept.addAll(labels);
        resting.removeIf(rest -> kept.contains(rest.label()));
        for (final int label : labels) {
            if (set(label).contains(index(label))) {
                set(label).remove(index(label));
            }
        }
    }

    /**
     * Gives a label back that was kept and that no mapping has any more.
     *
     * @param until when its hold-down ends
     */
    public void release(final int label, final Instant until) {
        if (kept.remove(label)) {
            resting.add(new Resting(label, until));
        }
    }

    /** How many labels are free, the resting ones not counted. */
    public int available() {
        int sum = 0;
        for (final var set : free) {
            sum += set.size();
        }
        return sum;
    }

    private void wake(final Instant now) {
        for (var head = resting.peek(); head != null && !head.until().isAfter(now); head = resting.peek()) {
            resting.remove();
            set(head.label()).add(index(head.label()));
        }
    }

    private OptionalInt takeFrom(final int number) {
        final var set = free[number];
        if (set.size() == 0) {
            return OptionalInt.empty();
        }
        final int base = number < 2 ? 0 : LOW_END;
        final int halves = number < 2 ? LOW_END / 2 : (END - LOW_END) / 2;
        final int index = set.nextFrom(random.nextInt(halves));
        set.remove(index);
        return OptionalInt.of(base + 2 * index + (number & 1));
    }

    private FreeSet set(final int label) {
        return free[number(label)];
    }

    private static int number(final int label) {
        return (label < LOW_END ? 0 : 2) + (label & 1);
    }

    private static int index(final int label) {
        return (label < LOW_END ? label : label - LOW_END) >> 1;
    }
}
