/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * The payload of a fragment that is not the first: it has no transport header, so no ports.
 *
 * @param offset first byte of the payload in the frame
 */
public record LaterFragment(int offset) implements Transport {
}
