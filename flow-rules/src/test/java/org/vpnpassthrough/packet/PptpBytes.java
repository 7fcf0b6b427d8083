/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.nio.ByteBuffer;

/** PPTP control messages (RFC 2637 sections 2.1 to 2.15) for tests; not built with the code under test. */
public final class PptpBytes {
    private static final int COOKIE = 0x1a2b3c4d;

    private PptpBytes() {
        // only builders
    }

    /** Start-Control-Connection-Request. */
    public static byte[] startRequest() {
        return message(1, 156).putShort(12, (short) 0x0100).putInt(16, 3).putInt(20, 3).put(28, Frames.text("client"))
            .array();
    }

    /** Start-Control-Connection-Reply. */
    public static byte[] startReply(int result) {
        return message(2, 156).putShort(12, (short) 0x0100).put(14, (byte) result).putInt(16, 3).putInt(20, 3)
            .put(28, Frames.text("server")).array();
    }

    /** Stop-Control-Connection-Request. */
    public static byte[] stopRequest(int reason) {
        return message(3, 16).put(12, (byte) reason).array();
    }

    /** Stop-Control-Connection-Reply. */
    public static byte[] stopReply(int result) {
        return message(4, 16).put(12, (byte) result).array();
    }

    /** Echo-Request. */
    public static byte[] echoRequest(int identifier) {
        return message(5, 16).putInt(12, identifier).array();
    }

    /** Echo-Reply. */
    public static byte[] echoReply(int identifier, int result) {
        return message(6, 20).putInt(12, identifier).put(16, (byte) result).array();
    }

    /** Outgoing-Call-Request of a PNS. */
    public static byte[] outgoingCallRequest(int callId) {
        return message(7, 168).putShort(12, (short) callId).putShort(14, (short) 1).putInt(16, 300)
            .putInt(20, 100_000_000).putInt(24, 3).putInt(28, 3).putShort(32, (short) 64).array();
    }

    /** Outgoing-Call-Reply of a PAC. */
    public static byte[] outgoingCallReply(int callId, int peerCallId, int result) {
        return message(8, 32).putShort(12, (short) callId).putShort(14, (short) peerCallId).put(16, (byte) result)
            .putInt(20, 100_000_000).putShort(24, (short) 64).array();
    }

    /** Incoming-Call-Request of a PAC. */
    public static byte[] incomingCallRequest(int callId) {
        return message(9, 220).putShort(12, (short) callId).putShort(14, (short) 1).putInt(16, 1).array();
    }

    /** Incoming-Call-Reply of a PNS. */
    public static byte[] incomingCallReply(int callId, int peerCallId, int result) {
        return message(10, 24).putShort(12, (short) callId).putShort(14, (short) peerCallId).put(16, (byte) result)
            .putShort(18, (short) 64).array();
    }

    /** Incoming-Call-Connected of a PAC. */
    public static byte[] incomingCallConnected(int peerCallId) {
        return message(11, 28).putShort(12, (short) peerCallId).putInt(16, 64_000).putInt(24, 1).array();
    }

    /** Call-Clear-Request of a PNS. */
    public static byte[] callClearRequest(int callId) {
        return message(12, 16).putShort(12, (short) callId).array();
    }

    /** Call-Disconnect-Notify of a PAC. */
    public static byte[] callDisconnectNotify(int callId, int result) {
        return message(13, 148).putShort(12, (short) callId).put(14, (byte) result).array();
    }

    /** WAN-Error-Notify of a PAC. */
    public static byte[] wanErrorNotify(int peerCallId) {
        return message(14, 40).putShort(12, (short) peerCallId).putInt(16, 7).array();
    }

    /** Set-Link-Info. */
    public static byte[] setLinkInfo(int peerCallId) {
        return message(15, 24).putShort(12, (short) peerCallId).putLong(16, -1).array();
    }

    /** Some messages one after the other, as they are in the stream. */
    public static byte[] stream(byte[]... messages) {
        int length = 0;
        for (byte[] message : messages) {
            length += message.length;
        }
        final var stream = ByteBuffer.allocate(length);
        for (byte[] message : messages) {
            stream.put(message);
        }
        return stream.array();
    }

    private static ByteBuffer message(int type, int length) {
        return ByteBuffer.allocate(length).putShort(0, (short) length).putShort(2, (short) 1).putInt(4, COOKIE)
            .putShort(8, (short) type);
    }
}
