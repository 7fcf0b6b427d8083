/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * A block of addresses that share their first bits (RFC 4632 section 3.1).
 *
 * @param network the lowest address; the bits past {@code length} are 0
 * @param length how many bits are shared, 0 to 32
 */
public record Prefix(Ip4 network, int length) {
    /**
     * Checks both parts.
     *
     * @throws IllegalArgumentException if the length is not 0 to 32 or a host bit is set
     */
    public Prefix {
        if (length < 0 || length > Integer.SIZE) {
            throw new IllegalArgumentException("prefix length " + length + " of " + network + " is not 0 to 32");
        }
        if ((network.bits() & ~maskBits(length)) != 0) {
            throw new IllegalArgumentException("host bits are set in " + network + "/" + length);
        }
    }

    /**
     * Reads for example {@code 192.0.2.0/24}.
     *
     * @param text address, slash, length
     * @return the prefix
     * @throws IllegalArgumentException naming the text, if it is anything else or a host bit is set
     */
    public static Prefix parse(String text) {
        final int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]?")) {
            throw new IllegalArgumentException("not an IPv4 prefix: \"" + text + "\"");
        }
        return new Prefix(Ip4.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /**
     * The prefix of the given length around an address.
     *
     * @param any any address of the block
     * @param length 0 to 32
     * @return the prefix
     * @throws IllegalArgumentException if the length is not 0 to 32
     */
    public static Prefix of(Ip4 any, int length) {
        return new Prefix(new Ip4(any.bits() & maskBits(length)), length);
    }

    private static int maskBits(int length) {
        return length == 0 ? 0 : -1 << Integer.SIZE - length;
    }

    /**
     * Tells whether an address belongs to the block.
     *
     * @param address any address
     * @return true if so
     */
    public boolean contains(Ip4 address) {
        return (address.bits() & maskBits(length)) == network.bits();
    }

    /**
     * Tells whether the two blocks share an address. Of two prefixes that do, one contains the other.
     *
     * @param other any prefix
     * @return true if so
     */
    public boolean overlaps(Prefix other) {
        return contains(other.network) || other.contains(network);
    }

    /**
     * The network mask.
     *
     * @return for example 255.255.255.0
     */
    public Ip4 mask() {
        return new Ip4(maskBits(length));
    }

    /**
     * The lowest address.
     *
     * @return the network address
     */
    public Ip4 first() {
        return network;
    }

    /**
     * The highest address.
     *
     * @return up to length 30 the directed broadcast address
     */
    public Ip4 last() {
        return new Ip4(network.bits() | ~maskBits(length));
    }

    @Override
    public String toString() {
        return network + "/" + length;
    }
}
