/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

/** What a room notes about a session whose course it follows, such as the handshakes of a TCP connection. */
public interface Phase {
}
