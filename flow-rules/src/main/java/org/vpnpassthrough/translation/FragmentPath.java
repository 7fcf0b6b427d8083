/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mapping.Mapping;
import org.vpnpassthrough.mapping.MappingTable;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Rewrite;

/**
 * The way of IP fragments, in any order (RFC 4787 REQ-14, RFC 5508 section 7.1). The first one has the transport header
 * and goes through its room as a whole packet does; the later ones have addresses and an identification only, and
 * follow it.
 *
 * <p><b>Which fragments come here.</b> OpenFlow 1.3 cannot match fragments, and leaves open what a match on a port does
 * with them. Open vSwitch, told nothing else, gives every fragment, the first too, the ports 0 ({@code ovs-ofctl(8)},
 * {@code set-frags normal}). So no rule of a session with ports fits any fragment, and all of them reach the
 * controller, by the meter for plain packets. A switch that shows the ports of a first fragment would carry that one
 * and send the others here alone; they wait and are counted as {@link Reason#FRAGMENT_WITHOUT_FIRST}. We do not guess
 * their session from the addresses: a wrong guess would put one client's bytes into another one's datagram.
 *
 * <p>A session for a whole protocol, such as ESP through an exclusive pair, has rules that match nothing but addresses
 * and protocol: the switch carries its fragments. Those that come here, while the rules are on their way, follow the
 * session by its addresses, without waiting for a first one that the switch may have sent.
 *
 * <p><b>Identifications.</b> Two clients behind one external address may use the same identification towards one server
 * at the same time, and the server would make one datagram of the halves of two (RFC 3715 section 2.2, RFC 6864 section
 * 5.3.1). So a datagram keeps its identification only if no other one with it is on its way between the same addresses
 * of the same protocol; else all its fragments get another one. The same inbound, as a client may talk to one server
 * by two external addresses. Not so the fragments of a session for a whole protocol: the switch cannot set an
 * identification, and would leave that of the next fragment as it is. Where the session is one client's alone, that
 * client keeps them apart; only where several share a pair, two of them may collide on the way out, with the odds of
 * two hosts that count on their own, and the check of ESP then drops the mixture. Packets that some router
 * outside cuts up are out of reach in the same way.
 */
public final class FragmentPath {
    private static final Verdict WAIT = new Verdict.Wait();

    private final MappingTable table;
    private final Fragments fragments;
    private final SessionPath path;

    /** For the sessions of a table. */
    public FragmentPath(final MappingTable table, final Fragments fragments) {
        this.table = table;
        this.fragments = fragments;
        path = new SessionPath(table);
    }

    /** The room of a later fragment, or null as long as it is not known. */
    String roomOf(final Packet later) {
        return fragments.roomOf(DatagramId.of(later));
    }

    /** Lets the later fragments follow a first one, for which a room has decided. */
    Verdict first(final Packet first, final String room, final Verdict verdict, final Instant now) {
        switch (verdict) {
            case Verdict.Drop drop ->
                fragments.decide(DatagramId.of(first), new Fate.Refused(room, drop.reason()), now);
            case Verdict.Forward forward -> remember(first, room, List.of(forward), now);
            case Verdict.Fan(var copies) -> remember(first, room, copies, now);
            // the first fragment comes once more, and until then the later ones wait
            case Verdict.Hold hold -> { }
            case Verdict.Wait wait -> { }
        }
        return verdict;
    }

    private void remember(final Packet first, final String room, final List<Verdict.Forward> forwards,
            final Instant now) {
        final var datagram = DatagramId.of(first);
        final boolean kept = forwards.stream().anyMatch(forward -> keepsIdentifications(forward.session()));
        final var copies = new ArrayList<Fate.Copy>();
        for (final var forward : forwards) {
            final var translated = DatagramId.of((Packet) Packet.parse(forward.rewrite().bytes()));
            final var outside = kept ? translated : fragments.unique(datagram, translated);
            forward.rewrite().identification(outside.identification());
            copies.add(new Fate.Copy(outside, forward.session()));
        }
        fragments.decide(datagram, new Fate.Translated(room, copies), now);
    }

    private static boolean keepsIdentifications(final Session session) {
        return session != null && session.mapping().internal().isWholeProtocol() && session.isSwitchable();
    }

    /** Lets a later fragment follow the first one, or keeps it until that one comes. */
    Verdict later(final Packet later, final Direction direction, final Instant now) {
        final var datagram = DatagramId.of(later);
        final var fate = fragments.fate(datagram, now).filter(this::isAlive);
        if (fate.isPresent()) {
            return switch (fate.orElseThrow()) {
                case Fate.Refused refused -> new Verdict.Drop(refused.reason());
                case Fate.Translated translated -> follow(later, translated, now);
            };
        }
        final var verdict = direction == Direction.OUTBOUND ? outbound(later, now) : inbound(later, now);
        if (verdict instanceof Verdict.Wait) {
            fragments.await(datagram, later, now);
        }
        return verdict;
    }

    private static Verdict verdict(final List<Verdict.Forward> copies) {
        return copies.size() == 1 ? copies.getFirst() : new Verdict.Fan(copies);
    }

    private boolean isAlive(final Fate fate) {
        return !(fate instanceof Fate.Translated translated) || translated.copies().stream().map(Fate.Copy::session)
            .allMatch(session -> session == null || table.session(session.number()).isPresent());
    }

    private Verdict follow(final Packet later, final Fate.Translated first, final Instant now) {
        return verdict(first.copies().stream().map(copy -> {
            if (copy.session() != null && first.copies().size() == 1) {
                table.seen(copy.session(), now);
            }
            final var outside = copy.outside();
            return new Verdict.Forward(Rewrite.of(later).source(outside.source()).destination(outside.destination())
                .identification(outside.identification()), outside.destination(), copy.session());
        }).toList());
    }

    /** By a session for a whole protocol, if there is one. */
    private Verdict outbound(final Packet later, final Instant now) {
        return table.session(wholeProtocol(later, later.source()), later.destination())
            .filter(Session::isSwitchable).map(session -> path.outbound(later, session, now)).orElse(WAIT);
    }

    /** The same; where the switch copies what is for several clients, to all of them. */
    private Verdict inbound(final Packet later, final Instant now) {
        final var external = wholeProtocol(later, later.destination());
        final var shared = table.sharedAt(external.towards(later.source()));
        if (shared.isPresent()) {
            return shared.filter(pair -> pair.strategy() == Strategy.REPLICATED)
                .map(pair -> verdict(pair.members().stream().map(Mapping::client)
                    .map(client -> new Verdict.Forward(Rewrite.of(later).destination(client), client, null)).toList()))
                .orElse(WAIT);
        }
        return table.mappingFor(external, later.source())
            .flatMap(mapping -> table.session(mapping.internal(), later.source()))
            .filter(Session::isSwitchable).map(session -> path.inbound(later, session, now)).orElse(WAIT);
    }

    private static Tuple wholeProtocol(final Packet packet, final Ip4 address) {
        return Tuple.of(packet.ip().protocol(), address, Tuple.WHOLE_PROTOCOL);
    }

    /** The fragments that waited for this first one, in the order in which they came. */
    List<Packet> released(final Packet first) {
        return fragments.released(DatagramId.of(first));
    }
}
