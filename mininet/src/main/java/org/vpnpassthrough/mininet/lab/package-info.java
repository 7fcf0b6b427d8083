/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * The lab: VPN software that nobody of this project wrote, many clients of one server, behind our gateway and behind
 * Linux's NAT in one run. Open {@link org.vpnpassthrough.mininet.lab.Vpn} first, which is what each kind of software is
 * here.
 */
package org.vpnpassthrough.mininet.lab;
