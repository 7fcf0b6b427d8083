/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Packet;

/**
 * What all fragments of one datagram have in common, and no other datagram on its way at the same time has (RFC 791
 * section 3.2, RFC 6864 section 4.2).
 *
 * @param protocol IP protocol number, 0 to 255
 * @param identification 0 to 65535
 */
record DatagramId(Ip4 source, Ip4 destination, int protocol, int identification) {
    static DatagramId of(final Packet packet) {
        return new DatagramId(packet.source(), packet.destination(), packet.ip().protocol(),
            packet.ip().identification());
    }

    /** The same with another identification. */
    DatagramId with(final int other) {
        return new DatagramId(source, destination, protocol, other);
    }
}
