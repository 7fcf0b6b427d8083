/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Objects;

/** The payload of a datagram on UDP port 1701 (RFC 2661 section 8.1). */
public sealed interface L2tpDatagram permits L2tpHeader, L2tpDatagram.OtherVersion, Malformed {
    /**
     * One of the two protocols that share the port and have headers of their own.
     *
     * @param version 1 for L2F (RFC 2341), 3 for L2TP version 3 (RFC 3931)
     */
    record OtherVersion(int version) implements L2tpDatagram {
    }

    /**
     * Reads the payload of a UDP datagram on port 1701, of an IP fragment as much as is there.
     *
     * @param packet where it is
     * @param udp the header of the packet, or of the packet that it quotes
     * @return what it is, or {@link Malformed}
     */
    static L2tpDatagram of(Packet packet, UdpHeader udp) {
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
     * @return what it is, or {@link Malformed}
     * @throws IndexOutOfBoundsException if this is not a range of the frame
     */
    static L2tpDatagram parse(byte[] frame, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, frame.length);
        return new L2tpParser(frame, offset, length, true).parse();
    }

    /**
     * Reads a payload whose end may be missing: in the first of several IP fragments, or in the quote of an ICMP error.
     *
     * @param frame where it is
     * @param offset of its first byte
     * @param length how much of it is there
     * @return what it is; {@link Malformed} also if the header is cut
     * @throws IndexOutOfBoundsException if this is not a range of the frame
     */
    static L2tpDatagram parsePrefix(byte[] frame, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, frame.length);
        return new L2tpParser(frame, offset, length, false).parse();
    }
}
