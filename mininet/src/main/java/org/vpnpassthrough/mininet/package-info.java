/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * The lab: a Mininet topology, the controller, and what tests ask of them. Open
 * {@link org.vpnpassthrough.mininet.GatewayLab} first, which gives a test class both, or
 * {@link org.vpnpassthrough.mininet.Demo}, which uses them without JUnit.
 *
 * <p>{@link org.vpnpassthrough.mininet.Topology} is the network: hosts that run commands, captures, and the gateway
 * switch with its {@link org.vpnpassthrough.mininet.FlowTable} and counters. The Python side of it is in the folder
 * {@code mininet/topology}. {@link org.vpnpassthrough.mininet.Controller} is OpenDaylight with the gateway feature,
 * {@link org.vpnpassthrough.mininet.Gateway} one gateway in it, configured over RESTCONF (RFC 8040).
 */
package org.vpnpassthrough.mininet;
