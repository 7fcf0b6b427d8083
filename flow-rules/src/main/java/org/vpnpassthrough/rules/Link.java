/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import org.vpnpassthrough.packet.Mac;

/**
 * The last step of a packet's way out of the gateway.
 *
 * @param port the switch port
 * @param own the gateway's Ethernet address on it
 * @param neighbour the Ethernet address of the host or router behind it
 */
public record Link(int port, Mac own, Mac neighbour) {
}
