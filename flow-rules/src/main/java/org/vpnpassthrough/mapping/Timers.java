/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

/**
 * Seconds of silence after which state ends, named as RFC 8512 names them where it does.
 *
 * @param udp RFC 4787 REQ-5: 120 at least, 300 recommended
 * @param tcpEstablished RFC 5382 REQ-5: 7440 at least
 * @param tcpTransitory RFC 5382 REQ-5: 240 at least
 * @param icmp RFC 5508 REQ-2: 60 at least
 * @param ike UDP port 500
 * @param esp ESP through an exclusive pair
 * @param natT UDP port 4500
 * @param holdDown RFC 6888 REQ-8: how long a freed label rests, 120
 */
public record Timers(int udp, int tcpEstablished, int tcpTransitory, int icmp, int ike, int esp, int natT,
        int holdDown) {
    /** What the RFCs recommend. */
    public static final Timers DEFAULT = new Timers(300, 7440, 240, 60, 300, 3600, 300, 120);
}
