/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

/** What an administrator switches on and off. */
public enum Passthrough {
    /** IKE on UDP port 500 and ESP (RFC 7296, RFC 4303). */
    IPSEC("ipsec", Reason.POLICY_IPSEC),
    /** IKE and ESP in UDP port 4500 (RFC 3947, RFC 3948). */
    NAT_T("nat-t", Reason.POLICY_NAT_T),
    /** PPTP on TCP port 1723 and the GRE of its calls (RFC 2637). */
    PPTP("pptp", Reason.POLICY_PPTP),
    /** L2TP on UDP port 1701 and over IP (RFC 2661, RFC 3931). */
    L2TP("l2tp", Reason.POLICY_L2TP),
    /** All GRE (RFC 2784), that of PPTP calls included. */
    GRE("gre", Reason.POLICY_GRE),
    /** IPv4 and IPv6 in IPv4 (RFC 2003, RFC 4213). */
    OTHER_TUNNELS("other-tunnels", Reason.POLICY_OTHER_TUNNELS);

    private final String word;
    private final Reason off;

    Passthrough(final String word, final Reason off) {
        this.word = word;
        this.off = off;
    }

    /** The reason for what is refused because this is switched off. */
    public Reason off() {
        return off;
    }

    /** The word for it in the configuration, on the page and in messages. */
    @Override
    public String toString() {
        return word;
    }
}
