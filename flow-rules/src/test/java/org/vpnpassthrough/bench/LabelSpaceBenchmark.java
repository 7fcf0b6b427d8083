/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.bench;

import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.vpnpassthrough.mapping.LabelSpace;

/** What one port costs, taken and given back, while most of the others are in use. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LabelSpaceBenchmark {
    private static final int HIGH_PORTS = 64512;

    /** Per cent of the ports from 1024 on that are in use. */
    @Param({"10", "90", "99", "99.9"})
    public double occupancy;

    private LabelSpace space;

    /** Takes ports until so many are in use. */
    @Setup
    public void occupy() {
        space = new LabelSpace(new Random(1), 0);
        final int count = (int) (HIGH_PORTS * occupancy / 100);
        for (int taken = 0; taken < count; taken++) {
            space.takeLike(40000 + (taken & 1), Instant.EPOCH);
        }
    }

    /** One port. */
    @Benchmark
    public int takeAndGiveBack() {
        final int port = space.takeLike(40000, Instant.EPOCH).getAsInt();
        space.giveBack(port, Instant.EPOCH);
        return port;
    }
}
