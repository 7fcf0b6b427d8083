/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An Ethernet address.
 *
 * @param bits the six bytes, the first one in bits 47 to 40; 0 to 2^48 - 1
 */
public record Mac(long bits) {
    /** Every station. */
    public static final Mac BROADCAST = new Mac(0xffff_ffff_ffffL);
    /** All zero: unknown, or to be filled in. */
    public static final Mac ZERO = new Mac(0);

    /** Bytes on the wire. */
    static final int LENGTH = 6;

    private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}");
    private static final long GROUP_BIT = 1L << 40;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if more than 48 bits are used
     */
    public Mac {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("not an Ethernet address: 0x" + Long.toHexString(bits));
        }
    }

    /**
     * Reads the usual form, for example {@code 00:00:5e:00:53:01}.
     *
     * @param text six pairs of hexadecimal digits, colons between them
     * @return the address
     * @throws IllegalArgumentException naming the text, if it is anything else
     */
    public static Mac parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("not an Ethernet address: \"" + text + "\"");
        }
        return new Mac(HexFormat.fromHexDigitsToLong(text.replace(":", "")));
    }

    /**
     * Reads six bytes.
     *
     * @param bytes where to read
     * @param offset of the first byte
     * @return the address
     */
    public static Mac read(byte[] bytes, int offset) {
        return new Mac(Bytes.u48(bytes, offset));
    }

    /**
     * Writes six bytes.
     *
     * @param bytes where to write
     * @param offset of the first byte
     */
    public void write(byte[] bytes, int offset) {
        Bytes.put48(bytes, offset, bits);
    }

    /**
     * Tells whether this is the address of a group of stations; the broadcast address is one.
     *
     * @return true if so
     */
    public boolean isMulticast() {
        return (bits & GROUP_BIT) != 0;
    }

    @Override
    public String toString() {
        final var bytes = new byte[LENGTH];
        write(bytes, 0);
        return HexFormat.ofDelimiter(":").formatHex(bytes);
    }
}
