/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.RECEIVER_MAC;
import static org.vpnpassthrough.packet.Frames.ROUTER;
import static org.vpnpassthrough.packet.Frames.SENDER_MAC;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IcmpReplyTest {
    private static final int TOS = 15;
    private static final byte[] TEXT = Frames.text("an odd number of letters.");
    private static final byte[] UDP = Frames.udp(CLIENT, 53000, SERVER, 33434, TEXT);

    @Test
    void anEchoReplyReturnsWhatCame() {
        final var reply = IcmpReply.echoReply(PacketTest.packet(Frames.icmpEcho(CLIENT, ROUTER, true, 7, 9, TEXT)));
        assertArrayEquals(sentBack(Frames.icmpEcho(ROUTER, CLIENT, false, 7, 9, TEXT), 0), reply);
    }

    @Test
    void anEchoReplyLeavesOutPaddingAndOptions() {
        final var request = Frames.padded(Frames.withOptions(Frames.icmpEcho(CLIENT, ROUTER, true, 7, 9), (byte) 1,
            (byte) 1, (byte) 1, (byte) 0));
        assertArrayEquals(sentBack(Frames.icmpEcho(ROUTER, CLIENT, false, 7, 9), 0),
            IcmpReply.echoReply(PacketTest.packet(request)));
    }

    @Test
    void anEchoReplyHasTheTypeOfServiceOfTheRequest() {
        final var request = Frames.icmpEcho(CLIENT, ROUTER, true, 7, 9, TEXT);
        request[TOS] = (byte) 0xb8;
        final var reply = IcmpReply.echoReply(PacketTest.packet(Frames.ipChecksummed(request)));
        assertArrayEquals(sentBack(Frames.icmpEcho(ROUTER, CLIENT, false, 7, 9, TEXT), 0xb8), reply);
    }

    @Test
    void aWrongChecksumOfTheRequestMakesAWrongOneInTheReply() {
        final var request = Frames.icmpEcho(CLIENT, ROUTER, true, 7, 9, TEXT);
        Frames.put16(request, 36, Bytes.u16(request, 36) ^ 0x40);
        final var reply = IcmpReply.echoReply(PacketTest.packet(request));
        assertEquals(false, Arrays.equals(reply, Frames.checksummed(reply.clone())));
    }

    static Stream<Arguments> notRequests() {
        return Stream.of(
            arguments("reply", Frames.icmpEcho(CLIENT, ROUTER, false, 7, 9)),
            arguments("UDP", UDP),
            arguments("first fragment", Frames.fragments(Frames.icmpEcho(CLIENT, ROUTER, true, 7, 9, TEXT), 16)
                .getFirst()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notRequests")
    void onlyAWholeEchoRequestHasAReply(String name, byte[] frame) {
        final var packet = PacketTest.packet(frame);
        assertThrows(IllegalArgumentException.class, () -> IcmpReply.echoReply(packet));
    }

    @Test
    void anErrorQuotesTheWholePacketIfItIsShort() {
        assertArrayEquals(sentBack(Frames.icmpError(ROUTER, CLIENT, 11, 0, UDP, 1000), 0xc0),
            IcmpReply.timeExceeded(PacketTest.packet(Frames.padded(UDP)), ROUTER));
        assertArrayEquals(sentBack(Frames.icmpError(ROUTER, CLIENT, 3, 1, UDP, 1000), 0xc0),
            IcmpReply.unreachable(PacketTest.packet(UDP), IcmpReply.HOST_UNREACHABLE, ROUTER));
    }

    @ParameterizedTest
    @ValueSource(ints = {519, 520, 521, 1472})
    void anErrorIsNeverLongerThan576Bytes(int length) {
        final var offending = Frames.udp(CLIENT, 53000, SERVER, 33434, new byte[length]);
        final var error = IcmpReply.timeExceeded(PacketTest.packet(offending), ROUTER);
        assertEquals(14 + Math.min(576, 28 + 28 + length), error.length);
        assertArrayEquals(sentBack(Frames.icmpError(ROUTER, CLIENT, 11, 0, offending, 528), 0xc0), error);
        final var transport = assertInstanceOf(IcmpError.class, PacketTest.packet(error).transport());
        assertEquals(PacketTest.packet(offending).source(), transport.quoted().ip().source());
    }

    static Stream<Arguments> silences() {
        return Stream.of(
            arguments("UDP", UDP, true),
            arguments("echo", Frames.icmpEcho(CLIENT, SERVER, true, 7, 9), true),
            arguments("ESP", Frames.esp(CLIENT, SERVER, 0xc0ffee01, 1), true),
            arguments("first fragment", Frames.fragments(UDP, 8).getFirst(), true),
            arguments("later fragment", Frames.fragments(UDP, 8).getLast(), false),
            arguments("ICMP error", Frames.icmpError(CLIENT, SERVER, 3, 1, UDP), false),
            arguments("redirect", Frames.ip(CLIENT, SERVER, 1, new byte[] {5, 0, 0, 0, 0, 0, 0, 0}), false),
            arguments("Ethernet broadcast", Frames.withEthernet(UDP, SENDER_MAC, Mac.BROADCAST), false),
            arguments("to a group", to("224.0.0.1"), false),
            arguments("broadcast", to("255.255.255.255"), false),
            arguments("from a group", from("224.0.0.1"), false),
            arguments("from broadcast", from("255.255.255.255"), false),
            arguments("from nobody", from("0.0.0.0"), false),
            arguments("from loopback", from("127.0.0.1"), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("silences")
    void whereRfc1812ForbidsAnErrorNoneMayBeSent(String name, byte[] frame, boolean allowed) {
        assertEquals(allowed, IcmpReply.mayAnswer(PacketTest.packet(frame)));
    }

    private static byte[] from(String address) {
        return Frames.udp(Ip4.parse(address), 1, SERVER, 2);
    }

    private static byte[] to(String address) {
        return Frames.udp(CLIENT, 1, Ip4.parse(address), 2);
    }

    /** The frame as a reply has it: no identification but "don't fragment", and the way back. */
    private static byte[] sentBack(byte[] frame, int tos) {
        frame[TOS] = (byte) tos;
        Frames.put16(frame, 18, 0);
        Frames.put16(frame, 20, 0x4000);
        return Frames.withEthernet(Frames.ipChecksummed(frame), RECEIVER_MAC, SENDER_MAC);
    }
}
