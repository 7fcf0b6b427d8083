/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Packet;

/** What follows an Ethernet header of ARP. */
final class ArpFuzzTest {
    private static final int HEADER = 14;
    private static final Mac OWN = Mac.parse("02:00:00:00:00:01");

    @FuzzTest
    void packet(final byte[] data) {
        final var frame = ByteBuffer.allocate(HEADER + data.length).putShort(12, (short) 0x0806)
            .put(HEADER, data).array();
        Packets.check(frame);
        if (Packet.parse(frame) instanceof Arp arp) {
            assertEquals(arp, Packet.parse(arp.frame()), "it says the same when it is written anew");
            final var reply = Arp.replyTo(arp, OWN);
            assertEquals(reply, Packet.parse(reply.frame()));
        }
    }
}
