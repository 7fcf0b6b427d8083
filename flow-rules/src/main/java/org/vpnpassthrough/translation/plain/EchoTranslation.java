/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.plain;

import java.time.Instant;
import java.util.Optional;
import org.vpnpassthrough.mapping.Expectation;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Mapping;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.IcmpEcho;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Rewrite;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.SessionPath;
import org.vpnpassthrough.translation.Verdict;

/**
 * ICMP echo (RFC 5508 section 3). OpenFlow cannot see the id, so a switch can carry the echoes of a client only while
 * no other client pings the same server from the same external address; the ids then stay as they are. When a second
 * client comes, both go through the controller and are told apart by their ids, until all of them have been silent.
 * Replies to what the first client sent before that have ids which nobody noted: they are still the first client's,
 * as an {@link Expectation} tells for as long as they may come.
 */
final class EchoTranslation {
    /** The larger range to choose from, so that hardly ever an id is chosen that the first client has out. */
    private static final int HIGH = 0x8000;

    private final String room;
    private final NatTables tables;
    private final SessionPath path;

    EchoTranslation(final String room, final NatTables tables, final SessionPath path) {
        this.room = room;
        this.tables = tables;
        this.path = path;
    }

    Verdict translate(final Packet packet, final IcmpEcho echo, final Direction direction, final Instant now) {
        if (direction == Direction.OUTBOUND) {
            // a reply to somebody who pinged a client: no inbound request ever reached one
            return echo.request() ? request(packet, echo, now) : new Verdict.Drop(Reason.NO_MAPPING);
        }
        return echo.request() ? new Verdict.Drop(Reason.NO_MAPPING) : reply(packet, echo, now);
    }

    private Verdict request(final Packet packet, final IcmpEcho echo, final Instant now) {
        final var table = tables.table();
        final var client = packet.source();
        final var server = packet.destination();
        final var alone = table.session(whole(client), server);
        if (alone.isPresent()) {
            return path.outbound(packet, alone.orElseThrow(), now);
        }
        final var internal = new Tuple(IpProtocol.ICMP, client, echo.id(), server);
        final var known = table.session(internal, server);
        if (known.isPresent()) {
            return path.outbound(packet, known.orElseThrow(), now);
        }
        if (!tables.mayOpenMapping(client)) {
            return new Verdict.Drop(tables.whyNoMapping(client));
        }
        final var external = whole(tables.choice().home(client)).towards(server);
        final var other = table.mappingAt(external);
        if (other.isEmpty() && table.labelled(external) == 0) {
            final var mapping = table.open(room, whole(client).towards(server), external);
            return path.outbound(packet,
                table.open(mapping, server, Lifetime.inSwitch(tables.timers().icmp()), now), now);
        }
        final var first = other.map(Mapping::client).or(() -> wasAlone(external, now));
        final var shared = openShared(internal, external, first.map(client::equals).orElse(true), now);
        if (shared == null) {
            return new Verdict.Drop(Reason.PORTS_EXHAUSTED);
        }
        if (other.isEmpty()) {
            return path.outbound(packet, shared, now);
        }
        final var gaveWay = table.session(other.orElseThrow().internal(), server).orElseThrow();
        table.close(gaveWay, now);
        tables.expectations().leave(Expectation.of(IpProtocol.ICMP, other.orElseThrow().client(), external.address(),
            server, now.plusSeconds(tables.timers().icmp())));
        return path.outbound(packet, shared, now, gaveWay);
    }

    /** Only the client that was alone keeps its id for sure: nobody noted which ones it has out, and many use 1. */
    private Session openShared(final Tuple internal, final Tuple external, final boolean keep, final Instant now) {
        final var labels = tables.labels();
        final var id = keep ? labels.keepOrTakeLike(IpProtocol.ICMP, external.address(), internal.label(), now)
            : labels.takeLike(IpProtocol.ICMP, external.address(), internal.label() | HIGH, now);
        if (id.isEmpty()) {
            return null;
        }
        final var mapping = tables.table().open(room, internal,
            new Tuple(IpProtocol.ICMP, external.address(), id.getAsInt(), external.remote()));
        return tables.table().open(mapping, external.remote(), Lifetime.inController(tables.timers().icmp()), now);
    }

    private Verdict reply(final Packet packet, final IcmpEcho echo, final Instant now) {
        final var external = whole(packet.destination()).towards(packet.source());
        final var alone = tables.table().mappingAt(external);
        if (alone.isPresent()) {
            return path.inboundTo(packet, Tuple.WHOLE_PROTOCOL, now);
        }
        final var verdict = path.inboundTo(packet, echo.id(), now);
        return verdict instanceof Verdict.Forward ? verdict : wasAlone(external, now)
            .<Verdict>map(earlier -> new Verdict.Forward(Rewrite.of(packet).destination(earlier), earlier, null))
            .orElse(verdict);
    }

    /** The client that was alone until lately. */
    private Optional<Ip4> wasAlone(final Tuple external, final Instant now) {
        return tables.expectations().atExternal(IpProtocol.ICMP, external.address(), external.remote(), now).stream()
            .reduce((one, other) -> other.until().isBefore(one.until()) ? one : other).map(Expectation::client);
    }

    private static Tuple whole(final Ip4 address) {
        return Tuple.of(IpProtocol.ICMP, address, Tuple.WHOLE_PROTOCOL);
    }
}
