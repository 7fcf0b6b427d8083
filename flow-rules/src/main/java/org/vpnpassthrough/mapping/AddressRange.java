/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import org.vpnpassthrough.packet.Ip4;

/**
 * External addresses in a row.
 *
 * @param first the lowest address
 * @param last the highest address, not below the first
 */
public record AddressRange(Ip4 first, Ip4 last) {
    public AddressRange {
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException("range " + first + " to " + last + ", expected first <= last");
        }
    }

    /** How many addresses the range has. */
    public long size() {
        return last.unsigned() - first.unsigned() + 1;
    }

    public boolean contains(final Ip4 address) {
        return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
    }

    public boolean overlaps(final AddressRange other) {
        return first.compareTo(other.last) <= 0 && other.first.compareTo(last) <= 0;
    }

    @Override
    public String toString() {
        return first.equals(last) ? first.toString() : first + " to " + last;
    }
}
