/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/** Offsets and numbers of an Ethernet II header. */
final class Ethernet {
    static final int DESTINATION = 0;
    static final int SOURCE = 6;
    static final int TYPE = 12;
    static final int HEADER = 14;

    /** Shortest frame on a wire, without the frame check sequence; what is missing is padding. */
    static final int MIN_FRAME = 60;

    static final int TYPE_IPV4 = 0x0800;
    static final int TYPE_ARP = 0x0806;

    private Ethernet() {
        // only constants
    }

    static void write(byte[] frame, Mac source, Mac destination, int type) {
        destination.write(frame, DESTINATION);
        source.write(frame, SOURCE);
        Bytes.put16(frame, TYPE, type);
    }
}
