/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;

/**
 * The PPTP calls in a mapping table. Each is a mapping of GRE towards its server, labelled with call IDs: the room of
 * the control connection opens it, the room of the data finds it. What a switch carries of them is one more mapping,
 * for the whole of GRE, see {@link #isAlone}.
 */
public final class Calls {
    /** How long data of a call that has ended may still be on its way, in seconds. */
    public static final int GRACE = 10;

    private static final int IDS_OF_A_BYTE = 0x100;

    private final MappingTable table;

    public Calls(final MappingTable table) {
        this.table = table;
    }

    /** All GRE between an address of either side and a server. */
    public static Tuple pair(final Ip4 address, final Ip4 server) {
        return new Tuple(IpProtocol.GRE, address, Tuple.WHOLE_PROTOCOL, server);
    }

    /** The call with this ID outside. */
    public Optional<Session> at(final Ip4 external, final Ip4 server, final int alias) {
        return table.mappingAt(new Tuple(IpProtocol.GRE, external, alias, server)).flatMap(this::session);
    }

    /** The call with this ID inside. */
    public Optional<Session> from(final Ip4 client, final Ip4 server, final int id) {
        return table.session(new Tuple(IpProtocol.GRE, client, id, server), server);
    }

    /** The calls of a client or at an external address with a server, in the order in which they were asked for. */
    public List<Session> between(final Ip4 address, final Ip4 server) {
        return table.calls(pair(address, server)).stream().flatMap(call -> session(call).stream()).toList();
    }

    /** The calls of a control connection. */
    public List<Session> of(final Session control) {
        return between(control.mapping().client(), control.remote()).stream()
            .filter(call -> call(call).control() == control.number()).toList();
    }

    /** What the session of a call notes. */
    public static Call call(final Session session) {
        return (Call) session.phase();
    }

    /**
     * The call whose data carry this ID to the server: the one the server chose for it.
     *
     * @param address of the client, or the external one
     */
    public Optional<Session> towardsPeer(final Ip4 address, final Ip4 server, final int peerId) {
        return between(address, server).stream().filter(call -> call(call).peerId() == peerId).findFirst();
    }

    /**
     * An ID that may stand for a client's ID outside: the same one if it is free, else one that begins alike, as the
     * first byte may have to leave before the second one is known, else any.
     *
     * @param firstByte what the ID must begin with, if that has been promised
     */
    public OptionalInt freeAlias(final Ip4 external, final Ip4 server, final int id, final OptionalInt firstByte) {
        final int own = id / IDS_OF_A_BYTE;
        for (int step = 0; step < IDS_OF_A_BYTE; step++) {
            final int first = firstByte.orElse(own + step & 0xff);
            for (int low = 0; low < IDS_OF_A_BYTE; low++) {
                final int alias = first << Byte.SIZE | id + low & 0xff;
                if (table.mappingAt(new Tuple(IpProtocol.GRE, external, alias, server)).isEmpty()) {
                    return OptionalInt.of(alias);
                }
            }
            if (firstByte.isPresent()) {
                break;
            }
        }
        return OptionalInt.empty();
    }

    /** Notes a call that has been asked for. */
    public Session ask(final Session control, final int id, final int alias, final int seconds, final Instant now) {
        final var client = control.mapping().client();
        final var server = control.remote();
        final var mapping = table.open(control.mapping().room(), new Tuple(IpProtocol.GRE, client, id, server),
            new Tuple(IpProtocol.GRE, control.mapping().external().address(), alias, server));
        final var call = table.open(mapping, server, Lifetime.inController(seconds), now);
        become(call, Call.asked(control), seconds, now);
        return call;
    }

    /** Notes that a call has come to another state. */
    public void become(final Session session, final Call call, final int seconds, final Instant now) {
        table.become(session, call, Lifetime.inController(seconds));
        table.seen(session, now);
    }

    /** Notes that a call has ended. */
    public void end(final Session session, final Instant now) {
        if (call(session).state() != Call.State.OVER) {
            become(session, call(session).over(), GRACE, now);
        }
    }

    /**
     * Whether rules that know nothing of call IDs can carry all GRE of a client through this external address: no
     * other client has any there, the client has none elsewhere, and every call ID is outside what it is inside.
     */
    public boolean isAlone(final Ip4 client, final Ip4 external, final Ip4 server) {
        return table.mappingAt(pair(external, server)).map(whole -> whole.client().equals(client)).orElse(true)
            && table.mappingOf(pair(client, server)).map(whole -> whole.external().address().equals(external))
                .orElse(true)
            && table.calls(pair(external, server)).stream().allMatch(call -> call.client().equals(client)
                && call.internal().label() == call.external().label())
            && table.calls(pair(client, server)).stream()
                .allMatch(call -> call.external().address().equals(external));
    }

    /** The sessions for the whole of GRE of this client, and of whoever has one at this external address. */
    public List<Session> carriers(final Ip4 client, final Ip4 external, final Ip4 server) {
        return Stream.of(table.mappingAt(pair(external, server)), table.mappingOf(pair(client, server)))
            .flatMap(Optional::stream).distinct().flatMap(whole -> session(whole).stream()).toList();
    }

    /**
     * The session that carried the calls of a client of which one has been closed, if the client has no other there:
     * whoever is alone with the server then may have one in its place.
     */
    public Optional<Session> carrierLeftBy(final Session closed) {
        final var whole = pair(closed.mapping().external().address(), closed.remote());
        final var client = closed.mapping().client();
        if (!(closed.phase() instanceof Call)
                || table.calls(whole).stream().anyMatch(call -> call.client().equals(client))) {
            return Optional.empty();
        }
        return table.mappingAt(whole).filter(mapping -> mapping.client().equals(client)).flatMap(this::session)
            .filter(carrier -> carrier.phase() == CallCarrier.OF_CALLS);
    }

    private Optional<Session> session(final Mapping mapping) {
        return table.session(mapping.internal(), mapping.external().remote());
    }
}
