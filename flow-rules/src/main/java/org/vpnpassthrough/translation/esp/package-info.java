/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * ESP, IP protocol 50 (RFC 4303 section 2).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  |               security parameters index (SPI)                 |
 *  |                      sequence number                          |
 *  |                   encrypted from here on                      |
 *
 *  outbound   only the source address changes; the SPI is the server's
 *  inbound    the SPI is one that the client chose in an encrypted exchange; whose it is depends on who has
 *             (external address, server):
 *
 *    one client         exclusive        two rules of the switch; only the destination address changes
 *    several clients    replicated       one rule to a group: a copy to each of them
 *                       demultiplexed    each packet passes the controller, see SpiTable
 *    not allowed        refused          ESP_PAIR_TAKEN for the client that comes later
 *
 *  inbound without a session and without an answered expectation  ->  NO_MAPPING
 * </pre>
 *
 * <p>OpenFlow sees IP protocol 50 and the addresses. It can neither match nor set the SPI.
 */
package org.vpnpassthrough.translation.esp;
