/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * The software at both ends of the traffic under test: real strongSwan daemons (IKEv1, RFC 2409; IKEv2, RFC 7296; ESP
 * in UDP, RFC 3948), real ESP packets made in user space (RFC 4303), and TCP and UDP echo. Open
 * {@link org.vpnpassthrough.mininet.peer.Strongswan} first.
 */
package org.vpnpassthrough.mininet.peer;
