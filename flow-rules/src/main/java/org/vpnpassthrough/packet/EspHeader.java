/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Optional;

/**
 * The clear part of an ESP packet (RFC 4303 section 2).
 *
 * @param offset first byte of the header in the frame
 * @param spi which security association of the receiver, as a bit pattern; as a number 256 to 2^32 - 1, in a quote any
 * @param sequence counts from 1, as a bit pattern
 */
public record EspHeader(int offset, int spi, int sequence) implements Transport {
    static final int SPI = 0;
    static final int SEQUENCE = 4;
    static final int HEADER = 8;

    /** SPIs 0 to 255 are reserved and never on the wire (RFC 4303 section 2.1). */
    private static final int FIRST_SPI = 256;

    static Optional<EspHeader> parse(byte[] frame, int offset, int end) {
        return end - offset < HEADER ? Optional.empty()
            : Optional.of(read(frame, offset)).filter(esp -> Integer.compareUnsigned(esp.spi, FIRST_SPI) >= 0);
    }

    /** Reads a header of which all 8 bytes are there; what it says is not judged. */
    static EspHeader read(byte[] frame, int offset) {
        return new EspHeader(offset, Bytes.i32(frame, offset + SPI), Bytes.i32(frame, offset + SEQUENCE));
    }
}
