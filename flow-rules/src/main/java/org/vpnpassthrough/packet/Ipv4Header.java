/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Optional;

/**
 * An IPv4 header (RFC 791 section 3.1).
 *
 * @param offset first byte of the header in the frame
 * @param headerLength in bytes, 20 to 60; more than 20 means that there are options
 * @param totalLength of header and payload in bytes
 * @param identification what the fragments of one datagram share, 0 to 65535
 * @param dontFragment the DF flag
 * @param moreFragments the MF flag
 * @param fragmentOffset where the payload belongs in the datagram, in bytes, a multiple of 8
 * @param ttl 0 to 255
 * @param protocol of the payload, 0 to 255, see {@link IpProtocol}
 * @param source where it says that it comes from
 * @param destination where it goes
 */
public record Ipv4Header(int offset, int headerLength, int totalLength, int identification, boolean dontFragment,
        boolean moreFragments, int fragmentOffset, int ttl, int protocol, Ip4 source, Ip4 destination) {
    static final int VERSION_AND_LENGTH = 0;
    static final int TOS = 1;
    static final int TOTAL_LENGTH = 2;
    static final int IDENTIFICATION = 4;
    static final int FLAGS_AND_FRAGMENT = 6;
    static final int TTL = 8;
    static final int PROTOCOL = 9;
    static final int CHECKSUM = 10;
    static final int SOURCE = 12;
    static final int DESTINATION = 16;
    static final int MIN_HEADER = 20;

    static final int DF = 0x4000;
    static final int MF = 0x2000;
    private static final int FRAGMENT_MASK = 0x1fff;
    private static final int FRAGMENT_UNIT = 8;
    private static final int MAX_DATAGRAM = 65535;

    /** Checks everything the header claims against the frame it is in. */
    static Optional<Ipv4Header> parse(byte[] frame, int offset) {
        return read(frame, offset, frame.length)
            .filter(ip -> ip.totalLength >= ip.headerLength
                && ip.end() <= frame.length
                // no fragment may reach past the largest datagram (the "ping of death")
                && ip.fragmentOffset + ip.totalLength <= MAX_DATAGRAM
                && Checksum.of(frame, offset, ip.payloadOffset()) == 0);
    }

    /**
     * Reads the header of a packet that an ICMP error quotes. Only the shape is checked: total length and checksum are
     * those of another hop, and some stacks quote them changed.
     */
    static Optional<Ipv4Header> quoted(byte[] frame, int offset, int end) {
        return read(frame, offset, end);
    }

    /** Whether the options are there too is left to the caller, who knows what must follow them. */
    private static Optional<Ipv4Header> read(byte[] frame, int offset, int end) {
        if (end - offset < MIN_HEADER || Bytes.u8(frame, offset + VERSION_AND_LENGTH) >>> 4 != 4) {
            return Optional.empty();
        }
        final int headerLength = (Bytes.u8(frame, offset + VERSION_AND_LENGTH) & 0xf) * 4;
        if (headerLength < MIN_HEADER) {
            return Optional.empty();
        }
        final int fragment = Bytes.u16(frame, offset + FLAGS_AND_FRAGMENT);
        return Optional.of(new Ipv4Header(offset, headerLength,
            Bytes.u16(frame, offset + TOTAL_LENGTH),
            Bytes.u16(frame, offset + IDENTIFICATION),
            (fragment & DF) != 0,
            (fragment & MF) != 0,
            (fragment & FRAGMENT_MASK) * FRAGMENT_UNIT,
            Bytes.u8(frame, offset + TTL),
            Bytes.u8(frame, offset + PROTOCOL),
            Ip4.read(frame, offset + SOURCE),
            Ip4.read(frame, offset + DESTINATION)));
    }

    /**
     * Tells whether this packet is a part of a datagram.
     *
     * @return true for the first fragment and for later ones
     */
    public boolean isFragment() {
        return moreFragments || fragmentOffset != 0;
    }

    /**
     * Tells whether this packet is a part of a datagram without its beginning, thus without ports.
     *
     * @return true for all fragments but the first
     */
    public boolean isLaterFragment() {
        return fragmentOffset != 0;
    }

    /**
     * Where the payload begins in the frame.
     *
     * @return offset of the first byte past the header and its options
     */
    public int payloadOffset() {
        return offset + headerLength;
    }

    /**
     * Where the packet ends in the frame. What follows is Ethernet padding.
     *
     * @return offset past the last byte
     */
    public int end() {
        return offset + totalLength;
    }
}
