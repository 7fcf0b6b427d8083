/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * One rule of a switch, checked against the declaration of its table.
 *
 * <p>A rule of priority 0 that matches everything is the table's miss rule and has to do what the table declares.
 *
 * @param table the table it is in
 * @param priority 0 to 65535; of the rules that match a packet the highest is taken
 * @param match the packets it is for
 * @param meter the meter that bounds it, or 0 for none
 * @param actions what it does, in order; none and no next table means drop
 * @param next where the packet goes on after the actions, or null for nowhere
 * @param cookie what {@link Cookie} made
 * @param idleSeconds after how long without a packet the switch removes it, 1 to 65535, or 0 for never
 * @param notifyRemoval whether the switch tells when it removes the rule, for idleness or because we said so
 */
public record FlowRule(Table table, int priority, Match match, int meter, List<Action> actions, Table next, long cookie,
        int idleSeconds, boolean notifyRemoval) {
    private static final int MAX_16_BIT = 0xffff;

    /**
     * Checks the rule.
     *
     * @throws IllegalArgumentException when the table does not declare what the rule does, a field lacks the match that
     *     it needs, a number is out of range or the cookie is not ours; the message names table and field and what
     *     is allowed
     */
    public FlowRule {
        actions = List.copyOf(actions);
        checkRange(table, "priority", priority);
        checkRange(table, "idle time-out", idleSeconds);
        if (meter < 0) {
            throw new IllegalArgumentException("table " + table.name() + ": meter " + meter + " is negative");
        }
        if (!Cookie.isOurs(cookie)) {
            throw new IllegalArgumentException("table " + table.name() + ": cookie 0x" + Long.toHexString(cookie)
                + " does not carry our tag, the rule could never be cleaned up");
        }
        table.checkMatch(match);
        for (final Action action : actions) {
            table.checkAction(action, match);
        }
        if (next != null) {
            table.checkNext(next);
        }
        if (priority == 0 && match.equals(Match.any())) {
            checkMiss(table, actions, next);
        }
    }

    private static void checkRange(final Table table, final String what, final int number) {
        if (number < 0 || number > MAX_16_BIT) {
            throw new IllegalArgumentException(
                "table " + table.name() + ": " + what + " " + number + " is not within 0..65535");
        }
    }

    private static void checkMiss(final Table table, final List<Action> actions, final Table next) {
        final List<Action> declared = switch (table.miss()) {
            case DROP -> List.of();
            case CONTROLLER -> List.of(new Action.ToController());
        };
        if (next != null || !actions.equals(declared)) {
            throw new IllegalArgumentException("table " + table.name() + ": a miss is declared as " + table.miss()
                + ", the rule for it does something else");
        }
    }

    /**
     * Starts a rule.
     *
     * @param table the table it is in
     * @param priority 0 to 65535
     * @param match the packets it is for
     * @param cookie what {@link Cookie} made
     * @return a builder of a rule that drops, for ever
     */
    public static Builder in(final Table table, final int priority, final Match match, final long cookie) {
        return new Builder(table, priority, match, cookie);
    }

    /**
     * The rule as {@code ovs-ofctl -O OpenFlow13 add-flow} takes it, with the match written as Open vSwitch dumps it.
     *
     * @return one line, such as {@code table=0,priority=100,arp,cookie=0x5650010000000000,actions=CONTROLLER:65535}
     */
    public String toOvs() {
        return OvsText.rule(this);
    }

    @Override
    public String toString() {
        return toOvs();
    }

    /** The parts of a rule that not every rule has. */
    public static final class Builder {
        private final Table table;
        private final int priority;
        private final Match match;
        private final long cookie;
        private final List<Action> actions = new ArrayList<>();
        private int meter;
        private Table next;
        private int idleSeconds;
        private boolean notifyRemoval;

        private Builder(final Table table, final int priority, final Match match, final long cookie) {
            this.table = table;
            this.priority = priority;
            this.match = match;
            this.cookie = cookie;
        }

        /**
         * Bounds the rule by a meter.
         *
         * @param id the meter's number, see {@link MeterRule}
         * @return this builder
         */
        public Builder meter(final int id) {
            this.meter = id;
            return this;
        }

        /**
         * Adds an action after those added before.
         *
         * @param action what to do
         * @return this builder
         */
        public Builder then(final Action action) {
            actions.add(action);
            return this;
        }

        /**
         * Goes on to another table after the actions.
         *
         * @param after the other table
         * @return this builder
         */
        public Builder goTo(final Table after) {
            this.next = after;
            return this;
        }

        /**
         * Lets the switch remove the rule when it is idle.
         *
         * @param seconds 1 to 65535
         * @param notify whether the switch tells when it removes the rule
         * @return this builder
         */
        public Builder idle(final int seconds, final boolean notify) {
            this.idleSeconds = seconds;
            this.notifyRemoval = notify;
            return this;
        }

        /**
         * Makes the rule.
         *
         * @return the checked rule
         * @throws IllegalArgumentException as {@link FlowRule} says
         */
        public FlowRule build() {
            return new FlowRule(table, priority, match, meter, actions, next, cookie, idleSeconds, notifyRemoval);
        }
    }
}
