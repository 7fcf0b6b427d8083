/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * The packet that an ICMP error quotes: its IPv4 header and at least the first 8 bytes that followed (RFC 792, RFC 1812
 * section 4.3.2.3). The offsets are those of the frame that holds the error.
 *
 * @param ip its header, as some hop of the path saw it: neither its checksum nor its total length have been verified
 * @param transport the beginning of its payload; values that a packet itself may not have are possible
 */
public record Quoted(Ipv4Header ip, Transport transport) {
}
