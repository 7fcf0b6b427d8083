/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

/**
 * How much one client may have at a time (RFC 6888 REQ-4 and REQ-5). A mapping costs a port of an external address, a
 * session costs two rules of the switch.
 *
 * @param mappingsPerClient 1 or more
 * @param sessionsPerClient 1 or more, those of static mappings counted
 */
public record Limits(int mappingsPerClient, int sessionsPerClient) {
    /**
     * A client can take a sixteenth of the ports that a protocol has at one address, many more than a browser opens,
     * and one with a worm leaves the rest to those that share the address. Four times as many sessions, as peer-to-peer
     * programs talk to many by one port; they are a load for the switch's tables only.
     */
    public static final Limits DEFAULT = new Limits(4096, 16384);
}
