/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One rule of a switch, as Open vSwitch shows it.
 *
 * @param table its table, 0 and above
 * @param priority 0 to 65535
 * @param cookie 64 bits
 * @param packets how many packets it has matched
 * @param idleTimeout seconds without a packet after which it goes; 0 for never
 * @param match the match in Open vSwitch's words, for example {@code udp,in_port=1,nw_src=10.0.0.101}
 * @param actions the actions in Open vSwitch's words, for example {@code meter:1,CONTROLLER:65535}
 */
public record FlowEntry(int table, int priority, long cookie, long packets, int idleTimeout, String match,
        String actions) {
    private static final long TAG = 0x5650;
    private static final String DEFAULT_PRIORITY = "32768";
    private static final Pattern COOKIE = Pattern.compile("\\bcookie=0x([0-9a-f]+)");
    private static final Pattern TABLE = Pattern.compile("\\btable=(\\d+)");
    private static final Pattern PACKETS = Pattern.compile("\\bn_packets=(\\d+)");
    private static final Pattern IDLE_TIMEOUT = Pattern.compile("\\bidle_timeout=(\\d+)");
    private static final Pattern PRIORITY = Pattern.compile("\\bpriority=(\\d+)");
    // The last word before the actions, without its priority. A rule that matches everything has none: then the last
    // word is a counter, which ends with a comma, or a flag.
    private static final Pattern MATCH =
        Pattern.compile(" (?:priority=\\d+,?)?(?!send_flow_rem)(\\S*[^\\s,])? ?actions=");

    /**
     * Reads one line of {@code ovs-ofctl -O OpenFlow13 dump-flows}.
     *
     * @param line for example {@code cookie=0x1, duration=1s, table=0, n_packets=0, n_bytes=0, priority=0 actions=drop}
     * @return the rule
     * @throws IllegalArgumentException if it is not such a line
     */
    static FlowEntry parse(final String line) {
        final var actions = line.indexOf("actions=");
        if (actions < 0) {
            throw new IllegalArgumentException("not a rule: " + line);
        }
        return new FlowEntry(Integer.parseInt(find(TABLE, line, "0")),
            Integer.parseInt(find(PRIORITY, line, DEFAULT_PRIORITY)),
            Long.parseUnsignedLong(find(COOKIE, line, "0"), 16),
            Long.parseLong(find(PACKETS, line, "0")), Integer.parseInt(find(IDLE_TIMEOUT, line, "0")),
            find(MATCH, line, ""), line.substring(actions + "actions=".length()).trim());
    }

    /**
     * Whether a gateway of ours installed it: its cookie carries the tag.
     *
     * @return true if so
     */
    public boolean isOurs() {
        return cookie >>> 48 == TAG;
    }

    /**
     * Whether it belongs to one session of one mapping, so that it forwards without the controller: the kind in its
     * cookie is 0.
     *
     * @return true if so
     */
    public boolean isSession() {
        return isOurs() && (cookie >>> 40 & 0xff) == 0;
    }

    /**
     * Whether it sends packets to the controller.
     *
     * @return true if so
     */
    public boolean punts() {
        return actions.contains("CONTROLLER");
    }

    /**
     * Whether it is about ARP.
     *
     * @return true if so
     */
    public boolean isArp() {
        return List.of(match.split(",")).contains("arp");
    }

    @Override
    public String toString() {
        return "cookie=0x" + Long.toHexString(cookie) + ", table=" + table + ", n_packets=" + packets
            + ", idle_timeout=" + idleTimeout + ", priority=" + priority + "," + match + " actions=" + actions;
    }

    private static String find(final Pattern pattern, final String line, final String otherwise) {
        final var matcher = pattern.matcher(line);
        return matcher.find() && matcher.group(1) != null ? matcher.group(1) : otherwise;
    }
}
