/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went wrong between the controller and the switch of one gateway: counted by name, and told in the log at most
 * once in ten seconds per name. Safe to call from any thread.
 */
final class Faults {
    /** A packet came while the gateway's queue was full, and was dropped. */
    static final String QUEUE_FULL = "packet-queue-full";
    /** The connection was lost before the switch answered a message, or there was none. */
    static final String CONNECTION_LOST = "connection-lost";
    /** Something was thrown where nothing should be; the log has the trace. */
    static final String INTERNAL = "internal-error";

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final String gateway;
    private final InstantSource clock;
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

    /**
     * Starts with no faults.
     *
     * @param gateway the gateway's name, for the log
     * @param clock for the pauses in the log
     */
    Faults(final String gateway, final InstantSource clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    /**
     * Counts a fault.
     *
     * @param name the counter's name
     * @param detail what the log says about it
     */
    void count(final String name, final String detail) {
        if (tally(name).addAndAskToTell(clock.instant())) {
            LOG.warn("Gateway {}: {}: {}", gateway, name, detail);
        }
    }

    /**
     * Counts something thrown.
     *
     * @param name the counter's name
     * @param thrown what was thrown
     */
    void count(final String name, final Throwable thrown) {
        if (tally(name).addAndAskToTell(clock.instant())) {
            LOG.warn("Gateway {}: {}", gateway, name, thrown);
        }
    }

    /**
     * The counters at this moment.
     *
     * @return name to count, sorted, without those that are zero
     */
    Map<String, Long> counts() {
        final var counts = new TreeMap<String, Long>();
        tallies.forEach((name, tally) -> counts.put(name, tally.count()));
        return counts;
    }

    private Tally tally(final String name) {
        return tallies.computeIfAbsent(name, key -> new Tally());
    }

    private static final class Tally {
        private long count;
        private Instant told = Instant.MIN;

        synchronized boolean addAndAskToTell(final Instant now) {
            count++;
            if (now.isBefore(told)) {
                return false;
            }
            told = now.plus(QUIET);
            return true;
        }

        synchronized long count() {
            return count;
        }
    }
}
