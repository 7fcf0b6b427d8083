/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The bytes of a frame as lines of hexadecimal digits with comments. Two are equal when their bytes are.
 *
 * @param lines at least one
 */
public record HexFrame(List<Line> lines) {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    /**
     * Some bytes and what they are.
     *
     * @param hex pairs of lower-case digits with one space between
     * @param comment without its {@code #}; empty for none
     */
    public record Line(String hex, String comment) {
        /**
         * Reads one line.
         *
         * @param digits hexadecimal digits in groups of whole bytes
         * @param comment what the bytes are
         * @return the line with its digits in order
         * @throws IllegalArgumentException when a group has a wrong or a missing digit
         */
        static Line of(final String digits, final String comment) {
            final List<String> bytes = new ArrayList<>();
            for (final String group : digits.strip().split("\\s+")) {
                try {
                    bytes.add(HEX.formatHex(HexFormat.of().parseHex(group)));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException("'" + group + "' is not whole bytes in hexadecimal", e);
                }
            }
            return new Line(String.join(" ", bytes), comment);
        }
    }

    /** Keeps its own list. */
    public HexFrame {
        lines = List.copyOf(lines);
    }

    /**
     * Writes a frame header by header, each with what it says.
     *
     * @param frame any bytes
     * @return the frame with comments
     */
    public static HexFrame of(final byte[] frame) {
        return new HexFrame(FrameComments.lines(frame));
    }

    /** The bytes from one offset up to another, 16 to a line, a comment behind the first. */
    static List<Line> lines(final byte[] frame, final int from, final int to, final String comment) {
        final List<Line> lines = new ArrayList<>();
        for (int at = from; at < to; at += 16) {
            lines.add(new Line(HEX.formatHex(frame, at, Math.min(to, at + 16)), at == from ? comment : ""));
        }
        return lines;
    }

    /**
     * The frame itself.
     *
     * @return a fresh array
     */
    public byte[] bytes() {
        return HEX.parseHex(lines.stream().map(Line::hex).collect(Collectors.joining(" ")));
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof HexFrame frame && Arrays.equals(bytes(), frame.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }
}
