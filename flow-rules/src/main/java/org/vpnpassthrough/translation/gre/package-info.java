/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * GRE, IP protocol 47: the data of PPTP calls (RFC 2637 section 4), and tunnels without ports: plain GRE (RFC 2784),
 * IPv4 in IPv4 (protocol 4, RFC 2003) and IPv6 in IPv4 (protocol 41, RFC 4213).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  |0 0 1 S 0 0 0 0 A 0 0 0 0 0 0 1|     protocol type 0x880b      |   version 1, of a PPTP call
 *  |       payload length          |    call ID of the receiver    |
 *  |                sequence number, if S is set                   |
 *  |             acknowledgement number, if A is set               |
 *
 *  outbound   only the source address changes; the call ID is the server's
 *  inbound    the call ID tells the client, and changes back if it left as an alias
 *  without a call that was answered    ->  GRE_WITHOUT_CALL
 *
 *  |C 0 K S 0 0 0 0 0 0 0 0 0 0 0 0|        protocol type          |   version 0: one client alone has the pair,
 *                                                                      as with ESP; else PAIR_TAKEN
 * </pre>
 *
 * <p>OpenFlow sees IP protocol 47 and the addresses, not the call ID. While all calls between an external address and
 * a server are one client's and their IDs stay as they are, two rules for the whole of GRE carry them; from the moment
 * in which another client asks for a call there, all of them pass the controller, which tells them apart. When the
 * others have gone the switch takes over again.
 */
package org.vpnpassthrough.translation.gre;
