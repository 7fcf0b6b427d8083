/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/** What the bytes of a frame are, the answer of {@link Packet#parse}. There is one for every array of bytes. */
public sealed interface Parsed permits Packet, Arp, NotIp, Malformed {
}
