/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.OptionalInt;

/**
 * A header of L2TP version 2 (RFC 2661 section 3.1).
 *
 * @param offset first byte of the header in the frame
 * @param control true for a message that makes or ends tunnels and sessions, false for a PPP frame
 * @param length of header and payload in bytes; always there in a control message
 * @param tunnelId of the receiver, 0 to 65535; 0 while the receiver has chosen none
 * @param sessionId of the receiver, 0 to 65535; 0 in a message about the tunnel
 * @param ns number of this message; always there in a control message
 * @param nr number of the message that the sender waits for; always there in a control message
 * @param messageType what a control message is, 0 to 65535, see the constants; empty in an acknowledgement, which has
 *     no attributes, if the first attribute is hidden or another one, and in a quote that ends before it
 */
public record L2tpHeader(int offset, boolean control, OptionalInt length, int tunnelId, int sessionId, OptionalInt ns,
        OptionalInt nr, OptionalInt messageType) implements L2tpDatagram {
    /** Start-Control-Connection-Request: opens a tunnel. */
    public static final int SCCRQ = 1;
    /** Start-Control-Connection-Reply. */
    public static final int SCCRP = 2;
    /** Start-Control-Connection-Connected. */
    public static final int SCCCN = 3;
    /** Stop-Control-Connection-Notification: the tunnel and all its sessions end. */
    public static final int STOP_CCN = 4;
    /** Keepalive. */
    public static final int HELLO = 6;
    /** Incoming-Call-Request: opens a session. */
    public static final int ICRQ = 10;
    /** Incoming-Call-Reply. */
    public static final int ICRP = 11;
    /** Incoming-Call-Connected. */
    public static final int ICCN = 12;
    /** Call-Disconnect-Notify: the session ends. */
    public static final int CDN = 14;
}
