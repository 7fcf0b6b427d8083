/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

/** The phase of a session for the whole of GRE that lives only as long as the calls do that it carries. */
public enum CallCarrier implements Phase {
    /** There is nothing more to say about it. */
    OF_CALLS
}
