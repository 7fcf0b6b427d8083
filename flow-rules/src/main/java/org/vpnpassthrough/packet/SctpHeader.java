/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The common header of an SCTP packet (RFC 9260 section 3.1). The checksum is not verified: translation changes it by
 * difference, so a wrong one stays wrong and the receiver finds it.
 *
 * @param offset first byte of the header in the frame
 * @param sourcePort 1 to 65535; in a quote also 0
 * @param destinationPort 1 to 65535; in a quote also 0
 * @param verificationTag as a bit pattern; 0 only with INIT
 * @param end past the last byte that the checksum covers, or {@link #CUT}
 */
public record SctpHeader(int offset, int sourcePort, int destinationPort, int verificationTag, int end)
        implements Transport {
    /** In place of {@link #end} in a first fragment and in a quote: not all that the checksum covers is there. */
    public static final int CUT = -1;

    static final int SOURCE_PORT = 0;
    static final int DESTINATION_PORT = 2;
    static final int VERIFICATION_TAG = 4;
    static final int CHECKSUM = 8;
    static final int HEADER = 12;

    static Optional<SctpHeader> parse(byte[] frame, Ipv4Header ip) {
        return ip.end() - ip.payloadOffset() < HEADER ? Optional.empty()
            : Optional.of(read(frame, ip.payloadOffset(), ip.isFragment() ? CUT : ip.end()))
                .filter(sctp -> sctp.sourcePort != 0 && sctp.destinationPort != 0);
    }

    /** Reads a header of which only the first 8 bytes may be there; what it says is not judged. */
    static SctpHeader quoted(byte[] frame, int offset) {
        return read(frame, offset, CUT);
    }

    private static SctpHeader read(byte[] frame, int offset, int end) {
        return new SctpHeader(offset, Bytes.u16(frame, offset + SOURCE_PORT),
            Bytes.u16(frame, offset + DESTINATION_PORT), Bytes.i32(frame, offset + VERIFICATION_TAG), end);
    }

    /**
     * Tells whether a port can be changed: that needs all bytes under the checksum.
     *
     * @return false in a first fragment and in a quote
     */
    public boolean isWhole() {
        return end != CUT;
    }

    /** The CRC32c over the packet in a frame, with 0 in place of the checksum; in the order in which it is written. */
    int computeChecksum(byte[] frame) {
        final var crc = new CRC32C();
        crc.update(frame, offset, CHECKSUM);
        crc.update(new byte[HEADER - CHECKSUM]);
        crc.update(frame, offset + HEADER, end - offset - HEADER);
        return Integer.reverseBytes((int) crc.getValue());
    }
}
