/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.util.Arrays;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;

/** Reads Ethernet frames with IPv4 without the code under test. */
final class Wire {
    static final int ICMP = 1;
    static final int IPIP = 4;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int IPV6 = 41;
    static final int GRE = 47;
    static final int ESP = 50;
    static final int L2TP = 115;
    static final int SCTP = 132;

    static final int IP = 14;
    static final int ID = 4;
    static final int FRAGMENT = 6;
    static final int TTL = 8;
    static final int PROTOCOL = 9;
    static final int SOURCE = 12;
    static final int DESTINATION = 16;

    private Wire() {
        // only functions
    }

    static boolean isIpv4(final byte[] frame) {
        return u16(frame, 12) == 0x0800;
    }

    static boolean isArp(final byte[] frame) {
        return u16(frame, 12) == 0x0806;
    }

    static int protocol(final byte[] frame) {
        return u8(frame, IP + PROTOCOL);
    }

    static int id(final byte[] frame) {
        return u16(frame, IP + ID);
    }

    static int ttl(final byte[] frame) {
        return u8(frame, IP + TTL);
    }

    static Ip4 source(final byte[] frame) {
        return new Ip4(i32(frame, IP + SOURCE));
    }

    static Ip4 destination(final byte[] frame) {
        return new Ip4(i32(frame, IP + DESTINATION));
    }

    /** The sender's or the target's address in an ARP packet. */
    static Ip4 arpAddress(final byte[] frame, final boolean sender) {
        return new Ip4(i32(frame, sender ? 28 : 38));
    }

    static boolean isArpRequest(final byte[] frame) {
        return isArp(frame) && u16(frame, 20) == 1;
    }

    static Mac macSource(final byte[] frame) {
        return Mac.read(frame, 6);
    }

    static Mac macDestination(final byte[] frame) {
        return Mac.read(frame, 0);
    }

    /** Where the header after IPv4's begins. */
    static int transport(final byte[] frame) {
        return IP + 4 * (frame[IP] & 0xf);
    }

    /** Where the IPv4 packet ends. */
    static int end(final byte[] frame) {
        return IP + u16(frame, IP + 2);
    }

    static boolean hasPorts(final int protocol) {
        return protocol == TCP || protocol == UDP || protocol == SCTP;
    }

    /** Where a fragment's payload belongs in that of the packet, in bytes. */
    static int fragmentOffset(final byte[] frame) {
        return 8 * (u16(frame, IP + FRAGMENT) & 0x1fff);
    }

    static boolean isFragment(final byte[] frame) {
        return (u16(frame, IP + FRAGMENT) & 0x3fff) != 0;
    }

    static int sourceLabel(final byte[] frame) {
        return u16(frame, transport(frame) + sourceLabelOffset(protocol(frame)));
    }

    static int sourceLabelOffset(final int protocol) {
        return protocol == ICMP ? 4 : 0;
    }

    static int destinationLabel(final byte[] frame) {
        return u16(frame, transport(frame) + destinationLabelOffset(protocol(frame)));
    }

    static int destinationLabelOffset(final int protocol) {
        return switch (protocol) {
            case ICMP -> 4;
            case GRE -> 6;
            default -> 2;
        };
    }

    static int tcpFlags(final byte[] frame) {
        return u8(frame, transport(frame) + 13);
    }

    static byte[] tcpPayload(final byte[] frame) {
        final int from = transport(frame);
        return Arrays.copyOfRange(frame, from + 4 * (u8(frame, from + 12) >> 4), end(frame));
    }

    /** For a person to read. */
    static String describe(final byte[] frame) {
        final int protocol = protocol(frame);
        final var ports = hasPorts(protocol);
        final var kind = switch (protocol) {
            case TCP -> " TCP flags 0x" + Integer.toHexString(tcpFlags(frame));
            case ICMP -> " ICMP type " + u8(frame, transport(frame)) + " id " + sourceLabel(frame);
            default -> " protocol " + protocol;
        };
        return source(frame) + (ports ? ":" + sourceLabel(frame) : "") + " > " + destination(frame)
            + (ports ? ":" + destinationLabel(frame) : "") + kind;
    }

    static int u8(final byte[] bytes, final int at) {
        return Byte.toUnsignedInt(bytes[at]);
    }

    static int u16(final byte[] bytes, final int at) {
        return u8(bytes, at) << 8 | u8(bytes, at + 1);
    }

    static int i32(final byte[] bytes, final int at) {
        return u16(bytes, at) << 16 | u16(bytes, at + 2);
    }

    static void put16(final byte[] bytes, final int at, final int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }
}
