/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Rewrite;
import org.vpnpassthrough.packet.Touch;

/** What holds for every frame, whatever its bytes are. */
final class Packets {
    private static final int IP = 14;
    private static final int MIN_HEADER = 20;
    private static final int TYPE_IPV4 = 0x0800;

    private Packets() {
        // only functions
    }

    /** Fails if anything throws or points outside, or if a packet that is put together again is another one. */
    static void check(final byte[] frame) {
        final var before = frame.clone();
        final var parsed = Packet.parse(frame);
        Touch.everything(frame, parsed);
        if (parsed instanceof Packet packet) {
            assertArrayEquals(before, Rewrite.of(packet).source(packet.source()).destination(packet.destination())
                .ttl(packet.ip().ttl()).bytes(), "a change to what it was changes nothing");
        }
        assertArrayEquals(before, frame, "only read");
    }

    /** A copy with a right checksum of the IPv4 header, if it has one: no fuzzer hits on that. */
    static byte[] repaired(final byte[] frame) {
        final var copy = frame.clone();
        if (copy.length >= IP + MIN_HEADER && (copy[12] << 8 | copy[13] & 0xff) == TYPE_IPV4
                && (copy[IP] & 0xf) * 4 <= copy.length - IP) {
            Frames.ipChecksummed(copy);
        }
        return copy;
    }
}
