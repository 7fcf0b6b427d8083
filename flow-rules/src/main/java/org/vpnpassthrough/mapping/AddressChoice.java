/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;

/**
 * Chooses the external address of a client towards a server. Protocols without ports need one that no other client
 * uses towards that server; the choice is made when the control protocol is first seen, so that control and data
 * leave by the same address and the data can be carried by plain rules.
 */
public final class AddressChoice {
    /**
     * How many addresses of a large pool are tried. The search begins at the client's home address, so clients do not
     * try the same ones; a pool with this many addresses in a row taken towards one server is as good as used up.
     */
    private static final int TRIES = 256;

    private final AddressPool pool;
    private final MappingTable table;
    private final Expectations expectations;
    private final StaticMappings statics;

    public AddressChoice(final AddressPool pool, final MappingTable table, final Expectations expectations) {
        this(pool, table, expectations, StaticMappings.NONE);
    }

    public AddressChoice(final AddressPool pool, final MappingTable table, final Expectations expectations,
            final StaticMappings statics) {
        this.pool = pool;
        this.table = table;
        this.expectations = expectations;
        this.statics = statics;
    }

    /** The address for ordinary traffic. */
    public Ip4 home(final Ip4 client) {
        return pool.home(client);
    }

    /**
     * An address at which the client is alone with the server for this protocol: the one that a static mapping gives
     * it, else the one it has already, else its home address, else any of the pool, else one that was left to clients
     * whose data came in another protocol.
     */
    public Optional<Ip4> exclusive(final int protocol, final Ip4 client, final Ip4 server, final Instant now) {
        final var fixed = statics.externalOf(protocol, client, Tuple.WHOLE_PROTOCOL);
        if (fixed.isPresent()) {
            return fixed.map(Tuple::address);
        }
        final var used = table.mappingOf(new Tuple(protocol, client, Tuple.WHOLE_PROTOCOL, server));
        if (used.isPresent()) {
            return Optional.of(used.orElseThrow().external().address());
        }
        final var expected = expectations.ofClient(protocol, client, server, now);
        if (expected.isPresent()) {
            return expected.map(Expectation::external);
        }
        return first(client, candidate -> isOpenTo(protocol, candidate, client)
                && isFree(protocol, candidate, server, now))
            .or(() -> first(client, candidate -> isOpenTo(protocol, candidate, client)
                && isYielded(protocol, candidate, server, now)));
    }

    /**
     * An address for a client that cannot be alone with the server: the one at which the fewest others have the
     * protocol with it, from the client's home on. Empty when static mappings have the protocol at all of them.
     */
    public Optional<Ip4> leastShared(final int protocol, final Ip4 client, final Ip4 server, final Instant now) {
        final long home = client.unsigned() % pool.size();
        return LongStream.range(0, Math.min(TRIES, pool.size()))
            .mapToObj(step -> pool.at(home + step))
            .filter(candidate -> !statics.isKeptFrom(client, protocol, candidate, Tuple.WHOLE_PROTOCOL))
            .min(Comparator.comparingInt(candidate -> table.clientsAt(whole(protocol, candidate, server))
                + expectations.atExternal(protocol, candidate, server, now).size()));
    }

    /** The first address from the client's home on at which no other client has this label with the server. */
    public Optional<Ip4> withFree(final int protocol, final int label, final Ip4 client, final Ip4 server) {
        return first(client, candidate -> !statics.isKeptFrom(client, protocol, candidate, label)
            && table.mappingAt(new Tuple(protocol, candidate, label, server)).isEmpty());
    }

    /** The first fitting address from the client's home on. */
    private Optional<Ip4> first(final Ip4 client, final Predicate<Ip4> fits) {
        final long home = client.unsigned() % pool.size();
        final long tries = Math.min(TRIES, pool.size());
        for (long step = 0; step < tries; step++) {
            final var candidate = pool.at(home + step);
            if (fits.test(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private boolean isOpenTo(final int protocol, final Ip4 candidate, final Ip4 client) {
        return !statics.isKeptFrom(client, protocol, candidate, Tuple.WHOLE_PROTOCOL);
    }

    private boolean isFree(final int protocol, final Ip4 external, final Ip4 server, final Instant now) {
        return isUnused(protocol, external, server)
            && expectations.atExternal(protocol, external, server, now).isEmpty();
    }

    /** Clients that do not need the address for themselves yield it; their own packets are told apart by ports. */
    private boolean isYielded(final int protocol, final Ip4 external, final Ip4 server, final Instant now) {
        return isUnused(protocol, external, server)
            && expectations.atExternal(protocol, external, server, now).stream().allMatch(Expectation::floated);
    }

    private boolean isUnused(final int protocol, final Ip4 external, final Ip4 server) {
        return table.mappingAt(whole(protocol, external, server)).isEmpty()
            && (protocol != IpProtocol.GRE || table.calls(Calls.pair(external, server)).isEmpty());
    }

    private static Tuple whole(final int protocol, final Ip4 external, final Ip4 server) {
        return new Tuple(protocol, external, Tuple.WHOLE_PROTOCOL, server);
    }
}
