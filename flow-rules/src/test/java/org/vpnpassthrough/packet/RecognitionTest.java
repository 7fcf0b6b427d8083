/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecognitionTest {
    private static final byte[] RESET_V2 = {0x38, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0};
    private static final byte[] RESET_V3 = {0x50, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0};
    private static final byte[] INITIATION = start(148, 1);

    static Stream<Arguments> packets() {
        return Stream.of(
            arguments("OpenVPN", udp(1194, RESET_V2)),
            arguments("OpenVPN", udp(1194, RESET_V3)),
            arguments("OpenVPN", udp(53, RESET_V2)),
            // with tls-auth a HMAC follows the session ID
            arguments("OpenVPN", udp(1194, Arrays.copyOf(RESET_V2, 42))),
            arguments("nothing", udp(1195, Arrays.copyOf(RESET_V2, 42))),
            arguments("nothing", udp(1194, Arrays.copyOf(RESET_V2, 13))),
            arguments("nothing", udp(1194, start(14, 0x40))),
            arguments("nothing", udp(1195, start(14, 0x38))),
            arguments("WireGuard", udp(51820, INITIATION)),
            arguments("WireGuard", udp(443, INITIATION)),
            arguments("nothing", udp(51820, start(147, 1))),
            arguments("nothing", udp(51820, start(149, 1))),
            arguments("nothing", udp(51820, start(148, 2))),
            arguments("nothing", udp(51820)),
            arguments("OpenVPN", tcp(1194, TcpHeader.SYN)),
            arguments("IKE over TCP", tcp(4500, TcpHeader.SYN)),
            arguments("TLS", tcp(443, TcpHeader.SYN)),
            arguments("nothing", tcp(444, TcpHeader.SYN)),
            arguments("nothing", tcp(443, TcpHeader.SYN | TcpHeader.ACK)),
            arguments("nothing", tcp(443, TcpHeader.ACK)),
            arguments("nothing", Frames.icmpEcho(CLIENT, SERVER, true, 1194, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packets")
    void aFirstPacketLooksLikeSomethingOrLikeNothing(String name, byte[] frame) {
        assertEquals(Optional.of(name).filter(word -> !"nothing".equals(word)),
            Recognition.of(PacketTest.packet(frame)).map(Recognition::toString));
    }

    private static byte[] start(int length, int first) {
        final var bytes = new byte[length];
        bytes[0] = (byte) first;
        return bytes;
    }

    private static byte[] udp(int port, byte... payload) {
        return Frames.udp(CLIENT, 40000, SERVER, port, payload);
    }

    private static byte[] tcp(int port, int flags) {
        return Frames.tcp(CLIENT, 40000, SERVER, port, flags);
    }
}
