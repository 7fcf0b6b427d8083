/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vpnpassthrough.mapping.Expectation;
import org.vpnpassthrough.mapping.IkeConversation;
import org.vpnpassthrough.mapping.IkeConversations;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Packet;

/** The one place where the policy is asked: before and after a room has a packet, and when the policy has changed. */
public final class Admission {
    private static final Set<Passthrough> OF_IKE = Set.of(Passthrough.IPSEC, Passthrough.NAT_T);

    private final List<Translator> rooms;
    private final Policy policy;
    private final IkeConversations conversations;

    Admission(final List<Translator> rooms, final Policy policy, final IkeConversations conversations) {
        this.rooms = rooms;
        this.policy = policy;
        this.conversations = conversations;
    }

    /** Has a packet translated by its room if the policy lets it pass. */
    Verdict translate(final Translator room, final Packet packet, final Direction direction, final Instant now) {
        final var wanted = room.passthroughs(packet);
        if (wanted.isEmpty()) {
            return room.translate(packet, direction, now);
        }
        if (direction == Direction.OUTBOUND) {
            return policy.refusal(wanted, packet.source(), packet.destination()).<Verdict>map(Verdict.Drop::new)
                .orElseGet(() -> room.translate(packet, direction, now));
        }
        final var server = packet.source();
        return policy.refusalToAll(wanted, server).<Verdict>map(Verdict.Drop::new)
            .orElseGet(() -> ofClient(room.translate(packet, direction, now), wanted, packet));
    }

    /**
     * The client of an inbound packet is known when its room has found it. What the room noted stays: for a client that
     * may not have it that can only be GRE of a call, whose control connection may pass, and it lives no longer than
     * the call.
     */
    private Verdict ofClient(final Verdict verdict, final List<Passthrough> wanted, final Packet packet) {
        return verdict instanceof Verdict.Forward forward
            ? policy.refusal(wanted, forward.destination(), packet.source()).<Verdict>map(Verdict.Drop::new)
                .orElse(verdict)
            : verdict;
    }

    /** Whether a session may go on. */
    public boolean allows(final Session session) {
        final var mapping = session.mapping();
        return allows(rooms.stream().filter(room -> room.room().equals(mapping.room()))
                .flatMap(room -> room.passthroughs(mapping.internal().protocol()).stream()).toList(),
            mapping.client(), session.remote());
    }

    /** What a pair has of IPsec is as strong as the IKE that was seen last between the two. */
    private boolean allows(final List<Passthrough> wanted, final Ip4 client, final Ip4 server) {
        return policy.refusal(wanted, client, server).isEmpty()
            && (wanted.stream().noneMatch(OF_IKE::contains)
                || conversations.latest(client, server).filter(policy.floor()::refuses).isEmpty());
    }

    /** Whether what was announced may come. */
    public boolean allows(final Expectation expectation) {
        return rooms.stream().filter(room -> room.announces().equals(Optional.of(expectation.protocol())))
            .allMatch(room -> allows(room.passthroughs(expectation.protocol()), expectation.client(),
                expectation.server()));
    }

    /** Whether an IKE conversation is worth remembering; one below the floor is, as it tells why it was refused. */
    public boolean allows(final IkeConversation conversation) {
        final var passthrough = conversation.encapsulated() ? Passthrough.NAT_T : Passthrough.IPSEC;
        return policy.refusal(List.of(passthrough), conversation.client(), conversation.server()).isEmpty();
    }
}
