/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

/**
 * Which VPN protocols may pass, as an administrator switches them.
 *
 * @param ipsec IKE on UDP port 500 and ESP
 * @param natT IKE and ESP in UDP port 4500 (RFC 3947, RFC 3948)
 * @param pptp PPTP on TCP port 1723 and the GRE of its calls (RFC 2637)
 * @param gre all GRE (RFC 2784), that of PPTP calls included, and IP in IP (RFC 2003, RFC 4213)
 * @param l2tp L2TP on UDP port 1701 and over IP (RFC 2661, RFC 3931)
 */
public record Policy(boolean ipsec, boolean natT, boolean pptp, boolean gre, boolean l2tp) {
    /** Everything passes, as routers have it. */
    public static final Policy ALL = new Policy(true, true, true, true, true);

    /** Whether the sessions of this room may go on. */
    public boolean allows(final String room) {
        return switch (room) {
            case "ike", "esp" -> ipsec;
            case "natt" -> natT;
            case "pptp" -> pptp;
            case "gre" -> gre;
            case "l2tp" -> l2tp;
            default -> true;
        };
    }
}
