/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * The declaration of one flow table: which rules may be put into it. A rule that does not fit fails in our own process,
 * with names in the message, not at a switch with an error code.
 *
 * @param id the table's number in the switch, 0 to 254
 * @param name the table's name in messages
 * @param matchable the fields that a rule may match
 * @param maskable those of them that a rule may match by a prefix
 * @param settable the fields that a rule may write
 * @param next the tables that a rule may go on to; a switch only goes forward, to a higher number
 * @param miss what happens to a packet that no rule is for
 */
public record Table(int id, String name, Set<MatchField> matchable, Set<MatchField> maskable,
        Set<MatchField> settable, Set<Table> next, Miss miss) {
    /** What happens to a packet that no rule is for. */
    public enum Miss {
        /** It is dropped, as OpenFlow does by itself. */
        DROP,
        /** It goes to the controller, which takes a rule of priority 0 that says so. */
        CONTROLLER
    }

    /**
     * Checks that the declaration is possible.
     *
     * @throws IllegalArgumentException when the id is out of range, a field may be masked but not matched, or a next
     *     table is not a higher one
     */
    public Table {
        matchable = Set.copyOf(matchable);
        maskable = Set.copyOf(maskable);
        settable = Set.copyOf(settable);
        next = Set.copyOf(next);
        if (id < 0 || id > 254) {
            throw new IllegalArgumentException("table " + name + ": the id is 0 to 254, not " + id);
        }
        for (final MatchField field : maskable) {
            if (!matchable.contains(field) || !field.maskable()) {
                throw new IllegalArgumentException("table " + name + ": " + field + " cannot be matched with a mask");
            }
        }
        for (final Table after : next) {
            if (after.id <= id) {
                throw new IllegalArgumentException(
                    "table " + name + "(" + id + ") can only go on to a higher table, not to " + after);
            }
        }
    }

    /**
     * Refuses a match that this table does not declare.
     *
     * @param match the match of a rule for this table
     * @throws IllegalArgumentException naming this table, the field and what is allowed
     */
    void checkMatch(final Match match) {
        for (final MatchField field : MatchField.ALL) {
            if (match.has(field)) {
                if (!matchable.contains(field)) {
                    throw refused("does not match " + field, matchable);
                }
                if (!match.isExact(field) && !maskable.contains(field)) {
                    throw refused("does not match " + field + " with a mask", maskable);
                }
            }
        }
        try {
            match.checkPrerequisites();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("table " + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Refuses an action that this table does not declare or that its packets do not allow.
     *
     * @param action an action of a rule for this table
     * @param match the match of that rule, already checked
     * @throws IllegalArgumentException naming this table, the field and what is allowed or needed
     */
    void checkAction(final Action action, final Match match) {
        switch (action) {
            case Action.SetField set -> {
                final MatchField field = set.field();
                if (!settable.contains(field)) {
                    throw refused("does not set " + field, settable);
                }
                if (!field.availableIn(match)) {
                    throw new IllegalArgumentException(
                        "table " + name + ": setting " + field + " needs " + field.need() + " in the match");
                }
            }
            case Action.DecrementTtl ttl -> {
                // The time to live is in the IPv4 header, as the addresses are, and so needs the same match.
                if (!MatchField.IPV4_SRC.availableIn(match)) {
                    throw new IllegalArgumentException("table " + name + ": " + action + " needs "
                        + MatchField.IPV4_SRC.need() + " in the match");
                }
            }
            case Action.Output output -> {
                // OpenFlow 1.3.5, section 7.2.5.1: a switch silently keeps back what would leave where it came in.
                if (match.has(MatchField.IN_PORT) && match.value(MatchField.IN_PORT) == output.port()) {
                    throw new IllegalArgumentException(
                        "table " + name + ": a switch never outputs to the in_port, here " + output.port());
                }
            }
            case Action.ToGroup group -> { }
            case Action.ToController punt -> { }
        }
    }

    /**
     * Refuses to go on to a table that this one does not declare.
     *
     * @param after where a rule of this table goes on
     * @throws IllegalArgumentException naming both tables and what is allowed
     */
    void checkNext(final Table after) {
        if (!next.contains(after)) {
            throw new IllegalArgumentException("table " + name + " does not go on to " + after.name + "; allowed: "
                + list(next.stream().map(Table::name).sorted().collect(Collectors.joining(", "))));
        }
    }

    private IllegalArgumentException refused(final String what, final Set<MatchField> allowed) {
        return new IllegalArgumentException("table " + name + " " + what + "; allowed: "
            + list(allowed.stream().sorted().map(MatchField::toString).collect(Collectors.joining(", "))));
    }

    private static String list(final String names) {
        return names.isEmpty() ? "none" : names;
    }

    /**
     * The table's name and number.
     *
     * @return such as {@code outbound(1)}
     */
    @Override
    public String toString() {
        return name + "(" + id + ")";
    }
}
