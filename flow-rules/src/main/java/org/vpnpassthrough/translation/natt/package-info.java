/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * NAT traversal: IKE and ESP in UDP port 4500 (RFC 3947, RFC 3948 section 2).
 *
 * <pre>
 *  | 0 0 0 0 | IKE message ...   |   IKE behind the non-ESP marker
 *  | SPI != 0 | sequence | ...   |   ESP
 *  | 0xff |                          keepalive, one byte
 * </pre>
 *
 * <p>The client keeps the external address that its IKE has with the server. Once mapped, the ports are all that is
 * needed, so the switch carries the session. The external port is never 500: a server takes a packet that has port 500
 * on either side for IKE without the marker.
 */
package org.vpnpassthrough.translation.natt;
