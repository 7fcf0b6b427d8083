/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.util.List;
import java.util.Set;
import org.vpnpassthrough.packet.Ip4;

/**
 * The external addresses of a gateway, in the order of their ranges.
 *
 * @param ranges at least one, none overlapping another
 * @param owned addresses of the pool that one host each has for itself; not all of them
 */
public record AddressPool(List<AddressRange> ranges, Set<Ip4> owned) {
    public AddressPool {
        ranges = List.copyOf(ranges);
        owned = Set.copyOf(owned);
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("external pool is empty, expected at least one address");
        }
    }

    /** A pool that is everybody's. */
    public AddressPool(final List<AddressRange> ranges) {
        this(ranges, Set.of());
    }

    public boolean contains(final Ip4 address) {
        for (final var range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** How many addresses the pool has. */
    public long size() {
        long sum = 0;
        for (final var range : ranges) {
            sum += range.size();
        }
        return sum;
    }

    /**
     * The address that stands for a client's ordinary traffic: always the same one (paired pooling, RFC 4787 REQ-2),
     * also after a restart, and neighbours get different ones. If it has become one host's own, the next one stands for
     * the client; everybody else's stays.
     */
    public Ip4 home(final Ip4 client) {
        final long place = client.unsigned() % size();
        for (long step = 0; step <= owned.size(); step++) {
            final var address = at(place + step);
            if (!owned.contains(address)) {
                return address;
            }
        }
        throw new IllegalStateException("every address of " + ranges + " is one host's own");
    }

    /** The address that comes after the given number of others, going round. */
    Ip4 at(final long place) {
        long left = place % size();
        for (final var range : ranges) {
            if (left < range.size()) {
                return range.first().plus(left);
            }
            left -= range.size();
        }
        throw new IllegalStateException("no address at place " + place + " of " + ranges);
    }
}
