/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.util.Arrays;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;

/**
 * A copy of a frame that is changed without the code under test: all checksums are computed anew (RFC 1071), where the
 * core brings them up to date by difference (RFC 1624). The two have to agree to the bit.
 */
final class Patch {
    private static final int IP_CHECKSUM = 10;
    private static final int ICMP_QUOTE = 8;
    private static final int SCTP_CHECKSUM = 8;

    private final byte[] frame;

    private Patch(final byte[] frame) {
        this.frame = frame.clone();
    }

    /** Begins with a copy. */
    static Patch of(final byte[] frame) {
        return new Patch(frame);
    }

    Patch macs(final Mac source, final Mac destination) {
        destination.write(frame, 0);
        source.write(frame, 6);
        return this;
    }

    Patch source(final Ip4 address) {
        address.write(frame, Wire.IP + Wire.SOURCE);
        return this;
    }

    Patch destination(final Ip4 address) {
        address.write(frame, Wire.IP + Wire.DESTINATION);
        return this;
    }

    Patch id(final int id) {
        Wire.put16(frame, Wire.IP + Wire.ID, id);
        return this;
    }

    Patch ttl(final int ttl) {
        frame[Wire.IP + Wire.TTL] = (byte) ttl;
        return this;
    }

    Patch sourceLabel(final int label) {
        Wire.put16(frame, Wire.transport(frame) + Wire.sourceLabelOffset(Wire.protocol(frame)), label);
        return this;
    }

    Patch destinationLabel(final int label) {
        Wire.put16(frame, Wire.transport(frame) + Wire.destinationLabelOffset(Wire.protocol(frame)), label);
        return this;
    }

    /** Puts the payload of another Wire.TCP segment with the same header length in place of this one's. */
    Patch tcpPayloadOf(final byte[] other) {
        final var payload = Wire.tcpPayload(other);
        System.arraycopy(payload, 0, frame, Wire.end(frame) - payload.length, payload.length);
        return this;
    }

    /** Makes the packet that an Wire.ICMP error quotes the beginning of this one, as far as it is quoted. */
    Patch quote(final byte[] packet) {
        final int at = Wire.transport(frame) + ICMP_QUOTE;
        System.arraycopy(packet, Wire.IP, frame, at, Wire.end(frame) - at);
        return this;
    }

    /** The frame with all its checksums right; a Wire.UDP checksum of 0 stays: the sender computed none (RFC 768). */
    byte[] bytes() {
        final int at = Wire.transport(frame);
        final int end = Wire.end(frame);
        final int protocol = Wire.protocol(frame);
        if (protocol == Wire.ICMP) {
            checksum(at + 2, at, end, 0);
        } else if (protocol == Wire.TCP) {
            checksum(at + 16, at, end, pseudoHeader(protocol, end - at));
        } else if (protocol == Wire.UDP && Wire.u16(frame, at + 6) != 0) {
            checksum(at + 6, at, end, pseudoHeader(protocol, end - at));
            if (Wire.u16(frame, at + 6) == 0) {
                Wire.put16(frame, at + 6, 0xffff);
            }
        }
        if (protocol == Wire.SCTP) {
            crc32c(at, end);
        }
        return headerBytes();
    }

    /** RFC 9260 appendix A, bit by bit; sent with the lowest byte first. */
    private void crc32c(final int from, final int to) {
        Arrays.fill(frame, from + SCTP_CHECKSUM, from + SCTP_CHECKSUM + 4, (byte) 0);
        int crc = -1;
        for (int at = from; at < to; at++) {
            crc ^= Wire.u8(frame, at);
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
            }
        }
        for (int at = 0; at < 4; at++) {
            frame[from + SCTP_CHECKSUM + at] = (byte) (~crc >>> 8 * at);
        }
    }

    /** The frame with the checksum of the IPv4 header right, whatever follows it. */
    byte[] headerBytes() {
        checksum(Wire.IP + IP_CHECKSUM, Wire.IP, Wire.transport(frame), 0);
        return frame;
    }

    private int pseudoHeader(final int protocol, final int length) {
        int sum = protocol + length;
        for (int at = Wire.IP + Wire.SOURCE; at < Wire.IP + Wire.DESTINATION + 4; at += 2) {
            sum += Wire.u16(frame, at);
        }
        return sum;
    }

    private void checksum(final int where, final int from, final int to, final int start) {
        Wire.put16(frame, where, 0);
        int sum = start;
        for (int at = from; at < to; at += 2) {
            sum += at + 1 < to ? Wire.u16(frame, at) : Wire.u8(frame, at) << 8;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        Wire.put16(frame, where, ~sum & 0xffff);
    }
}
