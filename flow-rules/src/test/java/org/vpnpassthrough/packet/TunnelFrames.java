/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.nio.ByteBuffer;

/** Frames of GRE and AH, and payloads of L2TP, for tests; as {@link Frames} not built with the code under test. */
public final class TunnelFrames {
    /** The experimental Ethernet type of IEEE 802, which no decoder follows. */
    public static final int EXPERIMENTAL = 0x88b5;

    private static final int GRE = 47;
    private static final int AH = 51;
    private static final int PPP = 0x880b;
    private static final int ICV = 12;

    private TunnelFrames() {
        // only builders
    }

    /** Plain GRE without any optional field (RFC 2784). */
    public static byte[] gre(Ip4 source, Ip4 destination, byte... payload) {
        return Frames.ip(source, destination, GRE, ByteBuffer.allocate(4 + payload.length).putShort((short) 0)
            .putShort((short) EXPERIMENTAL).put(payload).array());
    }

    /** Plain GRE with a key (RFC 2890). */
    public static byte[] greWithKey(Ip4 source, Ip4 destination, int key, byte... payload) {
        return Frames.ip(source, destination, GRE, ByteBuffer.allocate(8 + payload.length).putShort((short) 0x2000)
            .putShort((short) EXPERIMENTAL).putInt(key).put(payload).array());
    }

    /** Plain GRE with a key and a sequence number (RFC 2890). */
    public static byte[] greWithKeyAndSequence(Ip4 source, Ip4 destination, int key, int sequence, byte... payload) {
        return Frames.ip(source, destination, GRE, ByteBuffer.allocate(12 + payload.length).putShort((short) 0x3000)
            .putShort((short) EXPERIMENTAL).putInt(key).putInt(sequence).put(payload).array());
    }

    /** Data of a PPTP call (RFC 2637 section 4.1). */
    public static byte[] call(Ip4 source, Ip4 destination, int callId, int sequence, byte... payload) {
        return Frames.ip(source, destination, GRE, ByteBuffer.allocate(12 + payload.length).putShort((short) 0x3001)
            .putShort((short) PPP).putShort((short) payload.length).putShort((short) callId).putInt(sequence)
            .put(payload).array());
    }

    /** Data of a PPTP call that also acknowledges. */
    public static byte[] callWithAck(Ip4 source, Ip4 destination, int callId, int sequence, int acknowledged,
            byte... payload) {
        return Frames.ip(source, destination, GRE, ByteBuffer.allocate(16 + payload.length).putShort((short) 0x3081)
            .putShort((short) PPP).putShort((short) payload.length).putShort((short) callId).putInt(sequence)
            .putInt(acknowledged).put(payload).array());
    }

    /** A packet of a PPTP call that only acknowledges. */
    public static byte[] callAck(Ip4 source, Ip4 destination, int callId, int acknowledged) {
        return Frames.ip(source, destination, GRE, ByteBuffer.allocate(12).putShort((short) 0x2081)
            .putShort((short) PPP).putShort((short) 0).putShort((short) callId).putInt(acknowledged).array());
    }

    /** The LCP configure request that begins a PPP connection, as the payload of a PPTP call. */
    public static byte[] ppp() {
        return new byte[] {(byte) 0xff, 0x03, (byte) 0xc0, 0x21, 1, 1, 0, 10, 5, 6, 0x11, 0x22, 0x33, 0x44};
    }

    /** AH with an integrity check value of 96 bits (RFC 4302 section 2). */
    public static byte[] ah(Ip4 source, Ip4 destination, int nextHeader, int spi, int sequence, byte... payload) {
        return Frames.ip(source, destination, AH, ByteBuffer.allocate(12 + ICV + payload.length)
            .put((byte) nextHeader).put((byte) 4).putShort((short) 0).putInt(spi).putInt(sequence)
            .position(12 + ICV).put(payload).array());
    }

    /** A control message of L2TP as a payload of UDP port 1701, with attributes that follow its type. */
    public static byte[] l2tpControl(int tunnel, int session, int ns, int nr, int messageType, byte... attributes) {
        return ByteBuffer.allocate(20 + attributes.length).putShort((short) 0xc802)
            .putShort((short) (20 + attributes.length)).putShort((short) tunnel).putShort((short) session)
            .putShort((short) ns).putShort((short) nr)
            .putShort((short) 0x8008).putInt(0).putShort((short) messageType).put(attributes).array();
    }

    /** A control message of L2TP without attributes, which only acknowledges. */
    public static byte[] l2tpAck(int tunnel, int ns, int nr) {
        return ByteBuffer.allocate(12).putInt(0xc802_000c).putShort((short) tunnel).putShort((short) 0)
            .putShort((short) ns).putShort((short) nr).array();
    }

    /** A data message of L2TP with none of the optional fields. */
    public static byte[] l2tpData(int tunnel, int session, byte... payload) {
        return ByteBuffer.allocate(6 + payload.length).putShort((short) 2).putShort((short) tunnel)
            .putShort((short) session).put(payload).array();
    }

    /** A data message of L2TP with all optional fields, and padding. */
    public static byte[] l2tpFullData(int tunnel, int session, int ns, int nr, int padding, byte... payload) {
        return ByteBuffer.allocate(14 + padding + payload.length).putShort((short) 0x4b02)
            .putShort((short) (14 + padding + payload.length)).putShort((short) tunnel).putShort((short) session)
            .putShort((short) ns).putShort((short) nr).putShort((short) padding).position(14 + padding).put(payload)
            .array();
    }
}
