/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.regex.Pattern;

/**
 * An IPv4 address, ordered as an unsigned number.
 *
 * @param bits the four bytes, the first one in the highest bits
 */
public record Ip4(int bits) implements Comparable<Ip4> {
    /** Bytes on the wire. */
    static final int LENGTH = 4;

    private static final long LAST = 0xffff_ffffL;
    // A leading zero is refused: some programs read it as octal, others do not.
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");

    /**
     * Reads the dotted form, for example {@code 192.0.2.1}.
     *
     * @param text four decimal numbers 0 to 255 without leading zeros
     * @return the address
     * @throws IllegalArgumentException naming the text, if it is anything else
     */
    public static Ip4 parse(String text) {
        final var octets = text.split("\\.", -1);
        int bits = 0;
        for (var octet : octets) {
            final int value = OCTET.matcher(octet).matches() ? Integer.parseInt(octet) : 256;
            if (value > 255 || octets.length != LENGTH) {
                throw new IllegalArgumentException("not an IPv4 address: \"" + text + "\"");
            }
            bits = bits << 8 | value;
        }
        return new Ip4(bits);
    }

    /**
     * Reads four bytes.
     *
     * @param bytes where to read
     * @param offset of the first byte
     * @return the address
     */
    public static Ip4 read(byte[] bytes, int offset) {
        return new Ip4(Bytes.i32(bytes, offset));
    }

    /**
     * Writes four bytes.
     *
     * @param bytes where to write
     * @param offset of the first byte
     */
    public void write(byte[] bytes, int offset) {
        Bytes.put32(bytes, offset, bits);
    }

    /**
     * The address as a number.
     *
     * @return 0 to 2^32 - 1
     */
    public long unsigned() {
        return Integer.toUnsignedLong(bits);
    }

    /**
     * The address a distance away.
     *
     * @param distance may be negative
     * @return the address
     * @throws IllegalArgumentException if there is none, below 0.0.0.0 or above 255.255.255.255
     */
    public Ip4 plus(long distance) {
        // compared before adding, so that no distance can overflow
        if (distance < -unsigned() || distance > LAST - unsigned()) {
            throw new IllegalArgumentException("no address at " + this + " plus " + distance);
        }
        return new Ip4((int) (unsigned() + distance));
    }

    /**
     * Tells whether this is the address of a group (224.0.0.0/4, RFC 5771).
     *
     * @return true if so
     */
    public boolean isMulticast() {
        return bits >>> 28 == 0xe;
    }

    /**
     * Tells whether this is the limited broadcast address 255.255.255.255 (RFC 919 section 7).
     *
     * @return true if so
     */
    public boolean isBroadcast() {
        return bits == -1;
    }

    /**
     * Tells whether this is one of "this host on this network", 0.0.0.0/8 (RFC 1122 section 3.2.1.3).
     *
     * @return true if so
     */
    public boolean isThisNetwork() {
        return bits >>> 24 == 0;
    }

    /**
     * Tells whether this address never leaves a host, 127.0.0.0/8 (RFC 1122 section 3.2.1.3).
     *
     * @return true if so
     */
    public boolean isLoopback() {
        return bits >>> 24 == 127;
    }

    @Override
    public int compareTo(Ip4 other) {
        return Integer.compareUnsigned(bits, other.bits);
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }
}
