/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * The software at both ends of the traffic under test: real strongSwan daemons (IKEv1, RFC 2409; IKEv2, RFC 7296; ESP
 * in UDP, RFC 3948), packets of ESP (RFC 4303), PPTP (RFC 2637) and L2TP (RFC 2661) made in user space, and TCP and UDP
 * echo. Open {@link org.vpnpassthrough.mininet.peer.Strongswan} first, then
 * {@link org.vpnpassthrough.mininet.peer.Sender}: what the clients in user space have in common.
 */
package org.vpnpassthrough.mininet.peer;
