/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a new vector: say what arrives, run it once, review the text, and keep it as a file.
 *
 * <pre>
 * new VectorScript("plain/udp.txt", setup, "A client sends UDP to a server.")
 *     .arrive(0, 1, Frames.udp(...), "The first packet makes the mapping.")
 *     .tick(301, "Nobody said anything for 300 s.")
 *     .record(runner);
 * </pre>
 */
public final class VectorScript {
    private final String name;
    private final Setup setup;
    private final List<String> title;
    private final List<Vector.Step> steps = new ArrayList<>();

    /**
     * Starts an exchange.
     *
     * @param name the file's path below {@code vectors}
     * @param setup the gateway
     * @param title the comment at the top, line by line
     */
    public VectorScript(final String name, final Setup setup, final String... title) {
        this.name = name;
        this.setup = setup;
        this.title = List.of(title);
    }

    /**
     * Where the vector is to be kept.
     *
     * @return the file's path below {@code vectors}
     */
    String name() {
        return name;
    }

    /**
     * Lets a frame arrive.
     *
     * @param seconds when, since the start
     * @param port by which port
     * @param frame the bytes
     * @param comments what it is about, line by line
     * @return this script
     */
    public VectorScript arrive(final int seconds, final int port, final byte[] frame, final String... comments) {
        return step(seconds, new Vector.Arrival(port, HexFrame.of(frame)), comments);
    }

    /**
     * Lets time pass.
     *
     * @param seconds up to when, since the start
     * @param comments what it is about, line by line
     * @return this script
     */
    public VectorScript tick(final int seconds, final String... comments) {
        return step(seconds, new Vector.Tick(), comments);
    }

    private VectorScript step(final int seconds, final Vector.Event event, final String... comments) {
        steps.add(new Vector.Step(List.of(comments), Duration.ofSeconds(seconds), event, List.of()));
        return this;
    }

    /**
     * Runs the exchange.
     *
     * @param runner a fresh runner
     * @return the text of the vector with what really happened
     */
    public String record(final VectorRunner runner) {
        return VectorFile.text(VectorCheck.record(new Vector(name, title, setup, steps), runner));
    }
}
