/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

/**
 * Packets of a room that the switch sends to the controller.
 *
 * @param room the room that wants them
 * @param rate which of the gateway's limits they count against
 * @param protocol IP protocol number
 * @param remotePort the TCP or UDP port of the remote side, or 0 for all packets of the protocol
 * @param always true: also those of sessions that the switch carries; false: those that no session's rule matches
 */
public record Punt(String room, Rate rate, int protocol, int remotePort, boolean always) {
    /** The limits on what reaches the controller. */
    public enum Rate {
        /** Control protocols: few packets, each of them needed. */
        CONTROL,
        /** Data protocols without ports. */
        DATA,
        /** First packets of everything else. */
        PLAIN
    }
}
