/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vpnpassthrough.gateway.Gateway;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.rules.FakeSwitch;
import org.vpnpassthrough.rules.FlowRule;
import org.vpnpassthrough.rules.Pipeline;

/** The flow table and the mapping table tell the same story. */
final class Tables {
    private final Set<FlowRule> base;

    /** What the switch has now, without any session, is what it must have whenever there is none. */
    Tables(final FakeSwitch flows) {
        base = Set.copyOf(flows.rules());
    }

    /** While the gateway knows what the switch has: each rule has its session, each session its rules. */
    void check(final FakeSwitch flows, final Gateway gateway) {
        final Map<Long, Set<Integer>> tables = new LinkedHashMap<>();
        final var others = new HashSet<FlowRule>();
        for (final var rule : flows.rules()) {
            if (Cookie.isSession(rule.cookie())) {
                tables.computeIfAbsent(Cookie.sessionNumber(rule.cookie()), key -> new HashSet<>())
                    .add(rule.table().id());
            } else if (!Cookie.isPair(rule.cookie())) {
                others.add(rule);
            }
        }
        if (!others.equals(base)) {
            throw new Violation("the base rules stay", difference(base, others), difference(others, base));
        }
        // the rule for inbound packets may have been idle while the outbound one is not; not the other way round
        final var incomplete = new TreeMap<>(tables);
        incomplete.values().removeIf(there -> there.contains(Pipeline.OUTBOUND.id()));
        final var state = gateway.state();
        if (!incomplete.isEmpty() || state.sessionsInSwitch() != tables.size()) {
            throw new Violation("flow table and mapping table agree", state.sessionsInSwitch() + " sessions in switch",
                tables.size() + " have rules", "without an outbound rule " + incomplete.keySet());
        }
        if (state.mappings() > state.sessions()) {
            throw new Violation("every mapping has a session", state.mappings() + " mappings", state.sessions());
        }
    }

    /** After everything has been idle for long enough. */
    void checkEmpty(final FakeSwitch flows, final Gateway gateway) {
        final var state = gateway.state();
        if (state.mappings() != 0 || state.sessions() != 0) {
            throw new Violation("what is idle ends", state.mappings() + " mappings", state.sessions() + " sessions");
        }
        check(flows, gateway);
        checkNoGroups(flows);
        if (!Set.copyOf(flows.rules()).equals(base)) {
            throw new Violation("what is idle ends", flows.rules());
        }
    }

    private static void checkNoGroups(final FakeSwitch flows) {
        if (!flows.groups().isEmpty()) {
            throw new Violation("a group ends with the last client that shares", flows.groups());
        }
    }

    /** After the gateway has been taken away. */
    static void checkGone(final FakeSwitch flows) {
        if (!flows.rules().isEmpty() || !flows.meters().isEmpty()) {
            throw new Violation("a gateway that is removed leaves nothing", flows.rules(), flows.meters());
        }
        checkNoGroups(flows);
    }

    private static List<FlowRule> difference(final Set<FlowRule> one, final Set<FlowRule> other) {
        return one.stream().filter(rule -> !other.contains(rule)).toList();
    }
}
