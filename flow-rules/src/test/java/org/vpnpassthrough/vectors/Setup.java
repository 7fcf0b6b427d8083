/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.translation.Settings;

/**
 * The gateway of a vector.
 *
 * @param internal its internal ports, at least one
 * @param external its external port
 * @param pool its external addresses, at least one range
 * @param routed whether the pool has a route
 * @param settings how it translates
 * @param random the seed of all random choices
 * @param neighbours the hosts whose Ethernet address is known from the start
 */
public record Setup(List<Internal> internal, External external, List<AddressRange> pool, boolean routed,
        Settings settings, long random, SortedMap<Ip4, Mac> neighbours) {
    /**
     * An internal port.
     *
     * @param number OpenFlow port number
     * @param mac Ethernet address of the port
     * @param prefix the addresses behind it
     * @param address the gateway's own address in the prefix
     */
    public record Internal(int number, Mac mac, Prefix prefix, Ip4 address) {
    }

    /**
     * The external port.
     *
     * @param number OpenFlow port number
     * @param mac Ethernet address of the port
     * @param prefix the addresses that are on the link
     * @param address the gateway's own address in the prefix
     * @param nextHop the router to everywhere else
     */
    public record External(int number, Mac mac, Prefix prefix, Ip4 address, Ip4 nextHop) {
    }

    /** Keeps its own collections. */
    public Setup {
        internal = List.copyOf(internal);
        pool = List.copyOf(pool);
        neighbours = Collections.unmodifiableSortedMap(new TreeMap<>(neighbours));
    }

    /**
     * The same gateway, set otherwise.
     *
     * @param changed how it translates
     * @return a setup with all else as it was
     */
    public Setup with(final Settings changed) {
        return new Setup(internal, external, pool, routed, changed, random, neighbours);
    }

    /**
     * A gateway with one internal port and defaults for all else.
     *
     * @param internal the internal port
     * @param external the external port
     * @param pool the external addresses
     * @param neighbours the hosts whose Ethernet address is known from the start
     * @return the setup, with seed 0
     */
    public static Setup of(final Internal internal, final External external, final AddressRange pool,
            final SortedMap<Ip4, Mac> neighbours) {
        return new Setup(List.of(internal), external, List.of(pool), false, Settings.DEFAULT, 0,
            neighbours);
    }

    /**
     * The Ethernet address of a port.
     *
     * @param port the number of a port of this gateway
     * @return its address
     */
    Mac mac(final int port) {
        return port == external.number ? external.mac : internal(port).mac;
    }

    /**
     * The gateway's own address at a port.
     *
     * @param port the number of a port of this gateway
     * @return its address
     */
    Ip4 address(final int port) {
        return port == external.number ? external.address : internal(port).address;
    }

    private Internal internal(final int port) {
        return internal.stream().filter(candidate -> candidate.number == port).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the gateway has no port " + port));
    }

    /**
     * How a vector names a port.
     *
     * @param port the number of a port of this gateway
     * @return {@code external}, {@code internal} or, when there are several, such as {@code internal 3}
     */
    String side(final int port) {
        if (port == external.number) {
            return "external";
        }
        return internal.size() == 1 ? "internal" : "internal " + internal(port).number;
    }
}
