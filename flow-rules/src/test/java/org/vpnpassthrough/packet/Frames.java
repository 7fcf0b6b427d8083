/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whole Ethernet frames with right checksums, for tests. Built with a {@link ByteBuffer} and a checksum of its own,
 * so that the code under test is not compared with itself.
 */
public final class Frames {
    /** A host behind the gateway. */
    public static final Ip4 CLIENT = Ip4.parse("192.0.2.101");
    /** Another one. */
    public static final Ip4 SECOND_CLIENT = Ip4.parse("192.0.2.102");
    /** The remote end. */
    public static final Ip4 SERVER = Ip4.parse("198.51.100.9");
    /** A router on the way to the server, the source of ICMP errors. */
    public static final Ip4 ROUTER = Ip4.parse("198.51.100.254");
    /** What the client looks like outside. */
    public static final Ip4 PUBLIC_ADDRESS = Ip4.parse("203.0.113.10");

    /** The Ethernet source of all frames (RFC 7042 section 2.1.2). */
    public static final Mac SENDER_MAC = Mac.parse("00:00:5e:00:53:01");
    /** The Ethernet destination of all frames. */
    public static final Mac RECEIVER_MAC = Mac.parse("00:00:5e:00:53:02");

    /** The Internet time to live of all frames. */
    public static final int TTL = 64;

    private static final int ETHERNET = 14;
    private static final int IPV4 = 20;
    private static final int SHORTEST = 60;

    private Frames() {
        // only builders
    }

    /** UDP with checksum. */
    public static byte[] udp(Ip4 source, int sourcePort, Ip4 destination, int destinationPort, byte... payload) {
        return ip(source, destination, 17, ByteBuffer.allocate(8 + payload.length).putShort((short) sourcePort)
            .putShort((short) destinationPort).putShort((short) (8 + payload.length)).putShort((short) 1)
            .put(payload).array());
    }

    /** UDP whose sender computed no checksum. */
    public static byte[] udpWithoutChecksum(Ip4 source, int sourcePort, Ip4 destination, int destinationPort,
            byte... payload) {
        final var frame = udp(source, sourcePort, destination, destinationPort, payload);
        return put16(frame, ETHERNET + IPV4 + 6, 0);
    }

    /** TCP without options. */
    public static byte[] tcp(Ip4 source, int sourcePort, Ip4 destination, int destinationPort, int flags,
            byte... payload) {
        return tcpSegment(source, sourcePort, destination, destinationPort, flags, 0x01020304, payload);
    }

    /** TCP without options, at a place in its stream. */
    public static byte[] tcpSegment(Ip4 source, int sourcePort, Ip4 destination, int destinationPort, int flags,
            int sequence, byte... payload) {
        return ip(source, destination, 6, ByteBuffer.allocate(20 + payload.length).putShort((short) sourcePort)
            .putShort((short) destinationPort).putInt(sequence).putInt((flags & 0x10) == 0 ? 0 : 0x05060708)
            .put((byte) 0x50).put((byte) flags).putShort((short) 0xfaf0).putInt(0).put(payload).array());
    }

    /** SCTP, its payload taken as it is. */
    public static byte[] sctp(Ip4 source, int sourcePort, Ip4 destination, int destinationPort, byte... chunks) {
        final var packet = ByteBuffer.allocate(12 + chunks.length).putShort((short) sourcePort)
            .putShort((short) destinationPort).putInt(0x7a6b5c4d).putInt(0).put(chunks).array();
        return ip(source, destination, 132, ByteBuffer.wrap(packet).putInt(8, crc32c(packet)).array());
    }

    /** RFC 9260 appendix A, bit by bit: reflected polynomial 0x1edc6f41, sent with the lowest byte first. */
    private static int crc32c(byte[] bytes) {
        int crc = -1;
        for (final byte next : bytes) {
            crc ^= Byte.toUnsignedInt(next);
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
            }
        }
        return Integer.reverseBytes(~crc);
    }

    /** ICMP echo, the request or the reply. */
    public static byte[] icmpEcho(Ip4 source, Ip4 destination, boolean request, int id, int sequence,
            byte... payload) {
        return ip(source, destination, 1, ByteBuffer.allocate(8 + payload.length).putInt(request ? 0x08000000 : 0)
            .putShort((short) id).putShort((short) sequence).put(payload).array());
    }

    /** An ICMP error that quotes the IPv4 header and the first 8 bytes after it of another frame (RFC 792). */
    public static byte[] icmpError(Ip4 source, Ip4 destination, int type, int code, byte[] offending) {
        return icmpError(source, destination, type, code, offending, 8);
    }

    /** An ICMP error that quotes the IPv4 header and up to the given number of bytes after it of another frame. */
    public static byte[] icmpError(Ip4 source, Ip4 destination, int type, int code, byte[] offending,
            int quotedPayload) {
        final int end = Math.min(ETHERNET + headerLength(offending) + quotedPayload,
            ETHERNET + u16(offending, ETHERNET + 2));
        return ip(source, destination, 1, ByteBuffer.allocate(8 + end - ETHERNET).put((byte) type).put((byte) code)
            .putShort((short) 0).putInt(0).put(offending, ETHERNET, end - ETHERNET).array());
    }

    /** ESP with 36 bytes that look encrypted. */
    public static byte[] esp(Ip4 source, Ip4 destination, int spi, int sequence) {
        return ip(source, destination, 50, espPayload(spi, sequence));
    }

    /** The same as a payload of UDP port 4500. */
    public static byte[] espPayload(int spi, int sequence) {
        final var bytes = ByteBuffer.allocate(44).putInt(spi).putInt(sequence).array();
        for (int at = 8; at < bytes.length; at++) {
            bytes[at] = (byte) (at * 151 + sequence);
        }
        return bytes;
    }

    /** An ARP request, broadcast. */
    public static byte[] arpRequest(Mac senderMac, Ip4 sender, Ip4 wanted) {
        return arp(Mac.BROADCAST, 1, senderMac, sender, Mac.ZERO, wanted);
    }

    /** An ARP reply. */
    public static byte[] arpReply(Mac senderMac, Ip4 sender, Mac targetMac, Ip4 target) {
        return arp(targetMac, 2, senderMac, sender, targetMac, target);
    }

    private static byte[] arp(Mac to, int operation, Mac senderMac, Ip4 sender, Mac targetMac, Ip4 target) {
        final var frame = ByteBuffer.allocate(SHORTEST).put(mac(to)).put(mac(senderMac)).putShort((short) 0x0806)
            .putLong(0x0001_0800_0604_0000L | operation).put(mac(senderMac)).putInt(sender.bits())
            .put(mac(targetMac)).putInt(target.bits());
        return frame.array();
    }

    /** Any IPv4 packet; the checksum of UDP, TCP and ICMP is filled in. */
    public static byte[] ip(Ip4 source, Ip4 destination, int protocol, byte... payload) {
        return checksummed(ByteBuffer.allocate(ETHERNET + IPV4 + payload.length)
            .put(mac(RECEIVER_MAC)).put(mac(SENDER_MAC)).putShort((short) 0x0800)
            .putShort((short) 0x4500).putShort((short) (IPV4 + payload.length)).putShort((short) 0x1234)
            .putShort((short) 0).put((byte) TTL).put((byte) protocol).putShort((short) 0)
            .putInt(source.bits()).putInt(destination.bits()).put(payload).array());
    }

    /** IKE version 1, first message of Main Mode; its vendor IDs say whether NAT traversal is known. */
    public static byte[] ikeV1MainMode1(boolean natT) {
        return IkeBytes.mainMode1(natT);
    }

    /** IKE version 1, the answer to it. */
    public static byte[] ikeV1MainMode2(boolean natT) {
        return IkeBytes.mainMode2(natT);
    }

    /** IKE version 1, the answer in Aggressive Mode, with a certificate of so many bytes. */
    public static byte[] ikeV1WithCertificate(int length) {
        return IkeBytes.aggressiveMode2(length);
    }

    /** IKE version 1, an encrypted message of Quick Mode. */
    public static byte[] ikeV1QuickMode() {
        return IkeBytes.quickMode();
    }

    /** IKE version 2, the first request; with or without the NAT detection notifies. */
    public static byte[] ikeV2SaInit(boolean natDetection) {
        return IkeBytes.saInit(natDetection);
    }

    /** IKE version 2, the answer to it. */
    public static byte[] ikeV2SaInitResponse(boolean natDetection) {
        return IkeBytes.saInitResponse(natDetection);
    }

    /** IKE version 2, an encrypted IKE_AUTH request. */
    public static byte[] ikeV2Auth() {
        return IkeBytes.auth();
    }

    /** An IKE message as a payload of UDP port 4500 (RFC 3948 section 2.2). */
    public static byte[] nonEspMarker(byte[] ike) {
        return ByteBuffer.allocate(4 + ike.length).putInt(0).put(ike).array();
    }

    /** The keepalive of UDP port 4500 (RFC 3948 section 2.3). */
    public static byte[] nattKeepalive() {
        return new byte[] {(byte) 0xff};
    }

    /** A payload. */
    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The frame with another time to live. */
    public static byte[] withTtl(byte[] frame, int ttl) {
        final var copy = frame.clone();
        copy[ETHERNET + 8] = (byte) ttl;
        return ipChecksummed(copy);
    }

    /** The frame with other Ethernet addresses. */
    public static byte[] withEthernet(byte[] frame, Mac source, Mac destination) {
        final var copy = frame.clone();
        ByteBuffer.wrap(copy).put(mac(destination)).put(mac(source));
        return copy;
    }

    /** The frame with IPv4 options put in: a multiple of 4 bytes, at most 40, the packet having none yet. */
    public static byte[] withOptions(byte[] frame, byte... options) {
        final var longer = ByteBuffer.allocate(frame.length + options.length).put(frame, 0, ETHERNET + IPV4)
            .put(options).put(frame, ETHERNET + IPV4, frame.length - ETHERNET - IPV4).array();
        longer[ETHERNET] = (byte) (0x45 + options.length / 4);
        return ipChecksummed(put16(longer, ETHERNET + 2, u16(frame, ETHERNET + 2) + options.length));
    }

    /** The frame padded with zeros to the 60 bytes that Ethernet asks for, or unchanged if it is long enough. */
    public static byte[] padded(byte[] frame) {
        return Arrays.copyOf(frame, Math.max(SHORTEST, frame.length));
    }

    /** The IPv4 fragments of a frame, with up to {@code size} bytes of its payload each, a multiple of 8. */
    public static List<byte[]> fragments(byte[] frame, int size) {
        final int header = ETHERNET + headerLength(frame);
        final int end = ETHERNET + u16(frame, ETHERNET + 2);
        final var fragments = new ArrayList<byte[]>();
        for (int at = header; at < end; at += size) {
            final int length = Math.min(size, end - at);
            final var fragment = ByteBuffer.allocate(header + length).put(frame, 0, header).put(frame, at, length)
                .array();
            put16(fragment, ETHERNET + 2, header - ETHERNET + length);
            put16(fragment, ETHERNET + 6, (at + length < end ? 0x2000 : 0) | (at - header) / 8);
            fragments.add(ipChecksummed(fragment));
        }
        return fragments;
    }

    /** The frame with the checksums of IPv4 and of a whole UDP, TCP or ICMP message computed anew. */
    public static byte[] checksummed(byte[] frame) {
        final int start = ETHERNET + headerLength(frame);
        final int end = ETHERNET + u16(frame, ETHERNET + 2);
        final int protocol = frame[ETHERNET + 9];
        final int at = start + switch (protocol) {
            case 1 -> 2;
            case 6 -> 16;
            case 17 -> 6;
            default -> end;
        };
        if (at + 2 <= end && (protocol != 17 || u16(frame, at) != 0)) {
            put16(frame, at, 0);
            final long pseudoHeader = protocol == 1 ? 0
                : protocol + end - start + sum(frame, ETHERNET + 12, ETHERNET + 20);
            final int computed = checksum(sum(frame, start, end) + pseudoHeader);
            put16(frame, at, protocol == 17 && computed == 0 ? 0xffff : computed);
        }
        return ipChecksummed(frame);
    }

    /** The frame with the checksum of the IPv4 header computed anew. */
    public static byte[] ipChecksummed(byte[] frame) {
        put16(frame, ETHERNET + 10, 0);
        return put16(frame, ETHERNET + 10, checksum(sum(frame, ETHERNET, ETHERNET + headerLength(frame))));
    }

    /** Writes a number into a frame. */
    public static byte[] put16(byte[] frame, int at, int value) {
        ByteBuffer.wrap(frame).putShort(at, (short) value);
        return frame;
    }

    private static int headerLength(byte[] frame) {
        return (frame[ETHERNET] & 0xf) * 4;
    }

    private static int u16(byte[] frame, int at) {
        return Short.toUnsignedInt(ByteBuffer.wrap(frame).getShort(at));
    }

    /** RFC 1071 as a remainder: the one's complement sum of 16-bit words is their sum modulo 65535, in 1 to 65535. */
    private static int checksum(long sum) {
        return 65535 - (int) (sum == 0 ? 0 : (sum - 1) % 65535 + 1);
    }

    private static long sum(byte[] frame, int from, int to) {
        long sum = 0;
        for (int at = from; at < to; at++) {
            sum += (long) Byte.toUnsignedInt(frame[at]) << ((at - from) % 2 == 0 ? 8 : 0);
        }
        return sum;
    }

    private static byte[] mac(Mac mac) {
        return Arrays.copyOfRange(ByteBuffer.allocate(8).putLong(mac.bits()).array(), 2, 8);
    }
}
