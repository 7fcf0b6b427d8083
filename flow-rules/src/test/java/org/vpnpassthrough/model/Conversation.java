/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.time.Instant;
import java.util.Random;
import org.vpnpassthrough.packet.Ip4;

/**
 * A client and a server that talk, with the model's own idea of what the gateway owes them. It is a simple one: after a
 * packet from inside the way back is open for so long, whatever the gateway keeps about it.
 */
abstract sealed class Conversation permits PortConversation, EchoConversation, TunnelConversation, TcpConversation,
        PptpConversation, CallConversation {
    private final Key key;
    private Ip4 external;
    private int externalLabel;
    private Instant promisedUntil = Instant.EPOCH;
    private byte[] lastSent;
    private byte[] lastOutside;
    private byte[] lastAnswer;
    private byte[] lastInside;

    Conversation(final Key key) {
        this.key = key;
    }

    /** A conversation of this kind in which nothing has been said. */
    static Conversation of(final Key key) {
        return switch (key.kind()) {
            case TCP -> new TcpConversation(key);
            case ECHO -> new EchoConversation(key);
            case PPTP -> new PptpConversation(key);
            case UDP, SCTP, IKE, NATT, L2TP -> new PortConversation(key);
            case ESP, PLAIN_GRE, IPIP, SIX_IN_FOUR, L2TP_V3 -> new TunnelConversation(key);
            case CALL -> throw new IllegalArgumentException("a call is made by its control connection");
        };
    }

    final Key key() {
        return key;
    }

    final Ip4 client() {
        return Network.client(key.client());
    }

    final Ip4 server() {
        return Network.server(key.server());
    }

    /** The address that stands for the client outside, null before the server has seen a packet. */
    final Ip4 external() {
        return external;
    }

    /** The port, ICMP id or call ID that stands for the client's. */
    final int externalLabel() {
        return externalLabel;
    }

    final Outside.Place place() {
        return new Outside.Place(key.kind().protocol(), external, externalLabel, server());
    }

    final boolean isSameInside(final Conversation other) {
        return key.client() == other.key.client() && key.label() == other.key.label();
    }

    /**
     * Whether the gateway has made up an ICMP id. It may then meet one that another client uses, which it cannot know
     * while the switch carries that client's pings: one of some thousand times.
     */
    final boolean isLabelMadeUp() {
        return key.kind() == Kind.ECHO && externalLabel != key.label();
    }

    /** Whether the way back must be open. */
    final boolean isPromisedAt(final Instant now) {
        return now.isBefore(promisedUntil);
    }

    final Instant promisedUntil() {
        return promisedUntil;
    }

    final void promise(final Instant until) {
        promisedUntil = until;
    }

    /** From now on nothing is owed: the administrator has ended it, or its ends have. */
    void end(final Instant now) {
        if (promisedUntil.isAfter(now)) {
            promisedUntil = now;
        }
    }

    /** The next packet of the client, or null if it has nothing to say. */
    abstract byte[] fromClient(Random dice, Instant now);

    /** The next packet of the server to where it believes the client to be, or null. */
    abstract byte[] fromServer(Random dice, Instant now);

    /** The client's label as a server would see it in this packet. */
    int labelIn(final byte[] outside) {
        return key.kind().isLabelled() ? Wire.sourceLabel(outside) : 0;
    }

    /** What the client's packet must have become, given where it seems to come from. */
    byte[] expectedOutside(final byte[] sent, final byte[] outside) {
        final var wire = Patch.of(sent).source(Wire.source(outside)).ttl(Wire.ttl(sent) - 1);
        return (key.kind().isLabelled() ? wire.sourceLabel(labelIn(outside)) : wire).bytes();
    }

    /** What the server's packet must have become for the client. */
    byte[] expectedInside(final byte[] sent, final byte[] inside) {
        final var wire = Patch.of(sent).destination(client()).ttl(Wire.ttl(sent) - 1);
        return (key.kind().isLabelled() ? wire.destinationLabel(key.label()) : wire).bytes();
    }

    /**
     * A packet of the client has left the gateway.
     *
     * @param received whether it reaches the server
     * @param watched whether the gateway has seen what it asked the switch to show it
     */
    final void leftOutside(final byte[] sent, final byte[] outside, final boolean received, final boolean watched,
            final Instant now) {
        external = Wire.source(outside);
        externalLabel = labelIn(outside);
        lastSent = sent;
        lastOutside = outside;
        keepOpen(sent, watched, now);
        if (received) {
            serverGets(outside, now);
        }
    }

    /**
     * A packet of the server has left the gateway.
     *
     * @param received whether it reaches the client
     * @param watched whether the gateway has seen what it asked the switch to show it
     */
    final void leftInside(final byte[] sent, final byte[] inside, final boolean received, final boolean watched,
            final Instant now) {
        lastAnswer = sent;
        lastInside = inside;
        answered(sent, watched, now);
        if (received) {
            clientGets(inside, now);
        }
    }

    /** How long the way back is open now. */
    abstract void keepOpen(byte[] sent, boolean watched, Instant now);

    /** What an answer changes about that. */
    void answered(final byte[] sent, final boolean watched, final Instant now) {
        // nothing: traffic from outside keeps no mapping alive (RFC 4787 REQ-6)
    }

    void serverGets(final byte[] outside, final Instant now) {
        // nothing to remember
    }

    void clientGets(final byte[] inside, final Instant now) {
        // nothing to remember
    }

    final void at(final Ip4 address, final int label) {
        external = address;
        externalLabel = label;
    }

    final byte[] lastSent() {
        return lastSent;
    }

    final byte[] lastOutside() {
        return lastOutside;
    }

    final byte[] lastAnswer() {
        return lastAnswer;
    }

    final byte[] lastInside() {
        return lastInside;
    }

    @Override
    public final String toString() {
        return "[" + key + (external == null ? "" : " as " + external + ":" + externalLabel + " until "
            + promisedUntil.getEpochSecond()) + "]";
    }
}
