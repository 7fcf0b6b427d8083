/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * One payload of an IKE message, without its generic header (RFC 7296 section 3.2, RFC 2408 section 3.2).
 *
 * @param type what it is, 1 to 255; version 1 and version 2 number differently
 * @param offset first byte of the body in the frame
 * @param length of the body in bytes, 0 or more
 */
public record IkePayload(int type, int offset, int length) {
    /** Vendor ID of version 1 (RFC 2408 section 3.16). */
    public static final int V1_VENDOR_ID = 13;
    /** Piece of a message of version 1, from the range for private use; in no RFC. */
    public static final int V1_FRAGMENT = 132;
    /** Notify of version 2 (RFC 7296 section 3.10). */
    public static final int V2_NOTIFY = 41;
    /** Encrypted and authenticated, version 2 (RFC 7296 section 3.14); the last of its message. */
    public static final int V2_ENCRYPTED = 46;
    /** Fragment of such a payload (RFC 7383 section 2.5); the last of its message. */
    public static final int V2_ENCRYPTED_FRAGMENT = 53;

    /** Next payload, critical bit, length of header and body. */
    static final int HEADER = 4;
    static final int PAYLOAD_LENGTH = 2;
}
