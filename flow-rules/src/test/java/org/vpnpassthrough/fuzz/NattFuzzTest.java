/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.NattDatagram;

/** The payload of UDP port 4500. */
final class NattFuzzTest {
    private static final int PORT = 4500;

    @FuzzTest
    void datagram(final byte[] data) {
        // the offset of an ESP header is in the record: the same both times
        Slice.check(data, NattDatagram::parse);
        Slice.check(data, NattDatagram::parsePrefix);
        Packets.check(Frames.udp(Frames.CLIENT, PORT, Frames.SERVER, PORT, data));
    }
}
