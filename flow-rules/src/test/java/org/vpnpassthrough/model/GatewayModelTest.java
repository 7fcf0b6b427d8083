/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.vpnpassthrough.mapping.Strategy;

/**
 * Random clients, servers and accidents against the gateway, checked after each step: see the package.
 *
 * <p>{@code -Dmodel.steps=1000000} makes the runs longer, {@code -Dmodel.seed=7} makes other runs. A failure tells the
 * numbers of its run, the fewest steps that were found to lead to it, and can be had again with
 * {@code -Dmodel.steps} and {@code -Dmodel.seed} as they were.
 */
final class GatewayModelTest {
    private static final int RUNS = 20;
    private static final int STEPS = Integer.getInteger("model.steps", 100_000);
    private static final long SEED = Long.getLong("model.seed", 0);

    @Property(tries = RUNS, seed = "20260101", shrinking = ShrinkingMode.OFF)
    void theGatewayKeepsItsPromises(@ForAll final long seed, @ForAll @IntRange(min = 1, max = 3) final int poolSize,
            @ForAll final Strategy sharing) {
        final var run = new Run(seed ^ SEED, poolSize, sharing);
        final var actions = Script.of(run.seed(), poolSize, STEPS / RUNS);
        run.play(actions).ifPresent(failure -> {
            final var least = run.shrink(actions, failure);
            throw new AssertionError(run + ", step " + failure.step() + ": " + failure.error().getMessage()
                + "\nthe same with fewer steps, the last of them:\n" + least.trace() + "\n"
                + least.error().getMessage(), least.error());
        });
    }
}
