/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.vpnpassthrough.gateway.Effect;
import org.vpnpassthrough.rules.FlowRule;

/** A way to a switch that ends in a list, and that a test can hold up. */
final class RecordingSink implements FlowSink {
    private final List<Effect> effects = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile LongConsumer refused = cookie -> { };
    private volatile boolean held;
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public void carryOut(final List<Effect> wanted, final LongConsumer toldIfRefused) {
        refused = toldIfRefused;
        calls.incrementAndGet();
        held = gate.getCount() > 0;
        try {
            gate.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        held = false;
        effects.addAll(wanted);
    }

    void hold() {
        gate = new CountDownLatch(1);
    }

    void letGo() {
        gate.countDown();
    }

    boolean isHeld() {
        return held;
    }

    int calls() {
        return calls.get();
    }

    /** What the last effects were sent with: to be told what the switch refused. */
    LongConsumer refused() {
        return refused;
    }

    List<Effect> effects() {
        return effects;
    }

    List<FlowRule> rulesPut() {
        return effects.stream()
            .filter(Effect.PutRule.class::isInstance)
            .map(effect -> ((Effect.PutRule) effect).rule())
            .toList();
    }
}
