/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/** Numbers of the IPv4 protocol field (IANA "Assigned Internet Protocol Numbers") that a gateway for VPNs meets. */
public final class IpProtocol {
    /** RFC 792. */
    public static final int ICMP = 1;
    /** IPv4 in IPv4, RFC 2003. */
    public static final int IPIP = 4;
    /** RFC 9293. */
    public static final int TCP = 6;
    /** RFC 768. */
    public static final int UDP = 17;
    /** IPv6 in IPv4, RFC 4213. */
    public static final int IPV6 = 41;
    /** RFC 2784, RFC 2637. */
    public static final int GRE = 47;
    /** RFC 4303. */
    public static final int ESP = 50;
    /** RFC 4302. */
    public static final int AH = 51;
    /** L2TP version 3 over IP, RFC 3931. */
    public static final int L2TP = 115;
    /** RFC 9260. */
    public static final int SCTP = 132;

    private IpProtocol() {
        // only constants
    }
}
