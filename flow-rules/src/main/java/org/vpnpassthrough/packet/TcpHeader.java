/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Optional;

/**
 * A TCP header (RFC 9293 section 3.1). The checksum is not verified: translation changes it by difference, so a wrong
 * one stays wrong and the receiver finds it.
 *
 * @param offset first byte of the header in the frame
 * @param sourcePort 1 to 65535; in a quote also 0
 * @param destinationPort 1 to 65535; in a quote also 0
 * @param sequence number of the first byte of the payload, or of the SYN before it, as a bit pattern
 * @param headerLength in bytes, 20 to 60; 0 in a quote that ends within the header
 * @param flags the eight bits from CWR (128) to FIN (1); 0 in a quote that ends before them
 * @param end past the last byte of this segment that is in the frame
 */
public record TcpHeader(int offset, int sourcePort, int destinationPort, int sequence, int headerLength, int flags,
        int end) implements Transport {
    /** No more data from the sender. */
    public static final int FIN = 0x01;
    /** Synchronise sequence numbers. */
    public static final int SYN = 0x02;
    /** Reset the connection. */
    public static final int RST = 0x04;
    /** Push. */
    public static final int PSH = 0x08;
    /** The acknowledgement number counts. */
    public static final int ACK = 0x10;

    static final int SOURCE_PORT = 0;
    static final int DESTINATION_PORT = 2;
    static final int SEQUENCE = 4;
    static final int DATA_OFFSET = 12;
    static final int FLAGS = 13;
    static final int CHECKSUM = 16;
    static final int MIN_HEADER = 20;

    static Optional<TcpHeader> parse(byte[] frame, Ipv4Header ip) {
        final int available = ip.end() - ip.payloadOffset();
        if (available < MIN_HEADER) {
            return Optional.empty();
        }
        return Optional.of(read(frame, ip.payloadOffset(), ip.end()))
            .filter(tcp -> tcp.sourcePort != 0 && tcp.destinationPort != 0)
            .filter(tcp -> tcp.headerLength >= MIN_HEADER && (tcp.headerLength <= available || ip.isFragment()));
    }

    /** Reads a header of which only the first 8 bytes may be there; what it says is not judged. */
    static TcpHeader quoted(byte[] frame, int offset, int end) {
        if (end - offset >= MIN_HEADER) {
            final var tcp = read(frame, offset, end);
            if (tcp.headerLength >= MIN_HEADER && tcp.headerLength <= end - offset) {
                return tcp;
            }
        }
        return new TcpHeader(offset, Bytes.u16(frame, offset + SOURCE_PORT),
            Bytes.u16(frame, offset + DESTINATION_PORT), Bytes.i32(frame, offset + SEQUENCE), 0,
            end - offset > FLAGS ? Bytes.u8(frame, offset + FLAGS) : 0, end);
    }

    private static TcpHeader read(byte[] frame, int offset, int end) {
        return new TcpHeader(offset,
            Bytes.u16(frame, offset + SOURCE_PORT),
            Bytes.u16(frame, offset + DESTINATION_PORT),
            Bytes.i32(frame, offset + SEQUENCE),
            (Bytes.u8(frame, offset + DATA_OFFSET) >>> 4) * 4,
            Bytes.u8(frame, offset + FLAGS),
            end);
    }

    /**
     * Tells whether a flag is set.
     *
     * @param flag one of the constants of this class
     * @return true if so
     */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /**
     * Where the payload begins.
     *
     * @return offset of its first byte in the frame; {@link #end()} if the frame ends within the header
     */
    public int payloadOffset() {
        return headerLength == 0 ? end : Math.min(offset + headerLength, end);
    }

    /**
     * How much payload is in the frame.
     *
     * @return bytes, 0 or more
     */
    public int payloadLength() {
        return end - payloadOffset();
    }

    /**
     * Where the payload belongs in the stream. A SYN counts as one byte before it (RFC 9293 section 3.4).
     *
     * @return sequence number of its first byte, or of the next one if there is none, as a bit pattern
     */
    public int payloadSequence() {
        return has(SYN) ? sequence + 1 : sequence;
    }

    /**
     * Verifies the checksum. Translation does not need that; whoever remembers what a segment said does, since its
     * receiver drops it if the checksum is wrong, and what comes in its place may say something else.
     *
     * @param packet the packet whose header this is, not one that quotes it, and not a fragment
     * @return true if the checksum is right
     */
    public boolean isIntact(Packet packet) {
        return Checksum.withPseudoHeader(packet.frame(), packet.ip()) == 0;
    }

    /** Tells whether the checksum is in the frame; in a quote it may be missing. */
    boolean holdsChecksum() {
        return end - offset >= CHECKSUM + 2;
    }
}
