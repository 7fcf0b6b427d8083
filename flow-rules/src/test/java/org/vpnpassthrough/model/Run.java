/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.vpnpassthrough.mapping.Strategy;

/**
 * One run of the model.
 *
 * @param seed of the gateway's random choices, and of the script if that is made from it
 * @param poolSize external addresses
 * @param sharing what several clients of ESP at one address may do
 */
record Run(long seed, int poolSize, Strategy sharing) {
    private static final int TRIES = 600;

    /** What went wrong, and when. */
    record Failure(AssertionError error, int step, String trace) {
        private String kind() {
            return error instanceof Violation violation ? violation.promise() : String.valueOf(error.getCause());
        }
    }

    /** Lets all this happen in a fresh world; the first thing that is wrong ends it. */
    Optional<Failure> play(final List<Action> actions) {
        final var world = new World(poolSize, sharing, seed);
        try {
            actions.forEach(world::happen);
            world.calmDown();
            return Optional.empty();
        } catch (Violation violation) {
            return Optional.of(new Failure(violation, world.trace().steps(), world.trace().toString()));
        } catch (IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException | NullPointerException
                | ClassCastException | NoSuchElementException e) {
            return Optional.of(new Failure(new AssertionError("it threw " + e, e), world.trace().steps(),
                world.trace().toString()));
        }
    }

    /** The same failure with fewer actions: leaves out ever smaller parts, as long as it fails alike. */
    Failure shrink(final List<Action> actions, final Failure failure) {
        var best = failure;
        var left = new ArrayList<>(actions.subList(0, Math.min(failure.step(), actions.size())));
        int tries = 0;
        for (int size = Math.max(1, left.size() / 2); size >= 1 && tries < TRIES; size /= 2) {
            for (int from = 0; from < left.size() && tries < TRIES; tries++) {
                final var shorter = new ArrayList<>(left.subList(0, from));
                shorter.addAll(left.subList(Math.min(left.size(), from + size), left.size()));
                final var again = play(shorter);
                if (again.isPresent() && again.orElseThrow().kind().equals(failure.kind())) {
                    best = again.orElseThrow();
                    left = new ArrayList<>(shorter.subList(0, Math.min(best.step(), shorter.size())));
                } else {
                    from += size;
                }
            }
        }
        return best;
    }
}
