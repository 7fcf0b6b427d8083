/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * Traffic through a gateway, each kind in a class of its own, used by the demo and by the end-to-end tests alike.
 * Open {@link org.vpnpassthrough.mininet.scenario.Outcome} first: it runs a scenario and says what proves that the
 * switch did the work.
 */
package org.vpnpassthrough.mininet.scenario;
