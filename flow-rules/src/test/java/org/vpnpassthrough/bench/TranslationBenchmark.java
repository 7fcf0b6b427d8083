/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.vpnpassthrough.gateway.Effect;
import org.vpnpassthrough.gateway.Gateway;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.Frames;

/** A whole gateway without a controller around it: a first packet in, two rules and the packet out. */
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TranslationBenchmark {
    private static final int BATCH = 50_000;

    /** A new gateway for each invocation, so that it always has ports left. */
    @State(Scope.Thread)
    public static class Fresh {
        private final List<byte[]> firstPackets = new ArrayList<>();
        private Gateway gateway;

        /** One packet from each port of one client. */
        @Setup(Level.Trial)
        public void packets() {
            for (int port = 1024; port < 1024 + BATCH; port++) {
                firstPackets.add(BenchGateway.fromClient(Frames.udp(Frames.CLIENT, port, Frames.SERVER, 53)));
            }
        }

        /** Starts the gateway. */
        @Setup(Level.Invocation)
        public void start() {
            gateway = BenchGateway.running();
        }
    }

    /** A gateway with many mappings. */
    @State(Scope.Benchmark)
    public static class Loaded {
        private BenchGateway.Table table;

        /** Opens a hundred thousand mappings. */
        @Setup
        public void load() {
            table = BenchGateway.table(100_000);
        }
    }

    /** Mappings per second: parse, choose a port, open, render two rules, rewrite. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @OperationsPerInvocation(BATCH)
    public List<Effect> mappings(final Fresh fresh) {
        List<Effect> last = List.of();
        for (final var packet : fresh.firstPackets) {
            last = fresh.gateway.receive(BenchGateway.INTERNAL, 0, packet, Instant.EPOCH);
        }
        return last;
    }

    /** One look-up of an established session among a hundred thousand. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public Object lookup(final Loaded loaded) {
        final Tuple tuple = loaded.table.next();
        return loaded.table.mappings().session(tuple, Frames.SERVER).orElseThrow();
    }
}
