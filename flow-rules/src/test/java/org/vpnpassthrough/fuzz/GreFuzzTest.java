/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.vpnpassthrough.packet.Frames;

/** What follows an IPv4 header of GRE, and the same as the quote of an ICMP error. */
final class GreFuzzTest {
    private static final int GRE = 47;

    @FuzzTest
    void header(final byte[] data) {
        final var frame = Frames.ip(Frames.CLIENT, Frames.SERVER, GRE, data);
        Packets.check(frame);
        Packets.check(Frames.icmpError(Frames.ROUTER, Frames.CLIENT, 3, 4, frame, data.length));
    }
}
