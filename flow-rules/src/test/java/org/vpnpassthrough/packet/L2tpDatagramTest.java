/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class L2tpDatagramTest {
    private static final int PAYLOAD = 42;
    private static final OptionalInt NONE = OptionalInt.empty();
    private static final byte[] SCCRQ = TunnelFrames.l2tpControl(0, 0, 0, 0, L2tpHeader.SCCRQ,
        HexFormat.of().parseHex("800800000002" + "0100" + "800800000009" + "002a"));

    static Stream<Arguments> datagrams() {
        return Stream.of(
            arguments("SCCRQ", SCCRQ, control(36, 0, 0, 0, 0, OptionalInt.of(1))),
            arguments("HELLO", TunnelFrames.l2tpControl(0xfffe, 0, 3, 0xffff, L2tpHeader.HELLO),
                control(20, 0xfffe, 0, 3, 0xffff, OptionalInt.of(6))),
            arguments("ICRQ", TunnelFrames.l2tpControl(7, 0, 3, 2, L2tpHeader.ICRQ),
                control(20, 7, 0, 3, 2, OptionalInt.of(10))),
            arguments("CDN", TunnelFrames.l2tpControl(7, 9, 4, 2, L2tpHeader.CDN),
                control(20, 7, 9, 4, 2, OptionalInt.of(14))),
            arguments("acknowledgement", TunnelFrames.l2tpAck(7, 4, 5), control(12, 7, 0, 4, 5, NONE)),
            arguments("hidden type", with(TunnelFrames.l2tpControl(7, 0, 3, 2, 1), 12, 0xc0),
                control(20, 7, 0, 3, 2, NONE)),
            arguments("another attribute first", with(TunnelFrames.l2tpControl(7, 0, 3, 2, 1), 17, 2),
                control(20, 7, 0, 3, 2, NONE)),
            arguments("attribute of a vendor first", with(TunnelFrames.l2tpControl(7, 0, 3, 2, 1), 15, 9),
                control(20, 7, 0, 3, 2, NONE)),
            arguments("padded after its length", Arrays.copyOf(TunnelFrames.l2tpAck(7, 4, 5), 20),
                control(12, 7, 0, 4, 5, NONE)),
            arguments("data", TunnelFrames.l2tpData(7, 9, TunnelFrames.ppp()),
                new L2tpHeader(0, false, NONE, 7, 9, NONE, NONE, NONE)),
            arguments("data with everything", TunnelFrames.l2tpFullData(7, 9, 1, 2, 3, TunnelFrames.ppp()),
                new L2tpHeader(0, false, OptionalInt.of(31), 7, 9, OptionalInt.of(1), OptionalInt.of(2), NONE)),
            arguments("L2F", HexFormat.of().parseHex("c001"), new L2tpDatagram.OtherVersion(1)),
            arguments("L2TP version 3", HexFormat.of().parseHex("0003000000000001"),
                new L2tpDatagram.OtherVersion(3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("datagrams")
    void theHeaderIsRead(String name, byte[] payload, L2tpDatagram expected) {
        assertEquals(expected, L2tpDatagram.parse(payload, 0, payload.length));
        assertEquals(expected, L2tpDatagram.parsePrefix(payload, 0, payload.length));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("datagrams")
    void aDatagramCutAnywhereIsMalformedIfItsHeaderSaysMore(String name, byte[] payload, L2tpDatagram expected) {
        if (expected instanceof L2tpHeader header) {
            final int least = header.length().orElse(6);
            for (int length = 0; length < least; length++) {
                assertEquals(new Malformed(Flaw.L2TP), L2tpDatagram.parse(payload, 0, length), "length " + length);
            }
            assertEquals(expected, L2tpDatagram.parse(payload, 0, least));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("datagrams")
    void aPrefixTellsWhatIsThere(String name, byte[] payload, L2tpDatagram expected) {
        if (expected instanceof L2tpHeader header) {
            final int fields = 6 + (header.length().isPresent() ? 2 : 0) + (header.ns().isPresent() ? 4 : 0);
            for (int length = 0; length <= payload.length; length++) {
                final boolean typed = length >= 20;
                assertEquals(length < fields ? new Malformed(Flaw.L2TP)
                    : new L2tpHeader(0, header.control(), header.length(), header.tunnelId(), header.sessionId(),
                        header.ns(), header.nr(), typed ? header.messageType() : NONE),
                    L2tpDatagram.parsePrefix(payload, 0, length), "length " + length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "c8",
        "c800000c0007000000040005", // version 0
        "c804000c0007000000040005", // version 4
        "8802000c0007000000040005", // control without length
        "c002000c0007000000040005", // control without sequence
        "ca02000e00070000000400050000", // control with offset
        "c902000c0007000000040005", // control with priority
        "c802000b0007000000040005", // length less than the header
        "c802000d0007000000040005", // length more than the datagram
        "c802000e00070000000400050000", // attribute cut
        "c80200140007000000040005800500000000" + "0001", // attribute shorter than its header
        "c80200140007000000040005800900000000" + "0001", // attribute longer than the message
        "0202000700090001", // padding cut
        "4002000500070009", // length less than the header
        "4002000900070009", // length more than the datagram
    })
    void whatContradictsItselfIsMalformed(String hex) {
        final var payload = HexFormat.of().parseHex(hex);
        assertEquals(new Malformed(Flaw.L2TP), L2tpDatagram.parse(payload, 0, payload.length));
    }

    @Test
    void offsetsCountFromTheBeginningOfTheFrame() {
        final var packet = PacketTest.packet(Frames.udp(CLIENT, 1701, SERVER, 1701, SCCRQ));
        final var header = assertInstanceOf(L2tpHeader.class,
            L2tpDatagram.of(packet, (UdpHeader) packet.transport()));
        assertEquals(PAYLOAD, header.offset());
        assertEquals(OptionalInt.of(L2tpHeader.SCCRQ), header.messageType());
    }

    @Test
    void aFirstFragmentIsReadAsFarAsItGoes() {
        final var frame = Frames.udp(CLIENT, 1701, SERVER, 1701, SCCRQ);
        final var packet = PacketTest.packet(Frames.fragments(frame, 24).getFirst());
        assertEquals(NONE, assertInstanceOf(L2tpHeader.class,
            L2tpDatagram.of(packet, (UdpHeader) packet.transport())).messageType());
    }

    @Test
    void aRangeOutsideTheFrameIsAnErrorOfTheCaller() {
        assertThrows(IndexOutOfBoundsException.class, () -> L2tpDatagram.parse(new byte[3], 0, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> L2tpDatagram.parsePrefix(new byte[3], 4, 0));
    }

    private static L2tpHeader control(int length, int tunnel, int session, int ns, int nr, OptionalInt type) {
        return new L2tpHeader(0, true, OptionalInt.of(length), tunnel, session, OptionalInt.of(ns),
            OptionalInt.of(nr), type);
    }

    private static byte[] with(byte[] payload, int at, int value) {
        payload[at] = (byte) value;
        return payload;
    }
}
