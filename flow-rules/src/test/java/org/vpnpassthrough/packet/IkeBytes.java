/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Builds IKE messages for tests, payload by payload; the ready ones have the sizes that real peers send. */
public final class IkeBytes {
    /** Of all ready messages. */
    public static final long INITIATOR_SPI = 0x1122334455667788L;
    /** Of all ready messages but the first. */
    public static final long RESPONDER_SPI = 0x99aabbccddeeff01L;

    /** MD5 of "RFC 3947". */
    static final String RFC_3947 = "4a131c81070358455c5728f20e95452f";

    private static final String DEAD_PEER_DETECTION = "afcad71368a1f1c96b8696fc77570100";

    // AES-CBC 128 (key length 128), SHA-1, pre-shared key, group 14, life 28800 s
    private static final String SA_V1 = "00000001" + "00000001"
        + "0000002c" + "01010001"
        + "00000024" + "01010000" + "80010007" + "800e0080" + "80020002" + "80030001" + "8004000e" + "800b0001"
        + "800c7080";
    // AES-CBC 256, HMAC-SHA2-256, PRF HMAC-SHA2-256, group 14
    private static final String SA_V2 = "0000002c" + "01010004"
        + "0300000c" + "0100000c" + "800e0100"
        + "03000008" + "0300000c"
        + "03000008" + "02000005"
        + "00000008" + "0400000e";

    private final int version;
    private final int exchange;
    private final int flags;
    private long initiatorSpi = INITIATOR_SPI;
    private long responderSpi;
    private int messageId;
    private final List<IkePayload> payloads = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();

    private IkeBytes(int version, int exchange, int flags) {
        this.version = version;
        this.exchange = exchange;
        this.flags = flags;
    }

    /** Begins a message of version 1. */
    public static IkeBytes v1(int exchange, int flags) {
        return new IkeBytes(1, exchange, flags);
    }

    /** Begins a message of version 2. */
    public static IkeBytes v2(int exchange, int flags) {
        return new IkeBytes(2, exchange, flags);
    }

    /** Sets both SPIs. */
    public IkeBytes spis(long initiator, long responder) {
        initiatorSpi = initiator;
        responderSpi = responder;
        return this;
    }

    /** Sets the message ID. */
    public IkeBytes messageId(int id) {
        messageId = id;
        return this;
    }

    /** Adds a payload with a body. */
    public IkeBytes payload(int type, byte... body) {
        payloads.add(new IkePayload(type, 0, body.length));
        bodies.add(body);
        return this;
    }

    /** Adds a payload with a body in hexadecimal. */
    public IkeBytes payload(int type, String hex) {
        return payload(type, HexFormat.of().parseHex(hex));
    }

    /** The message. */
    public byte[] bytes() {
        final int length = 28 + bodies.stream().mapToInt(body -> 4 + body.length).sum();
        final var message = ByteBuffer.allocate(length).putLong(initiatorSpi).putLong(responderSpi)
            .put((byte) typeAt(0)).put((byte) (version << 4)).put((byte) exchange).put((byte) flags)
            .putInt(messageId).putInt(length);
        for (int i = 0; i < bodies.size(); i++) {
            message.put((byte) typeAt(i + 1)).put((byte) 0).putShort((short) (4 + bodies.get(i).length))
                .put(bodies.get(i));
        }
        return message.array();
    }

    private int typeAt(int index) {
        return index < payloads.size() ? payloads.get(index).type() : 0;
    }

    static byte[] mainMode1(boolean natT) {
        return mainMode(natT).bytes();
    }

    static byte[] mainMode2(boolean natT) {
        return mainMode(natT).spis(INITIATOR_SPI, RESPONDER_SPI).bytes();
    }

    private static IkeBytes mainMode(boolean natT) {
        final var message = v1(2, 0).payload(1, SA_V1).payload(13, DEAD_PEER_DETECTION);
        return natT ? message.payload(13, RFC_3947) : message;
    }

    /** The answer in Aggressive Mode, with a certificate in clear text behind the proposal. */
    static byte[] aggressiveMode2(int certificateLength) {
        return v1(4, 0).spis(INITIATOR_SPI, RESPONDER_SPI).payload(1, SA_V1).payload(6, noise(certificateLength))
            .payload(13, RFC_3947).bytes();
    }

    static byte[] quickMode() {
        // encrypted: the type of the first payload stays readable, the bytes after the header do not
        final var message = v1(32, 1).spis(INITIATOR_SPI, RESPONDER_SPI).messageId(0x5eed1234)
            .payload(8, noise(156)).bytes();
        System.arraycopy(noise(4), 0, message, 28, 4);
        return message;
    }

    static byte[] saInit(boolean natDetection) {
        return withSaInit(v2(34, 0x08), natDetection);
    }

    static byte[] saInitResponse(boolean natDetection) {
        return withSaInit(v2(34, 0x20).spis(INITIATOR_SPI, RESPONDER_SPI), natDetection);
    }

    private static byte[] withSaInit(IkeBytes message, boolean natDetection) {
        message.payload(33, SA_V2)
            .payload(34, ByteBuffer.allocate(260).putInt(14 << 16).put(noise(256)).array())
            .payload(40, noise(32));
        return natDetection ? message.payload(41, notify(16388)).payload(41, notify(16389)).bytes() : message.bytes();
    }

    static byte[] auth() {
        // the first payload inside is IDi (35), as the next-payload byte of SK says
        final var message = v2(35, 0x08).spis(INITIATOR_SPI, RESPONDER_SPI).messageId(1).payload(46, noise(220))
            .bytes();
        message[28] = 35;
        return message;
    }

    /** A notify of version 2 with 20 bytes of data, as NAT detection has it. */
    static byte[] notify(int type) {
        return ByteBuffer.allocate(24).putInt(type).put(noise(20)).array();
    }

    private static byte[] noise(int length) {
        final var bytes = new byte[length];
        for (int at = 0; at < length; at++) {
            bytes[at] = (byte) (at * 167 + 29);
        }
        return bytes;
    }
}
