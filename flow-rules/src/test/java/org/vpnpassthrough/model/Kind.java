/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.util.Set;
import org.vpnpassthrough.translation.Passthrough;

/** What clients and servers talk. */
enum Kind {
    UDP(Wire.UDP, 53, new int[] {5000, 5001, 40_000, 40_001}, 300),
    TCP(Wire.TCP, 443, new int[] {6000, 6001, 41_000}, 0),
    SCTP(Wire.SCTP, 3868, new int[] {3868, 3869}, 300),
    ECHO(Wire.ICMP, 0, new int[] {1, 2, 300}, 60),
    IKE(Wire.UDP, 500, new int[] {500, 5500}, 300, Passthrough.IPSEC),
    NATT(Wire.UDP, 4500, new int[] {4500, 5600}, 300, Passthrough.NAT_T),
    L2TP(Wire.UDP, 1701, new int[] {1701, 5700}, 300, Passthrough.L2TP),
    ESP(Wire.ESP, 0, new int[] {0}, 3600, Passthrough.IPSEC),
    PLAIN_GRE(Wire.GRE, 0, new int[] {0}, 3600, Passthrough.GRE),
    IPIP(Wire.IPIP, 0, new int[] {0}, 3600, Passthrough.OTHER_TUNNELS),
    SIX_IN_FOUR(Wire.IPV6, 0, new int[] {0}, 3600, Passthrough.OTHER_TUNNELS),
    L2TP_V3(Wire.L2TP, 0, new int[] {0}, 3600, Passthrough.L2TP),
    PPTP(Wire.TCP, 1723, new int[] {7000}, 0, Passthrough.PPTP),
    /** Data of a PPTP call; made by the control connection, never by itself. */
    CALL(Wire.GRE, 0, new int[] {1, 2, 0x0101, 0xffff}, 0, Passthrough.PPTP, Passthrough.GRE);

    private final int protocol;
    private final int remotePort;
    private final int[] labels;
    private final int seconds;
    private final Set<Passthrough> needs;

    Kind(final int protocol, final int remotePort, final int[] labels, final int seconds, final Passthrough... needs) {
        this.protocol = protocol;
        this.remotePort = remotePort;
        this.labels = labels;
        this.seconds = seconds;
        this.needs = Set.of(needs);
    }

    int protocol() {
        return protocol;
    }

    /** The server's port. */
    int remotePort() {
        return remotePort;
    }

    /** The client's ports, ids or call IDs: few, so that clients often have the same. */
    int[] labels() {
        return labels;
    }

    /** Seconds for which a packet from inside keeps the way back open, where that is a constant. */
    int seconds() {
        return seconds;
    }

    /** What has to be switched on. */
    Set<Passthrough> needs() {
        return needs;
    }

    /** Whether the protocol's own label is what tells clients apart outside; if not, the addresses alone do. */
    boolean isLabelled() {
        return labels[0] != 0;
    }
}
