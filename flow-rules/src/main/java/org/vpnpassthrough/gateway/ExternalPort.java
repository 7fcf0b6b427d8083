/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Prefix;

/**
 * The switch port of the external realm.
 *
 * @param port name or number of the port, as OpenFlow describes it
 * @param prefix the addresses that are reached without a router
 * @param address the gateway's own, one of the prefix
 * @param nextHop the router to everywhere else, one of the prefix
 */
public record ExternalPort(String port, Prefix prefix, Ip4 address, Ip4 nextHop) {
}
