/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.List;

/** What a {@link PptpStream} says about a segment. */
public sealed interface PptpSegment
        permits PptpSegment.Read, PptpSegment.Early, PptpSegment.Late, Malformed {
    /**
     * It belongs here.
     *
     * @param stream after the segment, with every call ID as its sender wrote it; see {@link PptpStream#with}
     * @param events what is new in it, in the order of the stream; empty with a repetition; unmodifiable
     */
    record Read(PptpStream stream, List<PptpEvent> events) implements PptpSegment {
        /**
         * Copies the list.
         */
        public Read {
            events = List.copyOf(events);
        }
    }

    /** Bytes between this segment and the ones before are missing: drop it, TCP will repeat them in order. */
    record Early() implements PptpSegment {
    }

    /** Repeats bytes from before what is remembered: drop it, the receiver has acknowledged them long ago. */
    record Late() implements PptpSegment {
    }
}
