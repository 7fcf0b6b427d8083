/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Frames of all kinds, from the Ethernet header on. */
final class PacketFuzzTest {
    @FuzzTest
    void frame(final byte[] data) {
        Packets.check(data);
        Packets.check(Packets.repaired(data));
    }
}
