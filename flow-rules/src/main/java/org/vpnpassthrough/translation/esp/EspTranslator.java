/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.esp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mapping.Mapping;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.SharedPair;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.EspHeader;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Rewrite;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.EspPairs;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Punt;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.SessionPath;
import org.vpnpassthrough.translation.Translator;
import org.vpnpassthrough.translation.Verdict;

/** ESP through pairs of external address and server: one client's alone, or shared. */
public final class EspTranslator implements Translator {
    private static final String ROOM = "esp";

    private final NatTables tables;
    private final SessionPath path;
    private final EspPairs pairs;

    public EspTranslator(final NatTables tables) {
        this.tables = tables;
        path = new SessionPath(tables.table());
        pairs = new EspPairs(tables);
    }

    @Override
    public String room() {
        return ROOM;
    }

    @Override
    public List<Punt> punts() {
        return List.of(new Punt(ROOM, Punt.Rate.DATA, IpProtocol.ESP, 0, false));
    }

    @Override
    public List<Passthrough> passthroughs(final int protocol) {
        return List.of(Passthrough.IPSEC);
    }

    @Override
    public boolean claims(final Packet packet, final Direction direction) {
        return packet.transport() instanceof EspHeader;
    }

    @Override
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        return direction == Direction.OUTBOUND ? outbound(packet, now)
            : inbound(packet, (EspHeader) packet.transport(), now);
    }

    private Verdict outbound(final Packet packet, final Instant now) {
        final var client = packet.source();
        final var server = packet.destination();
        final var known = pairs.session(client, server);
        if (known.isPresent()) {
            return path.outbound(packet, known.orElseThrow(), now);
        }
        if (!tables.mayOpenMapping(client)) {
            return new Verdict.Drop(tables.whyNoMapping(client));
        }
        // mostly the address that was chosen with the first packet of IKE; another if that was before our time
        return pairs.choose(client, server, now)
            .flatMap(external -> pairs.open(client, external, server, now))
            .map(session -> path.outbound(packet, session, now, others(session, now)))
            .orElse(new Verdict.Drop(Reason.ESP_PAIR_TAKEN));
    }

    /** Sessions that must be there before the switch can carry this one's inbound packets. */
    private Session[] others(final Session session, final Instant now) {
        return pairs.join(session.mapping().external().address(), session.remote(), now).toArray(Session[]::new);
    }

    private Verdict inbound(final Packet packet, final EspHeader esp, final Instant now) {
        final var external = packet.destination();
        final var server = packet.source();
        final var inside = tables.statics().internalAt(IpProtocol.ESP, external, Tuple.WHOLE_PROTOCOL);
        if (inside.isPresent()) {
            return toServer(packet, inside.orElseThrow().address(), now);
        }
        final var opened = new ArrayList<>(pairs.join(external, server, now));
        if (tables.table().mappingAt(EspPairs.pair(external, server)).isEmpty()) {
            pairs.expectedAt(external, server, now).forEach(expectation ->
                pairs.open(expectation.client(), external, server, now).ifPresent(opened::add));
        }
        return pairs.shared(external, server)
            .map(shared -> toSharers(packet, esp, shared, opened))
            .orElseGet(() -> path.inboundTo(packet, Tuple.WHOLE_PROTOCOL, now));
    }

    /** A static mapping has the ESP of this address for a host inside, whoever sends. */
    private Verdict toServer(final Packet packet, final Ip4 host, final Instant now) {
        if (pairs.session(host, packet.source()).isEmpty()) {
            if (!tables.mayOpenSession(host)) {
                return new Verdict.Drop(Reason.SESSION_LIMIT);
            }
            pairs.open(host, packet.destination(), packet.source(), now);
        }
        return path.inboundTo(packet, Tuple.WHOLE_PROTOCOL, now);
    }

    private Verdict toSharers(final Packet packet, final EspHeader esp, final SharedPair shared,
            final List<Session> opened) {
        final boolean replicated = shared.strategy() == Strategy.REPLICATED;
        final var owners = replicated ? shared.members().stream().map(Mapping::client).toList()
            : shared.spis().owners(esp.spi(), Integer.toUnsignedLong(esp.sequence()));
        final var copies = new ArrayList<Verdict.Forward>();
        for (final var client : owners) {
            // Nothing is noted as seen: what may be another's keeps no session. The switch has no rule for these; where
            // it is to send copies itself, the session of the first one tells that it does not.
            final boolean first = copies.isEmpty();
            copies.add(new Verdict.Forward(Rewrite.of(packet).destination(client), client,
                first && replicated ? pairs.session(client, packet.source()).orElseThrow() : null,
                first ? opened : List.of()));
        }
        return copies.size() == 1 ? copies.getFirst() : new Verdict.Fan(copies);
    }
}
