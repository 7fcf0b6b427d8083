/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

/** One line of a vector, word by word. */
final class Words {
    private final String[] words;
    private int at;

    Words(final String line) {
        words = line.split("\\s+");
    }

    /** The word that comes next, or an empty one at the end. */
    String peek() {
        return at < words.length ? words[at] : "";
    }

    /**
     * Takes the next word.
     *
     * @param what the name of what should stand there
     * @throws IllegalArgumentException when the line ends before
     */
    String next(final String what) {
        if (at == words.length) {
            throw new IllegalArgumentException("the line ends before the " + what);
        }
        return words[at++];
    }

    /** Takes a word that is known to come. */
    void take(final String word) {
        if (!next(word).equals(word)) {
            throw new IllegalStateException(word + " does not come next");
        }
    }

    /**
     * Takes a whole number.
     *
     * @throws IllegalArgumentException when the next word is not one from least to most
     */
    int number(final String what, final int least, final int most) {
        final String word = next(what);
        try {
            final int number = Integer.parseInt(word);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(notNumber(what, word, least, most), e);
        }
        throw new IllegalArgumentException(notNumber(what, word, least, most));
    }

    private static String notNumber(final String what, final String word, final int least, final int most) {
        return "the " + what + " is " + least + " to " + most + ", not '" + word + "'";
    }

    /**
     * Checks that the line ends here.
     *
     * @throws IllegalArgumentException when there is another word
     */
    void end() {
        if (at < words.length) {
            throw new IllegalArgumentException("the line should end before '" + words[at] + "'");
        }
    }
}
