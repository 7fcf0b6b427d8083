/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vpnpassthrough.packet.Ip4;

/** Puts the two halves of a packet together, as its receiver does. */
final class Reassembly {
    private record Datagram(int id, Ip4 source, Ip4 destination) {
    }

    private final Map<Datagram, byte[]> halves = new HashMap<>();

    /** The packet that is whole with this frame, if it is. */
    Optional<byte[]> whole(final byte[] frame) {
        if (!Wire.isFragment(frame)) {
            return Optional.of(frame);
        }
        final var other = halves.remove(key(frame));
        if (other == null) {
            halves.put(key(frame), frame);
            return Optional.empty();
        }
        final boolean isFirst = Wire.fragmentOffset(frame) == 0;
        return Optional.of(join(isFirst ? frame : other, isFirst ? other : frame));
    }

    private static Datagram key(final byte[] frame) {
        return new Datagram(Wire.id(frame), Wire.source(frame), Wire.destination(frame));
    }

    private static byte[] join(final byte[] first, final byte[] second) {
        final int at = Wire.transport(second);
        if (Wire.fragmentOffset(second) != Wire.end(first) - Wire.transport(first)) {
            throw new Violation("fragments fit together", Wire.fragmentOffset(first), Wire.fragmentOffset(second));
        }
        if (Wire.ttl(first) != Wire.ttl(second) || !Arrays.equals(first, 0, 12, second, 0, 12)) {
            throw new Violation("fragments go the same way", Wire.macDestination(first), Wire.macDestination(second));
        }
        final var whole = Arrays.copyOf(first, Wire.end(first) + Wire.end(second) - at);
        System.arraycopy(second, at, whole, Wire.end(first), Wire.end(second) - at);
        Wire.put16(whole, Wire.IP + 2, whole.length - Wire.IP);
        Wire.put16(whole, Wire.IP + Wire.FRAGMENT, 0);
        final var header = Patch.of(whole).headerBytes();
        for (final var half : new byte[][] {first, second}) {
            if (!Arrays.equals(half, Patch.of(half).headerBytes())) {
                throw new Violation("the header of every fragment has a right checksum", Wire.describe(first));
            }
        }
        return header;
    }
}
