/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * Fuzzing with Jazzer: bytes that a fuzzer makes up, guided by which branches of the core they reach. There is one
 * target for each parser, and {@link org.vpnpassthrough.fuzz.GatewayFuzzTest} for everything behind them. Open that one
 * first.
 *
 * <p>A target fails if anything throws, if a parser looks at bytes outside its range ({@code Slice}), if what is put
 * together again is not what was taken apart ({@code Packets}), or if something leaves that must not ({@code Emitted}).
 *
 * <p>Three ways to run them:
 * <ul>
 * <li>{@code mvn test} gives each target the inputs in {@code src/test/resources/org/vpnpassthrough/fuzz}, as any test;
 * Jazzer instruments nothing then.</li>
 * <li>{@code mvn verify} then fuzzes two of them, packets and IKE, 15 seconds each; {@code -Dfuzz.duration=10m} makes
 * that longer, {@code -Dfuzz.skip} leaves it out, {@code -Dfuzz.gateway.skip=false} adds the gateway as a whole.</li>
 * <li>{@code JAZZER_FUZZ=1 mvn -pl flow-rules test -Dtest=GreFuzzTest -Dfuzz.hooks=true -Djazzer.max_duration=1h}
 * fuzzes one target.</li>
 * </ul>
 * An input that fails is written to the resources and fails from then on with every {@code mvn test}; it belongs into
 * the commit that mends it. What else was found is kept in {@code .cifuzz-corpus} for the next time and not committed.
 * {@link org.vpnpassthrough.fuzz.SeedCorpus} has written the inputs to begin with.
 *
 * <p>Jazzer is under the Apache License 2.0 again since version 0.24; 0.30 reads class files up to Java 26. On a JDK 24
 * or newer it warns of {@code sun.misc.Unsafe} and of its native library, and works.
 */
package org.vpnpassthrough.fuzz;
