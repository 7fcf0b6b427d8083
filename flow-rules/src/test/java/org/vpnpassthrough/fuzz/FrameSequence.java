/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A list of events as the bytes of a fuzzer: one that says what, two of length, and the frame. Any bytes are such a
 * list.
 *
 * <pre>
 *   what    bit 0     0: from inside, 1: from outside
 *           bit 1     a copy of a TCP segment that the switch has forwarded
 *           bit 2     as it is: its checksum and Ethernet destination are not put right
 *           bits 3-7  seconds that pass before it; 30: the switch reports an idle rule, 31: it has refused one, of the
 *                     session whose number is the first byte of the frame
 *   length  big-endian, modulo 512; at most what is left
 * </pre>
 */
record FrameSequence(List<Event> events) {
    static final int IDLE = 30;
    static final int REFUSED = 31;

    private static final int MAX_LENGTH = 512;
    private static final int MAX_EVENTS = 40;

    /** One of them. */
    record Event(int what, byte[] frame) {
        boolean isFromOutside() {
            return (what & 1) != 0;
        }

        boolean isCopy() {
            return (what & 2) != 0;
        }

        boolean isAsItIs() {
            return (what & 4) != 0;
        }

        /** Seconds, or {@link #IDLE} or {@link #REFUSED}. */
        int seconds() {
            return what >> 3 & 0x1f;
        }
    }

    /** Reads any bytes. */
    static FrameSequence of(final byte[] data) {
        final var events = new ArrayList<Event>();
        for (int at = 0; at + 3 <= data.length && events.size() < MAX_EVENTS;) {
            final int length = ((data[at + 1] & 0xff) << 8 | data[at + 2] & 0xff) % MAX_LENGTH;
            final int end = Math.min(data.length, at + 3 + length);
            events.add(new Event(data[at] & 0xff, Arrays.copyOfRange(data, at + 3, end)));
            at = end;
        }
        return new FrameSequence(events);
    }

    /** Writes what {@link #of} reads; frames that are too long are cut. */
    byte[] bytes() {
        final var bytes = new ByteArrayOutputStream();
        for (final var event : events) {
            final int length = Math.min(MAX_LENGTH - 1, event.frame.length);
            bytes.write(event.what);
            bytes.write(length >> 8);
            bytes.write(length);
            bytes.write(event.frame, 0, length);
        }
        return bytes.toByteArray();
    }
}
