/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last things that happened, to be read by a person when one of them was wrong. */
final class Trace {
    private static final int LINES = 40;

    private final Deque<String> lines = new ArrayDeque<>();
    private int step;

    void begin(final Object action, final long second) {
        step++;
        lines.add("#" + step + " at " + second + " s: " + action);
        if (lines.size() > LINES) {
            lines.removeFirst();
        }
    }

    /** What came of it. */
    void add(final Object outcome) {
        lines.add((lines.isEmpty() ? "" : lines.removeLast()) + " -> " + outcome);
    }

    int steps() {
        return step;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
