/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.RECEIVER_MAC;
import static org.vpnpassthrough.packet.Frames.SENDER_MAC;
import static org.vpnpassthrough.packet.Frames.SERVER;
import static org.vpnpassthrough.packet.Frames.TTL;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacketTest {
    private static final int IP = 14;
    private static final int PAYLOAD = 34;
    private static final byte[] UDP = Frames.udp(CLIENT, 53000, SERVER, 53, Frames.text("question"));
    private static final byte[] TCP = Frames.tcp(CLIENT, 43210, SERVER, 443, TcpHeader.SYN | TcpHeader.ACK,
        Frames.text("hello"));
    private static final byte[] ECHO = Frames.icmpEcho(CLIENT, SERVER, true, 0xfffe, 3, Frames.text("abc"));
    private static final byte[] ESP = Frames.esp(CLIENT, SERVER, 0xc0ffee01, 0x80000001);

    @Test
    void theHeadersOfEthernetAndIpv4AreRead() {
        final var packet = packet(UDP);
        assertSame(UDP, packet.frame());
        assertEquals(SENDER_MAC, packet.ethernetSource());
        assertEquals(RECEIVER_MAC, packet.ethernetDestination());
        assertEquals(new Ipv4Header(IP, 20, 36, 0x1234, false, false, 0, TTL, IpProtocol.UDP, CLIENT, SERVER),
            packet.ip());
        assertEquals(CLIENT, packet.source());
        assertEquals(SERVER, packet.destination());
        assertEquals(false, packet.ip().isFragment());
        assertEquals(UDP.length, packet.ip().end());
    }

    @Test
    void theWholeTransportHeaderIsRead() {
        final var udp = assertInstanceOf(UdpHeader.class, packet(UDP).transport());
        assertEquals(new UdpHeader(PAYLOAD, 53000, 53, 16, Bytes.u16(UDP, PAYLOAD + 6)), udp);
        assertEquals(42, udp.payloadOffset());
        assertEquals(8, udp.payloadLength());

        final var tcp = assertInstanceOf(TcpHeader.class, packet(TCP).transport());
        assertEquals(new TcpHeader(PAYLOAD, 43210, 443, 0x01020304, 20, TcpHeader.SYN | TcpHeader.ACK, TCP.length),
            tcp);
        assertEquals(0x01020305, tcp.payloadSequence());
        assertEquals(true, tcp.has(TcpHeader.SYN));
        assertEquals(false, tcp.has(TcpHeader.RST));
        assertEquals(54, tcp.payloadOffset());
        assertEquals(5, tcp.payloadLength());
    }

    static Stream<Arguments> transports() {
        return Stream.of(
            arguments("echo request", ECHO, new IcmpEcho(PAYLOAD, true, 0xfffe, 3)),
            arguments("echo reply", Frames.icmpEcho(SERVER, CLIENT, false, 1, 0xffff), new IcmpEcho(PAYLOAD, false, 1,
                0xffff)),
            arguments("redirect", icmp(5, 1), new IcmpOther(PAYLOAD, 5, 1)),
            arguments("router advertisement", icmp(9, 0), new IcmpOther(PAYLOAD, 9, 0)),
            arguments("ESP", ESP, new EspHeader(PAYLOAD, 0xc0ffee01, 0x80000001)),
            arguments("lowest SPI", Frames.esp(CLIENT, SERVER, 256, 1), new EspHeader(PAYLOAD, 256, 1)),
            arguments("highest SPI", Frames.esp(CLIENT, SERVER, -1, 1), new EspHeader(PAYLOAD, -1, 1)),
            arguments("IPv4 in IPv4", Frames.ip(CLIENT, SERVER, 4, UDP), new OtherProtocol(PAYLOAD, IpProtocol.IPIP)),
            arguments("L2TPv3", Frames.ip(CLIENT, SERVER, 115), new OtherProtocol(PAYLOAD, IpProtocol.L2TP)),
            arguments("protocol 255", Frames.ip(CLIENT, SERVER, 255), new OtherProtocol(PAYLOAD, 255)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transports")
    void theTransportIsToldByTheProtocol(String name, byte[] frame, Transport transport) {
        assertEquals(transport, packet(frame).transport());
    }

    static Stream<Arguments> errors() {
        final int quotedIp = PAYLOAD + 8;
        final int quoted = quotedIp + 20;
        final var echo = new IcmpEcho(quoted, true, 0xfffe, 3);
        return Stream.of(
            arguments("UDP, 8 bytes", 3, UDP, 8,
                new UdpHeader(quoted, 53000, 53, 16, Bytes.u16(UDP, PAYLOAD + 6), quoted + 8)),
            arguments("UDP, whole", 4, UDP, 99,
                new UdpHeader(quoted, 53000, 53, 16, Bytes.u16(UDP, PAYLOAD + 6), quoted + 16)),
            arguments("TCP, 8 bytes", 11, TCP, 8, new TcpHeader(quoted, 43210, 443, 0x01020304, 0, 0, quoted + 8)),
            arguments("TCP, up to its flags", 11, TCP, 14,
                new TcpHeader(quoted, 43210, 443, 0x01020304, 0, 0x12, quoted + 14)),
            arguments("TCP, whole header", 12, TCP, 20,
                new TcpHeader(quoted, 43210, 443, 0x01020304, 20, 0x12, quoted + 20)),
            arguments("echo", 3, ECHO, 8, echo),
            arguments("ESP", 3, ESP, 8, new EspHeader(quoted, 0xc0ffee01, 0x80000001)),
            arguments("error", 3, icmp(3, 1), 8, new IcmpOther(quoted, 3, 1)),
            arguments("L2TPv3", 3, Frames.ip(CLIENT, SERVER, 115, new byte[8]), 8, new OtherProtocol(quoted, 115)),
            arguments("later fragment", 3, Frames.fragments(UDP, 8).getLast(), 8, new LaterFragment(quoted)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void anIcmpErrorShowsThePacketThatItQuotes(String name, int type, byte[] offending, int bytes, Transport quoted) {
        final var frame = Frames.icmpError(Frames.ROUTER, CLIENT, type, 4, offending, bytes);
        final var error = assertInstanceOf(IcmpError.class, packet(frame).transport());
        assertEquals(PAYLOAD, error.offset());
        assertEquals(type, error.type());
        assertEquals(4, error.code());
        assertEquals(PAYLOAD + 8, error.quoted().ip().offset());
        assertEquals(CLIENT, error.quoted().ip().source());
        assertEquals(SERVER, error.quoted().ip().destination());
        assertEquals(quoted, error.quoted().transport());
    }

    static Stream<Arguments> broken() {
        return Stream.of(
            arguments("version 6", with8(IP, 0x65), Flaw.IPV4),
            arguments("header of 16 bytes", with8(IP, 0x44), Flaw.IPV4),
            arguments("header longer than the packet", with8(IP, 0x4f), Flaw.IPV4),
            arguments("total length less than the header", with16(IP + 2, 19), Flaw.IPV4),
            arguments("total length more than the frame", with16(IP + 2, 37), Flaw.IPV4),
            arguments("fragment past 65535 bytes", with16(IP + 6, 0x1fff), Flaw.IPV4),
            arguments("wrong header checksum", Frames.put16(UDP.clone(), IP + 10, 1), Flaw.IPV4),
            arguments("source port 0", with16(PAYLOAD, 0), Flaw.UDP),
            arguments("destination port 0", with16(PAYLOAD + 2, 0), Flaw.UDP),
            arguments("UDP length less than its header", with16(PAYLOAD + 4, 7), Flaw.UDP),
            arguments("UDP length more than the packet", with16(PAYLOAD + 4, 17), Flaw.UDP),
            arguments("no UDP header", Frames.ip(CLIENT, SERVER, 17, new byte[7]), Flaw.UDP),
            arguments("TCP source port 0", Frames.tcp(CLIENT, 0, SERVER, 1, 0), Flaw.TCP),
            arguments("TCP destination port 0", Frames.tcp(CLIENT, 1, SERVER, 0, 0), Flaw.TCP),
            arguments("no TCP header", Frames.ip(CLIENT, SERVER, 6, new byte[19]), Flaw.TCP),
            arguments("TCP header of 16 bytes", put8(TCP, PAYLOAD + 12, 0x40), Flaw.TCP),
            arguments("TCP header longer than the packet", put8(TCP, PAYLOAD + 12, 0x70), Flaw.TCP),
            arguments("TCP fragment over the flags (RFC 1858)", fragmentAt8(6), Flaw.TCP),
            arguments("no ICMP header", Frames.ip(CLIENT, SERVER, 1, new byte[7]), Flaw.ICMP),
            arguments("no quote", icmp(3, 0), Flaw.ICMP),
            arguments("quote of 27 bytes", Frames.icmpError(SERVER, CLIENT, 3, 0, UDP, 7), Flaw.ICMP),
            arguments("quote of IPv6", put8(error(), PAYLOAD + 8, 0x60), Flaw.ICMP),
            arguments("quoted header of 16 bytes", put8(error(), PAYLOAD + 8, 0x44), Flaw.ICMP),
            arguments("quoted header longer than the quote", put8(error(), PAYLOAD + 8, 0x46), Flaw.ICMP),
            arguments("no ESP header", Frames.ip(CLIENT, SERVER, 50, new byte[7]), Flaw.ESP),
            arguments("SPI 0", Frames.esp(CLIENT, SERVER, 0, 1), Flaw.ESP),
            arguments("reserved SPI", Frames.esp(CLIENT, SERVER, 255, 1), Flaw.ESP));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void aBrokenHeaderIsNamed(String name, byte[] frame, Flaw flaw) {
        assertEquals(new Malformed(flaw), Packet.parse(frame));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0000, 0x002e, 0x8100, 0x86dd, 0x8847, 0x88a8, 0x88cc, 0xffff})
    void aFrameOfSomethingElseIsNotIp(int etherType) {
        assertEquals(new NotIp(etherType), Packet.parse(Frames.put16(UDP.clone(), 12, etherType)));
        assertEquals(new NotIp(etherType), Packet.parse(Frames.put16(new byte[14], 12, etherType)));
    }

    @Test
    void ethernetPaddingIsNotPayload() {
        final var packet = packet(Frames.padded(UDP));
        assertEquals(60, packet.frame().length);
        assertEquals(50, packet.ip().end());
        assertEquals(packet(UDP).transport(), packet.transport());
    }

    @Test
    void bytesAfterTheUdpLengthAreNotPayload() {
        final var udp = assertInstanceOf(UdpHeader.class, packet(with16(PAYLOAD + 4, 10)).transport());
        assertEquals(2, udp.payloadLength());
        assertEquals(44, udp.end());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 40})
    void optionsMoveTheTransportHeader(int length) {
        final var packet = packet(Frames.withOptions(UDP, new byte[length]));
        assertEquals(20 + length, packet.ip().headerLength());
        assertEquals(PAYLOAD + length, packet.transport().offset());
        assertEquals(53000, assertInstanceOf(UdpHeader.class, packet.transport()).sourcePort());
    }

    @Test
    void theFirstFragmentHasPortsAndTheLaterOnesHaveNone() {
        final var fragments = Frames.fragments(UDP, 8).stream().map(PacketTest::packet).toList();
        final var first = fragments.getFirst();
        assertEquals(true, first.ip().isFragment());
        assertEquals(false, first.ip().isLaterFragment());
        final var udp = assertInstanceOf(UdpHeader.class, first.transport());
        assertEquals(53000, udp.sourcePort());
        assertEquals(16, udp.length());
        assertEquals(0, udp.payloadLength());

        final var last = fragments.getLast();
        assertEquals(true, last.ip().isFragment());
        assertEquals(true, last.ip().isLaterFragment());
        assertEquals(8, last.ip().fragmentOffset());
        assertEquals(new LaterFragment(PAYLOAD), last.transport());
    }

    @Test
    void aFirstFragmentMayEndWithinTheTcpOptions() {
        final var frame = Frames.fragments(put8(TCP, PAYLOAD + 12, 0xf0), 24).getFirst();
        final var tcp = assertInstanceOf(TcpHeader.class, packet(frame).transport());
        assertEquals(60, tcp.headerLength());
        assertEquals(0, tcp.payloadLength());
        assertEquals(frame.length, tcp.payloadOffset());
    }

    @Test
    void aQuoteIsReadAlthoughItsChecksumAndTotalLengthAreThoseOfAnotherHop() {
        final var frame = error();
        Frames.put16(frame, PAYLOAD + 8 + 2, 1);
        Frames.put16(frame, PAYLOAD + 8 + 10, 0x5555);
        final var quoted = assertInstanceOf(IcmpError.class, packet(frame).transport()).quoted();
        assertEquals(53000, assertInstanceOf(UdpHeader.class, quoted.transport()).sourcePort());
    }

    @Test
    void whatFollowsTheQuotedPacketIsNoPartOfIt() {
        // RFC 4884: the quote padded to 128 bytes, then an extension
        final var whole = Frames.icmpError(SERVER, CLIENT, 3, 4, TCP, 1000);
        final var extended = Arrays.copyOf(whole, PAYLOAD + 8 + 128 + 8);
        final var packet = packet(Frames.ipChecksummed(Frames.put16(extended, IP + 2, extended.length - IP)));
        final var quoted = assertInstanceOf(IcmpError.class, packet.transport()).quoted();
        assertEquals(whole.length, assertInstanceOf(TcpHeader.class, quoted.transport()).end());
    }

    @Test
    void transportChecksumsAreLeftToTheReceiver() {
        assertInstanceOf(UdpHeader.class, packet(Frames.put16(UDP.clone(), PAYLOAD + 6, 0x1111)).transport());
        assertInstanceOf(TcpHeader.class, packet(Frames.put16(TCP.clone(), PAYLOAD + 16, 0x1111)).transport());
        assertInstanceOf(IcmpEcho.class, packet(Frames.put16(ECHO.clone(), PAYLOAD + 2, 0x1111)).transport());
    }

    @Test
    void theChecksumOfTcpIsVerifiedWhenAskedFor() {
        for (int at = IP + 12; at < TCP.length; at++) {
            final var changed = Frames.ipChecksummed(put8(TCP, at, TCP[at] ^ 0x10));
            if (Packet.parse(changed) instanceof Packet packet && packet.transport() instanceof TcpHeader tcp) {
                assertEquals(false, tcp.isIntact(packet), "byte " + at);
            }
        }
        for (var good : List.of(TCP, Frames.padded(Frames.tcp(CLIENT, 1, SERVER, 2, 0)),
                Frames.withOptions(TCP, new byte[4]))) {
            assertEquals(true, assertInstanceOf(TcpHeader.class, packet(good).transport()).isIntact(packet(good)));
        }
    }

    static Packet packet(byte[] frame) {
        return assertInstanceOf(Packet.class, Packet.parse(frame));
    }

    private static byte[] icmp(int type, int code) {
        return Frames.ip(CLIENT, SERVER, 1, new byte[] {(byte) type, (byte) code, 0, 0, 0, 0, 0, 0});
    }

    private static byte[] error() {
        return Frames.icmpError(SERVER, CLIENT, 3, 0, UDP);
    }

    private static byte[] fragmentAt8(int protocol) {
        return Frames.ipChecksummed(Frames.put16(Frames.ip(CLIENT, SERVER, protocol, new byte[24]), IP + 6, 1));
    }

    private static byte[] with8(int at, int value) {
        final var frame = put8(UDP, at, value);
        // a header that claims to be longer than the frame has no checksum
        return (value & 0xf) * 4 > frame.length - IP ? frame : Frames.ipChecksummed(frame);
    }

    private static byte[] with16(int at, int value) {
        return Frames.ipChecksummed(Frames.put16(UDP.clone(), at, value));
    }

    private static byte[] put8(byte[] frame, int at, int value) {
        final var copy = frame.clone();
        copy[at] = (byte) value;
        return copy;
    }
}
