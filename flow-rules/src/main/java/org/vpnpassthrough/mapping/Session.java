/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Recognition;

/**
 * The part of a mapping that talks to one remote address (RFC 2663 section 2.3): the unit of filtering
 * (address-dependent, RFC 4787 REQ-8), of switch rules and of lifetime.
 */
public final class Session {
    private static final Duration RULES_ACTIVE_AFTER = Duration.ofSeconds(1);

    private final long number;
    private final Mapping mapping;
    private final Ip4 remote;
    private Lifetime lifetime;
    private Phase phase;
    private Recognition recognition;
    private boolean refused;
    private Instant lastSeen;
    private boolean inSwitch;
    private Instant inSwitchSince = Instant.MIN;

    Session(final long number, final Mapping mapping, final Ip4 remote, final Lifetime lifetime, final Instant now) {
        this.number = number;
        this.mapping = mapping;
        this.remote = remote;
        this.lifetime = lifetime;
        lastSeen = now;
    }

    /** Names the session in cookies: 1 to 2^40 - 1, never used again within a gateway's life. */
    public long number() {
        return number;
    }

    public Mapping mapping() {
        return mapping;
    }

    public Ip4 remote() {
        return remote;
    }

    /** Seconds without a packet after which the session ends. */
    public int lifetimeSeconds() {
        return lifetime.seconds();
    }

    /** What its room notes about it; null if it notes nothing. */
    public Phase phase() {
        return phase;
    }

    /** What its first packet looked like, if that has a name; for display only. */
    public Optional<Recognition> recognition() {
        return Optional.ofNullable(recognition);
    }

    /** Notes what its first packet looked like. */
    public void recognised(final Recognition looks) {
        recognition = looks;
    }

    /** Whether exact-match rules can carry this session; if not, each of its packets passes the controller. */
    public boolean isSwitchable() {
        return lifetime.keeper() == Lifetime.Keeper.SWITCH && !refused;
    }

    /** Whether the switch carries the session now; it then also times the session out. */
    public boolean isInSwitch() {
        return inSwitch;
    }

    /**
     * Whether a packet of the session should not have reached the controller any more. Rules take a moment to become
     * active; after that a packet means that one of them is gone, as an inbound rule is after a silence of the server.
     */
    public boolean lacksRulesAt(final Instant now) {
        return inSwitch && !now.isBefore(inSwitchSince.plus(RULES_ACTIVE_AFTER));
    }

    /** When the controller last saw a packet of this session. */
    public Instant lastSeen() {
        return lastSeen;
    }

    /** Whether the controller saw a packet of this session within its lifetime. */
    public boolean isAliveAt(final Instant now) {
        return now.isBefore(lastSeen.plusSeconds(lifetimeSeconds()));
    }

    void seen(final Instant now) {
        lastSeen = now;
    }

    void carriedBySwitch(final boolean carried, final Instant now) {
        inSwitch = carried;
        inSwitchSince = now;
    }

    void refusedBySwitch() {
        refused = true;
        inSwitch = false;
    }

    void become(final Phase nowPhase, final Lifetime nowLifetime) {
        phase = nowPhase;
        lifetime = nowLifetime;
    }

    /** Seconds after the last packet seen at which the controller ends the session; 0: the switch will. */
    int watchedSeconds() {
        return lifetime.answerSeconds() > 0 ? lifetime.answerSeconds() : inSwitch ? 0 : lifetime.seconds();
    }

    @Override
    public String toString() {
        return "#" + number + " " + mapping + " with " + remote;
    }
}
