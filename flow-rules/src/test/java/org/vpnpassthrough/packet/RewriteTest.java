/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.ROUTER;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rewritten packet is, byte for byte, the packet that a sender with the new addresses and labels would have sent. */
class RewriteTest {
    private static final int UDP_CHECKSUM = 40;
    private static final byte[] TEXT = Frames.text("sixteen letters.");
    private static final byte[] ODD = Frames.text("seventeen letters");

    /** The same packet seen inside and outside, as a function of the address and the label that differ. */
    interface Sent {
        byte[] by(Ip4 address, int label);
    }

    static Stream<Arguments> outbound() {
        return Stream.of(
            sent("UDP", (from, port) -> Frames.udp(from, port, SERVER, 53, TEXT)),
            sent("UDP of odd length", (from, port) -> Frames.udp(from, port, SERVER, 53, ODD)),
            sent("UDP without payload", (from, port) -> Frames.udp(from, port, SERVER, 53)),
            sent("UDP without checksum", (from, port) -> Frames.udpWithoutChecksum(from, port, SERVER, 53, TEXT)),
            sent("UDP padded", (from, port) -> Frames.padded(Frames.udp(from, port, SERVER, 53))),
            sent("UDP with options", (from, port) -> Frames.withOptions(Frames.udp(from, port, SERVER, 53, ODD),
                new byte[] {1, 1, 1, 0, 7, 3, 4, 0})),
            sent("UDP first fragment", (from, port) -> Frames.fragments(Frames.udp(from, port, SERVER, 53, ODD), 16)
                .getFirst()),
            sent("TCP", (from, port) -> Frames.tcp(from, port, SERVER, 443, TcpHeader.ACK, TEXT)),
            sent("TCP of odd length", (from, port) -> Frames.tcp(from, port, SERVER, 443, TcpHeader.ACK, ODD)),
            sent("TCP first fragment", (from, port) -> Frames.fragments(
                Frames.tcp(from, port, SERVER, 443, TcpHeader.ACK, ODD), 24).getFirst()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outbound")
    void sourceAndDestinationOfPortsAreRewritten(String name, Sent packet) {
        final var inside = packet.by(CLIENT, 53000);
        final var outside = packet.by(PUBLIC_ADDRESS, 1024);
        assertArrayEquals(outside, rewrite(inside).source(PUBLIC_ADDRESS).sourcePort(1024).bytes());
        assertArrayEquals(inside, rewrite(outside).sourcePort(53000).source(CLIENT).bytes());
    }

    static Stream<Arguments> inbound() {
        return Stream.of(
            sent("UDP", (to, port) -> Frames.udp(SERVER, 53, to, port, ODD)),
            sent("TCP", (to, port) -> Frames.tcp(SERVER, 443, to, port, TcpHeader.ACK, ODD)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inbound")
    void destinationOfPortsIsRewritten(String name, Sent packet) {
        assertArrayEquals(packet.by(CLIENT, 53000),
            rewrite(packet.by(PUBLIC_ADDRESS, 1024)).destination(CLIENT).destinationPort(53000).bytes());
    }

    static Stream<Arguments> withoutPorts() {
        return Stream.of(
            sent("ESP", (from, none) -> Frames.esp(from, SERVER, 0xc0ffee01, 1)),
            sent("GRE", (from, none) -> TunnelFrames.greWithKey(from, SERVER, 7, ODD)),
            sent("GRE of a call", (from, none) -> TunnelFrames.call(from, SERVER, 7, 1, ODD)),
            sent("IPv4 in IPv4", (from, none) -> Frames.ip(from, SERVER, 4, ODD)),
            sent("other ICMP", (from, none) -> Frames.ip(from, SERVER, 1, new byte[] {13, 0, 0, 0, 1, 2, 3, 4, 5})),
            sent("UDP last fragment", (from, none) -> Frames.fragments(Frames.udp(from, 53000, SERVER, 53, ODD), 8)
                .getLast()),
            sent("no payload", (from, none) -> Frames.ip(from, SERVER, 59)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withoutPorts")
    void addressesAreRewrittenWhereThereAreNoPorts(String name, Sent packet) {
        final var inside = packet.by(CLIENT, 0);
        assertArrayEquals(packet.by(PUBLIC_ADDRESS, 0), rewrite(inside).source(PUBLIC_ADDRESS).bytes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEchoIsRewrittenInBothDirections(boolean request) {
        assertArrayEquals(Frames.icmpEcho(PUBLIC_ADDRESS, SERVER, request, 2048, 9, ODD),
            rewrite(Frames.icmpEcho(CLIENT, SERVER, request, 7, 9, ODD)).source(PUBLIC_ADDRESS).icmpId(2048).bytes());
        assertArrayEquals(Frames.icmpEcho(SERVER, CLIENT, request, 7, 9, ODD),
            rewrite(Frames.icmpEcho(SERVER, PUBLIC_ADDRESS, request, 2048, 9, ODD)).destination(CLIENT).icmpId(7)
                .bytes());
    }

    static Stream<Arguments> offending() {
        return Stream.of(
                quotable("UDP", (from, port) -> Frames.udp(from, port, SERVER, 53, ODD), true),
                quotable("UDP without checksum", (from, port) -> Frames.udpWithoutChecksum(
                    from, port, SERVER, 53, ODD), true),
                quotable("UDP with options", (from, port) -> Frames.withOptions(
                    Frames.udp(from, port, SERVER, 53, ODD), new byte[] {1, 1, 1, 0}), true),
                quotable("TCP", (from, port) -> Frames.tcp(from, port, SERVER, 443, TcpHeader.ACK, ODD), true),
                quotable("echo", (from, id) -> Frames.icmpEcho(from, SERVER, true, id, 1, ODD), true),
                quotable("ESP", (from, none) -> Frames.esp(from, SERVER, 0xc0ffee01, 1), false),
                quotable("GRE", (from, none) -> TunnelFrames.gre(from, SERVER, ODD), false),
                quotable("GRE of a call", (from, none) -> TunnelFrames.call(from, SERVER, 7, 1, ODD), false),
                quotable("AH", (from, none) -> TunnelFrames.ah(from, SERVER, 17, 0xc0ffee01, 1, ODD), false),
                quotable("UDP last fragment", (from, none) -> Frames.fragments(
                    Frames.udp(from, 53000, SERVER, 53, ODD), 16).getLast(), false))
            // 16 ends before a TCP checksum, 18 after it
            .flatMap(row -> IntStream.of(8, 9, 16, 18, 20, 100)
                .mapToObj(quoted -> arguments(row.get()[0], quoted, row.get()[1], row.get()[2])));
    }

    @ParameterizedTest(name = "{0}, {1} bytes")
    @MethodSource("offending")
    void theQuoteOfAnIncomingErrorIsRewritten(String name, int quoted, Sent packet, boolean hasLabel) {
        final var outside = Frames.icmpError(ROUTER, PUBLIC_ADDRESS, 3, 4, packet.by(PUBLIC_ADDRESS, 1024), quoted);
        final var rewrite = rewrite(outside).destination(CLIENT).quotedSource(CLIENT);
        assertArrayEquals(Frames.icmpError(ROUTER, CLIENT, 3, 4, packet.by(CLIENT, 53000), quoted),
            (hasLabel ? rewrite.quotedSourceLabel(53000) : rewrite).bytes());
    }

    static Stream<Arguments> answers() {
        return Stream.of(
            sent("UDP", (to, port) -> Frames.udp(SERVER, 53, to, port, ODD)),
            sent("TCP", (to, port) -> Frames.tcp(SERVER, 443, to, port, TcpHeader.ACK, ODD)),
            sent("echo reply", (to, id) -> Frames.icmpEcho(SERVER, to, false, id, 1, ODD)),
            sent("GRE of a call", (to, id) -> TunnelFrames.call(SERVER, to, id, 1, ODD)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void theQuoteOfAnOutgoingErrorIsRewritten(String name, Sent packet) {
        final var inside = Frames.icmpError(CLIENT, SERVER, 3, 3, packet.by(CLIENT, 53000), 100);
        assertArrayEquals(
            Frames.icmpError(PUBLIC_ADDRESS, SERVER, 3, 3, packet.by(PUBLIC_ADDRESS, 1024), 100),
            rewrite(inside).source(PUBLIC_ADDRESS).quotedDestinationLabel(1024).quotedDestination(PUBLIC_ADDRESS)
                .bytes());
    }

    @Test
    void anotherIdentificationKeepsTheHeadersChecksumRight() {
        for (final var part : Frames.fragments(Frames.udp(CLIENT, 5000, SERVER, 53, new byte[100]), 64)) {
            final var packet = (Packet) Packet.parse(part);
            final var expected = Frames.ipChecksummed(Frames.put16(part.clone(), 18, 0xfedc));
            assertArrayEquals(expected, Rewrite.of(packet).identification(0xfedc).bytes());
            assertThrows(IllegalArgumentException.class, () -> Rewrite.of(packet).identification(65536));
        }
    }

    @Test
    void timeToLiveAndEthernetAddressesAreRewritten() {
        final var frame = Frames.udp(CLIENT, 53000, SERVER, 53, ODD);
        assertArrayEquals(Frames.withTtl(frame, 63), rewrite(frame).ttl(63).bytes());
        assertArrayEquals(Frames.withTtl(frame, 0), rewrite(frame).ttl(255).ttl(0).bytes());
        assertArrayEquals(Frames.withEthernet(frame, Frames.RECEIVER_MAC, Mac.BROADCAST),
            rewrite(frame).ethernet(Frames.RECEIVER_MAC, Mac.BROADCAST).bytes());
    }

    @Test
    void aUdpChecksumThatComesToZeroIsSentAsAllOnes() {
        final int port = IntStream.rangeClosed(1, 0xffff)
            .filter(candidate -> checksum(Frames.udp(PUBLIC_ADDRESS, candidate, SERVER, 53, ODD)) == 0xffff)
            .findFirst().orElseThrow();
        final var outside = rewrite(Frames.udp(CLIENT, 53000, SERVER, 53, ODD)).source(PUBLIC_ADDRESS)
            .sourcePort(port).bytes();
        assertArrayEquals(Frames.udp(PUBLIC_ADDRESS, port, SERVER, 53, ODD), outside);
        assertArrayEquals(Frames.udp(CLIENT, 53000, SERVER, 53, ODD),
            rewrite(outside).source(CLIENT).sourcePort(53000).bytes());
    }

    static Stream<Arguments> checksums() {
        final UnaryOperator<Rewrite> port = rewrite -> rewrite.source(PUBLIC_ADDRESS).sourcePort(1024);
        final UnaryOperator<Rewrite> id = rewrite -> rewrite.source(PUBLIC_ADDRESS).icmpId(1024);
        return Stream.of(
            arguments("UDP", 40, Frames.udp(CLIENT, 53000, SERVER, 53, ODD), port),
            arguments("TCP", 50, Frames.tcp(CLIENT, 53000, SERVER, 443, TcpHeader.SYN, ODD), port),
            arguments("ICMP", 36, Frames.icmpEcho(CLIENT, SERVER, true, 7, 1, ODD), id));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("checksums")
    void aWrongChecksumStaysWrongByAsMuch(String name, int at, byte[] frame, UnaryOperator<Rewrite> change) {
        final int right = Bytes.u16(frame, at);
        for (int error = 1; error < 0xffff; error += 97) {
            // counted modulo 65535, as one's complement counts; 0 would mean "none" in UDP, so its other form
            final int wrong = (right + error - 1) % 0xffff + 1;
            final var rewritten = change.apply(rewrite(Frames.put16(frame.clone(), at, wrong))).bytes();
            final int rightAfterwards = Bytes.u16(Frames.checksummed(rewritten.clone()), at);
            assertEquals((rightAfterwards + error) % 0xffff, Bytes.u16(rewritten, at) % 0xffff);
        }
    }

    @Test
    void manyRandomRewritesGiveWhatComputingAnewGives() {
        final var random = new Random(1624);
        for (int round = 0; round < 20_000; round++) {
            final var payload = new byte[random.nextInt(40)];
            random.nextBytes(payload);
            final var from = new Ip4(random.nextInt());
            final var to = new Ip4(random.nextInt());
            final int sourcePort = 1 + random.nextInt(0xffff);
            final int destinationPort = 1 + random.nextInt(0xffff);
            final boolean udp = random.nextBoolean();
            final var frame = udp ? Frames.udp(CLIENT, 53000, SERVER, 53, payload)
                : Frames.tcp(CLIENT, 53000, SERVER, 53, 0, payload);
            final var expected = udp ? Frames.udp(from, sourcePort, to, destinationPort, payload)
                : Frames.tcp(from, sourcePort, to, destinationPort, 0, payload);
            assertArrayEquals(expected, rewrite(frame).source(from).destination(to).sourcePort(sourcePort)
                .destinationPort(destinationPort).bytes());
        }
    }

    @Test
    void theOriginalAndEarlierResultsStayAsTheyAre() {
        final var frame = Frames.udp(CLIENT, 53000, SERVER, 53, ODD);
        final var before = frame.clone();
        final var rewrite = rewrite(frame);
        final var unchanged = rewrite.bytes();
        rewrite.source(PUBLIC_ADDRESS).sourcePort(1024).ttl(1).ethernet(Mac.BROADCAST, Mac.BROADCAST);
        assertArrayEquals(before, frame);
        assertArrayEquals(before, unchanged);
        assertFalse(Arrays.equals(before, rewrite.bytes()));
    }

    static Stream<Arguments> impossible() {
        final var udp = Frames.udp(CLIENT, 53000, SERVER, 53);
        final var echo = Frames.icmpEcho(CLIENT, SERVER, true, 1, 1);
        final var esp = Frames.esp(CLIENT, SERVER, 0xc0ffee01, 1);
        return Stream.of(
            refused("source port of an echo", echo, rewrite -> rewrite.sourcePort(1)),
            refused("destination port of ESP", esp, rewrite -> rewrite.destinationPort(1)),
            refused("ICMP id of UDP", udp, rewrite -> rewrite.icmpId(1)),
            refused("quote in UDP", udp, rewrite -> rewrite.quotedSource(CLIENT)),
            refused("quoted label in UDP", udp, rewrite -> rewrite.quotedSourceLabel(1)),
            refused("label of quoted ESP", Frames.icmpError(ROUTER, CLIENT, 3, 4, esp),
                rewrite -> rewrite.quotedSourceLabel(1)),
            refused("port of a later fragment", Frames.fragments(Frames.udp(CLIENT, 1, SERVER, 2, ODD), 8)
                .getLast(), rewrite -> rewrite.sourcePort(1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossible")
    void aChangeOfAFieldThatIsNotThereIsRefused(String name, byte[] frame, Consumer<Rewrite> change) {
        final var rewrite = rewrite(frame);
        assertThrows(IllegalStateException.class, () -> change.accept(rewrite));
        assertArrayEquals(frame, rewrite.bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x10000})
    void aNumberOutsideItsFieldIsRefused(int value) {
        final var udp = rewrite(Frames.udp(CLIENT, 53000, SERVER, 53));
        final var echo = rewrite(Frames.icmpEcho(CLIENT, SERVER, true, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> udp.sourcePort(value));
        assertThrows(IllegalArgumentException.class, () -> udp.destinationPort(value));
        assertThrows(IllegalArgumentException.class, () -> udp.ttl(value));
        assertThrows(IllegalArgumentException.class, () -> udp.ttl(256));
        assertThrows(IllegalArgumentException.class, () -> echo.icmpId(value));
    }

    private static Arguments quotable(String name, Sent packet, boolean hasLabel) {
        return arguments(name, packet, hasLabel);
    }

    private static Arguments refused(String name, byte[] frame, Consumer<Rewrite> change) {
        return arguments(name, frame, change);
    }

    private static Arguments sent(String name, Sent packet) {
        return arguments(name, packet);
    }

    private static Rewrite rewrite(byte[] frame) {
        return Rewrite.of(PacketTest.packet(frame));
    }

    private static int checksum(byte[] udp) {
        return Bytes.u16(udp, UDP_CHECKSUM);
    }
}
