/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * TCP, UDP, SCTP and ICMP: what every NAT translates (RFC 3022, RFC 4787, RFC 5382, RFC 5508).
 *
 * <p>Open {@link org.vpnpassthrough.translation.plain.PlainTranslator} first.
 *
 * <pre>
 *             label     mapping                 can a switch finish the job?
 *  TCP, UDP   port      endpoint-independent    yes
 *  SCTP       port      endpoint-independent    yes
 *  ICMP echo  id        towards one server      only while one client alone pings that server from the external
 *                                               address, as the id is not an OpenFlow field
 *  ICMP error the quoted packet's               no: a packet inside the packet has to be translated
 * </pre>
 */
package org.vpnpassthrough.translation.plain;
