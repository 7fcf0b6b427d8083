/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Optional;

/**
 * What a client's first packet looks like, for display and for nothing else: these VPNs pass any NAT as ordinary TCP
 * and UDP do.
 *
 * <p>UDP is told by its first payload. The first packet of TCP is a SYN without one, so of TCP only the port tells, and
 * that is a guess: whoever uses the port of another protocol is taken for it. SSTP is not told from other TLS, nor
 * OpenVPN on port 443: up to the name of the server all of them begin alike.
 */
public enum Recognition {
    /** OpenVPN: a hard reset on UDP, or TCP port 1194. */
    OPENVPN("OpenVPN"),
    /** WireGuard: a handshake initiation on any UDP port. */
    WIREGUARD("WireGuard"),
    /** IKE and ESP in TCP, port 4500 (RFC 9329). */
    IKE_OVER_TCP("IKE over TCP"),
    /** TLS, TCP port 443: the web, SSTP and other VPNs. */
    TLS("TLS");

    private static final int OPENVPN_PORT = 1194;
    private static final int IKE_PORT = 4500;
    private static final int TLS_PORT = 443;

    /** Opcode in the upper five bits, key number 0 in the lower three. */
    private static final int HARD_RESET_CLIENT_V2 = 7 << 3;
    private static final int HARD_RESET_CLIENT_V3 = 10 << 3;
    /** Opcode, session ID of 8 bytes, number of acknowledgements, packet ID of 4 bytes. */
    private static final int HARD_RESET_LENGTH = 14;

    /** Type 1 and three reserved bytes. */
    private static final int HANDSHAKE_INITIATION = 0x01000000;
    private static final int HANDSHAKE_LENGTH = 148;

    private final String word;

    Recognition(String word) {
        this.word = word;
    }

    /**
     * Looks at a packet that begins something.
     *
     * @param packet from a client
     * @return empty if it looks like nothing that has a name here
     */
    public static Optional<Recognition> of(Packet packet) {
        return switch (packet.transport()) {
            case UdpHeader udp -> of(packet.frame(), udp);
            case TcpHeader tcp when tcp.has(TcpHeader.SYN) && !tcp.has(TcpHeader.ACK) -> of(tcp.destinationPort());
            default -> Optional.empty();
        };
    }

    private static Optional<Recognition> of(byte[] frame, UdpHeader udp) {
        final int at = udp.payloadOffset();
        final int length = udp.payloadLength();
        if (length == HANDSHAKE_LENGTH && Bytes.i32(frame, at) == HANDSHAKE_INITIATION) {
            return Optional.of(WIREGUARD);
        }
        // one byte is soon alike by chance: on another port than OpenVPN's own the rest must be, too
        return length >= HARD_RESET_LENGTH && isHardReset(Bytes.u8(frame, at))
            && (udp.destinationPort() == OPENVPN_PORT || endsLikeReset(frame, at, length))
            ? Optional.of(OPENVPN) : Optional.empty();
    }

    private static Optional<Recognition> of(int tcpPort) {
        return switch (tcpPort) {
            case OPENVPN_PORT -> Optional.of(OPENVPN);
            case IKE_PORT -> Optional.of(IKE_OVER_TCP);
            case TLS_PORT -> Optional.of(TLS);
            default -> Optional.empty();
        };
    }

    private static boolean isHardReset(int opcode) {
        return opcode == HARD_RESET_CLIENT_V2 || opcode == HARD_RESET_CLIENT_V3;
    }

    /** Without tls-auth a session ID follows, no acknowledgement, and packet 0. */
    private static boolean endsLikeReset(byte[] frame, int at, int length) {
        return length == HARD_RESET_LENGTH && Bytes.i64(frame, at + 1) != 0 && Bytes.u8(frame, at + 9) == 0
            && Bytes.i32(frame, at + 10) == 0;
    }

    /** The name for display. */
    @Override
    public String toString() {
        return word;
    }
}
