/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.util.Arrays;

/**
 * The free ones among the numbers 0 to size - 1, as a tree of bits: each bit of a level tells whether a word of the
 * level below has a free one. Every operation takes as many steps as there are levels (three for 32,768 numbers),
 * however few are free.
 */
final class FreeSet {
    private static final int NONE = -1;

    private final long[][] levels;
    private int free;

    /** All numbers free. */
    FreeSet(final int size) {
        int depth = 1;
        for (int words = words(size); words > 1; words = words(words)) {
            depth++;
        }
        levels = new long[depth][];
        int bits = size;
        for (int level = 0; level < depth; level++) {
            levels[level] = ones(bits);
            bits = levels[level].length;
        }
        free = size;
    }

    int size() {
        return free;
    }

    boolean contains(final int number) {
        return (levels[0][number >>> 6] & 1L << number) != 0;
    }

    /** Adds a number that is not in the set. */
    void add(final int number) {
        free++;
        int bit = number;
        for (final long[] level : levels) {
            level[bit >>> 6] |= 1L << bit;
            bit >>>= 6;
        }
    }

    /** Removes a number that is in the set. */
    void remove(final int number) {
        free--;
        int bit = number;
        for (final long[] level : levels) {
            level[bit >>> 6] &= ~(1L << bit);
            if (level[bit >>> 6] != 0) {
                return;
            }
            bit >>>= 6;
        }
    }

    /** The first free number at or after {@code start}, going round; -1 if the set is empty. */
    int nextFrom(final int start) {
        final int found = atOrAfter(start);
        return found == NONE && start > 0 ? atOrAfter(0) : found;
    }

    private int atOrAfter(final int start) {
        int bit = start;
        for (int level = 0; level < levels.length; level++) {
            final int word = bit >>> 6;
            if (word < levels[level].length) {
                final long candidates = levels[level][word] & -1L << bit;
                if (candidates != 0) {
                    return lowest(level, word << 6 | Long.numberOfTrailingZeros(candidates));
                }
            }
            bit = word + 1;
        }
        return NONE;
    }

    private int lowest(final int level, final int found) {
        int number = found;
        for (int below = level - 1; below >= 0; below--) {
            number = number << 6 | Long.numberOfTrailingZeros(levels[below][number]);
        }
        return number;
    }

    private static int words(final int bits) {
        return bits + 63 >>> 6;
    }

    private static long[] ones(final int bits) {
        final long[] words = new long[words(bits)];
        Arrays.fill(words, -1L);
        if ((bits & 63) != 0) {
            words[words.length - 1] = (1L << bits) - 1;
        }
        return words;
    }
}
