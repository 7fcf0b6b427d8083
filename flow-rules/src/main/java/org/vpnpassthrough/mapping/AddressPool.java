/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.util.List;
import org.vpnpassthrough.packet.Ip4;

/**
 * The external addresses of a gateway, in the order of their ranges.
 *
 * @param ranges at least one, none overlapping another
 */
public record AddressPool(List<AddressRange> ranges) {
    public AddressPool {
        ranges = List.copyOf(ranges);
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException("external pool is empty, expected at least one address");
        }
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
     * also after a restart, and neighbours get different ones.
     */
    public Ip4 home(final Ip4 client) {
        return at(client.unsigned() % size());
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
