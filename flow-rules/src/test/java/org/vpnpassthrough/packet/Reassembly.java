/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What a receiver makes of fragments (RFC 791 section 3.2), for tests. */
public final class Reassembly {
    private Reassembly() {
        // only a function
    }

    /** The whole datagram; fails if the fragments, in any order, do not belong together or leave a gap. */
    public static Packet of(final List<Packet> fragments) {
        final var parts = fragments.stream().sorted(Comparator.comparing(part -> part.ip().fragmentOffset())).toList();
        final var first = parts.get(0);
        final int header = first.ip().payloadOffset();
        byte[] whole = Arrays.copyOf(first.frame(), header);
        for (final var part : parts) {
            assertEquals(part.ip().fragmentOffset(), whole.length - header, "no gap before " + part);
            assertEquals(part != parts.getLast(), part.ip().moreFragments());
            assertEquals(List.of(first.source(), first.destination(), first.ip().protocol(),
                first.ip().identification()), List.of(part.source(), part.destination(), part.ip().protocol(),
                part.ip().identification()));
            final int length = part.ip().end() - part.ip().payloadOffset();
            whole = Arrays.copyOf(whole, whole.length + length);
            System.arraycopy(part.frame(), part.ip().payloadOffset(), whole, whole.length - length, length);
        }
        Frames.put16(whole, first.ip().offset() + 2, whole.length - first.ip().offset());
        Frames.put16(whole, first.ip().offset() + 6, 0);
        return (Packet) Packet.parse(Frames.ipChecksummed(whole));
    }
}
