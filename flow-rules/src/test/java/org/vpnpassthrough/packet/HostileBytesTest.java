/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are: no exception, and no answer that points outside the frame. */
class HostileBytesTest {
    private static final int IP = 14;
    private static final int PAYLOAD = 34;
    private static final int FRAMES = 100_000;
    private static final int[] EXTREMES = {0, 1, 0x7f, 0xff};

    static Stream<Named<byte[]>> samples() {
        return Samples.all();
    }

    static Stream<Named<byte[]>> packets() {
        return Samples.packets();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aGoodFrameIsNotMalformed(byte[] frame) {
        final var parsed = Packet.parse(frame);
        Touch.everything(frame, parsed);
        if (parsed instanceof Malformed) {
            fail(parsed + " " + HexFormat.of().formatHex(frame));
        }
    }

    @ParameterizedTest
    @MethodSource("packets")
    void aFrameCutAnywhereIsMalformed(byte[] frame) {
        for (int length = 0; length < frame.length; length++) {
            assertEquals(new Malformed(length < IP ? Flaw.ETHERNET : Flaw.IPV4),
                Packet.parse(Arrays.copyOf(frame, length)), "length " + length);
        }
    }

    @ParameterizedTest
    @MethodSource("packets")
    void aPacketCutAnywhereIsMalformedOrAShorterOne(byte[] frame) {
        final int header = assertInstanceOf(Packet.class, Packet.parse(frame)).ip().headerLength();
        for (int length = IP + header; length < frame.length; length++) {
            final var shorter = Arrays.copyOf(frame, length);
            Frames.ipChecksummed(Frames.put16(shorter, IP + 2, length - IP));
            final var parsed = Packet.parse(shorter);
            Touch.everything(shorter, parsed);
            if (parsed instanceof Packet packet) {
                assertEquals(length, packet.ip().end());
            } else {
                assertInstanceOf(Malformed.class, parsed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("packets")
    void anUdpDatagramCutAnywhereIsMalformedOrAShorterOne(byte[] frame) {
        if (assertInstanceOf(Packet.class, Packet.parse(frame)).transport() instanceof UdpHeader udp) {
            for (int length = 0; length <= udp.payloadLength(); length++) {
                final var shorter = Arrays.copyOf(frame, udp.payloadOffset() + length);
                Frames.put16(shorter, udp.offset() + 4, 8 + length);
                Frames.ipChecksummed(Frames.put16(shorter, IP + 2, shorter.length - IP));
                Touch.everything(shorter, assertInstanceOf(Packet.class, Packet.parse(shorter)));
            }
        }
    }

    @Test
    void randomBytesNeverThrow() {
        final var random = new Random(792);
        for (int round = 0; round < FRAMES; round++) {
            final var frame = new byte[random.nextInt(200)];
            random.nextBytes(frame);
            touch(frame);
        }
    }

    @Test
    void randomPayloadsOfEveryProtocolNeverThrow() {
        final var random = new Random(793);
        final int[] protocols = {1, 6, 17, 47, 50, 51};
        for (int round = 0; round < FRAMES; round++) {
            final var payload = new byte[random.nextInt(120)];
            random.nextBytes(payload);
            if (payload.length > 29 && random.nextBoolean()) {
                // makes a quote of an ICMP error, or a UDP datagram with IKE, likelier
                payload[0] = (byte) new int[] {3, 4, 11, 12}[random.nextInt(4)];
                payload[8] = (byte) (0x40 + random.nextInt(16));
                payload[17] = (byte) protocols[random.nextInt(protocols.length)];
            }
            final var frame = Frames.ip(Frames.CLIENT, Frames.SERVER, protocols[round % protocols.length], payload);
            if (random.nextInt(4) == 0) {
                Frames.ipChecksummed(Frames.put16(frame, IP + 6, random.nextInt(0x10000)));
            }
            touch(frame);
        }
    }

    @Test
    void goodFramesWithSomeBytesChangedNeverThrow() {
        final var random = new Random(768);
        final var samples = Samples.bytes();
        for (int round = 0; round < FRAMES; round++) {
            final var frame = samples.get(round % samples.size()).clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                // most headers are in the first bytes; extreme values find more than random ones
                final int from = frame.length > PAYLOAD && random.nextBoolean() ? PAYLOAD : 0;
                frame[random.nextInt(from, Math.min(100, frame.length))] =
                    (byte) (random.nextBoolean() ? random.nextInt() : EXTREMES[random.nextInt(EXTREMES.length)]);
            }
            if ((frame[IP] & 0xf) * 4 <= frame.length - IP) {
                Frames.ipChecksummed(frame);
            }
            touch(frame);
        }
    }

    private static void touch(byte[] frame) {
        final var before = frame.clone();
        assertDoesNotThrow(() -> Touch.everything(frame, Packet.parse(frame)), () -> HexFormat.of().formatHex(before));
        if (!Arrays.equals(before, frame)) {
            fail("changed: " + HexFormat.of().formatHex(before));
        }
    }
}
