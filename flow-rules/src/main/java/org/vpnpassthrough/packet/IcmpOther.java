/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * Any other ICMP message (RFC 792, RFC 1256, RFC 950), also an error within the quote of an error.
 *
 * @param offset first byte of the message in the frame
 * @param type 0 to 255
 * @param code 0 to 255
 */
public record IcmpOther(int offset, int type, int code) implements Transport {
}
