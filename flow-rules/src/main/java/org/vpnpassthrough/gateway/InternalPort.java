/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Prefix;

/**
 * A switch port of the internal realm.
 *
 * @param port name or number of the port, as OpenFlow describes it
 * @param prefix the addresses of the clients behind it
 * @param gatewayAddress the clients' router, one of the prefix
 */
public record InternalPort(String port, Prefix prefix, Ip4 gatewayAddress) {
}
