/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.vpnpassthrough.packet.Packet;

/**
 * An OpenFlow 1.3 switch in memory: give it rules and meters, send a frame, and ask where it comes out. Where the
 * specification leaves a choice it does as Open vSwitch does; where a switch would behave unpredictably it throws.
 *
 * <p>Time is what the caller says. A rule that has been idle long enough is gone for the next packet; what the switch
 * has to tell about removals waits until {@link #removed} asks. Meters are only checked for being there: they never
 * drop here.
 */
public final class FakeSwitch {
    private final SortedMap<Integer, FakeTable> tables = new TreeMap<>();
    private final SortedMap<Integer, MeterRule> meters = new TreeMap<>();
    private final SortedMap<Integer, GroupRule> groups = new TreeMap<>();
    private final List<Removed> removals = new ArrayList<>();
    /** No rule is idle before; so that only now and then all rules have to be looked at. */
    private Instant nextIdle = Instant.MAX;

    /**
     * A frame that left by a port.
     *
     * @param port the port's number
     * @param frame the bytes
     */
    public record Sent(int port, byte[] frame) {
        @Override
        public boolean equals(final Object other) {
            return other instanceof Sent sent && port == sent.port && Arrays.equals(frame, sent.frame);
        }

        @Override
        public int hashCode() {
            return 31 * port + Arrays.hashCode(frame);
        }

        @Override
        public String toString() {
            return "port " + port + ": " + HexFormat.of().formatHex(frame);
        }
    }

    /**
     * A frame that went to the controller.
     *
     * @param inPort the port by which it came
     * @param table the table of the rule that sent it
     * @param cookie the cookie of that rule
     * @param frame the bytes, as the actions before had left them
     */
    public record PacketIn(int inPort, Table table, long cookie, byte[] frame) {
        @Override
        public boolean equals(final Object other) {
            return other instanceof PacketIn packetIn && inPort == packetIn.inPort && table.equals(packetIn.table)
                && cookie == packetIn.cookie && Arrays.equals(frame, packetIn.frame);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(cookie) * 31 + Arrays.hashCode(frame);
        }

        @Override
        public String toString() {
            return "controller from port " + inPort + ", " + table + ", cookie 0x" + Long.toHexString(cookie) + ": "
                + HexFormat.of().formatHex(frame);
        }
    }

    /**
     * What happened to a frame.
     *
     * @param sent the frames that left, in order
     * @param packetIns what the controller got, copies included
     * @param path the rules that the frame met, in order of the tables
     * @param ttlExpired whether the time to live ended the way; a switch tells the controller only if asked to
     */
    public record Result(List<Sent> sent, List<PacketIn> packetIns, List<FlowRule> path, boolean ttlExpired) {
        /**
         * Whether the frame left by a port.
         *
         * @param port the port's number
         * @return true when it did, rewritten or not
         */
        public boolean isOutput(final int port) {
            return sent.stream().anyMatch(output -> output.port == port);
        }

        /**
         * Whether the frame ended in the switch.
         *
         * @return true when it neither left nor went to the controller
         */
        public boolean isDropped() {
            return sent.isEmpty() && packetIns.isEmpty();
        }

        /**
         * By which rule the frame went to the controller.
         *
         * @return the rule's cookie, empty when the frame did not go to the controller
         */
        public OptionalLong controllerCookie() {
            return packetIns.stream().mapToLong(PacketIn::cookie).findFirst();
        }
    }

    /**
     * What the switch tells of a rule that asked for it.
     *
     * @param rule the rule that is gone
     * @param cause why
     */
    public record Removed(FlowRule rule, Cause cause) {
        /** Why a rule is gone (OpenFlow 1.3.5, section 7.4.2). */
        public enum Cause {
            /** No packet for as long as the rule says. */
            IDLE,
            /** Somebody said so. */
            DELETE
        }
    }

    /**
     * Adds a rule, in place of one with the same table, priority and match; counters start at 0.
     *
     * @param rule what to add
     * @param now when
     * @throws IllegalStateException when the rule names a meter or a group that is not there, or a packet could match
     *     it and another rule of the same table and priority
     */
    public void apply(final FlowRule rule, final Instant now) {
        advance(now);
        if (rule.meter() != 0 && !meters.containsKey(rule.meter())) {
            throw new IllegalStateException("the switch has no meter " + rule.meter() + ": " + rule);
        }
        for (final Action action : rule.actions()) {
            if (action instanceof Action.ToGroup group && !groups.containsKey(group.id())) {
                throw new IllegalStateException("the switch has no group " + group.id() + ": " + rule);
            }
        }
        table(rule).add(rule, now);
        if (rule.idleSeconds() != 0) {
            nextIdle = earlier(nextIdle, now.plusSeconds(rule.idleSeconds()));
        }
    }

    /**
     * Adds or changes a meter.
     *
     * @param meter the meter
     */
    public void apply(final MeterRule meter) {
        meters.put(meter.id(), meter);
    }

    /**
     * Adds a group.
     *
     * @param group the group
     * @throws IllegalStateException when there is one of that number (OpenFlow 1.3.5, section 6.7)
     */
    public void apply(final GroupRule group) {
        if (groups.putIfAbsent(group.id(), group) != null) {
            throw new IllegalStateException("the switch has a group " + group.id() + " already");
        }
    }

    /**
     * Removes a group and with it the rules that name it (OpenFlow 1.3.5, section 6.7).
     *
     * @param id the group's number
     * @return how many rules went with it
     */
    public int removeGroup(final int id) {
        groups.remove(id);
        return removeIf(rule -> rule.actions().contains(new Action.ToGroup(id)));
    }

    /**
     * The groups that are there.
     *
     * @return by number
     */
    public List<GroupRule> groups() {
        return List.copyOf(groups.values());
    }

    /**
     * Removes the rule with the same table, priority, match and cookie, whatever else it does (a strict delete).
     *
     * @param rule names what to remove
     * @return whether there was one; a switch does not tell
     */
    public boolean remove(final FlowRule rule) {
        final Optional<FlowRule> there = table(rule).get(rule.priority(), rule.match()).map(FakeTable.Entry::rule)
            .filter(found -> found.cookie() == rule.cookie());
        there.ifPresent(found -> drop(found, Removed.Cause.DELETE));
        return there.isPresent();
    }

    /**
     * Removes all rules whose cookie agrees with another one under a mask, in all tables.
     *
     * @param cookie the bits wanted
     * @param mask the bits that count
     * @return how many there were
     */
    public int removeAll(final long cookie, final long mask) {
        return removeIf(rule -> ((rule.cookie() ^ cookie) & mask) == 0);
    }

    private int removeIf(final Predicate<FlowRule> which) {
        final List<FlowRule> found = rules().stream().filter(which).toList();
        found.forEach(rule -> drop(rule, Removed.Cause.DELETE));
        return found.size();
    }

    private void drop(final FlowRule rule, final Removed.Cause cause) {
        table(rule).remove(rule);
        if (rule.notifyRemoval()) {
            removals.add(new Removed(rule, cause));
        }
    }

    /**
     * Removes a meter and with it the rules that name it (OpenFlow 1.3.5, section 7.3.4.4).
     *
     * @param id the meter's number
     * @return how many rules went with it
     */
    public int removeMeter(final int id) {
        meters.remove(id);
        return removeIf(rule -> rule.meter() == id);
    }

    /**
     * The meters that are there.
     *
     * @return by number
     */
    public List<MeterRule> meters() {
        return List.copyOf(meters.values());
    }

    /**
     * The rules that are there.
     *
     * @return by table, then the highest priority first
     */
    public List<FlowRule> rules() {
        return entries().map(FakeTable.Entry::rule).toList();
    }

    /**
     * How many packets a rule has met since it was added.
     *
     * @param rule names the rule by table, priority and match
     * @return 0 or more
     * @throws IllegalArgumentException when it is not there
     */
    public long packets(final FlowRule rule) {
        return table(rule).get(rule.priority(), rule.match())
            .orElseThrow(() -> new IllegalArgumentException("not in the switch: " + rule)).packets();
    }

    /**
     * What the switch has to tell about rules that ended up to now, each once.
     *
     * @param now when
     * @return in the order in which the rules ended; only rules that asked for it
     */
    public List<Removed> removed(final Instant now) {
        advance(now);
        final List<Removed> told = List.copyOf(removals);
        removals.clear();
        return told;
    }

    private void advance(final Instant now) {
        if (!now.isBefore(nextIdle)) {
            entries().filter(entry -> !now.isBefore(entry.idleAt()))
                .sorted(Comparator.comparing(FakeTable.Entry::idleAt)).map(FakeTable.Entry::rule).toList()
                .forEach(rule -> drop(rule, Removed.Cause.IDLE));
            nextIdle = entries().map(FakeTable.Entry::idleAt).reduce(Instant.MAX, FakeSwitch::earlier);
        }
    }

    private static Instant earlier(final Instant one, final Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /**
     * Sends a frame through the switch.
     *
     * @param inPort the port by which it comes
     * @param frame the bytes, which are left alone
     * @param now when
     * @return where it came out
     * @throws IllegalStateException when a rule is to rewrite an IPv4 packet that {@link Packet#parse} refuses
     */
    public Result send(final int inPort, final byte[] frame, final Instant now) {
        advance(now);
        final Passage passage = new Passage(inPort, frame, groups);
        Table table = Pipeline.CLASSIFY;
        while (table != null) {
            final Optional<FakeTable.Entry> entry = tables.getOrDefault(table.id(), new FakeTable())
                .lookup(FrameFields.of(inPort, passage.frame()));
            entry.ifPresent(found -> found.use(now));
            table = entry.map(FakeTable.Entry::rule).map(passage::meet).orElse(null);
        }
        return passage.result();
    }

    private FakeTable table(final FlowRule rule) {
        return tables.computeIfAbsent(rule.table().id(), id -> new FakeTable());
    }

    private Stream<FakeTable.Entry> entries() {
        return tables.values().stream().flatMap(FakeTable::entries);
    }
}
