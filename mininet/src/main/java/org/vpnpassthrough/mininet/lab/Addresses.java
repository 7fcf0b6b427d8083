/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

/** How many external addresses a gateway has for its clients. */
public enum Addresses {
    /** One, which all clients share. */
    ONE("one address"),

    /** As many as there are clients. */
    POOL("pool of 8");

    /** How many addresses a pool has here. */
    public static final int SIZE = 8;

    private final String text;

    Addresses(final String text) {
        this.text = text;
    }

    /**
     * For people.
     *
     * @return a few words
     */
    public String text() {
        return text;
    }
}
