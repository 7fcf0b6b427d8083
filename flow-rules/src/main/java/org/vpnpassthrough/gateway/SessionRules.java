/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vpnpassthrough.mapping.AddressPool;
import org.vpnpassthrough.mapping.MappingTable;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.rules.Link;
import org.vpnpassthrough.rules.RuleRenderer;

/** Puts the rules of sessions into the switch and takes them out again. */
final class SessionRules {
    private final MappingTable table;
    private final Neighbours neighbours;
    private final Interfaces interfaces;
    private final AddressPool pool;
    private final PairRules pairs;
    private final Outlet outlet;

    SessionRules(final MappingTable table, final Neighbours neighbours, final Interfaces interfaces,
            final AddressPool pool, final PairRules pairs, final Outlet outlet) {
        this.table = table;
        this.neighbours = neighbours;
        this.interfaces = interfaces;
        this.pool = pool;
        this.pairs = pairs;
        this.outlet = outlet;
    }

    /** Makes the switch carry the session if it is one for rules, and not carry it if it is none any more. */
    void follow(final Session session, final Instant now) {
        if (table.session(session.number()).isEmpty()) {
            remove(session, table, outlet);
        } else if (session.isSwitchable() && !session.isInSwitch()) {
            put(session, now);
        } else if (!session.isSwitchable() && session.isInSwitch()) {
            remove(session, table, outlet);
            // what the switch carried the controller has not seen: its time begins now
            table.seen(session, now);
            table.carriedBySwitch(session, false, now);
        }
    }

    /** The same for a session of which a packet has reached the controller: a rule that is gone is put again. */
    void carry(final Session session, final Instant now) {
        if (session.isSwitchable() && session.lacksRulesAt(now)) {
            put(session, now);
            pairs.repair(session.mapping().external(), this::internalLink, now);
        } else {
            follow(session, now);
        }
    }

    /** Puts the session's rules, if it is one for rules and both its neighbours are known. */
    void put(final Session session, final Instant now) {
        final var internal = internalLink(session);
        final var external = externalLink(session);
        if (internal.isEmpty() || external.isEmpty() || !session.isSwitchable()) {
            return;
        }
        outlet.put(new Effect.PutRule(RuleRenderer.outbound(session, external.orElseThrow())));
        if (table.sharedAt(session.mapping().external()).isEmpty()) {
            outlet.put(new Effect.PutRule(RuleRenderer.inbound(session, internal.orElseThrow())));
        }
        table.carriedBySwitch(session, true, now);
        pairs.settle(session.mapping().external(), this::internalLink, now);
    }

    /** Puts the rules again of all sessions that the switch should have. */
    void putAllAgain(final Instant now) {
        pairs.putAllAgain(this::internalLink, now);
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

    /** Takes the session's own rules out, if the switch has them. */
    static void remove(final Session session, final MappingTable table, final Outlet outlet) {
        if (session.isInSwitch()) {
            outlet.put(new Effect.RemoveRule(RuleRenderer.outboundRemoval(session)));
            if (table.sharedAt(session.mapping().external()).isEmpty()) {
                outlet.put(new Effect.RemoveRule(RuleRenderer.inboundRemoval(session)));
            }
        }
    }

    /** Notes that the session is over; those that shared an external tuple with it go on. */
    void ended(final Session session, final Instant now) {
        pairs.settle(session.mapping().external(), this::internalLink, now);
    }

    /** Notes that the switch did not take a group or its rule: from now on the controller tells the clients apart. */
    void groupRefused(final int group, final Instant now) {
        pairs.pairOf(group).ifPresent(pair -> {
            pair.fallBack();
            pairs.settle(pair.external(), this::internalLink, now);
        });
    }

    private Optional<Link> internalLink(final Session session) {
        final var client = session.mapping().client();
        return Optional.ofNullable(interfaces.internalTo(client)).flatMap(out -> link(out, client));
    }

    /** None to what is an external address of ours: such packets turn back inside, see {@link Router}. */
    private Optional<Link> externalLink(final Session session) {
        return pool.contains(session.remote()) ? Optional.empty()
            : link(interfaces.external(), interfaces.nextHop(session.remote()));
    }

    private Optional<Link> link(final Interface out, final Ip4 neighbour) {
        return neighbours.mac(neighbour).map(mac -> new Link(out.number(), out.port().mac(), mac));
    }
}
