/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.packet.PptpCallId;
import org.vpnpassthrough.packet.PptpEvent;
import org.vpnpassthrough.packet.PptpMessage;
import org.vpnpassthrough.packet.PptpSegment;
import org.vpnpassthrough.packet.PptpStream;

/** One direction of a PPTP control connection. The first byte says where segments end, the others are the stream. */
final class PptpFuzzTest {
    private static final int START = -5;

    @FuzzTest
    void stream(final byte[] data) {
        Slice.check(data, PptpMessage::parse);
        PptpMessage.parse(data, 0, data.length).ifPresent(message -> sameWithItsOwnIds(data, message));
        if (data.length > 1) {
            Slice.check(data, (bytes, offset, length) -> events(bytes, offset + 1, length - 1, length));
            final int size = 1 + Byte.toUnsignedInt(data[0]) % 32;
            final var atOnce = events(data, 1, data.length - 1, data.length);
            final var inParts = events(data, 1, data.length - 1, size);
            if (!atOnce.isEmpty()) {
                assertEquals(atOnce, inParts, "the same messages, however the stream is cut");
            }
        }
    }

    private static void sameWithItsOwnIds(final byte[] data, final PptpMessage message) {
        for (final var whose : PptpCallId.values()) {
            message.id(whose).ifPresent(id -> assertEquals(message,
                PptpMessage.parse(PptpMessage.withId(data, whose, id), 0, data.length).orElseThrow()));
        }
    }

    /** What is told of whole call IDs and messages; empty when there is none or the stream is malformed. */
    private static List<PptpEvent> events(final byte[] data, final int from, final int length, final int size) {
        final var events = new ArrayList<PptpEvent>();
        var stream = PptpStream.startingAt(START);
        for (int at = 0; at < length; at += size) {
            final int part = Math.min(size, length - at);
            if (!(stream.read(START + at, data, from + at, part) instanceof PptpSegment.Read read)) {
                return List.of();
            }
            read.events().stream().filter(event -> !(event instanceof PptpEvent.HalfCallId)).forEach(events::add);
            stream = read.stream();
            stream.edits(START + at, part);
            final var again = assertInstanceOf(PptpSegment.Read.class,
                stream.read(START + at, data, from + at, part));
            assertTrue(again.events().isEmpty(), "a repetition tells nothing new");
        }
        return events;
    }
}
