/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.time.Instant;
import java.util.Optional;
import org.vpnpassthrough.mapping.Expectation;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Packet;

/**
 * A protocol of which nothing but the addresses can tell whose packets they are: a client has it with a server through
 * a pair of external address and server that is its own. Several rooms have such a protocol.
 */
public final class AddressPair {
    private final String room;
    private final int protocol;
    private final Reason taken;
    private final NatTables tables;
    private final SessionPath path;

    /**
     * The pairs of one protocol.
     *
     * @param room whose mappings they are
     * @param protocol IP protocol number
     * @param taken the reason when every pair with a server is another client's
     */
    public AddressPair(final String room, final int protocol, final Reason taken, final NatTables tables) {
        this.room = room;
        this.protocol = protocol;
        this.taken = taken;
        this.tables = tables;
        path = new SessionPath(tables.table());
    }

    /** Translates a packet of the protocol. */
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        return direction == Direction.OUTBOUND ? outbound(packet, now) : inbound(packet, now);
    }

    private Verdict outbound(final Packet packet, final Instant now) {
        final var client = packet.source();
        final var server = packet.destination();
        final var known = ofClient(client, server);
        if (known.isPresent()) {
            return path.outbound(packet, known.orElseThrow(), now);
        }
        if (!tables.mayOpenMapping(client)) {
            return new Verdict.Drop(tables.whyNoMapping(client));
        }
        // mostly the address that was chosen with the first control packet; a free one if that was before our time
        return tables.choice().exclusive(protocol, client, server, now)
            .filter(external -> tables.table().mappingAt(whole(external).towards(server)).isEmpty())
            .map(external -> path.outbound(packet, open(client, external, server, now), now))
            .orElse(new Verdict.Drop(taken));
    }

    private Verdict inbound(final Packet packet, final Instant now) {
        final var external = packet.destination();
        final var server = packet.source();
        if (tables.table().mappingAt(whole(external).towards(server)).isPresent()) {
            return path.inboundTo(packet, Tuple.WHOLE_PROTOCOL, now);
        }
        final var inside = tables.statics().internalAt(protocol, external, Tuple.WHOLE_PROTOCOL);
        if (inside.isPresent()) {
            return toServer(packet, inside.orElseThrow().address(), now);
        }
        return tables.expectations().atExternal(protocol, external, server, now).stream()
            .filter(Expectation::mayBegin).findFirst()
            .map(announced -> path.inbound(packet, open(announced.client(), external, server, now), now))
            .orElse(new Verdict.Drop(Reason.NO_MAPPING));
    }

    /** A static mapping has the protocol for a host inside, whoever sends. */
    private Verdict toServer(final Packet packet, final Ip4 host, final Instant now) {
        return tables.mayOpenSession(host)
            ? path.inbound(packet, open(host, packet.destination(), packet.source(), now), now)
            : new Verdict.Drop(Reason.SESSION_LIMIT);
    }

    /** The session of a client with a server, if the client has the pair. */
    public Optional<Session> ofClient(final Ip4 client, final Ip4 server) {
        return tables.table().session(whole(client), server);
    }

    /**
     * Gives a free pair to a client.
     *
     * @throws IllegalStateException if it is not free
     */
    public Session open(final Ip4 client, final Ip4 external, final Ip4 server, final Instant now) {
        final var mapping = tables.table().open(room, whole(client).towards(server), whole(external).towards(server));
        return tables.table().open(mapping, server, lifetime(), now);
    }

    /** How long a session lives that the switch carries. */
    public Lifetime lifetime() {
        return Lifetime.inSwitch(tables.timers().esp());
    }

    private Tuple whole(final Ip4 address) {
        return Tuple.of(protocol, address, Tuple.WHOLE_PROTOCOL);
    }
}
