/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.util.Arrays;
import java.util.HexFormat;

/** The bytes of an Ethernet frame, as a value. */
public final class Frame {
    private final byte[] bytes;

    /** Takes the bytes over; they must not be changed any more. */
    public Frame(final byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes, not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Frame frame && Arrays.equals(bytes, frame.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
