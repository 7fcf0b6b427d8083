/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Optional;

/**
 * An AH header (RFC 4302 section 2). What follows is in clear text, but its addresses are under the integrity check
 * value, so that a translated packet is refused by its receiver.
 *
 * @param offset first byte of the header in the frame
 * @param nextHeader protocol of the payload, 0 to 255, see {@link IpProtocol}
 * @param spi which security association of the receiver, as a bit pattern; as a number 256 to 2^32 - 1, in a quote any
 * @param sequence counts from 1, as a bit pattern; 0 in a quote that ends before it
 */
public record AhHeader(int offset, int nextHeader, int spi, int sequence) implements Transport {
    static final int NEXT_HEADER = 0;
    static final int PAYLOAD_LENGTH = 1;
    static final int SPI = 4;
    static final int SEQUENCE = 8;
    static final int MIN_HEADER = 12;

    /** SPIs 0 to 255 are reserved and never on the wire (RFC 4302 section 2.4). */
    private static final int FIRST_SPI = 256;

    static Optional<AhHeader> parse(byte[] frame, Ipv4Header ip) {
        final int offset = ip.payloadOffset();
        final int available = ip.end() - offset;
        if (available < MIN_HEADER) {
            return Optional.empty();
        }
        // in words of 4 bytes, less 2 (RFC 4302 section 2.2)
        final int length = (Bytes.u8(frame, offset + PAYLOAD_LENGTH) + 2) * 4;
        return Optional.of(quoted(frame, offset, ip.end()))
            .filter(ah -> length >= MIN_HEADER && (length <= available || ip.isFragment()))
            .filter(ah -> Integer.compareUnsigned(ah.spi, FIRST_SPI) >= 0);
    }

    /** Reads a header of which only the first 8 bytes may be there; what it says is not judged. */
    static AhHeader quoted(byte[] frame, int offset, int end) {
        return new AhHeader(offset, Bytes.u8(frame, offset + NEXT_HEADER), Bytes.i32(frame, offset + SPI),
            end - offset >= MIN_HEADER ? Bytes.i32(frame, offset + SEQUENCE) : 0);
    }
}
