/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One flow table of the {@link FakeSwitch}. Rules that match the same fields under the same masks are found by hash,
 * as in Open vSwitch's classifier, so that a test can have as many mappings as an address has ports.
 */
final class FakeTable {
    private final SortedMap<Integer, Map<Shape, Map<Match, Entry>>> byPriority =
        new TreeMap<>(Comparator.reverseOrder());

    /** A rule with what the switch keeps about it. */
    static final class Entry {
        private final FlowRule rule;
        private Instant lastUse;
        private long packets;

        Entry(final FlowRule rule, final Instant now) {
            this.rule = rule;
            lastUse = now;
        }

        FlowRule rule() {
            return rule;
        }

        long packets() {
            return packets;
        }

        void use(final Instant now) {
            packets++;
            lastUse = now;
        }

        /** When the rule ends unless a packet comes before. */
        Instant idleAt() {
            return rule.idleSeconds() == 0 ? Instant.MAX : lastUse.plusSeconds(rule.idleSeconds());
        }
    }

    /** The fields matched with their masks. Two matches of one shape are equal or have no packet in common. */
    private record Shape(Map<MatchField, Long> masks, FieldValue etherType, FieldValue protocol) {
        static Shape of(final Match match) {
            final Map<MatchField, Long> masks = new TreeMap<>();
            match.fields().forEach((field, wanted) -> masks.put(field, wanted.mask()));
            return new Shape(masks, match.fields().get(MatchField.ETH_TYPE), match.fields().get(MatchField.IP_PROTO));
        }

        /** The only match of this shape that these fields fulfil, if there is one. */
        Optional<Match> of(final Map<MatchField, Long> fields) {
            Match match = Match.any();
            for (final Map.Entry<MatchField, Long> mask : masks.entrySet()) {
                final Long value = fields.get(mask.getKey());
                if (value == null) {
                    return Optional.empty();
                }
                match = match.with(mask.getKey(), value & mask.getValue(), mask.getValue());
            }
            return Optional.of(match);
        }

        /** True when no packet can have both shapes, without a look at the rules. */
        boolean excludes(final Shape other) {
            return differ(etherType, other.etherType) || differ(protocol, other.protocol);
        }

        private static boolean differ(final FieldValue one, final FieldValue other) {
            return one != null && other != null && !one.equals(other);
        }
    }

    /**
     * Adds a rule, in place of one with the same priority and match.
     *
     * @throws IllegalStateException when a packet could match this rule and another one of the same priority
     */
    void add(final FlowRule rule, final Instant now) {
        final Shape shape = Shape.of(rule.match());
        final Map<Shape, Map<Match, Entry>> shapes =
            byPriority.computeIfAbsent(rule.priority(), priority -> new LinkedHashMap<>());
        shapes.forEach((other, entries) -> {
            if (!other.equals(shape) && !other.excludes(shape)) {
                entries.values().forEach(entry -> checkApart(entry.rule, rule));
            }
        });
        shapes.computeIfAbsent(shape, key -> new LinkedHashMap<>()).put(rule.match(), new Entry(rule, now));
    }

    private static void checkApart(final FlowRule one, final FlowRule other) {
        final Map<MatchField, FieldValue> fields = new HashMap<>(one.match().fields());
        fields.keySet().retainAll(other.match().fields().keySet());
        final boolean overlap = fields.entrySet().stream().allMatch(field -> {
            final FieldValue wanted = other.match().fields().get(field.getKey());
            return ((wanted.value() ^ field.getValue().value()) & wanted.mask() & field.getValue().mask()) == 0;
        });
        if (overlap) {
            throw new IllegalStateException("two rules of the same priority overlap, the switch may take either:\n  "
                + one + "\n  " + other);
        }
    }

    Optional<Entry> get(final int priority, final Match match) {
        return Optional.ofNullable(byPriority.getOrDefault(priority, Map.of())
            .getOrDefault(Shape.of(match), Map.of()).get(match));
    }

    void remove(final FlowRule rule) {
        byPriority.get(rule.priority()).get(Shape.of(rule.match())).remove(rule.match());
    }

    /** The rule for a packet: the one of the highest priority, the only one by what {@link #add} checks. */
    Optional<Entry> lookup(final Map<MatchField, Long> fields) {
        return byPriority.values().stream()
            .flatMap(shapes -> shapes.entrySet().stream())
            .map(shape -> shape.getKey().of(fields).map(shape.getValue()::get).orElse(null))
            .filter(Objects::nonNull)
            .findFirst();
    }

    /** All rules, the highest priority first, then in the order in which they came. */
    Stream<Entry> entries() {
        return byPriority.values().stream().flatMap(shapes -> shapes.values().stream())
            .flatMap(entries -> entries.values().stream());
    }
}
