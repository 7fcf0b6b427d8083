/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;

/** Waits for what another thread is about to do. */
final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Eventually() {
    }

    /**
     * Waits until a value is as expected.
     *
     * @param expected the value
     * @param actual where to look, again and again
     */
    static void equal(final Object expected, final Supplier<?> actual) {
        final var end = Instant.now().plus(PATIENCE);
        while (!Objects.equals(expected, actual.get()) && Instant.now().isBefore(end)) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        assertEquals(expected, actual.get());
    }
}
