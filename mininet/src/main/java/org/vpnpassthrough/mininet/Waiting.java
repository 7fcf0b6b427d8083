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
public final class Waiting {
    private static final Duration STEP = Duration.ofMillis(200);

    private Waiting() {
        // static methods only
    }

    /**
     * Waits until a condition holds, looking five times a second.
     *
     * @param condition what to wait for
     * @param patience how long at the most
     * @param matter what is the matter, asked for only if the time is up
     * @throws LabException with what is the matter, if the time is up
     */
    public static void until(final BooleanSupplier condition, final Duration patience, final Supplier<String> matter) {
        final var end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new LabException("not within " + patience.toSeconds() + " s: " + matter.get());
            }
            pause(STEP);
        }
    }

    /**
     * Sleeps.
     *
     * @param time how long
     * @throws LabException if interrupted
     */
    public static void pause(final Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("waiting", e);
        }
    }
}
