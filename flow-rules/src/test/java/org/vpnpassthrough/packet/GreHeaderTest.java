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

import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GreHeaderTest {
    private static final int GRE = 34;
    private static final int QUOTED = 62;
    private static final OptionalInt NONE = OptionalInt.empty();

    static Stream<Arguments> headers() {
        return Stream.of(
            plain("bare", "0000 0800", 0x0800, NONE, NONE),
            plain("eight zero bytes", "00000000 00000000", 0, NONE, NONE),
            plain("checksum", "8000 86dd 12340000", 0x86dd, NONE, NONE),
            plain("key", "2000 6558 c0ffee01", 0x6558, OptionalInt.of(0xc0ffee01), NONE),
            plain("sequence", "1000 0800 00000007", 0x0800, NONE, OptionalInt.of(7)),
            plain("key and sequence", "3000 0800 00000001 ffffffff", 0x0800, OptionalInt.of(1), OptionalInt.of(-1)),
            plain("all", "b000 0800 12340000 00000001 00000002", 0x0800, OptionalInt.of(1), OptionalInt.of(2)),
            plain("PPP in version 0", "2000 880b 00000005", 0x880b, OptionalInt.of(5), NONE),
            plain("reserved bits that are ignored", "03f8 0800", 0x0800, NONE, NONE),
            call("data", "3001 880b 0002 fffe 00000009 c021", 2, 0xfffe, OptionalInt.of(9), NONE),
            call("data and acknowledgement", "3081 880b 0002 0001 00000009 80000000 c021", 2, 1, OptionalInt.of(9),
                OptionalInt.of(0x80000000)),
            call("acknowledgement", "2081 880b 0000 0001 00000008", 0, 1, NONE, OptionalInt.of(8)),
            call("less payload than there is", "3001 880b 0001 0001 00000009 c021", 1, 1, OptionalInt.of(9), NONE),
            call("neither", "2001 880b 0000 0000", 0, 0, NONE, NONE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void bothVersionsAreRead(String name, String hex, GreHeader expected) {
        assertEquals(expected, PacketTest.packet(frame(hex)).transport());
        assertEquals(expected instanceof GreHeader.Plain ? 0 : 1, expected.version());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void aHeaderCutAnywhereIsMalformed(String name, String hex, GreHeader expected) {
        final var whole = bytes(hex);
        final int header = expected instanceof GreHeader.Plain ? whole.length : lengthOf(hex);
        // eight zero bytes are a header of four and a payload
        for (int length = 0; length < ("eight zero bytes".equals(name) ? 4 : header); length++) {
            final var cut = HexFormat.of().formatHex(whole, 0, length);
            assertEquals(new Malformed(Flaw.GRE), Packet.parse(frame(cut)), cut);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void aQuoteOfEightBytesTellsWhatIsThere(String name, String hex, GreHeader expected) {
        final var whole = frame(hex);
        if (bytes(hex).length < 8) {
            return;
        }
        final var error = Frames.icmpError(Frames.ROUTER, CLIENT, 3, 4, whole);
        final var transport = assertInstanceOf(IcmpError.class, PacketTest.packet(error).transport()).quoted()
            .transport();
        assertEquals(switch (expected) {
            case GreHeader.Plain gre -> new GreHeader.Plain(QUOTED, gre.protocol(),
                hex.startsWith("8") || hex.startsWith("b") ? NONE : gre.key(),
                gre.key().isPresent() || hex.startsWith("b") ? NONE : gre.sequence());
            case GreHeader.Enhanced gre ->
                new GreHeader.Enhanced(QUOTED, gre.payloadLength(), gre.callId(), NONE, NONE);
        }, transport);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void aLongQuoteTellsEverything(String name, String hex, GreHeader expected) {
        final var error = Frames.icmpError(Frames.ROUTER, CLIENT, 3, 4, frame(hex + "0000000000000000"), 100);
        assertEquals(switch (expected) {
            case GreHeader.Plain gre -> new GreHeader.Plain(QUOTED, gre.protocol(), gre.key(), gre.sequence());
            case GreHeader.Enhanced gre -> new GreHeader.Enhanced(QUOTED, gre.payloadLength(), gre.callId(),
                gre.sequence(), gre.acknowledgement());
        }, assertInstanceOf(IcmpError.class, PacketTest.packet(error).transport()).quoted().transport());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "4000 0800 00000000 00000000 00000000", // routing, RFC 1701
        "0800 0800", // strict source route
        "0400 0800", // recursion control
        "0002 0800 00000000", // version 2
        "0007 0800 00000000",
        "3001 0800 0000 0001 00000001", // version 1 without PPP
        "1001 880b 0000 0001 00000001", // version 1 without key
        "b001 880b 0000 0001 00000001 00000000", // with a checksum
        "7001 880b 0000 0001 00000001",
        "3801 880b 0000 0001 00000001",
        "3101 880b 0000 0001 00000001",
        "3009 880b 0000 0001 00000001",
        "3041 880b 0000 0001 00000001",
        "3001 880b 0003 0001 00000009 c021", // more payload than there is
    })
    void whatNoVersionAllowsIsMalformed(String hex) {
        assertEquals(new Malformed(Flaw.GRE), Packet.parse(frame(hex)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0002 0800 00000000", "3001 0800 0000 0001", "1001 880b 0000 0001"})
    void whatNoVersionAllowsIsSomeOtherProtocolInAQuote(String hex) {
        final var error = Frames.icmpError(Frames.ROUTER, CLIENT, 3, 4, frame(hex));
        assertEquals(new OtherProtocol(QUOTED, IpProtocol.GRE),
            assertInstanceOf(IcmpError.class, PacketTest.packet(error).transport()).quoted().transport());
    }

    @Test
    void theFirstFragmentHasACallIdAndTheLaterOnesHaveNone() {
        final var fragments = Frames.fragments(TunnelFrames.call(CLIENT, SERVER, 77, 3, new byte[40]), 16);
        assertEquals(new GreHeader.Enhanced(GRE, 40, 77, OptionalInt.of(3), NONE),
            PacketTest.packet(fragments.getFirst()).transport());
        assertEquals(new LaterFragment(GRE), PacketTest.packet(fragments.getLast()).transport());
    }

    private static Arguments plain(String name, String hex, int protocol, OptionalInt key, OptionalInt sequence) {
        return arguments(name, hex, new GreHeader.Plain(GRE, protocol, key, sequence));
    }

    private static Arguments call(String name, String hex, int payloadLength, int callId, OptionalInt sequence,
            OptionalInt acknowledgement) {
        return arguments(name, hex, new GreHeader.Enhanced(GRE, payloadLength, callId, sequence, acknowledgement));
    }

    /** With all of its payload, since a packet that lacks some of it is malformed too. */
    private static int lengthOf(String hex) {
        return hex.startsWith("3001 880b 0001") ? bytes(hex).length - 1 : bytes(hex).length;
    }

    private static byte[] frame(String hex) {
        return Frames.ip(CLIENT, SERVER, 47, bytes(hex));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
