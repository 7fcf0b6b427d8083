/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.plain;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.vpnpassthrough.mapping.Lifetime;
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
 * Replies to what the first client sent before that have ids which nobody noted: they are still the first client's.
 */
final class EchoTranslation {
    private final String room;
    private final NatTables tables;
    private final SessionPath path;
    private final Map<Tuple, Ip4> wasAlone = new HashMap<>();

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
            wasAlone.remove(external);
            final var mapping = table.open(room, whole(client).towards(server), external);
            return path.outbound(packet,
                table.open(mapping, server, Lifetime.inSwitch(tables.timers().icmp()), now), now);
        }
        final var shared = openShared(internal, external, now);
        if (shared == null) {
            return new Verdict.Drop(Reason.PORTS_EXHAUSTED);
        }
        if (other.isEmpty()) {
            return path.outbound(packet, shared, now);
        }
        final var gaveWay = table.session(other.orElseThrow().internal(), server).orElseThrow();
        table.close(gaveWay, now);
        wasAlone.put(external, other.orElseThrow().client());
        return path.outbound(packet, shared, now, gaveWay);
    }

    private Session openShared(final Tuple internal, final Tuple external, final Instant now) {
        final var id = tables.labels().keepOrTakeLike(IpProtocol.ICMP, external.address(), internal.label(), now);
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
        final var earlier = wasAlone.get(external);
        if (earlier != null && tables.table().labelled(external) > 0 && verdict instanceof Verdict.Drop) {
            return new Verdict.Forward(Rewrite.of(packet).destination(earlier), earlier, null);
        }
        return verdict;
    }

    private static Tuple whole(final Ip4 address) {
        return Tuple.of(IpProtocol.ICMP, address, Tuple.WHOLE_PROTOCOL);
    }
}
