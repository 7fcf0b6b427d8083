/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vpnpassthrough.packet.Ip4;

/** All mappings of one gateway and their sessions. Every look-up and change is O(1). */
public final class MappingTable {
    private final Map<Tuple, Mapping> byInternal = new HashMap<>();
    private final Map<Tuple, Mapping> byExternal = new HashMap<>();
    private final Map<Tuple, SharedPair> shared = new HashMap<>();
    private final Map<Tuple, Integer> labelledTowards = new HashMap<>();
    private final Map<Tuple, Session> sessions = new HashMap<>();
    private final Map<Long, Session> byNumber = new HashMap<>();
    private final CallIndex calls = new CallIndex();
    private final ClientCounts counts = new ClientCounts();
    private final ExpiryQueue expiry = new ExpiryQueue();
    private final Labels labels;
    private long lastNumber;

    public MappingTable(final Labels labels) {
        this.labels = labels;
    }

    /** The mapping of this internal tuple, as it was opened: towards one remote address, or towards any. */
    public Optional<Mapping> mappingOf(final Tuple internal) {
        return Optional.ofNullable(byInternal.get(internal));
    }

    /**
     * The mapping with this external tuple, as it was opened: towards one remote address, or towards any. The first of
     * them if several clients {@link #sharedAt share} it.
     */
    public Optional<Mapping> mappingAt(final Tuple external) {
        return Optional.ofNullable(byExternal.get(external));
    }

    /** The clients that share this external tuple of a whole protocol, if there are several. */
    public Optional<SharedPair> sharedAt(final Tuple external) {
        return Optional.ofNullable(shared.get(external));
    }

    /** How many clients have this external tuple of a whole protocol. */
    public int clientsAt(final Tuple external) {
        final var pair = shared.get(external);
        return pair != null ? pair.members().size() : byExternal.containsKey(external) ? 1 : 0;
    }

    /** The mapping that a packet from this remote address to this external tuple belongs to. */
    public Optional<Mapping> mappingFor(final Tuple external, final Ip4 remote) {
        final var scoped = byExternal.get(external.towards(remote));
        return Optional.ofNullable(scoped != null ? scoped : byExternal.get(external));
    }

    /** The session of this internal tuple with this remote address. */
    public Optional<Session> session(final Tuple internal, final Ip4 remote) {
        return Optional.ofNullable(sessions.get(internal.towards(remote)));
    }

    /** The session that a cookie names. */
    public Optional<Session> session(final long number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    /**
     * Pairs two tuples.
     *
     * @throws IllegalStateException if one of them is paired already: two clients would be one to the outside
     */
    public Mapping open(final String room, final Tuple internal, final Tuple external) {
        final var mapping = new Mapping(room, internal, external);
        if (byExternal.putIfAbsent(external, mapping) != null) {
            throw new IllegalStateException("external tuple " + external + " is mapped already");
        }
        if (byInternal.putIfAbsent(internal, mapping) != null) {
            byExternal.remove(external);
            throw new IllegalStateException("internal tuple " + internal + " is mapped already");
        }
        if (isLabelledTowardsOne(external)) {
            labelledTowards.merge(wholeProtocol(external), 1, Integer::sum);
        }
        calls.opened(mapping);
        counts.mappingOpened(mapping.client());
        return mapping;
    }

    /** Lets a mapping be used with one more remote address. */
    public Session open(final Mapping mapping, final Ip4 remote, final Lifetime lifetime, final Instant now) {
        final var session = new Session(++lastNumber, mapping, remote, lifetime, now);
        sessions.put(mapping.internal().towards(remote), session);
        byNumber.put(session.number(), session);
        mapping.sessionOpened();
        counts.sessionOpened(mapping.client());
        expiry.put(session);
        return session;
    }

    /**
     * Pairs an internal tuple with an external one that other clients have already.
     *
     * @param external of a whole protocol towards one server, mapped already
     * @param strategy how inbound packets find their client, if this is the second one there
     * @throws IllegalStateException if the internal tuple is paired already, or the external one is not
     */
    public Mapping share(final String room, final Tuple internal, final Tuple external, final Strategy strategy,
            final Instant now) {
        final var first = byExternal.get(external);
        if (first == null) {
            throw new IllegalStateException("external tuple " + external + " is not mapped, nothing to share");
        }
        final var mapping = new Mapping(room, internal, external);
        if (byInternal.putIfAbsent(internal, mapping) != null) {
            throw new IllegalStateException("internal tuple " + internal + " is mapped already");
        }
        shared.computeIfAbsent(external, key -> new SharedPair(first, strategy, now)).join(mapping);
        counts.mappingOpened(mapping.client());
        return mapping;
    }

    /** Notes that the controller saw a packet of the session. */
    public void seen(final Session session, final Instant now) {
        session.seen(now);
        expiry.put(session);
    }

    /** Notes whether the switch carries the session, and so times it out, or the controller does. */
    public void carriedBySwitch(final Session session, final boolean carried, final Instant now) {
        expiry.remove(session);
        session.carriedBySwitch(carried, now);
        expiry.put(session);
    }

    /** Notes that the switch would not take a rule of the session; the controller carries it from now on. */
    public void refusedBySwitch(final Session session) {
        expiry.remove(session);
        session.refusedBySwitch();
        expiry.put(session);
    }

    /** Notes that the session has come to another phase, and how long it lives in it. */
    public void become(final Session session, final Phase phase, final Lifetime lifetime) {
        expiry.remove(session);
        session.become(phase, lifetime);
        expiry.put(session);
    }

    /** Ends a session, and with its last session the mapping. A session that has ended already is left alone. */
    public void close(final Session session, final Instant now) {
        if (byNumber.remove(session.number()) == null) {
            return;
        }
        final var mapping = session.mapping();
        sessions.remove(mapping.internal().towards(session.remote()));
        expiry.remove(session);
        mapping.sessionClosed();
        counts.sessionClosed(mapping.client());
        if (mapping.sessions() == 0) {
            byInternal.remove(mapping.internal());
            release(mapping);
            if (isLabelledTowardsOne(mapping.external())) {
                labelledTowards.merge(wholeProtocol(mapping.external()), -1, MappingTable::sumUnlessZero);
            }
            calls.closed(mapping);
            counts.mappingClosed(mapping.client());
            labels.giveBack(mapping.external(), now);
        }
    }

    private void release(final Mapping mapping) {
        final var pair = shared.get(mapping.external());
        if (pair == null) {
            byExternal.remove(mapping.external());
            return;
        }
        pair.leave(mapping);
        byExternal.put(mapping.external(), pair.members().getFirst());
        if (pair.members().size() == 1) {
            shared.remove(mapping.external());
        }
    }

    /**
     * How many mappings towards one remote address share an external address by their labels. While there are any,
     * no client can have that address for the whole protocol.
     *
     * @param external a tuple for the whole protocol, towards one remote address
     */
    public int labelled(final Tuple external) {
        return labelledTowards.getOrDefault(external, 0);
    }

    /** The mappings of GRE by call ID between these two, see {@link CallIndex#between}. */
    Collection<Mapping> calls(final Tuple pair) {
        return calls.between(pair);
    }

    private static boolean isLabelledTowardsOne(final Tuple external) {
        return external.remote() != null && !external.isWholeProtocol();
    }

    private static Tuple wholeProtocol(final Tuple external) {
        return new Tuple(external.protocol(), external.address(), Tuple.WHOLE_PROTOCOL, external.remote());
    }

    private static Integer sumUnlessZero(final Integer left, final Integer right) {
        return left + right == 0 ? null : Integer.valueOf(left + right);
    }

    /** How many SPIs turned out to belong to two clients, among those that share a pair now. */
    public int spiClashes() {
        return shared.values().stream().mapToInt(pair -> pair.spis().clashes()).sum();
    }

    /** The sessions carried by the controller whose lifetime is over. */
    public List<Session> over(final Instant now) {
        return expiry.over(now);
    }

    public int mappings() {
        return byInternal.size();
    }

    /** All sessions, in no order; not to be changed while it is read. */
    public Collection<Session> sessions() {
        return Collections.unmodifiableCollection(byNumber.values());
    }

    /** How many mappings a client has. */
    public int mappingsOf(final Ip4 client) {
        return counts.mappings(client);
    }

    /** How many sessions a client has, with all of its mappings. */
    public int sessionsOf(final Ip4 client) {
        return counts.sessions(client);
    }
}
