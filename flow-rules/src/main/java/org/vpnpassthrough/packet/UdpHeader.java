/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Optional;

/**
 * A UDP header (RFC 768). The checksum is not verified: translation changes it by difference, so a wrong one stays
 * wrong and the receiver finds it.
 *
 * @param offset first byte of the header in the frame
 * @param sourcePort 1 to 65535; in a quote also 0
 * @param destinationPort 1 to 65535; in a quote also 0
 * @param length what the header says, of header and payload, in bytes; in a first fragment or a quote more than is
 *     there
 * @param checksum 0 if the sender computed none
 * @param end past the last byte of this datagram that is in the frame
 */
public record UdpHeader(int offset, int sourcePort, int destinationPort, int length, int checksum, int end)
        implements Transport {
    static final int SOURCE_PORT = 0;
    static final int DESTINATION_PORT = 2;
    static final int DATAGRAM_LENGTH = 4;
    static final int CHECKSUM = 6;
    static final int HEADER = 8;

    /**
     * A header whose whole datagram is in the frame.
     *
     * @param offset first byte of the header in the frame
     * @param sourcePort 1 to 65535
     * @param destinationPort 1 to 65535
     * @param length of header and payload in bytes, 8 or more
     * @param checksum 0 if the sender computed none
     */
    public UdpHeader(int offset, int sourcePort, int destinationPort, int length, int checksum) {
        this(offset, sourcePort, destinationPort, length, checksum, offset + length);
    }

    static Optional<UdpHeader> parse(byte[] frame, Ipv4Header ip) {
        final int available = ip.end() - ip.payloadOffset();
        if (available < HEADER) {
            return Optional.empty();
        }
        return Optional.of(quoted(frame, ip.payloadOffset(), ip.end()))
            .filter(udp -> udp.sourcePort != 0 && udp.destinationPort != 0)
            .filter(udp -> udp.length >= HEADER && (udp.length <= available || ip.isFragment()));
    }

    /** Reads a header of which all 8 bytes are there; what it says is not judged. */
    static UdpHeader quoted(byte[] frame, int offset, int end) {
        final int length = Bytes.u16(frame, offset + DATAGRAM_LENGTH);
        return new UdpHeader(offset,
            Bytes.u16(frame, offset + SOURCE_PORT),
            Bytes.u16(frame, offset + DESTINATION_PORT),
            length,
            Bytes.u16(frame, offset + CHECKSUM),
            Math.clamp((long) offset + length, offset + HEADER, end));
    }

    /**
     * Where the payload begins.
     *
     * @return offset of its first byte in the frame
     */
    public int payloadOffset() {
        return offset + HEADER;
    }

    /**
     * How much payload is in the frame.
     *
     * @return bytes, 0 or more
     */
    public int payloadLength() {
        return end - payloadOffset();
    }
}
