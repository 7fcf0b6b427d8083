/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However TCP cuts, joins, repeats and loses a stream, what the receiver gets is the same. */
class PptpSegmentationTest {
    /** What the room knows when a segment ends within a call ID. */
    private enum Foresight { NONE, FIRST_BYTE }

    private static final int ROUNDS = 50;
    /** Longer than the longest message. */
    private static final int LONGEST_PIECE = 230;
    /** The last ones wrap within the stream, between and within messages and IDs. */
    private static final int[] STARTS = {1, 0x7fffff00, -1, -12, -13, -14, -170, -400};

    /** The same exchange, seen from both ends, with the IDs of one end changed. */
    static Stream<Arguments> exchanges() {
        final IntUnaryOperator near = id -> id ^ 0x0005;
        final IntUnaryOperator far = id -> id ^ 0xa55a;
        return Stream.of(near, far).flatMap(alias -> Stream.of(PptpCallId.values()).flatMap(whose ->
            Stream.of(Foresight.values()).map(foresight ->
                arguments((alias == near ? "near" : "far") + " alias", whose, foresight, alias))));
    }

    /** What one side sends; {@code own} and {@code peer} say what becomes of the IDs on the way. */
    private static List<byte[]> messages(IntUnaryOperator own, IntUnaryOperator peer) {
        final int first = own.applyAsInt(0x1234);
        final int second = own.applyAsInt(0x00ff);
        final int theirs = peer.applyAsInt(0xfe00);
        return List.of(PptpBytes.startRequest(), PptpBytes.outgoingCallRequest(first), PptpBytes.echoReply(7, 1),
            PptpBytes.setLinkInfo(theirs), PptpBytes.incomingCallReply(second, theirs, 1),
            PptpBytes.outgoingCallReply(first, theirs, 1), PptpBytes.incomingCallConnected(theirs),
            PptpBytes.callClearRequest(first), PptpBytes.callClearRequest(second), PptpBytes.wanErrorNotify(theirs),
            PptpBytes.stopRequest(1));
    }

    private static byte[] stream(PptpCallId whose, IntUnaryOperator alias) {
        final var same = IntUnaryOperator.identity();
        return PptpBytes.stream((whose == PptpCallId.OWN ? messages(alias, same) : messages(same, alias))
            .toArray(byte[][]::new));
    }

    private static PptpRelay relay(int start, PptpCallId whose, Foresight foresight, IntUnaryOperator alias) {
        return new PptpRelay(start, id -> id.whose() == whose ? alias.applyAsInt(id.id()) : id.id(),
            half -> foresight == Foresight.NONE ? OptionalInt.empty()
                : OptionalInt.of(half.whose() == whose ? alias.applyAsInt(half.first() << 8) >>> 8 : half.first()));
    }

    private static void assertToldOnce(PptpRelay relay) {
        final var expected = messages(IntUnaryOperator.identity(), IntUnaryOperator.identity()).stream()
            .map(bytes -> PptpMessage.parse(bytes, 0, bytes.length).orElseThrow()).toList();
        assertEquals(expected, relay.messages());
        assertEquals(List.of(0x1234, 0xfe00, 0x00ff, 0xfe00, 0x1234, 0xfe00, 0xfe00, 0x1234, 0x00ff, 0xfe00),
            relay.ids());
    }

    @ParameterizedTest(name = "{0} of {1}, foresight {2}")
    @MethodSource("exchanges")
    void aStreamMayBeSplitAnywhereOnce(String name, PptpCallId whose, Foresight foresight, IntUnaryOperator alias) {
        final var sent = stream(whose, IntUnaryOperator.identity());
        final var leaves = stream(whose, alias);
        for (int start : STARTS) {
            for (int split = 0; split <= sent.length; split++) {
                final var relay = relay(start, whose, foresight, alias);
                final var first = relay.pass(start, Arrays.copyOf(sent, split));
                assertArrayEquals(Arrays.copyOfRange(leaves, split, sent.length),
                    relay.pass(start + split, Arrays.copyOfRange(sent, split, sent.length)).orElseThrow());
                assertTrue(first.isPresent() || foresight == Foresight.NONE, "split at " + split);
                // a dropped segment is repeated
                final var repeated = first.isPresent() ? first : relay.pass(start, Arrays.copyOf(sent, split));
                assertArrayEquals(Arrays.copyOf(leaves, split), repeated.orElseThrow());
                assertToldOnce(relay);
            }
        }
    }

    @ParameterizedTest(name = "{0} of {1}, foresight {2}")
    @MethodSource("exchanges")
    void aStreamMayBeCutIntoPiecesOfAnySize(String name, PptpCallId whose, Foresight foresight,
            IntUnaryOperator alias) {
        final var sent = stream(whose, IntUnaryOperator.identity());
        final var leaves = stream(whose, alias);
        for (int start : new int[] {1, -170}) {
            for (int size = 1; size <= LONGEST_PIECE; size++) {
                final var relay = relay(start, whose, foresight, alias);
                for (int at = 0; at < sent.length; at += size) {
                    relay.pass(start + at, Arrays.copyOfRange(sent, at, Math.min(at + size, sent.length)));
                }
                // all has been read by now, so every piece can leave
                for (int at = 0; at < sent.length; at += size) {
                    final int end = Math.min(at + size, sent.length);
                    assertArrayEquals(Arrays.copyOfRange(leaves, at, end),
                        relay.pass(start + at, Arrays.copyOfRange(sent, at, end)).orElseThrow());
                }
                assertToldOnce(relay);
            }
        }
    }

    @ParameterizedTest(name = "{0} of {1}, foresight {2}")
    @MethodSource("exchanges")
    void aStreamMayBeRepeatedReorderedAndLost(String name, PptpCallId whose, Foresight foresight,
            IntUnaryOperator alias) {
        final var sent = stream(whose, IntUnaryOperator.identity());
        final var leaves = stream(whose, alias);
        final var random = new Random(1723);
        for (int round = 0; round < ROUNDS; round++) {
            final int start = round < STARTS.length ? STARTS[round] : random.nextInt();
            final var relay = relay(start, whose, foresight, alias);
            final var received = new boolean[sent.length];
            final int most = 1 + random.nextInt(random.nextBoolean() ? 20 : 400);
            int acknowledged = 0;
            for (int step = 0; acknowledged < sent.length; step++) {
                assertTrue(step < 1_000_000, "it goes on");
                // mostly from where the receiver is, sometimes old or ahead
                final int from = Math.clamp(acknowledged + (random.nextInt(3) == 0 ? random.nextInt(-60, 60) : 0),
                    0, sent.length - 1);
                final int to = Math.min(sent.length, from + 1 + random.nextInt(most));
                final var passed = relay.pass(start + from, Arrays.copyOfRange(sent, from, to));
                passed.ifPresent(bytes -> assertArrayEquals(Arrays.copyOfRange(leaves, from, to), bytes));
                if (passed.isPresent() && random.nextInt(4) != 0) {
                    Arrays.fill(received, from, to, true);
                }
                while (acknowledged < sent.length && received[acknowledged]) {
                    acknowledged++;
                }
            }
            assertToldOnce(relay);
        }
    }
}
