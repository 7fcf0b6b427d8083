/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * Basic NAT (RFC 3022 section 2.1): a host and an external address that stand for each other, all protocols, both ways,
 * whoever begins. Administrators know it as one-to-one NAT or IP passthrough.
 *
 * <p>Open {@link org.vpnpassthrough.translation.basic.BasicTranslator} first.
 *
 * <pre>
 *  outbound   from the host: its address becomes the external one
 *  inbound    to the external address: it becomes the host's
 *  ICMP error the address in the packet that it quotes, too
 *  AH         refused: its check covers the addresses, with and without ports
 * </pre>
 *
 * <p>No label changes, so the switch carries all protocols of the host with a remote address by one rule for each
 * direction, and the other rooms see nothing of it. One rule for all remote addresses would do with less, but it would
 * not know which next hop leads to one, would carry what is for the gateway itself, and would let in from outside what
 * claims to come from inside. Protocols other than TCP and UDP whose checksums cover the addresses (UDP-Lite, DCCP)
 * arrive with a wrong one.
 */
package org.vpnpassthrough.translation.basic;
