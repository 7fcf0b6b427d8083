/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Optional;

/**
 * An IKE message with the clear text of its payloads.
 *
 * @param message its header and payloads
 * @param text what the payloads say
 * @param encapsulated whether it was behind the non-ESP marker, as on UDP port 4500
 */
public record IkeDatagram(IkeMessage message, IkeClearText text, boolean encapsulated) {
    /**
     * Reads a message on UDP port 500.
     *
     * @param packet where it is
     * @param udp the header of the packet
     * @return empty if the header or a payload in clear text is broken
     */
    public static Optional<IkeDatagram> of(Packet packet, UdpHeader udp) {
        return IkeMessage.of(packet, udp).flatMap(message -> read(packet, message, false));
    }

    /**
     * Reads on from a message behind the non-ESP marker.
     *
     * @param packet where it is
     * @param ike what was read from it
     * @return empty if a payload in clear text is broken
     */
    public static Optional<IkeDatagram> of(Packet packet, NattDatagram.Ike ike) {
        return read(packet, ike.message(), true);
    }

    private static Optional<IkeDatagram> read(Packet packet, IkeMessage message, boolean encapsulated) {
        return IkeClearText.of(packet.frame(), message).map(text -> new IkeDatagram(message, text, encapsulated));
    }
}
