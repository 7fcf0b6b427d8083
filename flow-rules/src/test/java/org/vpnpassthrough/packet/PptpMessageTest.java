/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PptpMessageTest {
    private static final int NONE = -1;

    static Stream<Arguments> messages() {
        return Stream.of(
            row(PptpBytes.startRequest(), PptpType.START_CONTROL_CONNECTION_REQUEST, NONE, NONE, NONE),
            row(PptpBytes.startReply(1), PptpType.START_CONTROL_CONNECTION_REPLY, NONE, NONE, 1),
            row(PptpBytes.stopRequest(3), PptpType.STOP_CONTROL_CONNECTION_REQUEST, NONE, NONE, 3),
            row(PptpBytes.stopReply(2), PptpType.STOP_CONTROL_CONNECTION_REPLY, NONE, NONE, 2),
            row(PptpBytes.echoRequest(0x01020304), PptpType.ECHO_REQUEST, NONE, NONE, NONE),
            row(PptpBytes.echoReply(0x01020304, 1), PptpType.ECHO_REPLY, NONE, NONE, 1),
            row(PptpBytes.outgoingCallRequest(0xfffe), PptpType.OUTGOING_CALL_REQUEST, 0xfffe, NONE, NONE),
            row(PptpBytes.outgoingCallReply(0x0102, 0xfffe, 4), PptpType.OUTGOING_CALL_REPLY, 0x0102, 0xfffe, 4),
            row(PptpBytes.incomingCallRequest(0x0102), PptpType.INCOMING_CALL_REQUEST, 0x0102, NONE, NONE),
            row(PptpBytes.incomingCallReply(0xfffe, 0x0102, 1), PptpType.INCOMING_CALL_REPLY, 0xfffe, 0x0102, 1),
            row(PptpBytes.incomingCallConnected(0xfffe), PptpType.INCOMING_CALL_CONNECTED, NONE, 0xfffe, NONE),
            row(PptpBytes.callClearRequest(0xfffe), PptpType.CALL_CLEAR_REQUEST, 0xfffe, NONE, NONE),
            row(PptpBytes.callDisconnectNotify(0x0102, 4), PptpType.CALL_DISCONNECT_NOTIFY, 0x0102, NONE, 4),
            row(PptpBytes.wanErrorNotify(0xfffe), PptpType.WAN_ERROR_NOTIFY, NONE, 0xfffe, NONE),
            row(PptpBytes.setLinkInfo(0x0102), PptpType.SET_LINK_INFO, NONE, 0x0102, NONE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void everyMessageIsRead(PptpType type, byte[] bytes, PptpMessage expected) {
        assertEquals(Optional.of(expected), PptpMessage.parse(bytes, 0, bytes.length));
        final var among = PptpBytes.stream(new byte[3], bytes, new byte[5]);
        assertEquals(Optional.of(expected), PptpMessage.parse(among, 3, bytes.length));
        assertEquals(expected.callId(), expected.id(PptpCallId.OWN));
        assertEquals(expected.peerCallId(), expected.id(PptpCallId.PEER));
    }

    @Test
    void thereAreFifteenTypes() {
        assertEquals(Arrays.asList(PptpType.values()), messages().map(row -> row.get()[0]).toList());
        for (var type : PptpType.values()) {
            assertEquals(type.ordinal() + 1, type.number());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void aMessageOfAnotherLengthIsNone(PptpType type, byte[] bytes, PptpMessage expected) {
        assertEquals(bytes.length, type.length());
        final var longer = Arrays.copyOf(bytes, 300);
        for (int length = 0; length <= longer.length; length++) {
            assertEquals(length == bytes.length, PptpMessage.parse(longer, 0, length).isPresent(), "length " + length);
            final var honest = Frames.put16(longer.clone(), 0, length);
            assertEquals(length == bytes.length, PptpMessage.parse(honest, 0, length).isPresent(), "length " + length);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1", "1, 157", "3, 0", "3, 2", "2, 1", "4, 0", "5, 0", "6, 0", "7, 0", "8, 1", "9, 0", "9, 16", "9, 255",
    })
    void aHeaderThatIsNotPptpIsNone(int at, int value) {
        final var bytes = PptpBytes.startRequest();
        bytes[at] = (byte) value;
        assertEquals(Optional.empty(), PptpMessage.parse(bytes, 0, bytes.length));
    }

    @Test
    void reservedFieldsAreIgnored() {
        final var bytes = Frames.put16(PptpBytes.callClearRequest(7), 10, 0xffff);
        assertEquals(OptionalInt.of(7), PptpMessage.parse(bytes, 0, bytes.length).orElseThrow().callId());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void aCallIdIsRewrittenWhereThereIsOne(PptpType type, byte[] bytes, PptpMessage expected) {
        final var before = bytes.clone();
        for (var whose : PptpCallId.values()) {
            final var field = type.offset(whose);
            assertEquals(expected.id(whose).isPresent(), field.isPresent());
            if (field.isPresent()) {
                final var rewritten = PptpMessage.withId(bytes, whose, 0xabcd);
                assertArrayEquals(Frames.put16(bytes.clone(), field.getAsInt(), 0xabcd), rewritten);
                assertEquals(OptionalInt.of(0xabcd),
                    PptpMessage.parse(rewritten, 0, rewritten.length).orElseThrow().id(whose));
            } else {
                assertThrows(IllegalArgumentException.class, () -> PptpMessage.withId(bytes, whose, 1));
            }
        }
        assertArrayEquals(before, bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0x10000})
    void anIdOutsideItsFieldIsRefused(int id) {
        final var bytes = PptpBytes.callClearRequest(7);
        assertThrows(IllegalArgumentException.class, () -> PptpMessage.withId(bytes, PptpCallId.OWN, id));
    }

    @Test
    void whatIsNoMessageHasNoId() {
        assertThrows(IllegalArgumentException.class,
            () -> PptpMessage.withId(new byte[16], PptpCallId.OWN, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> PptpMessage.parse(new byte[16], 1, 16));
    }

    private static Arguments row(byte[] bytes, PptpType type, int callId, int peerCallId, int result) {
        return arguments(type, bytes,
            new PptpMessage(type, optional(callId), optional(peerCallId), optional(result)));
    }

    private static OptionalInt optional(int value) {
        return value == NONE ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
