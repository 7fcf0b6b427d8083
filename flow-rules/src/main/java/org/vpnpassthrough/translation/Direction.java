/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

/** Which way a packet crosses the gateway. */
public enum Direction {
    /** From the internal realm to the external one. */
    OUTBOUND,
    /** From the external realm to the internal one. */
    INBOUND
}
