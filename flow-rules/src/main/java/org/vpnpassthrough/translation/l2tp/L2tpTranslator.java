/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.l2tp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Mapping;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.L2tpDatagram;
import org.vpnpassthrough.packet.Malformed;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.AddressPair;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.KeptPort;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Punt;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.SessionPath;
import org.vpnpassthrough.translation.Translator;
import org.vpnpassthrough.translation.Verdict;

/** L2TP on UDP port 1701, and version 3 over IP. */
public final class L2tpTranslator implements Translator {
    private static final String ROOM = "l2tp";
    private static final int PORT = 1701;

    private final NatTables tables;
    private final SessionPath path;
    private final KeptPort port;
    private final AddressPair pairs;

    public L2tpTranslator(final NatTables tables) {
        this.tables = tables;
        path = new SessionPath(tables.table());
        port = new KeptPort(ROOM, PORT, tables);
        pairs = new AddressPair(ROOM, IpProtocol.L2TP, Reason.PAIR_TAKEN, tables);
    }

    @Override
    public String room() {
        return ROOM;
    }

    @Override
    public List<Punt> punts() {
        final var punts = new ArrayList<>(port.service().punts(false));
        punts.add(new Punt(ROOM, Punt.Rate.DATA, IpProtocol.L2TP, 0, false));
        return punts;
    }

    @Override
    public List<Passthrough> passthroughs(final int protocol) {
        return List.of(Passthrough.L2TP);
    }

    @Override
    public boolean claims(final Packet packet, final Direction direction) {
        return packet.ip().protocol() == IpProtocol.L2TP || port.service().isOf(packet, direction)
            || packet.transport() instanceof UdpHeader udp && hasMoved(packet, udp, direction);
    }

    /** A server may answer from a port of its choice and go on with that one (RFC 2661 section 8.1). */
    private boolean hasMoved(final Packet packet, final UdpHeader udp, final Direction direction) {
        final var table = tables.table();
        return (direction == Direction.OUTBOUND ? table.mappingOf(internal(packet, udp))
            : table.mappingAt(new Tuple(IpProtocol.UDP, packet.destination(), udp.destinationPort(), packet.source())))
            .map(Mapping::room).filter(ROOM::equals).isPresent();
    }

    @Override
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        if (!(packet.transport() instanceof UdpHeader udp)) {
            return pairs.translate(packet, direction, now);
        }
        if (L2tpDatagram.of(packet, udp) instanceof Malformed malformed) {
            return new Verdict.Drop(Reason.of(malformed.flaw()));
        }
        if (direction == Direction.INBOUND) {
            return port.service().inbound(packet, lifetime(), now);
        }
        final var internal = internal(packet, udp);
        final var session = tables.table().session(internal, packet.destination())
            .orElseGet(() -> open(internal, now));
        return session == null ? new Verdict.Drop(tables.whyNoMapping(packet.source()))
            : path.outbound(packet, session, now);
    }

    private static Tuple internal(final Packet packet, final UdpHeader udp) {
        return new Tuple(IpProtocol.UDP, packet.source(), udp.sourcePort(), packet.destination());
    }

    private Session open(final Tuple internal, final Instant now) {
        final var client = internal.address();
        final var server = internal.remote();
        // at an address at which the port can stay: some servers insist on it, and tell clients apart by the address
        final var external = tables.choice().withFree(IpProtocol.UDP, PORT, client, server)
            .orElse(tables.choice().home(client));
        return port.open(internal, external, lifetime(), now);
    }

    private Lifetime lifetime() {
        return Lifetime.inSwitch(tables.timers().udp());
    }
}
