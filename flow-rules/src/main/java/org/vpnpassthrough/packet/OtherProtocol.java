/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * The payload of a protocol that has no class of its own; it may be empty.
 *
 * @param offset first byte of the payload in the frame
 * @param protocol its number, see {@link IpProtocol}
 */
public record OtherProtocol(int offset, int protocol) implements Transport {
}
