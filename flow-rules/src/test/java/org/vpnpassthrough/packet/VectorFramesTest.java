/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vpnpassthrough.vectors.Expectation;
import org.vpnpassthrough.vectors.Vector;
import org.vpnpassthrough.vectors.VectorFile;

/** An independent decoder has nothing to complain about in any frame that a golden vector lets out. */
class VectorFramesTest {
    private static final List<String> CHECKSUMS = List.of("ip.checksum.status", "udp.checksum.status",
        "tcp.checksum.status", "icmp.checksum.status");
    private static final String BAD = "0";

    @Test
    void everyFrameThatLeavesIsWholeAndItsChecksumsAreRight(@TempDir final Path directory)
            throws IOException, InterruptedException {
        final List<byte[]> frames = new ArrayList<>();
        final List<String> names = new ArrayList<>();
        for (final Vector vector : VectorFile.all()) {
            vector.steps().forEach(step -> step.expected().forEach(expected -> {
                if (expected instanceof Expectation.Forward forward) {
                    frames.add(forward.frame().bytes());
                    names.add(vector + ", at " + step.at() + ": " + forward.frame().lines());
                }
            }));
        }
        final List<String> fields = new ArrayList<>(CHECKSUMS);
        fields.addAll(List.of("_ws.malformed", "ip.src", "ip.dst"));
        final List<Map<String, String>> decoded = Tshark.decode(directory, frames, fields);
        assertFalse(decoded.isEmpty());
        for (int index = 0; index < frames.size(); index++) {
            final Map<String, String> row = decoded.get(index);
            final String name = names.get(index);
            CHECKSUMS.forEach(field ->
                assertFalse(List.of(row.get(field).split(",")).contains(BAD), () -> field + " of " + name));
            assertEquals("", row.get("_ws.malformed"), name);
            if (Packet.parse(frames.get(index)) instanceof Packet packet) {
                assertEquals(packet.source().toString(), row.get("ip.src").split(",")[0], name);
                assertEquals(packet.destination().toString(), row.get("ip.dst").split(",")[0], name);
            } else {
                assertTrue(Packet.parse(frames.get(index)) instanceof Arp, name);
            }
        }
    }
}
