/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/** Benchmarks of the core (JMH); {@code ./passthrough bench core} runs them. They measure and assert nothing. */
package org.vpnpassthrough.bench;
