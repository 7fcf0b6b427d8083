/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All results of a run.
 *
 * @param machine what it ran on: name of a thing and its version, in order
 * @param plain megabits per second of TCP without a VPN, by gateway
 * @param trials in the order in which they were made
 */
record Matrix(Map<String, String> machine, Map<String, Double> plain, List<Trial> trials) {
    Matrix {
        trials = List.copyOf(trials);
    }

    /**
     * Where we fall short: fewer clients work than through Linux; or not all do, and no line of the server's log says
     * that the protocol itself forbids it.
     */
    List<String> misses() {
        final var misses = new ArrayList<String>();
        for (var ours : of(OurNat.KEY)) {
            final var linux = counterpart(ours);
            if (ours.steps().isEmpty()) {
                misses.add(ours.vpn() + ", " + ours.addresses().text() + ": nothing could be tried");
            }
            for (var step : ours.steps()) {
                final var where = ours.vpn() + ", " + ours.addresses().text() + ", " + step.clients() + " clients: "
                    + step.working() + " work";
                linux.flatMap(trial -> trial.with(step.clients())).filter(other -> other.working() > step.working())
                    .ifPresent(other -> misses.add(where + ", through Linux " + other.working()));
                if (step.working() < step.clients() && !isExcused(ours)) {
                    misses.add(where);
                }
            }
            for (var event : ours.events()) {
                final int least = Trial.NARROW.equals(event.name()) || isExcused(ours)
                    ? linux.flatMap(trial -> trial.event(event.name())).map(Trial.Event::working).orElse(0)
                    : event.due();
                final var where = ours.vpn() + ", " + event.name() + ": " + event.working() + " of " + event.clients()
                    + " work, and ";
                if (event.working() < least) {
                    misses.add(where + least + " could");
                } else if (event.working() > event.due()) {
                    misses.add(where + event.due() + " may");
                }
            }
        }
        return misses;
    }

    /** The same without what programs said, which is of use on the machine where they ran only. */
    Matrix figures() {
        return new Matrix(machine, plain, trials.stream().map(Trial::figures).toList());
    }

    private List<Trial> of(final String gateway) {
        return trials.stream().filter(trial -> trial.gateway().equals(gateway)).toList();
    }

    /** On addresses of their own no server can confuse its clients. */
    private static boolean isExcused(final Trial trial) {
        return trial.addresses() == Addresses.ONE && !trial.evidence().isEmpty();
    }

    /** The same through the other gateway. */
    Optional<Trial> counterpart(final Trial trial) {
        return trials.stream().filter(other -> other.vpn().equals(trial.vpn())
            && other.addresses() == trial.addresses() && !other.gateway().equals(trial.gateway())).findFirst();
    }
}
