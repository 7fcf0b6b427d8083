/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.rules.FlowRule;

/**
 * Collects the effects of one call. While the switch is away they lead nowhere and are forgotten, but for removals:
 * those are owed to it.
 */
final class Outlet {
    private final Counters counters;
    private final List<FlowRule> owed = new ArrayList<>();
    private List<Effect> effects = new ArrayList<>();
    private boolean open;

    Outlet(final Counters counters) {
        this.counters = counters;
    }

    void open() {
        open = true;
    }

    void shut() {
        open = false;
    }

    boolean isOpen() {
        return open;
    }

    void put(final Effect effect) {
        if (open) {
            counters.sent(effect);
            effects.add(effect);
        } else if (effect instanceof Effect.RemoveRule(var rule)) {
            owed.add(rule);
        }
    }

    void send(final Interface out, final byte[] frame) {
        put(new Effect.SendPacket(out.number(), new Frame(frame)));
    }

    /** Removes what should have been removed while the switch was away. */
    void payDebts() {
        owed.forEach(rule -> put(new Effect.RemoveRule(rule)));
        owed.clear();
    }

    List<Effect> drain() {
        final var drained = effects;
        effects = new ArrayList<>();
        return drained;
    }
}
