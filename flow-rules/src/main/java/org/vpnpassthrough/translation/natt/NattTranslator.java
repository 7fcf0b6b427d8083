/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.natt;

import java.time.Instant;
import java.util.List;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Malformed;
import org.vpnpassthrough.packet.NattDatagram;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.KeptPort;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Punt;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.SessionPath;
import org.vpnpassthrough.translation.Translator;
import org.vpnpassthrough.translation.Verdict;

/** IKE and ESP in UDP port 4500. */
public final class NattTranslator implements Translator {
    private static final String ROOM = "natt";
    private static final int PORT = 4500;

    private final NatTables tables;
    private final SessionPath path;
    private final KeptPort port;

    public NattTranslator(final NatTables tables) {
        this.tables = tables;
        path = new SessionPath(tables.table());
        port = new KeptPort(ROOM, PORT, tables);
    }

    @Override
    public String room() {
        return ROOM;
    }

    @Override
    public List<Punt> punts() {
        return port.service().punts(false);
    }

    @Override
    public boolean claims(final Packet packet, final Direction direction) {
        return port.service().isOf(packet, direction);
    }

    @Override
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        if (!tables.policy().allows(Passthrough.NAT_T)) {
            return new Verdict.Drop(Reason.POLICY_NAT_T);
        }
        final var udp = (UdpHeader) packet.transport();
        if (NattDatagram.of(packet, udp) instanceof Malformed malformed) {
            return new Verdict.Drop(Reason.of(malformed.flaw()));
        }
        if (direction == Direction.INBOUND) {
            return port.service().inbound(packet, lifetime(), now);
        }
        final var internal = new Tuple(IpProtocol.UDP, packet.source(), udp.sourcePort(), packet.destination());
        final var session = tables.table().session(internal, packet.destination())
            .orElseGet(() -> open(internal, now));
        return session == null ? new Verdict.Drop(tables.whyNoMapping(packet.source()))
            : path.outbound(packet, session, now);
    }

    private Session open(final Tuple internal, final Instant now) {
        final var client = internal.address();
        final var server = internal.remote();
        // with the server at an address of its own if there is one: servers tell L2TP/IPsec clients apart by it
        final var external = tables.choice().exclusive(IpProtocol.ESP, client, server, now)
            .orElse(tables.choice().home(client));
        // its ESP will come in UDP, so nobody need wait for it beside that of others
        tables.expectations().ofClient(IpProtocol.ESP, client, server, now)
            .ifPresent(expectation -> tables.expectations().leave(expectation.floated(true)));
        return port.open(internal, external, lifetime(), now);
    }

    private Lifetime lifetime() {
        return Lifetime.inSwitch(tables.timers().natT());
    }
}
