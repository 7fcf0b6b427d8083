/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

/**
 * Why a configuration cannot work.
 *
 * @param leaf the leaf below the gateway's list entry, such as {@code external-port/next-hop}
 * @param value what it says
 * @param expected what would be right
 */
public record Problem(String leaf, String value, String expected) {
    @Override
    public String toString() {
        return leaf + ": " + value + ", expected " + expected;
    }
}
