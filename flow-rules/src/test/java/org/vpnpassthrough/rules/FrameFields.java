/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a switch sees of a frame: written after Open vSwitch, not with our own parser, because a switch does not share
 * our parser's opinion of what is malformed.
 *
 * <ul>
 * <li>It looks past a VLAN tag: {@code eth_type} is the one after it (OpenFlow 1.3.5, section 7.2.3).</li>
 * <li>It checks the lengths of an IPv4 header, but no checksum. A header that fails has addresses and protocol 0.</li>
 * <li>Every fragment, the first too, has ports, ICMP type and code 0, and so has a header that is cut off.</li>
 * </ul>
 */
final class FrameFields {
    private static final int ADDRESSES = 12;
    private static final int IPV4_HEADER = 20;
    private static final long LOW_48 = 0xffff_ffff_ffffL;

    private final Map<MatchField, Long> fields = new EnumMap<>(MatchField.class);
    private final ByteBuffer frame;

    private FrameFields(final int inPort, final byte[] frame) {
        this.frame = ByteBuffer.wrap(frame);
        fields.put(MatchField.IN_PORT, (long) inPort);
    }

    /** Every field that the frame has. */
    static Map<MatchField, Long> of(final int inPort, final byte[] frame) {
        final FrameFields read = new FrameFields(inPort, frame);
        if (frame.length >= ADDRESSES + 2) {
            read.ethernet();
        }
        return read.fields;
    }

    private void ethernet() {
        fields.put(MatchField.ETH_DST, frame.getLong(0) >>> 16);
        fields.put(MatchField.ETH_SRC, frame.getLong(4) & LOW_48);
        int at = ADDRESSES;
        if ((u16(at) == 0x8100 || u16(at) == 0x88a8) && frame.limit() >= at + 6) {
            at += 4;
        }
        fields.put(MatchField.ETH_TYPE, (long) u16(at));
        if (u16(at) == Match.ETH_TYPE_IPV4) {
            ipv4(at + 2);
        }
    }

    private void ipv4(final int at) {
        final boolean sane = isSane(at);
        final int protocol = sane ? u8(at + 9) : 0;
        fields.put(MatchField.IPV4_SRC, sane ? u32(at + 12) : 0L);
        fields.put(MatchField.IPV4_DST, sane ? u32(at + 16) : 0L);
        fields.put(MatchField.IP_PROTO, (long) protocol);
        final boolean fragment = sane && (u16(at + 6) & 0x3fff) != 0;
        final int transport = sane ? at + headerLength(at) : frame.limit();
        final int length = fragment || !sane ? 0 : at + u16(at + 2) - transport;
        switch (protocol) {
            case 1 -> {
                fields.put(MatchField.ICMP_TYPE, length >= 8 ? (long) u8(transport) : 0L);
                fields.put(MatchField.ICMP_CODE, length >= 8 ? (long) u8(transport + 1) : 0L);
            }
            case 6 -> {
                ports(transport, length >= 20, MatchField.TCP_SRC, MatchField.TCP_DST);
                fields.put(MatchField.TCP_FLAGS, length >= 20 ? u16(transport + 12) & 0xfffL : 0L);
            }
            case 17 -> ports(transport, length >= 8, MatchField.UDP_SRC, MatchField.UDP_DST);
            case 132 -> ports(transport, length >= 12, MatchField.SCTP_SRC, MatchField.SCTP_DST);
            default -> { }
        }
    }

    private void ports(final int at, final boolean whole, final MatchField source, final MatchField destination) {
        fields.put(source, whole ? (long) u16(at) : 0L);
        fields.put(destination, whole ? (long) u16(at + 2) : 0L);
    }

    private boolean isSane(final int at) {
        final int available = frame.limit() - at;
        return available >= IPV4_HEADER && headerLength(at) >= IPV4_HEADER && headerLength(at) <= u16(at + 2)
            && u16(at + 2) <= available;
    }

    private int headerLength(final int at) {
        return (u8(at) & 0xf) * 4;
    }

    private int u8(final int at) {
        return Byte.toUnsignedInt(frame.get(at));
    }

    private int u16(final int at) {
        return Short.toUnsignedInt(frame.getShort(at));
    }

    private long u32(final int at) {
        return Integer.toUnsignedLong(frame.getInt(at));
    }
}
