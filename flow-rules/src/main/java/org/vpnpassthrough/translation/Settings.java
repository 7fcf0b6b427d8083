/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import org.vpnpassthrough.mapping.StaticMappings;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.mapping.Timers;

/**
 * How a gateway translates, as it is configured. A change holds for sessions opened from then on.
 *
 * @param timers when what is silent ends
 * @param policy what may pass
 * @param sharing what happens to ESP when the pool has no address left at which a client would be alone with the
 *     server; not {@link Strategy#EXCLUSIVE}, which is what there is before
 * @param behaviour how TCP and UDP are mapped and filtered
 * @param limits how much one client may have
 * @param statics hosts that are reached from outside
 */
public record Settings(Timers timers, Policy policy, Strategy sharing, Behaviour behaviour, Limits limits,
        StaticMappings statics) {
    /** What the RFCs recommend, everything passes. */
    public static final Settings DEFAULT = new Settings(Timers.DEFAULT, Policy.ALL, Strategy.REPLICATED,
        Behaviour.DEFAULT, Limits.DEFAULT, StaticMappings.NONE);

    /** The same settings with other timers. */
    public Settings with(final Timers changed) {
        return new Settings(changed, policy, sharing, behaviour, limits, statics);
    }

    /** The same settings with another policy. */
    public Settings with(final Policy changed) {
        return new Settings(timers, changed, sharing, behaviour, limits, statics);
    }

    /** The same settings with another strategy for sharing. */
    public Settings with(final Strategy changed) {
        return new Settings(timers, policy, changed, behaviour, limits, statics);
    }

    /** The same settings with another behaviour. */
    public Settings with(final Behaviour changed) {
        return new Settings(timers, policy, sharing, changed, limits, statics);
    }

    /** The same settings with other limits. */
    public Settings with(final Limits changed) {
        return new Settings(timers, policy, sharing, behaviour, changed, statics);
    }

    /** The same settings with other static mappings. */
    public Settings with(final StaticMappings changed) {
        return new Settings(timers, policy, sharing, behaviour, limits, changed);
    }
}
