/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * A whole Ethernet frame with something that is not routed here: IPv6, a VLAN tag, LLDP, an IEEE 802.3 length.
 *
 * @param etherType the two bytes after the addresses, 0 to 65535
 */
public record NotIp(int etherType) implements Parsed {
}
