/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;

class HexFrameTest {
    static Stream<Arguments> comments() {
        final Ip4 client = Frames.CLIENT;
        final Ip4 server = Frames.SERVER;
        final byte[] udp = Frames.udp(client, 4500, server, 500, Frames.text("hello"));
        final String ip = "IPv4 192.0.2.101 > 198.51.100.9, TTL 64";
        return Stream.of(
            Arguments.of(udp, List.of(ip, "UDP 4500 > 500")),
            Arguments.of(Frames.padded(udp), List.of(ip, "UDP 4500 > 500", "padding")),
            Arguments.of(Frames.tcp(client, 49152, server, 443, 0x12), List.of(ip, "TCP 49152 > 443, SYN, ACK")),
            Arguments.of(Frames.icmpEcho(client, server, true, 7, 1),
                List.of(ip, "ICMP echo request, id 7, sequence 1")),
            Arguments.of(Frames.icmpError(client, server, 3, 1, udp),
                List.of(ip, "ICMP type 3, code 1, quoting 192.0.2.101 > 198.51.100.9")),
            Arguments.of(Frames.esp(client, server, 0x1234, 9), List.of(ip, "ESP SPI 0x00001234, sequence 9")),
            Arguments.of(Frames.ip(client, server, 99, new byte[4]), List.of(ip, "protocol 99")),
            Arguments.of(Frames.fragments(udp, 8).get(1),
                List.of("IPv4 192.0.2.101 > 198.51.100.9, TTL 64, fragment at 8", "later fragment")),
            Arguments.of(Frames.arpRequest(Frames.SENDER_MAC, client, server),
                List.of("ARP who has 198.51.100.9, tell 192.0.2.101", "padding")),
            Arguments.of(Frames.arpReply(Frames.SENDER_MAC, client, Frames.RECEIVER_MAC, server),
                List.of("ARP 192.0.2.101 is at 00:00:5e:00:53:01", "padding")),
            Arguments.of(Frames.put16(udp.clone(), 12, 0x86dd), List.of("EtherType 0x86dd")),
            Arguments.of(Frames.put16(udp.clone(), 24, 0), List.of("malformed IPV4")));
    }

    @ParameterizedTest
    @MethodSource("comments")
    void aFrameIsWrittenHeaderByHeaderWithWhatItSays(final byte[] frame, final List<String> expected) {
        final HexFrame written = HexFrame.of(frame);
        assertArrayEquals(frame, written.bytes());
        final List<String> comments = written.lines().stream().map(HexFrame.Line::comment)
            .filter(comment -> !comment.isEmpty()).toList();
        assertTrue(comments.get(0).startsWith("Ethernet "), comments.get(0));
        assertEquals(expected, comments.subList(1, comments.size()));
    }

    @Test
    void aFrameOfAnyLengthCanBeWritten() {
        final byte[] frame = Frames.tcp(Frames.CLIENT, 1, Frames.SERVER, 2, 2, Frames.text("hello"));
        for (int length = 1; length <= frame.length; length++) {
            final byte[] cut = Arrays.copyOf(frame, length);
            assertArrayEquals(cut, HexFrame.of(cut).bytes());
        }
    }
}
