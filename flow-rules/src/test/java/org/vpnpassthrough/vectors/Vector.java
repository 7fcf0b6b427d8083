/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * One exchange: a gateway, what reaches it, and all that has to happen.
 *
 * @param name the file's path below {@code vectors}, such as {@code plain/udp.txt}
 * @param title the comment at the top
 * @param setup the gateway
 * @param steps in order of time, at least one
 */
public record Vector(String name, List<String> title, Setup setup, List<Step> steps) {
    /** What begins a step. */
    public sealed interface Event {
    }

    /**
     * A frame arrives.
     *
     * @param port by which port
     * @param frame the bytes
     */
    public record Arrival(int port, HexFrame frame) implements Event {
    }

    /** Time has passed: idle rules end and timers run. */
    public record Tick() implements Event {
    }

    /**
     * One event and all that has to happen.
     *
     * @param comments those above the step
     * @param at when, since the start
     * @param event what begins it
     * @param expected what has to happen; empty when nothing may
     */
    public record Step(List<String> comments, Duration at, Event event, List<Expectation> expected) {
        /** Keeps its own lists. */
        public Step {
            comments = List.copyOf(comments);
            expected = List.copyOf(expected);
        }
    }

    /** Keeps its own lists. */
    public Vector {
        title = List.copyOf(title);
        steps = List.copyOf(steps);
    }

    /**
     * Every frame of the exchange, those that arrive and those that leave, for decoders that did not write them.
     *
     * @return in the order of the file
     */
    public Stream<byte[]> frames() {
        return steps.stream().flatMap(step -> Stream.concat(
            step.event() instanceof Arrival arrival ? Stream.of(arrival.frame) : Stream.empty(),
            step.expected().stream().filter(Expectation.Forward.class::isInstance)
                .map(expected -> ((Expectation.Forward) expected).frame()))).map(HexFrame::bytes);
    }

    @Override
    public String toString() {
        return name;
    }
}
