/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * What a NAT remembers: which internal tuple stands for which external one, until when, and which addresses and labels
 * are still free.
 *
 * <p>Open {@link org.vpnpassthrough.mapping.MappingTable} first. A {@link org.vpnpassthrough.mapping.Mapping} pairs an
 * internal with an external {@link org.vpnpassthrough.mapping.Tuple}; a {@link org.vpnpassthrough.mapping.Session} is
 * the part of it that talks to one remote address (RFC 2663 section 2.3). Control rooms leave an
 * {@link org.vpnpassthrough.mapping.Expectation} or {@link org.vpnpassthrough.mapping.Calls} for data rooms; what IKE
 * says is kept in {@link org.vpnpassthrough.mapping.IkeConversations}. Addresses
 * are chosen by {@link org.vpnpassthrough.mapping.AddressChoice}, labels by
 * {@link org.vpnpassthrough.mapping.LabelSpace}.
 *
 * <p>Nothing here reads a clock or makes a random number: both come in as arguments. Nothing here is thread-safe: one
 * gateway's table lives on one thread. RFC 4787, RFC 5382, RFC 5508, RFC 6888.
 */
package org.vpnpassthrough.mapping;
