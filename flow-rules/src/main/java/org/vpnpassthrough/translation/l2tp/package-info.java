/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * L2TP: version 2 on UDP port 1701 (RFC 2661), version 3 there or over IP protocol 115 (RFC 3931).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  |T L 0 0 S 0 O P 0 0 0 0|version|     length, if L is set       |
 *  |    tunnel ID of the receiver  |   session ID of the receiver  |
 *  |       Ns, if S is set         |        Nr, if S is set        |
 *
 *  UDP        by the port, towards one server; 1701 is kept where no other client has it with this server. The server
 *             may answer from another port and go on with that one (section 8.1)
 *  IP         one client alone has (external address, server), as with ESP; else PAIR_TAKEN
 * </pre>
 *
 * <p>The IDs are never touched: the port tells the client. L2TP inside IPsec is not seen here but in {@code natt} and
 * {@code esp}.
 */
package org.vpnpassthrough.translation.l2tp;
