/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import org.vpnpassthrough.packet.Ip4;

/**
 * An internal tuple and the external tuple that stands for it (RFC 4787, RFC 8512 {@code mapping-entry}). It lives as
 * long as one of its sessions does.
 */
public final class Mapping {
    private final String room;
    private final Tuple internal;
    private final Tuple external;
    private int sessions;

    Mapping(final String room, final Tuple internal, final Tuple external) {
        this.room = room;
        this.internal = internal;
        this.external = external;
    }

    /** The room that made the mapping, in the word that names it everywhere. */
    public String room() {
        return room;
    }

    public Tuple internal() {
        return internal;
    }

    public Tuple external() {
        return external;
    }

    /** The internal host. */
    public Ip4 client() {
        return internal.address();
    }

    /** How many remote addresses the mapping is in use with. */
    public int sessions() {
        return sessions;
    }

    void sessionOpened() {
        sessions++;
    }

    void sessionClosed() {
        sessions--;
    }

    @Override
    public String toString() {
        return room + " " + internal + " <-> " + external;
    }
}
