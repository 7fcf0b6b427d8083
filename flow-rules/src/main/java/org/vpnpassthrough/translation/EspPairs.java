/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vpnpassthrough.mapping.Expectation;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Mapping;
import org.vpnpassthrough.mapping.PhaseTwos;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.SharedPair;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;

/**
 * The pairs of external address and server through which clients have ESP: each client has one for itself while the
 * pool lasts, then they share by the gateway's strategy. The room of IKE foresees them, the room of ESP uses them.
 */
public final class EspPairs {
    private static final String ROOM = "esp";

    private final NatTables tables;

    public EspPairs(final NatTables tables) {
        this.tables = tables;
    }

    /** All ESP between an external address and a server. */
    public static Tuple pair(final Ip4 external, final Ip4 server) {
        return new Tuple(IpProtocol.ESP, external, Tuple.WHOLE_PROTOCOL, server);
    }

    /**
     * The external address for a client's ESP with a server; empty if none is free and sharing is refused, or servers
     * inside have the ESP of all addresses.
     */
    public Optional<Ip4> choose(final Ip4 client, final Ip4 server, final Instant now) {
        final var alone = tables.choice().exclusive(IpProtocol.ESP, client, server, now);
        if (alone.isPresent() || tables.settings().sharing() == Strategy.REFUSED) {
            return alone;
        }
        return tables.choice().leastShared(IpProtocol.ESP, client, server, now);
    }

    /** The client's session with the server, if it has one. */
    public Optional<Session> session(final Ip4 client, final Ip4 server) {
        return tables.table().session(Tuple.of(IpProtocol.ESP, client, Tuple.WHOLE_PROTOCOL), server);
    }

    /** The session of a mapping that was opened here. */
    public Session session(final Mapping mapping) {
        return tables.table().session(mapping.internal(), mapping.external().remote()).orElseThrow();
    }

    /** The clients that share a pair, if there are several. */
    public Optional<SharedPair> shared(final Ip4 external, final Ip4 server) {
        return tables.table().sharedAt(pair(external, server));
    }

    /**
     * Opens a client's session, alone or beside those that have the pair already.
     *
     * @return empty if somebody has the pair and sharing is refused
     */
    public Optional<Session> open(final Ip4 client, final Ip4 external, final Ip4 server, final Instant now) {
        return open(client, external, server, PhaseTwos.MISSED, now);
    }

    private Optional<Session> open(final Ip4 client, final Ip4 external, final Ip4 server, final PhaseTwos otherwise,
            final Instant now) {
        final var pair = pair(external, server);
        final var first = tables.table().mappingAt(pair);
        if (first.isPresent() && tables.settings().sharing() == Strategy.REFUSED
                && tables.table().sharedAt(pair).isEmpty()) {
            return Optional.empty();
        }
        final var internal = new Tuple(IpProtocol.ESP, client, Tuple.WHOLE_PROTOCOL, server);
        final var mapping = first.isEmpty() ? tables.table().open(ROOM, internal, pair)
            : tables.table().share(ROOM, internal, pair, tables.settings().sharing(), now);
        tables.table().sharedAt(pair).ifPresent(shared -> {
            if (shared.members().size() == 2) {
                tell(shared, first.orElseThrow().client(), PhaseTwos.MISSED, now);
            }
            tell(shared, client, otherwise, now);
        });
        return Optional.of(tables.table().open(mapping, server, Lifetime.inSwitch(tables.timers().esp()), now));
    }

    private void tell(final SharedPair shared, final Ip4 client, final PhaseTwos otherwise, final Instant now) {
        shared.spis().had(client, expected(client, shared.external().remote(), now)
            .map(Expectation::phaseTwos).filter(PhaseTwos::any).orElse(otherwise));
    }

    /** What the client's IKE announced. */
    public Optional<Expectation> expected(final Ip4 client, final Ip4 server, final Instant now) {
        return tables.expectations().ofClient(IpProtocol.ESP, client, server, now);
    }

    /** What clients' IKE announced to come from the server at any moment, in the order of announcement. */
    public List<Expectation> expectedAt(final Ip4 external, final Ip4 server, final Instant now) {
        return tables.expectations().atExternal(IpProtocol.ESP, external, server, now).stream()
            .filter(Expectation::mayBegin).toList();
    }

    /**
     * Opens the sessions of all clients that have gone through phase 2 with the server by one external address, if they
     * are several: the server may begin, and what it sends to one must not be taken for another's.
     *
     * @return those that were opened
     */
    public List<Session> join(final Ip4 external, final Ip4 server, final Instant now) {
        final var opened = new ArrayList<Session>();
        final var lacking = expectedAt(external, server, now).stream()
            .filter(expectation -> expectation.phaseTwos().any())
            .filter(expectation -> session(expectation.client(), server).isEmpty()).toList();
        if (tables.table().clientsAt(pair(external, server)) + lacking.size() > 1) {
            lacking.forEach(expectation -> open(expectation.client(), external, server, now).ifPresent(opened::add));
        }
        return opened;
    }

    /**
     * The same for a client that is about to go through its first phase 2.
     *
     * @return those that were opened
     */
    public List<Session> join(final Ip4 client, final Ip4 external, final Ip4 server, final Instant now) {
        final var opened = new ArrayList<>(join(external, server, now));
        final boolean others = tables.table().clientsAt(pair(external, server)) > 0
            || expectedAt(external, server, now).stream().anyMatch(expectation ->
                expectation.phaseTwos().any() && !expectation.client().equals(client));
        if (others && session(client, server).isEmpty()) {
            open(client, external, server, PhaseTwos.NONE, now).ifPresent(opened::add);
            opened.addAll(join(external, server, now));
        }
        return opened;
    }

    /** Notes a message of an exchange that makes security associations. */
    public void phaseTwo(final Ip4 client, final Ip4 server, final long exchange, final Instant now) {
        expected(client, server, now).ifPresent(expectation ->
            tables.expectations().leave(expectation.with(expectation.phaseTwos().after(exchange))));
    }

    /** Notes that IKE with a server was under way before its first packet was seen here. */
    public void missedBeginning(final Ip4 client, final Ip4 server, final Instant now) {
        expected(client, server, now).ifPresent(expectation ->
            tables.expectations().leave(expectation.with(PhaseTwos.MISSED)));
    }
}
