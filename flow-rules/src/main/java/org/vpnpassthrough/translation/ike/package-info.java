/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * IKE, versions 1 and 2, on UDP port 500 (RFC 2408, RFC 2409, RFC 7296).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  |                  initiator's cookie or SPI                    |
 *  |                                                               |
 *  |        responder's cookie or SPI, 0 in the first message      |
 *  |                                                               |
 *  | next payload  |    version    | exchange type |     flags     |
 *  |                          message id                           |
 *  |                       length of all of it                     |
 *
 *  outbound   the external address is chosen here, so that ESP can follow through it, exclusively while the pool
 *             lasts; port 500 is kept while no other client has it with this server
 *  inbound    by the external port
 *  phase 2    (Quick mode, IKE_AUTH, CREATE_CHILD_SA on this port) means that plain ESP follows: a client that has to
 *             share gets its place before the server can answer. Where the clients are demultiplexed it waits for
 *             its turn, two seconds at most
 * </pre>
 *
 * <p>Every packet passes the controller: exchanges are few, and they announce ESP. A switch could carry them by their
 * ports, but then nobody would see the announcement. What the messages say in clear text is noted, and may be refused,
 * by {@link org.vpnpassthrough.translation.IkeTracking}.
 */
package org.vpnpassthrough.translation.ike;
