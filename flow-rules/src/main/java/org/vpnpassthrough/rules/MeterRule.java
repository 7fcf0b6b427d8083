/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

/**
 * A meter: a bound on how many packets the rules that name it let through together (OpenFlow 1.3.5, section 5.7). What
 * is more is dropped by the switch. Rules that send to the controller name one, so that no flood fills the control
 * channel.
 *
 * @param id the meter's number in the switch, 1 or more
 * @param packetsPerSecond the bound, 1 or more
 * @param burst how many packets may come at once, 1 or more
 */
public record MeterRule(int id, int packetsPerSecond, int burst) {
    /** The meter of ARP and of the control rooms. */
    public static final int CONTROL = 1;
    /** The meter of the data rooms. */
    public static final int DATA = 2;
    /** The meter of everybody's first packets. */
    public static final int PLAIN = 3;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when one is not positive
     */
    public MeterRule {
        if (id < 1 || packetsPerSecond < 1 || burst < 1) {
            throw new IllegalArgumentException("meter " + id + ", " + packetsPerSecond + " packets/s, burst " + burst
                + ": each must be 1 or more");
        }
    }

    /**
     * The meter as {@code ovs-ofctl -O OpenFlow13 add-meter} takes it.
     *
     * @return such as {@code meter=1,pktps,burst,bands=type=drop,rate=1000,burst_size=100}
     */
    public String toOvs() {
        return "meter=" + id + ",pktps,burst,bands=type=drop,rate=" + packetsPerSecond + ",burst_size=" + burst;
    }

    @Override
    public String toString() {
        return toOvs();
    }
}
