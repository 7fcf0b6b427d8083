/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

/**
 * TCP segments of which a room wants a copy while the switch forwards them.
 *
 * @param room the room that wants them
 * @param flags the flags that must all be set, as bits of the TCP header's flags
 * @param inboundOnly whether only segments from outside count
 */
public record TcpCopy(String room, int flags, boolean inboundOnly) {
}
