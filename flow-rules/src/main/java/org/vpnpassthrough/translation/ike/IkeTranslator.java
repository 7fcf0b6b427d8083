/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.ike;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vpnpassthrough.mapping.Expectation;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.IkeDatagram;
import org.vpnpassthrough.packet.IkeMessage;
import org.vpnpassthrough.packet.InvalidSpi;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.EspPairs;
import org.vpnpassthrough.translation.IkeTracking;
import org.vpnpassthrough.translation.KeptPort;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Punt;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.SessionPath;
import org.vpnpassthrough.translation.Translator;
import org.vpnpassthrough.translation.Verdict;

/** IKE on UDP port 500. Leaves the expectation that the room {@code esp} finds. */
public final class IkeTranslator implements Translator {
    private static final String ROOM = "ike";
    private static final int PORT = 500;

    private final NatTables tables;
    private final SessionPath path;
    private final KeptPort port;
    private final EspPairs pairs;
    private final IkeTracking tracking;

    public IkeTranslator(final NatTables tables) {
        this.tables = tables;
        path = new SessionPath(tables.table());
        port = new KeptPort(ROOM, PORT, tables);
        pairs = new EspPairs(tables);
        tracking = new IkeTracking(tables);
    }

    @Override
    public String room() {
        return ROOM;
    }

    @Override
    public List<Punt> punts() {
        return port.service().punts(true);
    }

    @Override
    public List<Passthrough> passthroughs(final int protocol) {
        return List.of(Passthrough.IPSEC);
    }

    @Override
    public Optional<Integer> announces() {
        return Optional.of(IpProtocol.ESP);
    }

    @Override
    public boolean claims(final Packet packet, final Direction direction) {
        return port.service().isOf(packet, direction);
    }

    @Override
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        final var udp = (UdpHeader) packet.transport();
        return IkeDatagram.of(packet, udp)
            .map(datagram -> direction == Direction.OUTBOUND ? follow(packet, udp, datagram, now)
                : tracking.follow(packet, direction, datagram, Optional.empty(),
                    () -> inbound(packet, datagram.message(), now), now))
            .orElse(new Verdict.Drop(Reason.MALFORMED_IKE));
    }

    private Verdict follow(final Packet packet, final UdpHeader udp, final IkeDatagram datagram, final Instant now) {
        final var internal = new Tuple(IpProtocol.UDP, packet.source(), udp.sourcePort(), packet.destination());
        final var known = tables.table().session(internal, packet.destination());
        return tracking.follow(packet, Direction.OUTBOUND, datagram, known,
            () -> outbound(packet, udp, datagram.message(), internal, known, now), now);
    }

    private Verdict outbound(final Packet packet, final UdpHeader udp, final IkeMessage message, final Tuple internal,
            final Optional<Session> known, final Instant now) {
        final var client = packet.source();
        final var server = packet.destination();
        final var session = known.orElseGet(() -> open(internal, now));
        if (session == null) {
            return new Verdict.Drop(tables.whyNoMapping(client));
        }
        if (known.isEmpty() && !message.isOpening()) {
            pairs.missedBeginning(client, server, now);
        }
        renew(client, server, false, now);
        final var external = session.mapping().external().address();
        // a host without the SPI of a copy may say so in clear text; it would be believed about another client's tunnel
        if (pairs.shared(external, server).isPresent() && InvalidSpi.isNotified(packet, udp, message)) {
            return new Verdict.Drop(Reason.COPY_ANSWERED);
        }
        if (!message.makesSecurityAssociations()) {
            return path.outbound(packet, session, now);
        }
        final var joined = pairs.join(client, external, server, now);
        if (!mayBegin(message, client, external, server, now)) {
            return new Verdict.Hold(EspPairs.pair(external, server), joined);
        }
        pairs.phaseTwo(client, server, message.messageId(), now);
        return path.outbound(packet, session, now, joined.toArray(Session[]::new));
    }

    /** While a pair is demultiplexed, its clients make security associations one after the other. */
    private boolean mayBegin(final IkeMessage message, final Ip4 client, final Ip4 external, final Ip4 server,
            final Instant now) {
        return message.isResponse() || pairs.shared(external, server)
            .filter(pair -> pair.strategy() == Strategy.DEMULTIPLEXED)
            .map(pair -> pair.spis().mayBegin(client, message.messageId(), now)).orElse(true);
    }

    private Verdict inbound(final Packet packet, final IkeMessage message, final Instant now) {
        final var verdict = port.service().inbound(packet, lifetime(), now);
        if (!(verdict instanceof Verdict.Forward forward)) {
            return verdict;
        }
        final var client = forward.destination();
        final var server = packet.source();
        renew(client, server, true, now);
        if (!message.makesSecurityAssociations()) {
            return verdict;
        }
        pairs.phaseTwo(client, server, message.messageId(), now);
        pairs.shared(packet.destination(), server)
            .filter(pair -> pairs.session(client, server).isPresent())
            .ifPresent(pair -> pair.spis().begun(client, message.messageId()));
        return new Verdict.Forward(forward.rewrite(), client, forward.session(),
            pairs.join(packet.destination(), server, now));
    }

    /** Address choice at control time: the address that ESP will need is known before the first IKE packet leaves. */
    private Session open(final Tuple internal, final Instant now) {
        final var client = internal.address();
        final var server = internal.remote();
        final var chosen = pairs.choose(client, server, now);
        final var external = chosen.orElse(tables.choice().home(client));
        final var session = port.open(internal, external, lifetime(), now);
        if (session != null) {
            chosen.ifPresent(address -> tables.expectations().leave(
                Expectation.of(IpProtocol.ESP, client, address, server, until(now))));
        }
        return session;
    }

    private void renew(final Ip4 client, final Ip4 server, final boolean answered, final Instant now) {
        pairs.expected(client, server, now).ifPresent(expectation ->
            tables.expectations().leave(expectation.renewed(answered, until(now))));
    }

    private Lifetime lifetime() {
        return Lifetime.inController(tables.timers().ike());
    }

    private Instant until(final Instant now) {
        return now.plusSeconds(tables.timers().ike());
    }
}
