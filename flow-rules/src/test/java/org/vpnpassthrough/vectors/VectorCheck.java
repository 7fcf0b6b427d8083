/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Runs vectors: compares what happens with what they expect, or writes down what happens. */
public final class VectorCheck {
    private VectorCheck() {
    }

    /**
     * Runs a vector and compares every step.
     *
     * @param vector what to run
     * @param runners a fresh runner each time
     * @return empty when all is as expected; else the first step that differs, as it is and as it should be
     */
    public static List<String> differences(final Vector vector, final Supplier<? extends VectorRunner> runners) {
        final List<Vector.Step> actual = record(vector, runners.get()).steps();
        for (int index = 0; index < actual.size(); index++) {
            final Vector.Step wanted = canonical(vector.steps().get(index), vector.setup());
            if (!wanted.expected().equals(actual.get(index).expected())) {
                return List.of(vector.name() + ", step " + (index + 1) + " of " + actual.size(),
                    "expected:" + text(vector, wanted), "but was:" + text(vector, actual.get(index)));
            }
        }
        return List.of();
    }

    private static String text(final Vector vector, final Vector.Step step) {
        final String file = VectorFile.text(new Vector("", List.of(), vector.setup(), List.of(step)));
        return file.substring(file.indexOf("\n\n"));
    }

    /** The step with its expectations in order, and the gateway's own ARP in its short form. */
    private static Vector.Step canonical(final Vector.Step step, final Setup setup) {
        return new Vector.Step(step.comments(), step.at(), step.event(), step.expected().stream()
            .map(expected -> expected instanceof Expectation.Forward forward
                ? Outcome.expected(forward, setup, step.event()) : expected)
            .sorted(Expectation.ORDER).toList());
    }

    /**
     * Runs a vector and puts in what really happens, to be reviewed and kept.
     *
     * @param vector what to run; its expectations do not count
     * @param runner a fresh runner
     * @return the same vector with other expectations
     */
    public static Vector record(final Vector vector, final VectorRunner runner) {
        runner.start(vector.setup());
        final List<Vector.Step> steps = new ArrayList<>();
        for (final Vector.Step step : vector.steps()) {
            final Outcome outcome = switch (step.event()) {
                case Vector.Tick tick -> runner.tick(step.at());
                case Vector.Arrival arrival -> runner.arrive(step.at(), arrival.port(), arrival.frame().bytes());
            };
            steps.add(new Vector.Step(step.comments(), step.at(), step.event(),
                outcome.asExpected(vector.setup(), step.event())));
        }
        return new Vector(vector.name(), vector.title(), vector.setup(), steps);
    }
}
