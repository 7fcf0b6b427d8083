/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.vpnpassthrough.gateway.GatewayRig;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Mac;

/** One packet on its way through the gateway. */
final class Flight {
    private static final int UNIT = 8;
    private static final int MIN_LENGTH = 24;
    /** Protocols of which the first half of a packet tells whose it is. */
    private static final Set<Kind> FRAGMENTED = Set.of(Kind.UDP, Kind.IKE, Kind.ESP, Kind.SIX_IN_FOUR);

    private final Conversation conversation;
    private final boolean outbound;
    private byte[] frame;
    private final byte[] complainsAbout;
    private final Weather weather;
    private final Set<Conversation> receivers = new LinkedHashSet<>();
    private boolean watched = true;
    private boolean landed;
    private boolean promised;

    private Flight(final Conversation conversation, final boolean outbound, final byte[] frame,
            final byte[] complainsAbout, final Weather weather) {
        this.conversation = conversation;
        this.outbound = outbound;
        this.frame = frame;
        this.complainsAbout = complainsAbout;
        this.weather = weather;
    }

    /** A packet of a conversation; the conversation is null for a stranger's. */
    static Flight of(final Conversation conversation, final boolean outbound, final byte[] frame,
            final Weather weather) {
        return new Flight(conversation, outbound, frame, null, weather);
    }

    /**
     * An ICMP error.
     *
     * @param about the packet as its own sender sent it, with the time to live that the quote shows
     */
    static Flight complaint(final Conversation conversation, final boolean outbound, final byte[] frame,
            final byte[] about) {
        return new Flight(conversation, outbound, frame, about, Weather.FINE);
    }

    /** Null for a packet that belongs to no conversation. */
    Conversation conversation() {
        return conversation;
    }

    boolean isOutbound() {
        return outbound;
    }

    boolean isComplaint() {
        return complainsAbout != null;
    }

    byte[] frame() {
        return frame;
    }

    /**
     * Gives it a number.
     *
     * @param id 1 to 65535, the IPv4 identification
     * @param router the Ethernet address that it comes from if it is from outside, or null
     * @return a fresh copy
     */
    byte[] number(final int id, final Mac router) {
        final var wire = Patch.of(frame).id(id);
        if (router != null) {
            wire.macs(router, GatewayRig.EXTERNAL_MAC);
        }
        frame = conversation == null ? wire.headerBytes() : wire.bytes();
        return frame.clone();
    }

    /** It is about to be sent. */
    void begin(final Instant now) {
        promised = conversation != null && conversation.isPromisedAt(now);
    }

    /** Whether the way back was open when it was sent. */
    boolean isPromised() {
        return promised;
    }

    /** The frames in which it comes to the gateway. */
    List<byte[]> parts(final byte[] whole) {
        final int length = Wire.end(whole) - Wire.transport(whole);
        if (weather.fragments() == Weather.Fragments.NONE || conversation == null || length < MIN_LENGTH
                || !FRAGMENTED.contains(conversation.key().kind())
                || conversation.key().server() >= Network.SERVERS) {
            return List.of(whole);
        }
        final var parts = Frames.fragments(whole, (length / 2 / UNIT + 1) * UNIT);
        return weather.fragments() == Weather.Fragments.REVERSED ? parts.reversed() : parts;
    }

    byte[] complainsAbout() {
        return complainsAbout;
    }

    Weather weather() {
        return weather;
    }

    /** Whether the gateway saw everything of it that it wants to see. */
    boolean isWatched() {
        return watched;
    }

    void unwatched() {
        watched = false;
    }

    /** It has come out; the result tells whether for the first time. */
    boolean land() {
        final boolean first = !landed;
        landed = true;
        return first;
    }

    boolean hasLanded() {
        return landed;
    }

    void received(final Conversation by) {
        receivers.add(by);
    }

    Set<Conversation> receivers() {
        return receivers;
    }
}
