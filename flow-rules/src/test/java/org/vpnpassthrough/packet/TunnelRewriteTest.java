/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.ROUTER;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Rewrite} does to the labels of tunnels, compared with what a sender with the new ones would send. */
class TunnelRewriteTest {
    private static final int TCP_CHECKSUM = 50;
    private static final byte[] PPP = TunnelFrames.ppp();

    static Stream<Arguments> calls() {
        return Stream.of(
            call("data", id -> TunnelFrames.call(SERVER, CLIENT, id, 9, PPP)),
            call("data, acknowledging", id -> TunnelFrames.callWithAck(SERVER, CLIENT, id, 9, 8, PPP)),
            call("acknowledgement", id -> TunnelFrames.callAck(SERVER, CLIENT, id, 8)),
            call("padded", id -> Frames.padded(TunnelFrames.callAck(SERVER, CLIENT, id, 8))),
            call("first fragment", id -> Frames.fragments(TunnelFrames.call(SERVER, CLIENT, id, 9, PPP), 16)
                .getFirst()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void theCallIdIsRewritten(String name, IntFunction<byte[]> frame) {
        assertArrayEquals(frame.apply(0xfffe), rewrite(frame.apply(7)).callId(0xfffe).bytes());
        assertArrayEquals(frame.apply(0), rewrite(frame.apply(0xffff)).callId(1).callId(0).bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 12, 100})
    void theCallIdInAQuoteLabelsItsDestination(int quoted) {
        final var inside = Frames.icmpError(CLIENT, SERVER, 3, 2, TunnelFrames.call(SERVER, CLIENT, 7, 9, PPP),
            quoted);
        final var outside = Frames.icmpError(PUBLIC_ADDRESS, SERVER, 3, 2,
            TunnelFrames.call(SERVER, PUBLIC_ADDRESS, 0xfffe, 9, PPP), quoted);
        assertArrayEquals(outside, rewrite(inside).source(PUBLIC_ADDRESS).quotedDestination(PUBLIC_ADDRESS)
            .quotedDestinationLabel(0xfffe).bytes());
    }

    @ParameterizedTest
    @CsvSource({"0, 17", "0, 1", "1, 1", "1, 2", "3, 5", "16, 1", "15, 2", "17, 0", "0, 0"})
    void anyBytesOfATcpPayloadAreRewritten(int at, int length) {
        final var random = new Random(at * 31 + length);
        final var before = Frames.text("seventeen letters");
        for (int round = 0; round < 500; round++) {
            final var replacement = new byte[length];
            random.nextBytes(replacement);
            final var after = before.clone();
            System.arraycopy(replacement, 0, after, at, length);
            assertArrayEquals(tcp(after), rewrite(tcp(before)).tcpPayload(at, replacement).bytes());
        }
    }

    @Test
    void thePayloadOfAPaddedSegmentEndsBeforeThePadding() {
        final var before = Frames.padded(tcp((byte) 1));
        before[59] = 0x55;
        final var after = Frames.padded(tcp((byte) 2));
        after[59] = 0x55;
        assertArrayEquals(after, rewrite(before).tcpPayload(0, (byte) 2).bytes());
        assertThrows(IllegalArgumentException.class, () -> rewrite(before).tcpPayload(1, (byte) 2));
    }

    @Test
    void thePayloadMayBeRewrittenTogetherWithAddressAndPortInAnyOrder() {
        final var random = new Random(1624);
        for (int round = 0; round < 5_000; round++) {
            final var payload = new byte[1 + random.nextInt(40)];
            random.nextBytes(payload);
            final var inside = Frames.tcp(CLIENT, 53000, SERVER, 1723, TcpHeader.ACK, payload);
            final int at = random.nextInt(payload.length);
            final byte value = (byte) random.nextInt();
            payload[at] = value;
            final var outside = Frames.tcp(PUBLIC_ADDRESS, 1024, SERVER, 1723, TcpHeader.ACK, payload);
            assertArrayEquals(outside, rewrite(inside).tcpPayload(at, value).source(PUBLIC_ADDRESS).sourcePort(1024)
                .bytes());
            assertArrayEquals(outside, rewrite(inside).sourcePort(1024).source(PUBLIC_ADDRESS).tcpPayload(at, value)
                .bytes());
        }
    }

    @Test
    void theChecksumOfAFirstFragmentFollows() {
        final var before = tcp(new byte[40]);
        final var payload = new byte[40];
        payload[3] = 7;
        assertArrayEquals(Frames.fragments(tcp(payload), 32).getFirst(),
            rewrite(Frames.fragments(before, 32).getFirst()).tcpPayload(3, (byte) 7).bytes());
    }

    @Test
    void aWrongTcpChecksumStaysWrongByAsMuch() {
        final var frame = tcp(Frames.text("odd"));
        final int right = Bytes.u16(frame, TCP_CHECKSUM);
        for (int error = 1; error < 0xffff; error += 97) {
            final var wrong = Frames.put16(frame.clone(), TCP_CHECKSUM, (right + error - 1) % 0xffff + 1);
            final var rewritten = rewrite(wrong).tcpPayload(1, (byte) 0xaa, (byte) 0x55).bytes();
            final int rightAfterwards = Bytes.u16(Frames.checksummed(rewritten.clone()), TCP_CHECKSUM);
            assertEquals((rightAfterwards + error) % 0xffff, Bytes.u16(rewritten, TCP_CHECKSUM) % 0xffff);
        }
    }

    /** Every message of a PPTP connection, through a stream and into the frame, as a room does it. */
    @Test
    void theEditsOfAStreamMakeTheFrameOfASenderWithTheAlias() {
        final int sequence = -5;
        final var message = PptpBytes.incomingCallReply(0x1234, 0xfe00, 1);
        for (int from = 0; from < message.length; from++) {
            final var bytes = Arrays.copyOfRange(message, from, message.length);
            final var stream = ((PptpSegment.Read) PptpStream.startingAt(sequence).read(sequence, message, 0, from))
                .stream();
            final var packet = PacketTest.packet(Frames.tcpSegment(CLIENT, 53000, SERVER, 1723, TcpHeader.ACK,
                sequence + from, bytes));
            final var tcp = (TcpHeader) packet.transport();
            final var read = (PptpSegment.Read) stream.read(tcp.payloadSequence(), packet.frame(),
                tcp.payloadOffset(), tcp.payloadLength());
            final var decided = read.events().stream().filter(PptpEvent.CallId.class::isInstance)
                .map(PptpEvent.CallId.class::cast).filter(id -> id.whose() == PptpCallId.OWN)
                .flatMap(id -> id.becomes(0xabcd).stream()).toList();
            final var rewrite = Rewrite.of(packet);
            read.stream().with(decided).edits(tcp.payloadSequence(), tcp.payloadLength()).orElseThrow()
                .forEach(edit -> rewrite.tcpPayload(edit.offsetIn(tcp.payloadSequence()), edit.value()));
            final var expected = from > 13 ? message : PptpBytes.incomingCallReply(0xabcd, 0xfe00, 1);
            assertArrayEquals(Frames.tcpSegment(CLIENT, 53000, SERVER, 1723, TcpHeader.ACK, sequence + from,
                Arrays.copyOfRange(expected, from, expected.length)), rewrite.bytes());
        }
    }

    static Stream<Arguments> impossible() {
        final var udp = Frames.udp(CLIENT, 53000, SERVER, 53);
        final var gre = TunnelFrames.greWithKey(CLIENT, SERVER, 7);
        final var call = TunnelFrames.call(CLIENT, SERVER, 7, 1);
        return Stream.of(
            refused("call ID of plain GRE", gre, rewrite -> rewrite.callId(1)),
            refused("call ID of UDP", udp, rewrite -> rewrite.callId(1)),
            refused("call ID of a quote", Frames.icmpError(ROUTER, CLIENT, 3, 4, call), rewrite -> rewrite.callId(1)),
            refused("port of GRE", call, rewrite -> rewrite.sourcePort(1)),
            refused("label of quoted plain GRE", Frames.icmpError(ROUTER, CLIENT, 3, 4, gre),
                rewrite -> rewrite.quotedDestinationLabel(1)),
            refused("source label of a quoted call", Frames.icmpError(ROUTER, CLIENT, 3, 4, call),
                rewrite -> rewrite.quotedSourceLabel(1)),
            refused("TCP payload of UDP", udp, rewrite -> rewrite.tcpPayload(0)),
            refused("TCP payload of a later fragment", Frames.fragments(tcp(new byte[20]), 24).getLast(),
                rewrite -> rewrite.tcpPayload(0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossible")
    void aChangeOfAFieldThatIsNotThereIsRefused(String name, byte[] frame, Consumer<Rewrite> change) {
        final var rewrite = rewrite(frame);
        assertThrows(IllegalStateException.class, () -> change.accept(rewrite));
        assertArrayEquals(frame, rewrite.bytes());
    }

    @Test
    void whatIsOutsideItsFieldIsRefused() {
        final var call = rewrite(TunnelFrames.call(CLIENT, SERVER, 7, 1));
        final var tcp = rewrite(tcp(new byte[4]));
        IntStream.of(-1, 0x10000).forEach(id ->
            assertThrows(IllegalArgumentException.class, () -> call.callId(id)));
        IntStream.of(-1, 3, 4, 5, Integer.MAX_VALUE, Integer.MIN_VALUE).forEach(at ->
            assertThrows(IllegalArgumentException.class, () -> tcp.tcpPayload(at, (byte) 1, (byte) 2)));
        assertArrayEquals(tcp(new byte[4]), tcp.bytes());
    }

    private static Arguments call(String name, IntFunction<byte[]> frame) {
        return arguments(name, frame);
    }

    private static Arguments refused(String name, byte[] frame, Consumer<Rewrite> change) {
        return arguments(name, frame, change);
    }

    private static byte[] tcp(byte... payload) {
        return Frames.tcp(CLIENT, 53000, SERVER, 1723, TcpHeader.ACK, payload);
    }

    private static Rewrite rewrite(byte[] frame) {
        return Rewrite.of(PacketTest.packet(frame));
    }
}
