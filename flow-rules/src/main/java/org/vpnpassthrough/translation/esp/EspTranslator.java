/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.esp;

import java.time.Instant;
import java.util.List;
import org.vpnpassthrough.mapping.Expectation;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.EspHeader;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Punt;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.SessionPath;
import org.vpnpassthrough.translation.Translator;
import org.vpnpassthrough.translation.Verdict;

/** ESP through a pair of external address and server that one client has for itself. */
public final class EspTranslator implements Translator {
    private static final String ROOM = "esp";

    private final NatTables tables;
    private final SessionPath path;

    public EspTranslator(final NatTables tables) {
        this.tables = tables;
        path = new SessionPath(tables.table());
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
    public boolean claims(final Packet packet, final Direction direction) {
        return packet.transport() instanceof EspHeader;
    }

    @Override
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        if (!tables.policy().ipsec()) {
            return new Verdict.Drop(Reason.POLICY_IPSEC);
        }
        return direction == Direction.OUTBOUND ? outbound(packet, now) : inbound(packet, now);
    }

    private Verdict outbound(final Packet packet, final Instant now) {
        final var client = packet.source();
        final var server = packet.destination();
        final var known = tables.table().session(whole(client), server);
        if (known.isPresent()) {
            return path.outbound(packet, known.orElseThrow(), now);
        }
        // mostly the address that was chosen with the first IKE packet; a free one if IKE was before our time
        return tables.choice().exclusive(IpProtocol.ESP, client, server, now)
            .map(external -> path.outbound(packet, open(client, external, server, now), now))
            .orElse(new Verdict.Drop(Reason.ESP_PAIR_TAKEN));
    }

    private Verdict inbound(final Packet packet, final Instant now) {
        final var external = packet.destination();
        final var server = packet.source();
        if (tables.table().mappingAt(whole(external).towards(server)).isPresent()) {
            return path.inboundTo(packet, Tuple.WHOLE_PROTOCOL, now);
        }
        return tables.expectations().atExternal(IpProtocol.ESP, external, server, now)
            .filter(Expectation::answered)
            .map(announced -> path.inbound(packet, open(announced.client(), external, server, now), now))
            .orElse(new Verdict.Drop(Reason.NO_MAPPING));
    }

    private Session open(final Ip4 client, final Ip4 external, final Ip4 server, final Instant now) {
        final var mapping = tables.table().open(ROOM, whole(client).towards(server), whole(external).towards(server));
        return tables.table().open(mapping, server, Lifetime.inSwitch(tables.timers().esp()), now);
    }

    private static Tuple whole(final Ip4 address) {
        return Tuple.of(IpProtocol.ESP, address, Tuple.WHOLE_PROTOCOL);
    }
}
