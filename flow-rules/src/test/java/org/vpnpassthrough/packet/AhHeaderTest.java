/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AhHeaderTest {
    private static final int AH = 34;
    private static final int HEADER = 24;
    private static final int QUOTED = 62;
    private static final byte[] FRAME = TunnelFrames.ah(CLIENT, SERVER, 17, 0xc0ffee01, 0x80000001,
        Frames.text("protected"));

    @Test
    void theHeaderIsRead() {
        assertEquals(new AhHeader(AH, IpProtocol.UDP, 0xc0ffee01, 0x80000001), PacketTest.packet(FRAME).transport());
    }

    @ParameterizedTest
    @CsvSource({"8, 0", "11, 0", "12, -2147483647", "100, -2147483647"})
    void aQuoteTellsWhatIsThere(int bytes, int sequence) {
        final var error = Frames.icmpError(Frames.ROUTER, CLIENT, 3, 4, FRAME, bytes);
        assertEquals(new AhHeader(QUOTED, IpProtocol.UDP, 0xc0ffee01, sequence),
            assertInstanceOf(IcmpError.class, PacketTest.packet(error).transport()).quoted().transport());
    }

    @Test
    void aHeaderCutAnywhereIsMalformed() {
        for (int length = 0; length < HEADER; length++) {
            assertEquals(new Malformed(Flaw.AH),
                Packet.parse(Frames.ip(CLIENT, SERVER, 51, Arrays.copyOfRange(FRAME, AH, AH + length))));
        }
        assertInstanceOf(Packet.class,
            Packet.parse(Frames.ip(CLIENT, SERVER, 51, Arrays.copyOfRange(FRAME, AH, AH + HEADER))));
    }

    @Test
    void onlyTheFirstFragmentHasAHeader() {
        final var fragments = Frames.fragments(FRAME, 16);
        assertInstanceOf(AhHeader.class, PacketTest.packet(fragments.getFirst()).transport());
        assertEquals(new LaterFragment(AH), PacketTest.packet(fragments.getLast()).transport());
    }

    static Stream<Arguments> lengths() {
        // words of four bytes, less two; the frame has 33 bytes from here on
        return Stream.of(arguments(0, false), arguments(1, true), arguments(4, true), arguments(6, true),
            arguments(7, false), arguments(255, false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lengths")
    void theLengthMustFit(int length, boolean good) {
        final var frame = FRAME.clone();
        frame[AH + 1] = (byte) length;
        assertEquals(good, Packet.parse(frame) instanceof Packet);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "255, false", "256, true", "-1, true"})
    void aReservedSpiIsMalformed(int spi, boolean good) {
        assertEquals(good, Packet.parse(TunnelFrames.ah(CLIENT, SERVER, 17, spi, 1)) instanceof Packet);
    }
}
