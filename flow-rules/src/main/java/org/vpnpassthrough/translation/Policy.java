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
 */
public record Policy(boolean ipsec, boolean natT) {
    /** Everything passes, as routers have it. */
    public static final Policy ALL = new Policy(true, true);

    /** Whether the sessions of this room may go on. */
    public boolean allows(final String room) {
        return switch (room) {
            case "ike", "esp" -> ipsec;
            case "natt" -> natT;
            default -> true;
        };
    }
}
