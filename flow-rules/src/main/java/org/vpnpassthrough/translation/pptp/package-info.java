/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * PPTP's control connection on TCP port 1723 (RFC 2637 section 2).
 *
 * <p>Open {@link org.vpnpassthrough.translation.pptp.PptpTranslator} first; {@code CallIds} rewrites the IDs.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  |          length of all of it  |        message type 1         |
 *  |                    magic cookie 0x1a2b3c4d                    |
 *  |         control type          |           reserved            |
 *  |      call ID of the sender    |  call ID of the receiver      |   in some types the receiver's comes first
 *
 *  outbound   the external address is chosen here, so that GRE can follow through it alone; an ID that the client
 *             chose is kept while it is free towards the server, else it leaves as an alias
 *  inbound    by the external port; the client's IDs come back as it chose them, the server's are never touched
 *  answered with result 1                                         ->  the call's GRE may pass, both ways
 *  Call-Disconnect-Notify, another result, Stop-Control-Connection,
 *  FIN or RST                                                     ->  GRE may pass for another 10 s
 *  not in the order of the stream, no control message, wrong sum  ->  dropped, TCP repeats what was lost
 * </pre>
 *
 * <p>Every packet passes the controller: messages are few, and a switch cannot change a call ID. As the fields have a
 * fixed width no sequence number changes, and a repeated segment leaves as the first one did.
 */
package org.vpnpassthrough.translation.pptp;
