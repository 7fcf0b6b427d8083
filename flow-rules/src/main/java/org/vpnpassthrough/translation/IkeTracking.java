/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.vpnpassthrough.mapping.Expectation;
import org.vpnpassthrough.mapping.IkeConversation;
import org.vpnpassthrough.mapping.IkePrediction;
import org.vpnpassthrough.mapping.IkeSighting;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.packet.IkeDatagram;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;

/**
 * Follows IKE conversations for the rooms of both its ports, refuses those below the crypto floor, and keeps for each
 * pair of client and server the external address at which the client is alone with the server.
 *
 * <p>The address is kept by an expectation of ESP. Where both sides know NAT traversal ESP will not come, but the
 * address is kept as well: servers tell the clients of L2TP in IPsec apart by it. There the expectation has floated
 * and yields: when the pool has no other address left for a client of plain ESP, that client gets this one. The one
 * that yields goes on as before, told apart by its ports, so nobody has to share or is refused for an address that was
 * only nice to have.
 */
public final class IkeTracking {
    private final NatTables tables;

    public IkeTracking(final NatTables tables) {
        this.tables = tables;
    }

    /**
     * Lets a message pass and notes it, or refuses it.
     *
     * @param known the session of a message that goes out, if there is one already
     * @param passing what lets it pass, opening a session where one is needed
     */
    public Verdict follow(final Packet packet, final Direction direction, final IkeDatagram datagram,
            final Optional<Session> known, final Supplier<Verdict> passing, final Instant now) {
        final boolean fromClient = direction == Direction.OUTBOUND;
        if (fromClient) {
            // before a port is taken: who is refused may ask for as long as he likes
            final var sighting = IkeSighting.from(packet.source(), packet.destination(), datagram);
            if (refuses(sighting)) {
                return refuse(sighting, known, now);
            }
        }
        final var verdict = passing.get();
        if (!(verdict instanceof Verdict.Forward forward)) {
            return verdict;
        }
        final var sighting = IkeSighting.of(forward.session(), fromClient, datagram);
        if (!fromClient && refuses(sighting)) {
            return refuse(sighting, Optional.of(forward.session()), now);
        }
        passed(sighting, now);
        return verdict;
    }

    private boolean refuses(final IkeSighting sighting) {
        final var floor = tables.policy().floor();
        return floor.blocks() && floor.refuses(tables.conversations().preview(sighting));
    }

    private Verdict refuse(final IkeSighting sighting, final Optional<Session> session, final Instant now) {
        tables.conversations().seen(sighting, tables.timers().ike(), now);
        tables.expectations().forget(IpProtocol.ESP, sighting.client(), sighting.server());
        session.ifPresent(over -> tables.table().close(over, now));
        return new Verdict.Drop(Reason.CRYPTO_BELOW_FLOOR,
            session.filter(Session::isInSwitch).map(List::of).orElse(List.of()));
    }

    private void passed(final IkeSighting sighting, final Instant now) {
        final var conversation = tables.conversations().seen(sighting, tables.timers().ike(), now);
        renew(conversation, conversation.prediction() == IkePrediction.UDP_ENCAPSULATED, now);
    }

    private void renew(final IkeConversation conversation, final boolean floated, final Instant now) {
        tables.expectations().ofClient(IpProtocol.ESP, conversation.client(), conversation.server(), now)
            .ifPresent(expectation -> tables.expectations().leave(
                expectation.renewed(false, until(now)).floated(floated)));
    }

    /** Whether the answer to a message must be seen before the switch may carry what follows. */
    public boolean awaitsChoice(final Session session, final IkeDatagram datagram) {
        return tables.conversations().find(session.mapping().client(), session.remote(),
                datagram.message().initiatorSpi())
            .filter(tables.policy().floor()::waitsForChoice).isPresent();
    }

    /** Forgets conversations that are over. Of those whose messages the switch carries past us the pairs are kept. */
    public void expire(final Instant now) {
        tables.conversations().expire(this::goesOn, tables.timers().ike(), now)
            .forEach(conversation -> keep(conversation, now));
    }

    /** Of several conversations that the switch may carry the latest is taken to be the one. */
    private boolean goesOn(final IkeConversation conversation) {
        return conversation.encapsulated() && conversation.internal() != null
            && tables.table().session(conversation.internal(), conversation.server()).isPresent()
            && tables.conversations().latest(conversation.client(), conversation.server())
                .equals(Optional.of(conversation));
    }

    private void keep(final IkeConversation conversation, final Instant now) {
        if (tables.expectations().ofClient(IpProtocol.ESP, conversation.client(), conversation.server(), now)
                .isPresent()) {
            renew(conversation, true, now);
        } else {
            leave(conversation.client(), conversation.external(), conversation.server(), now);
        }
    }

    /** Chooses the external address of a client whose data come in UDP, and keeps it if the client is alone there. */
    public Ip4 choose(final Ip4 client, final Ip4 server, final Instant now) {
        final var exclusive = tables.choice().exclusive(IpProtocol.ESP, client, server, now);
        exclusive.ifPresent(address -> leave(client, address, server, now));
        return exclusive.orElse(tables.choice().home(client));
    }

    private void leave(final Ip4 client, final Ip4 external, final Ip4 server, final Instant now) {
        tables.expectations().leave(
            Expectation.of(IpProtocol.ESP, client, external, server, until(now)).floated(true));
    }

    private Instant until(final Instant now) {
        return now.plusSeconds(tables.timers().ike());
    }
}
