/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

/** How the data of an IKE conversation will travel, as far as its clear text tells. */
public enum IkePrediction {
    /** As ESP, IP protocol 50: one of the two does not know NAT traversal. */
    PLAIN_ESP,
    /** In UDP port 4500: both know NAT traversal, and there is a NAT, ours. */
    UDP_ENCAPSULATED,
    /** Not known yet. */
    UNKNOWN
}
