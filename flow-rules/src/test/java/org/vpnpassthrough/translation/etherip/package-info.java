/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * EtherIP, Ethernet frames in IP protocol 97 (RFC 3378). Not part of the gateway: docs/adding-a-protocol.md takes it as
 * its example.
 *
 * <pre>
 *   0                   1
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 *  |0 0 1 1|0 0 0 0 0 0 0 0 0 0 0 0|   version 3, reserved; the Ethernet frame follows
 *
 *  outbound   only the source address changes; one client alone has (external address, server), else PAIR_TAKEN
 *  inbound    by the pair
 * </pre>
 */
package org.vpnpassthrough.translation.etherip;
