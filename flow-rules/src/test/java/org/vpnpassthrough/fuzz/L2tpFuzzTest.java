/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.L2tpDatagram;

/** The payload of UDP port 1701. */
final class L2tpFuzzTest {
    private static final int PORT = 1701;

    @FuzzTest
    void datagram(final byte[] data) {
        Slice.check(data, L2tpDatagram::parse);
        Slice.check(data, L2tpDatagram::parsePrefix);
        Packets.check(Frames.udp(Frames.CLIENT, PORT, Frames.SERVER, PORT, data));
    }
}
