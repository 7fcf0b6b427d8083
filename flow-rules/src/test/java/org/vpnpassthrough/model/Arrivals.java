/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.vpnpassthrough.gateway.GatewayRig;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;

/** Checks what comes out of the gateway against what went in, and that what must come out does. */
final class Arrivals {
    private final Beliefs beliefs;

    Arrivals(final Beliefs beliefs) {
        this.beliefs = beliefs;
    }

    /** A packet has left the gateway. */
    void arrive(final Flight flight, final Site.Output output, final Ip4 destination, final Mac nextHop,
            final Instant now) {
        final boolean first = flight.land();
        final boolean outside = output.port() == GatewayRig.EXTERNAL;
        if (outside != flight.isOutbound()) {
            throw new Violation("a packet leaves on the other side", HexFormat.of().formatHex(output.frame()));
        }
        if (flight.conversation() != null && beliefs.isOff(flight.conversation().key().kind())) {
            throw new Violation("what is switched off does not pass", flight.conversation());
        }
        if (outside) {
            if (!first) {
                throw new Violation("a packet leaves once", HexFormat.of().formatHex(output.frame()));
            }
            outside(flight, output.frame(), nextHop, now);
        } else {
            inside(flight, output.frame(), destination, now);
        }
    }

    private void outside(final Flight flight, final byte[] got, final Mac nextHop, final Instant now) {
        final var external = Wire.source(got);
        final var talk = flight.conversation();
        if (!beliefs.pool().contains(external)) {
            throw new Violation("packets leave with an address of the pool", external, talk);
        }
        if (talk == null) {
            return;
        }
        final var expected = flight.isComplaint()
            ? Patch.of(flight.frame()).source(talk.external()).ttl(Wire.ttl(flight.frame()) - 1)
                .quote(flight.complainsAbout()).bytes()
            : talk.expectedOutside(flight.frame(), got);
        compare(Patch.of(expected).macs(GatewayRig.EXTERNAL_MAC, nextHop).bytes(), got, flight);
        flight.received(talk);
        if (flight.isComplaint()) {
            return;
        }
        // a ping may get another id, and a new home, when a second client comes; its sender does not see it
        final boolean moved = !external.equals(talk.external()) || talk.labelIn(got) != talk.externalLabel();
        if (talk.isPromisedAt(now) && moved && talk.key().kind() != Kind.ECHO) {
            throw new Violation("a mapping stays as it is while it is in use", talk, external, talk.labelIn(got));
        }
        talk.leftOutside(flight.frame(), got, !flight.weather().lostAfter(), flight.isWatched(), now);
        beliefs.outside().claim(talk, now, beliefs.isShared(talk.key().kind()));
    }

    private void inside(final Flight flight, final byte[] got, final Ip4 client, final Instant now) {
        if (flight.isComplaint()) {
            if (!client.equals(flight.conversation().client()) && beliefs.isShared(flight.conversation().key().kind())
                    && beliefs.rivals(flight.conversation().key()).stream().map(Network::client)
                        .anyMatch(client::equals)) {
                return;
            }
            final var expected = Patch.of(flight.frame()).destination(flight.conversation().client())
                .ttl(Wire.ttl(flight.frame()) - 1).quote(flight.complainsAbout())
                .macs(GatewayRig.INTERNAL_MAC, Network.mac(client)).bytes();
            compare(expected, got, flight);
            flight.received(flight.conversation());
            return;
        }
        final var receiver = receiver(flight, client, now);
        if (receiver == null) {
            return;
        }
        if (flight.receivers().contains(receiver)) {
            throw new Violation("a packet leaves once", receiver);
        }
        final var expected = Patch.of(receiver.expectedInside(flight.frame(), got))
            .macs(GatewayRig.INTERNAL_MAC, Network.mac(client)).bytes();
        compare(expected, got, flight);
        flight.received(receiver);
        if (receiver == flight.conversation()) {
            receiver.leftInside(flight.frame(), got, !flight.weather().lostAfter(), flight.isWatched(), now);
        }
    }

    /**
     * Whose the packet is, of those that it may be for.
     *
     * @return null for a client that talks to the server with other ICMP or call IDs, which a switch cannot see
     */
    private Conversation receiver(final Flight flight, final Ip4 client, final Instant now) {
        final var place = Strangers.place(flight.frame());
        for (final var talk : beliefs.outside().at(place)) {
            if (talk.client().equals(client) && (talk.isPromisedAt(now) || place.protocol() != Wire.ICMP)) {
                return talk;
            }
        }
        final var opened = flight.conversation();
        if (place.protocol() == Wire.UDP && beliefs.isShared(Kind.ESP)
                && beliefs.talking(Set.of(Kind.IKE), place.server()).contains(client)) {
            // a message that makes a mapping may have to wait for its turn before it leaves
            return null;
        }
        if (place.protocol() == Wire.ESP && beliefs.isShared(Kind.ESP)
                && beliefs.talking(Set.of(Kind.ESP, Kind.IKE), place.server()).contains(client)) {
            return opened != null && opened.client().equals(client) ? opened : null;
        }
        if (place.protocol() == Wire.ESP && beliefs.announced(place.external(), place.server()).stream()
                .anyMatch(ike -> ike.client().equals(client))) {
            return opened != null && opened.client().equals(client) ? opened : null;
        }
        final var unseen = place.protocol() == Wire.ICMP ? Set.of(Kind.ECHO)
            : place.protocol() == Wire.GRE ? Set.of(Kind.PLAIN_GRE, Kind.CALL) : Set.<Kind>of();
        if (beliefs.outside().at(place).stream().noneMatch(talk -> talk.isPromisedAt(now) && talk.place().equals(place))
                && beliefs.talking(unseen, place.server()).contains(client)) {
            return null;
        }
        throw new Violation("nobody gets what is not for him", client, place, beliefs.outside().at(place));
    }

    private static void compare(final byte[] expected, final byte[] got, final Flight flight) {
        if (!Arrays.equals(expected, got)) {
            throw new Violation("only addresses, labels, time to live and checksums change, and those rightly",
                "of " + flight.conversation() + (flight.isComplaint() ? " (ICMP error)" : ""),
                "\n    sent     " + HexFormat.of().formatHex(flight.frame()),
                "\n    expected " + HexFormat.of().formatHex(expected),
                "\n    got      " + HexFormat.of().formatHex(got) + "\n");
        }
    }

    /** After a packet has been dealt with: it has come out where it must, or has been refused for a good reason. */
    void settle(final Flight flight, final Site.Passed passed, final boolean connected, final boolean waiting,
            final Instant now) {
        if (passed.lost()) {
            return;
        }
        final boolean answered = passed.out().stream().anyMatch(output -> Wire.isIpv4(output.frame())
            && Network.own().contains(Wire.source(output.frame())));
        if (!flight.hasLanded() && passed.refused().isEmpty() && !answered && !waiting && connected) {
            throw new Violation("no packet vanishes without a reason", flight.conversation());
        }
        final var talk = flight.conversation();
        if (talk == null || flight.receivers().contains(talk) || waiting || !connected
                || beliefs.isOff(talk.key().kind())) {
            return;
        }
        if (flight.isOutbound() && !flight.isComplaint()) {
            if (!mayRefuse(talk, flight, passed.refused(), now)) {
                throw new Violation("what a client may send gets through", passed.refused(), talk);
            }
        } else if (flight.isPromised() && talk.isPromisedAt(now) && isOwed(talk, flight)) {
            throw new Violation(flight.isComplaint() ? "an error about a packet reaches its sender"
                : "an answer reaches the client that asked", passed.refused(), talk);
        }
    }

    /** OpenFlow cannot see an ICMP id: a ping's session may have given way to another client's, or have its id. */
    private boolean isOwed(final Conversation talk, final Flight flight) {
        if (talk.key().kind() == Kind.ESP && beliefs.isShared(Kind.ESP)) {
            return !flight.isComplaint() && beliefs.isSpiPredictable(talk.key());
        }
        return talk.key().kind() != Kind.ECHO
            || !flight.isComplaint() && beliefs.outside().at(talk.place()).size() == 1;
    }

    private boolean mayRefuse(final Conversation talk, final Flight flight, final List<String> refused,
            final Instant now) {
        final var reason = refused.isEmpty() ? "" : refused.get(0);
        return switch (talk.key().kind()) {
            case ESP -> "ESP_PAIR_TAKEN".equals(reason) && !beliefs.isShared(Kind.ESP)
                && beliefs.rivals(talk.key()).size() >= beliefs.pool().size();
            case PLAIN_GRE, IPIP, SIX_IN_FOUR, L2TP_V3 -> "PAIR_TAKEN".equals(reason)
                && !beliefs.rivals(talk.key()).isEmpty();
            case IKE -> "PHASE_TWO_QUEUE_FULL".equals(reason) && beliefs.isShared(Kind.ESP);
            case PPTP -> "PPTP_SPLIT_CALL_ID".equals(reason);
            case CALL -> "GRE_WITHOUT_CALL".equals(reason) && !talk.isPromisedAt(now);
            case TCP -> "NO_MAPPING".equals(reason) && !talk.isPromisedAt(now)
                && (Wire.tcpFlags(flight.frame()) & TcpConversation.RST) != 0;
            default -> "NEIGHBOUR_UNRESOLVED".equals(reason) && talk.key().server() >= Network.SERVERS;
        };
    }
}
