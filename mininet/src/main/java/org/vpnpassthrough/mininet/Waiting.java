/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waiting for something that happens by itself, by looking again and again.
 */
final class Waiting {
    private static final Duration STEP = Duration.ofMillis(200);

    private Waiting() {
        // static methods only
    }

    /** Waits until the condition holds. LabException with what is the matter, told at the end, if it does not. */
    static void until(final BooleanSupplier condition, final Duration patience, final Supplier<String> matter) {
        final var end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new LabException("not within " + patience.toSeconds() + " s: " + matter.get());
            }
            pause(STEP);
        }
    }

    /** Sleeps. LabException if interrupted. */
    static void pause(final Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("waiting", e);
        }
    }
}
