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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NattDatagramTest {
    static Stream<Arguments> payloads() {
        return Stream.of(
            arguments("", new NattDatagram.Empty()),
            arguments("ff", new NattDatagram.Keepalive()),
            arguments("00", new Malformed(Flaw.NATT)),
            arguments("fe", new Malformed(Flaw.NATT)),
            arguments("ffff", new Malformed(Flaw.NATT)),
            arguments("000000", new Malformed(Flaw.NATT)),
            arguments("00000000", new Malformed(Flaw.IKE)),
            arguments("0000000000000001", new Malformed(Flaw.IKE)),
            arguments("c0ffee01", new Malformed(Flaw.NATT)),
            arguments("c0ffee01000000", new Malformed(Flaw.NATT)),
            arguments("c0ffee0100000002", new NattDatagram.Esp(new EspHeader(0, 0xc0ffee01, 2))),
            arguments("ffffffff00000002", new NattDatagram.Esp(new EspHeader(0, -1, 2))),
            arguments("0000010000000002", new NattDatagram.Esp(new EspHeader(0, 256, 2))),
            arguments("000000ff00000002", new Malformed(Flaw.ESP)),
            arguments("0000000100000002", new Malformed(Flaw.ESP)));
    }

    @ParameterizedTest(name = "[{0}] {1}")
    @MethodSource("payloads")
    void theFirstBytesTellWhatItIs(String hex, NattDatagram expected) {
        final var payload = HexFormat.of().parseHex(hex);
        assertEquals(expected, NattDatagram.parse(payload, 0, payload.length));
        assertEquals(expected, NattDatagram.parsePrefix(payload, 0, payload.length));
    }

    @Test
    void ikeIsReadBehindTheMarker() {
        final var payload = Frames.nonEspMarker(Frames.ikeV2Auth());
        final var ike = assertInstanceOf(NattDatagram.Ike.class, NattDatagram.parse(payload, 0, payload.length));
        assertEquals(IkeMessage.IKE_AUTH, ike.message().exchangeType());
        assertEquals(payload.length - 4, ike.message().length());
    }

    @Test
    void ikeBehindTheMarkerCutAnywhereIsMalformed() {
        final var payload = Frames.nonEspMarker(Frames.ikeV1MainMode1(true));
        for (int length = 4; length < payload.length; length++) {
            assertEquals(new Malformed(Flaw.IKE), NattDatagram.parse(Arrays.copyOf(payload, length), 0, length));
        }
    }

    @Test
    void theFirstFragmentOfALongMessageIsReadAsFarAsItGoes() {
        final var frame = Frames.udp(CLIENT, 4500, SERVER, 4500, Frames.nonEspMarker(Frames.ikeV2Auth()));
        final var packet = PacketTest.packet(Frames.fragments(frame, 80).getFirst());
        final var udp = assertInstanceOf(UdpHeader.class, packet.transport());
        assertEquals(new Malformed(Flaw.IKE),
            NattDatagram.parse(packet.frame(), udp.payloadOffset(), udp.payloadLength()));
        assertInstanceOf(NattDatagram.Ike.class, NattDatagram.of(packet, udp));
    }

    @Test
    void offsetsCountFromTheBeginningOfTheFrame() {
        final var packet = PacketTest.packet(Frames.udp(CLIENT, 4500, SERVER, 4500,
            Frames.espPayload(0xc0ffee01, 7)));
        assertEquals(new NattDatagram.Esp(new EspHeader(42, 0xc0ffee01, 7)),
            NattDatagram.of(packet, (UdpHeader) packet.transport()));
    }

    @Test
    void aRangeOutsideTheFrameIsAnErrorOfTheCaller() {
        assertThrows(IndexOutOfBoundsException.class, () -> NattDatagram.parse(new byte[3], 0, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> NattDatagram.parsePrefix(new byte[3], 4, 0));
    }
}
