/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.StaticMapping;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.Transport;
import org.vpnpassthrough.packet.UdpHeader;

/**
 * The well-known port of a service, wherever its server is. A server outside is known by the remote port of a packet. A
 * server inside is one that a static mapping makes reachable, and it is known by its own port; its peers may send from
 * any port, as they may be behind a NAT themselves.
 */
public final class ServicePort {
    private final String room;
    private final int protocol;
    private final int port;
    private final NatTables tables;
    private final SessionPath path;

    /**
     * A room's service.
     *
     * @param protocol IP protocol number of TCP or UDP
     */
    public ServicePort(final String room, final int protocol, final int port, final NatTables tables) {
        this.room = room;
        this.protocol = protocol;
        this.port = port;
        this.tables = tables;
        path = new SessionPath(tables.table());
    }

    /** Whether a packet is to or from a server of this service. */
    public boolean isOf(final Packet packet, final Direction direction) {
        if (packet.ip().protocol() != protocol || !hasPorts(packet.transport())) {
            return false;
        }
        return inside(packet, direction).map(server -> server.label() == port)
            .orElseGet(() -> SessionPath.remotePort(packet.transport(), direction) == port);
    }

    private static boolean hasPorts(final Transport transport) {
        return transport instanceof UdpHeader || transport instanceof TcpHeader;
    }

    /** The internal tuple of the static mapping that a packet uses, if it does. */
    private Optional<Tuple> inside(final Packet packet, final Direction direction) {
        final int label = SessionPath.localPort(packet.transport(), direction);
        return direction == Direction.INBOUND
            ? tables.statics().internalAt(protocol, packet.destination(), label)
            : tables.statics().externalOf(protocol, packet.source(), label)
                .map(external -> Tuple.of(protocol, packet.source(), label));
    }

    /** The packets that the switch must send to the controller: of servers outside, and of those that are inside. */
    public List<Punt> punts(final boolean always) {
        final var punts = new ArrayList<Punt>();
        punts.add(new Punt(room, Punt.Rate.CONTROL, protocol, port, always));
        for (final var entry : tables.statics().entries()) {
            for (final var pair : entry.pairs()) {
                if (isServer(pair)) {
                    punts.add(new Punt(room, Punt.Rate.CONTROL, protocol,
                        new Punt.Which.Host(pair.internal(), pair.external()), always));
                }
            }
        }
        return punts;
    }

    private boolean isServer(final StaticMapping.Pair pair) {
        return pair.internal().protocol() == protocol && pair.internal().label() == port;
    }

    /** The server inside that an inbound packet is for, towards the packet's sender; empty if there is none. */
    public Optional<Tuple> called(final Packet packet) {
        return inside(packet, Direction.INBOUND).map(server -> server.towards(packet.source()));
    }

    /**
     * Translates an inbound packet of UDP. Whoever sends to a server inside gets a session with it.
     *
     * @param lifetime of such a session
     */
    public Verdict inbound(final Packet packet, final Lifetime lifetime, final Instant now) {
        final var server = called(packet).filter(internal ->
            tables.table().session(internal, packet.source()).isEmpty());
        if (server.isPresent()) {
            if (!tables.mayOpenSession(server.orElseThrow().address())) {
                return new Verdict.Drop(Reason.SESSION_LIMIT);
            }
            open(server.orElseThrow(), lifetime, now);
        }
        return path.inboundTo(packet, SessionPath.localPort(packet.transport(), Direction.INBOUND), now);
    }

    /** Whether a tuple is that of a server inside. */
    public boolean isInside(final Tuple internal) {
        return tables.statics().externalOf(protocol, internal.address(), internal.label()).isPresent();
    }

    /**
     * Opens a mapping of a server inside towards one peer, and its session.
     *
     * @param internal the server's tuple, towards the peer; one that has a static mapping
     */
    public Session open(final Tuple internal, final Lifetime lifetime, final Instant now) {
        final var external = tables.statics().externalOf(protocol, internal.address(), internal.label()).orElseThrow();
        final var mapping = tables.table().open(room, internal, external.towards(internal.remote()));
        return tables.table().open(mapping, internal.remote(), lifetime, now);
    }
}
