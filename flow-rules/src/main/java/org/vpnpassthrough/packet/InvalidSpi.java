/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * The notification that somebody got ESP with an SPI that it does not have. It is sent in clear text where there is no
 * IKE security association to hide it in (RFC 2408 section 3.14.1, RFC 7296 section 1.5).
 */
public final class InvalidSpi {
    private static final int INVALID_SPI = 11;
    private static final int V1_NOTIFICATION = 11;
    /** After the domain of interpretation, the protocol and the size of the SPI (RFC 2408 section 3.14). */
    private static final int V1_TYPE = 6;
    /** After the protocol and the size of the SPI (RFC 7296 section 3.10). */
    private static final int V2_TYPE = 2;

    private InvalidSpi() {
        // only functions
    }

    /**
     * Tells whether a message notifies of an invalid SPI, as far as that is in clear text.
     *
     * @param packet that the message came in
     * @param udp its header
     * @param message what was read from it
     */
    public static boolean isNotified(Packet packet, UdpHeader udp, IkeMessage message) {
        if (message.majorVersion() == 1) {
            return message.payloads().stream().anyMatch(payload -> payload.type() == V1_NOTIFICATION
                && payload.length() >= V1_TYPE + 2
                && Bytes.u16(packet.frame(), payload.offset() + V1_TYPE) == INVALID_SPI);
        }
        // encrypted messages begin with a payload of another type; only the first one is looked at, it comes alone
        final int body = udp.payloadOffset() + IkeMessage.HEADER + IkePayload.HEADER;
        return message.exchangeType() == IkeMessage.INFORMATIONAL && message.nextPayload() == IkePayload.V2_NOTIFY
            && body + V2_TYPE + 2 <= udp.end() && Bytes.u16(packet.frame(), body + V2_TYPE) == INVALID_SPI;
    }
}
