/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/** The payload of a datagram on UDP port 4500 (RFC 3948 section 2). */
public sealed interface NattDatagram
        permits NattDatagram.Keepalive, NattDatagram.Ike, NattDatagram.Esp, NattDatagram.Empty, Malformed {
    /** The single byte 0xff that keeps mappings alive (RFC 3948 section 2.3); the receiver ignores it. */
    record Keepalive() implements NattDatagram {
    }

    /**
     * An IKE message behind the non-ESP marker, four zero bytes (RFC 3948 section 2.2).
     *
     * @param message the message, without the marker
     */
    record Ike(IkeMessage message) implements NattDatagram {
    }

    /**
     * An ESP packet (RFC 3948 section 2.1).
     *
     * @param header its clear part
     */
    record Esp(EspHeader header) implements NattDatagram {
    }

    /** No payload at all: means nothing, and does no harm. */
    record Empty() implements NattDatagram {
    }

    /**
     * Reads the payload of a UDP datagram on port 4500, of an IP fragment as much as is there.
     *
     * @param packet where it is
     * @param udp the header of the packet, or of the packet that it quotes
     * @return what it is, or {@link Malformed}
     */
    static NattDatagram of(Packet packet, UdpHeader udp) {
        return udp.end() == udp.offset() + udp.length()
            ? parse(packet.frame(), udp.payloadOffset(), udp.payloadLength())
            : parsePrefix(packet.frame(), udp.payloadOffset(), udp.payloadLength());
    }

    /**
     * Reads a whole payload.
     *
     * @param frame where it is
     * @param offset of its first byte
     * @param length in bytes
     * @return what it is, or {@link Malformed}: IKE or ESP if their header is broken, NATT if it is none of all
     * @throws IndexOutOfBoundsException if this is not a range of the frame
     */
    static NattDatagram parse(byte[] frame, int offset, int length) {
        return NattParser.parse(frame, offset, length, IkeMessage::parse);
    }

    /**
     * Reads a payload whose end may be missing: in the first of several IP fragments, or in the quote of an ICMP error.
     *
     * @param frame where it is
     * @param offset of its first byte
     * @param length how much of it is there
     * @return what it is, or {@link Malformed}
     * @throws IndexOutOfBoundsException if this is not a range of the frame
     */
    static NattDatagram parsePrefix(byte[] frame, int offset, int length) {
        return NattParser.parse(frame, offset, length, IkeMessage::parsePrefix);
    }
}
