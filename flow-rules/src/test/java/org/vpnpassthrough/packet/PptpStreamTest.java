/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PptpStreamTest {
    private static final int START = 1000;
    private static final int CLEAR = 16;
    private static final int ID = 12;
    private static final int REMEMBERED = 0x4000;

    @Test
    void messagesAreToldInTheirOrderAndTheirCallIdsBefore() {
        final var bytes = PptpBytes.stream(PptpBytes.startRequest(), PptpBytes.incomingCallReply(0x1234, 0x5678, 1));
        final var read = assertInstanceOf(PptpSegment.Read.class,
            PptpStream.startingAt(START).read(START, bytes, 0, bytes.length));
        assertEquals(List.of(
            whole(PptpBytes.startRequest()),
            new PptpEvent.CallId(START + 156 + 12, PptpType.INCOMING_CALL_REPLY, PptpCallId.OWN, 0x1234,
                OptionalInt.empty()),
            new PptpEvent.CallId(START + 156 + 14, PptpType.INCOMING_CALL_REPLY, PptpCallId.PEER, 0x5678,
                OptionalInt.empty()),
            whole(PptpBytes.incomingCallReply(0x1234, 0x5678, 1))), read.events());
    }

    @Test
    void aCallIdIsToldBeforeTheRestOfItsMessageIsThere() {
        final var bytes = PptpBytes.outgoingCallRequest(0x1234);
        final var first = read(PptpStream.startingAt(START), START, bytes, 0, 14);
        assertEquals(List.of(new PptpEvent.CallId(START + 12, PptpType.OUTGOING_CALL_REQUEST, PptpCallId.OWN, 0x1234,
            OptionalInt.empty())), first.events());
        final var rest = read(first.stream(), START + 14, bytes, 14, bytes.length - 14);
        assertEquals(List.of(whole(bytes)), rest.events());
    }

    @Test
    void onlyTheBytesOfTheAliasChange() {
        final var id = new PptpEvent.CallId(START, PptpType.CALL_CLEAR_REQUEST, PptpCallId.OWN, 0x12ff,
            OptionalInt.empty());
        assertEquals(List.of(), id.becomes(0x12ff));
        assertEquals(List.of(new PptpEdit(START + 1, (byte) 0)), id.becomes(0x1200));
        assertEquals(List.of(new PptpEdit(START, (byte) 0xff)), id.becomes(0xffff));
        assertEquals(List.of(new PptpEdit(START, (byte) 0), new PptpEdit(START + 1, (byte) 1)), id.becomes(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x10000})
    void anAliasOutsideItsFieldIsRefused(int alias) {
        final var id = new PptpEvent.CallId(START, PptpType.CALL_CLEAR_REQUEST, PptpCallId.OWN, 7,
            OptionalInt.empty());
        assertThrows(IllegalArgumentException.class, () -> id.becomes(alias));
        final var half = new PptpEvent.HalfCallId(START, PptpType.CALL_CLEAR_REQUEST, PptpCallId.OWN, 7);
        assertThrows(IllegalArgumentException.class, () -> half.becomes(alias));
    }

    @Test
    void aRepetitionBringsNothingNewAndLeavesAsTheOriginalDid() {
        final var alias = new int[] {0x0100};
        // the room would answer differently every time
        final var relay = new PptpRelay(START, id -> alias[0]++, half -> OptionalInt.empty());
        final var bytes = PptpBytes.stream(PptpBytes.outgoingCallRequest(7), PptpBytes.callClearRequest(7));
        final var leaves = relay.pass(START, bytes).orElseThrow();
        assertArrayEquals(PptpBytes.stream(PptpBytes.outgoingCallRequest(0x0100), PptpBytes.callClearRequest(0x0101)),
            leaves);
        for (int from = 0; from < bytes.length; from++) {
            for (int to = from; to <= bytes.length; to++) {
                assertArrayEquals(Arrays.copyOfRange(leaves, from, to),
                    relay.pass(START + from, Arrays.copyOfRange(bytes, from, to)).orElseThrow());
            }
        }
        assertEquals(2, relay.messages().size());
    }

    @Test
    void aSegmentAheadIsEarlyAndLeavesNoTrace() {
        final var bytes = PptpBytes.callClearRequest(7);
        final var stream = PptpStream.startingAt(START);
        assertEquals(new PptpSegment.Early(), stream.read(START + 1, bytes, 0, bytes.length));
        assertEquals(new PptpSegment.Early(), stream.read(START + 0x40000000, bytes, 0, 1));
        assertEquals(2, read(stream, START, bytes, 0, bytes.length).events().size());
    }

    @Test
    void aSegmentWithoutPayloadIsOfNoConcern() {
        final var stream = PptpStream.startingAt(START);
        for (int sequence : new int[] {START - 2, START, START + 5000}) {
            assertEquals(new PptpSegment.Read(stream, List.of()), stream.read(sequence, new byte[0], 0, 0));
            assertEquals(Optional.of(List.of()), stream.edits(sequence, 0));
        }
    }

    @Test
    void aKeepaliveOfTcpPasses() {
        var stream = PptpStream.startingAt(START);
        assertEquals(List.of(), read(stream, START - 1, new byte[1], 0, 1).events());
        assertEquals(Optional.of(List.of()), stream.edits(START - 1, 1));
        stream = read(stream, START, PptpBytes.startRequest(), 0, 156).stream();
        assertEquals(List.of(), read(stream, START + 155, new byte[1], 0, 1).events());
    }

    @Test
    void halfACallIdWaitsForTheOtherHalf() {
        final var relay = new PptpRelay(START, id -> 0xabcd, half -> OptionalInt.empty());
        final var bytes = PptpBytes.callClearRequest(7);
        final var first = Arrays.copyOf(bytes, ID + 1);
        final var second = Arrays.copyOfRange(bytes, ID + 1, CLEAR);
        assertEquals(Optional.empty(), relay.pass(START, first));
        assertEquals(Optional.empty(), relay.pass(START, first));
        // what does not hold the half may leave
        assertTrue(relay.pass(START, Arrays.copyOf(bytes, ID)).isPresent());
        final var leaves = PptpBytes.callClearRequest(0xabcd);
        assertArrayEquals(Arrays.copyOfRange(leaves, ID + 1, CLEAR),
            relay.pass(START + ID + 1, second).orElseThrow());
        assertArrayEquals(Arrays.copyOf(leaves, ID + 1), relay.pass(START, first).orElseThrow());
        assertEquals(List.of(7), relay.ids());
    }

    @Test
    void aPromiseLetsTheFirstHalfLeaveAndMustBeKept() {
        final var bytes = PptpBytes.callClearRequest(0x1207);
        final var begun = read(PptpStream.startingAt(START), START, bytes, 0, ID + 1);
        final var half = new PptpEvent.HalfCallId(START + ID, PptpType.CALL_CLEAR_REQUEST, PptpCallId.OWN, 0x12);
        assertEquals(List.of(half), begun.events());
        assertEquals(Optional.empty(), begun.stream().edits(START, ID + 1));
        final var promised = begun.stream().with(List.of(half.becomes(0xff)));
        assertEquals(Optional.of(List.of(new PptpEdit(START + ID, (byte) 0xff))), promised.edits(START, ID + 1));

        final var repeated = read(promised, START, bytes, 0, ID + 1);
        assertEquals(List.of(), repeated.events());
        assertEquals(promised.edits(START, ID + 1), repeated.stream().edits(START, ID + 1));

        final var rest = read(repeated.stream(), START + ID + 1, bytes, ID + 1, 3);
        final var id = assertInstanceOf(PptpEvent.CallId.class, rest.events().getFirst());
        assertEquals(new PptpEvent.CallId(START + ID, PptpType.CALL_CLEAR_REQUEST, PptpCallId.OWN, 0x1207,
            OptionalInt.of(0xff)), id);
        assertThrows(IllegalArgumentException.class, () -> id.becomes(0x1207));
        assertEquals(List.of(new PptpEdit(START + ID + 1, (byte) 1)), id.becomes(0xff01));
        assertEquals(2, rest.stream().with(id.becomes(0xff01)).edits(START, CLEAR).orElseThrow().size());
    }

    @Test
    void whatIsNotPptpIsMalformedAndLeavesNoTrace() {
        final var good = PptpBytes.stream(PptpBytes.startRequest(), PptpBytes.callClearRequest(7));
        final var bad = good.clone();
        bad[156 + 4] ^= 1;
        for (int split = 0; split < good.length; split++) {
            final var stream = read(PptpStream.startingAt(START), START, good, 0, split).stream();
            final int length = good.length - split;
            final boolean hasTheBadByte = split <= 156 + 4;
            assertEquals(hasTheBadByte, stream.read(START + split, bad, split, length) instanceof Malformed,
                "split at " + split);
            final var events = read(stream, START + split, good, split, length).events();
            assertEquals(whole(PptpBytes.callClearRequest(7)), events.getLast());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "SSH-2.0-OpenSSH\r\n"})
    void anotherProtocolIsMalformed(String text) {
        final var bytes = Frames.text(text);
        assertEquals(new Malformed(Flaw.PPTP), PptpStream.startingAt(START).read(START, bytes, 0, bytes.length));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 17, 221, 0xffff})
    void aLengthThatIsNotThatOfTheTypeIsMalformed(int length) {
        final var bytes = Frames.put16(PptpBytes.callClearRequest(7), 0, length);
        assertEquals(new Malformed(Flaw.PPTP), PptpStream.startingAt(START).read(START, bytes, 0, bytes.length));
    }

    @Test
    void theMemoryOfChangedBytesIsBounded() {
        final var relay = new PptpRelay(START, id -> ~id.id() & 0xffff, half -> OptionalInt.empty());
        final var sent = PptpBytes.callClearRequest(7);
        final var leaves = PptpBytes.callClearRequest(0xfff8);
        final int messages = 5000;
        for (int i = 0; i < messages; i++) {
            assertArrayEquals(leaves, relay.pass(START + i * CLEAR, sent).orElseThrow());
        }
        final int end = START + messages * CLEAR;
        assertEquals(REMEMBERED / CLEAR * 2, relay.stream().edits(START, messages * CLEAR).orElseThrow().size());
        assertArrayEquals(leaves, relay.pass(end - REMEMBERED, sent).orElseThrow());
        assertEquals(new PptpSegment.Late(), relay.stream().read(end - REMEMBERED - 1, sent, 0, CLEAR));
        assertEquals(new PptpSegment.Late(), relay.stream().read(START, sent, 0, CLEAR));
    }

    @Test
    void aSegmentLongerThanTheMemoryIsRememberedAsAWhole() {
        final var relay = new PptpRelay(START, id -> 0xabcd, half -> OptionalInt.empty());
        final var sent = repeated(PptpBytes.callClearRequest(7), 4000);
        final var leaves = repeated(PptpBytes.callClearRequest(0xabcd), 4000);
        assertArrayEquals(leaves, relay.pass(START, sent).orElseThrow());
        assertArrayEquals(leaves, relay.pass(START, sent).orElseThrow());
        assertEquals(4000, relay.messages().size());
    }

    @Test
    void idsThatStayTakeNoMemory() {
        final var relay = new PptpRelay(START, PptpEvent.CallId::id, half -> OptionalInt.empty());
        relay.pass(START, repeated(PptpBytes.callClearRequest(7), 100));
        assertEquals(List.of(), relay.stream().edits(START, 100 * CLEAR).orElseThrow());
    }

    @Test
    void aConnectionIsFollowedFromAMessageInItsMiddle() {
        final var bytes = PptpBytes.callClearRequest(7);
        final var stream = read(PptpStream.startingAt(0x7ffffff8), 0x7ffffff8, bytes, 0, CLEAR).stream();
        assertEquals(new PptpSegment.Late(), stream.read(0x7ffffff8 - CLEAR, bytes, 0, CLEAR));
    }

    @Test
    void randomBytesNeverThrow() {
        final var random = new Random(2637);
        for (int round = 0; round < 5_000; round++) {
            final int start = random.nextInt();
            final var relay = new PptpRelay(start, id -> random.nextInt(0x10000) & ~0xff00 | id.sent().orElse(0) << 8,
                half -> random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(0x100)));
            final var bytes = PptpBytes.stream(PptpBytes.outgoingCallReply(1, 2, 1), PptpBytes.callClearRequest(3),
                PptpBytes.incomingCallReply(4, 5, 1), new byte[8]);
            for (int change = random.nextInt(3); change > 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            for (int segment = 0; segment < 10; segment++) {
                final int from = random.nextInt(bytes.length);
                final int to = random.nextInt(from, bytes.length + 1);
                relay.pass(start + from, Arrays.copyOfRange(bytes, from, to))
                    .ifPresent(leaves -> assertEquals(to - from, leaves.length));
            }
        }
    }

    @Test
    void aRangeOutsideTheBytesIsAnErrorOfTheCaller() {
        final var stream = PptpStream.startingAt(START);
        assertThrows(IndexOutOfBoundsException.class, () -> stream.read(START, new byte[3], 1, 3));
    }

    private static PptpSegment.Read read(PptpStream stream, int sequence, byte[] bytes, int offset, int length) {
        return assertInstanceOf(PptpSegment.Read.class, stream.read(sequence, bytes, offset, length));
    }

    private static PptpEvent whole(byte[] message) {
        return new PptpEvent.Whole(PptpMessage.parse(message, 0, message.length).orElseThrow());
    }

    private static byte[] repeated(byte[] message, int times) {
        final var messages = new ArrayList<byte[]>();
        for (int i = 0; i < times; i++) {
            messages.add(message);
        }
        return PptpBytes.stream(messages.toArray(byte[][]::new));
    }
}
