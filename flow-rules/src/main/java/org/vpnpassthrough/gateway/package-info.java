/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * One gateway as a whole: a router around the translation. {@link org.vpnpassthrough.gateway.Gateway} takes frames,
 * port changes, time and configuration and answers with {@link org.vpnpassthrough.gateway.Effect}s: rules, meters and
 * packets for its switch.
 *
 * <p>It does what a router must besides NAT: ARP for its own and its pool's addresses (RFC 826), next hops and time to
 * live (RFC 1812), ICMP echo to itself (RFC 792). Whoever carries out the effects decides nothing.
 */
package org.vpnpassthrough.gateway;
