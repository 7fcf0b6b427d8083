/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * An ICMP echo message (RFC 792 page 14).
 *
 * @param offset first byte of the message in the frame
 * @param request true for type 8, false for the reply, type 0
 * @param id which program asks, 0 to 65535: the label of a ping, as a port is that of a datagram
 * @param sequence counts the requests, 0 to 65535
 */
public record IcmpEcho(int offset, boolean request, int id, int sequence) implements Transport {
    /** Type of the request. */
    public static final int REQUEST = 8;
    /** Type of the reply. */
    public static final int REPLY = 0;

    static final int ID = 4;
    static final int SEQUENCE = 6;
}
