/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * Whose call ID a field of a PPTP message holds. Each side of a call chooses an ID of its own, which the other side
 * puts into the GRE packets that it sends (RFC 2637 section 4.1).
 */
public enum PptpCallId {
    /** Chosen by the sender of the message. */
    OWN,
    /** Chosen by the receiver of the message, the peer of the sender. */
    PEER
}
