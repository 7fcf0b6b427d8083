/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.time.Instant;
import java.util.OptionalInt;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;

/**
 * Opens UDP sessions towards one server in which the client keeps a well-known port while no other client has it there,
 * and gets one like it otherwise. Some servers insist on theirs (RFC 3715 section 2.1 item d).
 */
public final class KeptPort {
    private final String room;
    private final int port;
    private final NatTables tables;
    private final ServicePort service;

    /** For a room and its port, one that {@link org.vpnpassthrough.mapping.Labels} hands out to nobody. */
    public KeptPort(final String room, final int port, final NatTables tables) {
        this.room = room;
        this.port = port;
        this.tables = tables;
        service = new ServicePort(room, IpProtocol.UDP, port, tables);
    }

    /** The service of this port, as packets tell it. */
    public ServicePort service() {
        return service;
    }

    /**
     * Opens a mapping towards one server, and its session. What a static mapping says of the client's port goes before
     * the given address.
     *
     * @param internal the client's tuple, towards the server
     * @return the session, or null for a reason that {@link NatTables#whyNoMapping} tells
     */
    public Session open(final Tuple internal, final Ip4 external, final Lifetime lifetime, final Instant now) {
        if (!tables.mayOpenMapping(internal.address())) {
            return null;
        }
        if (service.isInside(internal)) {
            return service.open(internal, lifetime, now);
        }
        final var label = label(external, internal, now);
        if (label.isEmpty()) {
            return null;
        }
        final var mapping = tables.table().open(room, internal,
            new Tuple(IpProtocol.UDP, external, label.getAsInt(), internal.remote()));
        return tables.table().open(mapping, internal.remote(), lifetime, now);
    }

    private OptionalInt label(final Ip4 external, final Tuple internal, final Instant now) {
        final var kept = new Tuple(IpProtocol.UDP, external, port, internal.remote());
        return internal.label() == port && tables.table().mappingAt(kept).isEmpty()
            && !tables.statics().isKeptFrom(internal.address(), IpProtocol.UDP, external, port) ? OptionalInt.of(port)
            : tables.labels().takeLike(IpProtocol.UDP, external, internal.label(), now);
    }
}
