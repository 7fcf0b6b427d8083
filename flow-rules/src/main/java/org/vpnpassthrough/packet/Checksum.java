/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/** The Internet checksum: computed (RFC 1071) and kept up to date (RFC 1624). */
public final class Checksum {
    private Checksum() {
        // only functions
    }

    /**
     * The checksum of a range of bytes (RFC 1071 section 1). Over a range that holds its own right checksum it is 0.
     *
     * @param bytes where to read
     * @param from first byte
     * @param to past the last byte; an odd last byte is padded with a zero byte
     * @return 0 to 65535
     */
    public static int of(byte[] bytes, int from, int to) {
        return finish(sum(bytes, from, to));
    }

    /**
     * The checksum after one 16-bit word under it has changed (RFC 1624 section 3, equation 3). A checksum that was
     * wrong stays wrong.
     *
     * @param checksum before, 0 to 65535
     * @param before the old word, 0 to 65535
     * @param after the new word, 0 to 65535
     * @return 0 to 65535
     */
    public static int update(int checksum, int before, int after) {
        return finish((~checksum & 0xffff) + (~before & 0xffff) + after);
    }

    /** The checksum of UDP or TCP over a whole packet (RFC 768, RFC 9293 section 3.1). If it is right, this is 0. */
    static int withPseudoHeader(byte[] frame, Ipv4Header ip) {
        final int addresses = ip.offset() + Ipv4Header.SOURCE;
        return finish(sum(frame, addresses, addresses + 8) + ip.protocol() + ip.end() - ip.payloadOffset()
            + sum(frame, ip.payloadOffset(), ip.end()));
    }

    private static long sum(byte[] bytes, int from, int to) {
        long sum = 0;
        int at = from;
        for (; at + 1 < to; at += 2) {
            sum += Bytes.u16(bytes, at);
        }
        return at < to ? sum + (Bytes.u8(bytes, at) << 8) : sum;
    }

    private static int finish(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) ~folded & 0xffff;
    }
}
