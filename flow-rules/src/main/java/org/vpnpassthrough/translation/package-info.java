/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * What becomes of a packet: the front door {@link org.vpnpassthrough.translation.Translation} asks the rooms in order,
 * and the first one that claims the packet gives the {@link org.vpnpassthrough.translation.Verdict}.
 *
 * <p>A room is one protocol: such as {@code plain}, {@code ike}, {@code esp}. Each is a
 * {@link org.vpnpassthrough.translation.Translator}. Rooms do not know each other; they meet in the mapping table:
 * {@code ike} leaves an expectation, {@code esp} finds it. A new room is a new package and one line in
 * {@link org.vpnpassthrough.translation.Rooms}. No room sees fragments but the first one of a datagram;
 * {@link org.vpnpassthrough.translation.FragmentPath} lets the others follow it.
 *
 * <p>{@link org.vpnpassthrough.translation.Admission} asks the {@link org.vpnpassthrough.translation.Policy};
 * {@link org.vpnpassthrough.translation.IkeTracking} follows IKE for the rooms of its two ports.
 */
package org.vpnpassthrough.translation;
