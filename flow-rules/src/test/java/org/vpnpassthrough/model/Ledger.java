/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.rules.FakeSwitch;

/**
 * Every packet that came to the gateway and what became of it: sent on, answered, or refused under exactly one reason.
 * One that waits, for ARP say, is owed an end; {@link #balance} collects the debts.
 */
final class Ledger {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<Integer, Instant> waiting = new LinkedHashMap<>();
    private int refusedLater;

    /**
     * A packet-in, the reasons counted while it was dealt with, and what left.
     *
     * @return the reasons that are about this very packet
     */
    List<String> packetIn(final FakeSwitch.PacketIn packetIn, final List<String> refused, final List<Site.Output> out,
            final Instant now) {
        final var frame = packetIn.frame();
        if (!Wire.isIpv4(frame) || Wire.isArp(frame)) {
            later(refused, out);
            return List.of();
        }
        if (Cookie.isCopy(packetIn.cookie())) {
            if (!refused.isEmpty() || !out.isEmpty()) {
                throw new Violation("a copy is only looked at", refused, out);
            }
            return List.of();
        }
        final boolean sentOn = out.stream().anyMatch(output -> output.port() != packetIn.inPort()
            && Wire.isIpv4(output.frame()) && Wire.id(output.frame()) == Wire.id(frame));
        final boolean answered = out.stream().anyMatch(output -> output.port() == packetIn.inPort()
            && Wire.isIpv4(output.frame()));
        final boolean asked = out.stream().anyMatch(output -> output.port() != packetIn.inPort()
            && Wire.isArpRequest(output.frame())) && !refused.contains("NEIGHBOUR_UNRESOLVED");
        // others that waited may have been let go because of this one
        final int own = sentOn || asked || refused.isEmpty() ? 0 : 1;
        later(refused.subList(own, refused.size()), out);
        if (refusedLater > waiting.size()) {
            throw new Violation("a packet is sent on or refused, and that once", refused, out.size() + " sent");
        }
        if (!sentOn && own == 0 && !answered) {
            waiting.put(number(frame), now);
        }
        return refused.subList(0, own);
    }

    /** Reasons counted and packets sent while no packet came, or one that only tells where others may go. */
    void later(final List<String> refused, final List<Site.Output> out) {
        out.stream().filter(output -> Wire.isIpv4(output.frame()))
            .forEach(output -> waiting.remove(number(output.frame())));
        refusedLater += refused.size();
    }

    /** The switch is back: only from now on can anything be done about what waits. */
    void reconnected(final Instant now) {
        waiting.replaceAll((id, since) -> now);
    }

    /** Whether nothing is known yet about what becomes of this packet. */
    boolean isWaiting(final int id) {
        return waiting.containsKey(2 * id) || waiting.containsKey(2 * id + 1);
    }

    /** The packet's identification, and whether it is the first fragment or a later one. */
    private static int number(final byte[] frame) {
        return 2 * Wire.id(frame) + (Wire.fragmentOffset(frame) == 0 ? 0 : 1);
    }

    /** After some time every packet that waited has been sent or refused. */
    void balance(final Instant now) {
        final boolean settled = waiting.values().stream().allMatch(since -> since.plus(PATIENCE).isBefore(now));
        if (refusedLater > waiting.size() || settled && refusedLater != waiting.size()) {
            throw new Violation("every packet is sent on or refused for a reason",
                waiting.size() + " waited", refusedLater + " were refused", waiting);
        }
        if (settled) {
            waiting.clear();
            refusedLater = 0;
        }
    }
}
