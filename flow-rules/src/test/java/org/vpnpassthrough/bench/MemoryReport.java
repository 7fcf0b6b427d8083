/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.bench;

import java.io.PrintStream;

/** Prints how many bytes of heap a mapping with one session keeps. */
public final class MemoryReport {
    private static final int[] SIZES = {10_000, 100_000, 1_000_000};

    private MemoryReport() {
    }

    /**
     * Measures and prints.
     *
     * @param args none
     */
    @SuppressWarnings("checkstyle:RegexpSinglelineJava")
    public static void main(final String[] args) throws InterruptedException {
        final PrintStream out = System.out;
        for (final int size : SIZES) {
            final long before = used();
            final var table = BenchGateway.table(size);
            table.tuples().clear();
            final long after = used();
            out.printf("%,9d mappings: %d bytes each%n", table.mappings().mappings(), (after - before) / size);
        }
    }

    private static long used() throws InterruptedException {
        final var runtime = Runtime.getRuntime();
        for (int times = 0; times < 3; times++) {
            System.gc();
            Thread.sleep(50);
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
