/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.plain;

import java.time.Instant;
import java.util.Optional;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Mapping;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.translation.Behaviour.Dependence;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.SessionPath;
import org.vpnpassthrough.translation.Verdict;

/**
 * TCP and UDP from outside: whom a client's external port lets in (RFC 4787 section 5), and what comes for a server
 * inside that has a static mapping.
 *
 * <p>Where filtering is endpoint-independent, whoever has not heard from the client yet is let in without a session:
 * nobody outside can fill the gateway's tables or use up a client's limits, and what comes from outside alone keeps no
 * mapping (RFC 4787 REQ-6). The session begins with the client's answer, and the rules with it. Until then packets pass
 * the controller.
 *
 * <p>A server's sessions begin with the first packet from outside, as there may be no answer (syslog), and its mapping
 * needs nothing to live. Of TCP there is one, so the switch has to wait for it: a SYN of an invented sender costs no
 * rules unless the server answers it.
 */
final class InboundTranslation {
    private final String room;
    private final NatTables tables;
    private final SessionPath path;

    InboundTranslation(final String room, final NatTables tables, final SessionPath path) {
        this.room = room;
        this.tables = tables;
        this.path = path;
    }

    Verdict translate(final Packet packet, final Instant now) {
        final var table = tables.table();
        final var remote = packet.source();
        final int label = SessionPath.localPort(packet.transport(), Direction.INBOUND);
        final var mapping = table.mappingFor(Tuple.of(packet.ip().protocol(), packet.destination(), label), remote);
        // the client may have a session with the sender through another mapping, where mapping is address-dependent
        final var session = mapping.flatMap(found -> table.session(found.internal(), remote)
            .filter(candidate -> candidate.mapping() == found));
        if (session.isPresent()) {
            return path.inbound(packet, session.orElseThrow(), now);
        }
        final var server = tables.statics().internalAt(packet.ip().protocol(), packet.destination(), label);
        if (server.isPresent()) {
            return toServer(packet, server.orElseThrow(), now);
        }
        return mapping.map(found -> isOpen(found) ? SessionPath.toClient(packet, found, null)
            : new Verdict.Drop(Reason.FILTERED)).orElse(new Verdict.Drop(Reason.NO_MAPPING));
    }

    /** Whether anybody may send to the mapping. */
    private boolean isOpen(final Mapping mapping) {
        return mapping.external().remote() == null
            && tables.settings().behaviour().filtering() == Dependence.ENDPOINT_INDEPENDENT;
    }

    private Verdict toServer(final Packet packet, final Tuple server, final Instant now) {
        if (PlainTranslator.isReset(packet)) {
            return new Verdict.Drop(Reason.NO_MAPPING);
        }
        if (!tables.mayOpenSession(server.address())) {
            return new Verdict.Drop(Reason.SESSION_LIMIT);
        }
        final var mapping = serverMapping(server);
        return path.inbound(packet, begin(mapping, packet.source(), now), now);
    }

    /** The mapping of a server inside; it is in the table while the server has sessions. */
    Mapping serverMapping(final Tuple server) {
        return tables.table().mappingOf(server).orElseGet(() -> tables.table().open(room, server, fixed(server)
            .orElseThrow()));
    }

    /** The external tuple that a static mapping gives an internal one. */
    Optional<Tuple> fixed(final Tuple internal) {
        return tables.statics().externalOf(internal.protocol(), internal.address(), internal.label());
    }

    private Session begin(final Mapping mapping, final Ip4 remote, final Instant now) {
        final var table = tables.table();
        if (mapping.internal().protocol() != IpProtocol.TCP) {
            return table.open(mapping, remote, Lifetime.inSwitch(tables.timers().udp()), now);
        }
        final var lifetime = TcpPhase.INCOMING.lifetime(tables.timers());
        final var session = table.open(mapping, remote, lifetime, now);
        table.become(session, TcpPhase.INCOMING, lifetime);
        return session;
    }
}
