/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import java.util.List;
import java.util.function.Predicate;

/**
 * The rules of a switch at one moment, and the counts that tell whether the switch or the controller did the work.
 *
 * @param entries all rules, in the switch's order
 */
public record FlowTable(List<FlowEntry> entries) {
    /**
     * The rules of a switch.
     *
     * @param entries all rules
     */
    public FlowTable {
        entries = List.copyOf(entries);
    }

    /**
     * Reads what {@code ovs-ofctl -O OpenFlow13 dump-flows} tells, without its heading.
     *
     * @param lines one rule each
     * @return the rules
     * @throws IllegalArgumentException if a line is not a rule
     */
    public static FlowTable parse(final List<String> lines) {
        return new FlowTable(lines.stream().map(FlowEntry::parse).toList());
    }

    /**
     * The rules that a gateway of ours installed.
     *
     * @return those whose cookie carries our tag
     */
    public List<FlowEntry> ours() {
        return matching(FlowEntry::isOurs);
    }

    /**
     * The rules of sessions: those by which the switch forwards without the controller.
     *
     * @return two for each session that the switch serves
     */
    public List<FlowEntry> sessions() {
        return matching(FlowEntry::isSession);
    }

    /**
     * Packets forwarded by the switch itself.
     *
     * @return how many packets the rules of sessions have matched
     */
    public long packetsOfSessions() {
        return packets(FlowEntry::isSession);
    }

    /**
     * Packets that went to the controller, ARP not counted: hosts repeat ARP when they like, and it says nothing about
     * the traffic under test.
     *
     * @return how many packets the rules with a controller action have matched, rules about ARP apart
     */
    public long packetsPunted() {
        return packets(entry -> entry.punts() && !entry.isArp());
    }

    /**
     * Packets of rules with one cookie.
     *
     * @param cookie all 64 bits of it
     * @return how many packets they have matched
     */
    public long packetsWithCookie(final long cookie) {
        return packets(entry -> entry.cookie() == cookie);
    }

    /**
     * The rules that fit a condition.
     *
     * @param condition what they must fulfil
     * @return those rules, in the switch's order
     */
    public List<FlowEntry> matching(final Predicate<FlowEntry> condition) {
        return entries.stream().filter(condition).toList();
    }

    private long packets(final Predicate<FlowEntry> condition) {
        return entries.stream().filter(condition).mapToLong(FlowEntry::packets).sum();
    }
}
