/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.natt;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vpnpassthrough.mapping.IkeConversation;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.IkeDatagram;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Malformed;
import org.vpnpassthrough.packet.NattDatagram;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.IkeTracking;
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
    private final IkeTracking tracking;

    public NattTranslator(final NatTables tables) {
        this.tables = tables;
        path = new SessionPath(tables.table());
        port = new KeptPort(ROOM, PORT, tables);
        tracking = new IkeTracking(tables);
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
    public List<Passthrough> passthroughs(final int protocol) {
        return List.of(Passthrough.NAT_T);
    }

    @Override
    public boolean claims(final Packet packet, final Direction direction) {
        return port.service().isOf(packet, direction);
    }

    @Override
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        final var udp = (UdpHeader) packet.transport();
        return switch (NattDatagram.of(packet, udp)) {
            case Malformed malformed -> new Verdict.Drop(Reason.of(malformed.flaw()));
            case NattDatagram.Ike ike -> IkeDatagram.of(packet, ike)
                .map(datagram -> ike(packet, udp, datagram, direction, now))
                .orElse(new Verdict.Drop(Reason.MALFORMED_IKE));
            default -> pass(packet, udp, direction, now);
        };
    }

    /** Of IKE here only the messages are seen that no rule of the switch takes, the first one among them. */
    private Verdict ike(final Packet packet, final UdpHeader udp, final IkeDatagram datagram,
            final Direction direction, final Instant now) {
        final var known = direction == Direction.OUTBOUND ? known(packet, udp) : Optional.<Session>empty();
        final var verdict = tracking.follow(packet, direction, datagram, known,
            () -> pass(packet, udp, direction, now), now);
        if (verdict instanceof Verdict.Forward forward) {
            watch(forward.session(), datagram);
        }
        return verdict;
    }

    /** IKE may begin on this port. Where its answer may be refused, the controller carries it until then. */
    private void watch(final Session session, final IkeDatagram datagram) {
        final boolean watched = tracking.awaitsChoice(session, datagram);
        if (watched == session.isSwitchable()) {
            final var lifetime = lifetime();
            tables.table().become(session, null, watched ? Lifetime.inController(lifetime.seconds()) : lifetime);
        }
    }

    private Lifetime lifetime() {
        return Lifetime.inSwitch(tables.timers().natT());
    }

    private Verdict pass(final Packet packet, final UdpHeader udp, final Direction direction, final Instant now) {
        if (direction == Direction.INBOUND) {
            return port.service().inbound(packet, lifetime(), now);
        }
        final var session = known(packet, udp).orElseGet(() -> open(internal(packet, udp), now));
        return session == null ? new Verdict.Drop(tables.whyNoMapping(packet.source()))
            : path.outbound(packet, session, now);
    }

    private Optional<Session> known(final Packet packet, final UdpHeader udp) {
        return tables.table().session(internal(packet, udp), packet.destination());
    }

    private static Tuple internal(final Packet packet, final UdpHeader udp) {
        return new Tuple(IpProtocol.UDP, packet.source(), udp.sourcePort(), packet.destination());
    }

    private Session open(final Tuple internal, final Instant now) {
        final var client = internal.address();
        final var server = internal.remote();
        // where IKE was on port 500: a server need not expect that it moves to another address with the port
        final var external = tables.conversations().latest(client, server).map(IkeConversation::external)
            // with the server at an address of its own if there is one: servers tell L2TP/IPsec clients apart by it
            .orElseGet(() -> tracking.choose(client, server, now));
        // its ESP will come in UDP, so nobody need wait for it beside that of others
        tables.expectations().ofClient(IpProtocol.ESP, client, server, now)
            .ifPresent(expectation -> tables.expectations().leave(expectation.floated(true)));
        return port.open(internal, external, lifetime(), now);
    }
}
