/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vpnpassthrough.mapping.MappingTable;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.rules.Link;
import org.vpnpassthrough.rules.Rendering;
import org.vpnpassthrough.rules.RuleRenderer;

/** Puts the rules of sessions into the switch and takes them out again. */
final class SessionRules {
    private final MappingTable table;
    private final Neighbours neighbours;
    private final Interfaces interfaces;
    private final Outlet outlet;

    SessionRules(final MappingTable table, final Neighbours neighbours, final Interfaces interfaces,
            final Outlet outlet) {
        this.table = table;
        this.neighbours = neighbours;
        this.interfaces = interfaces;
        this.outlet = outlet;
    }

    /** Makes the switch carry the session if it is one for rules, and not carry it if it is none any more. */
    void follow(final Session session, final Instant now) {
        if (session.isSwitchable() && !session.isInSwitch()) {
            put(session, now);
        } else if (!session.isSwitchable() && session.isInSwitch()) {
            remove(session, outlet);
            table.carriedBySwitch(session, false, now);
        }
    }

    /** The same for a session of which a packet has reached the controller: a rule that is gone is put again. */
    void carry(final Session session, final Instant now) {
        if (session.isSwitchable() && session.lacksRulesAt(now)) {
            put(session, now);
        } else {
            follow(session, now);
        }
    }

    /** Puts the session's rules, if it is one for rules and both its neighbours are known. */
    void put(final Session session, final Instant now) {
        final var internal = internalLink(session);
        final var external = externalLink(session);
        if (internal.isEmpty() || external.isEmpty()) {
            return;
        }
        final var rendering = RuleRenderer.render(session, internal.orElseThrow(), external.orElseThrow());
        if (rendering instanceof Rendering.InSwitch(var rules)) {
            rules.forEach(rule -> outlet.put(new Effect.PutRule(rule)));
            table.carriedBySwitch(session, true, now);
        }
    }

    /** Puts the rules again of all sessions that the switch should have. */
    void putAllAgain(final Instant now) {
        List.copyOf(table.sessions()).stream().filter(Session::isInSwitch).forEach(session -> put(session, now));
    }

    /** Puts the rules again that lead to this neighbour. */
    void putAgainVia(final Ip4 neighbour, final Instant now) {
        List.copyOf(table.sessions()).stream()
            .filter(Session::isInSwitch)
            .filter(session -> session.mapping().client().equals(neighbour)
                || interfaces.nextHop(session.remote()).equals(neighbour))
            .forEach(session -> put(session, now));
    }

    /** Takes the session's rules out, if the switch has them. */
    static void remove(final Session session, final Outlet outlet) {
        if (session.isInSwitch()) {
            RuleRenderer.removal(session).forEach(rule -> outlet.put(new Effect.RemoveRule(rule)));
        }
    }

    /** Takes the rules out of a session that gave way to another one. */
    void giveWay(final Session session, final Instant now) {
        remove(session, outlet);
        if (!session.isSwitchable()) {
            table.carriedBySwitch(session, false, now);
        }
    }

    private Optional<Link> internalLink(final Session session) {
        final var client = session.mapping().client();
        return Optional.ofNullable(interfaces.internalTo(client)).flatMap(out -> link(out, client));
    }

    private Optional<Link> externalLink(final Session session) {
        return link(interfaces.external(), interfaces.nextHop(session.remote()));
    }

    private Optional<Link> link(final Interface out, final Ip4 neighbour) {
        return neighbours.mac(neighbour).map(mac -> new Link(out.number(), out.port().mac(), mac));
    }
}
