/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.util.List;
import java.util.Optional;

/**
 * What came of one kind of VPN through one gateway.
 *
 * @param vpn its key
 * @param title what it is
 * @param gateway the gateway's key
 * @param addresses how many external addresses there were
 * @param steps how many clients worked, as they became more
 * @param arrivals what the first client lost while the others came
 * @param megabits per second of one TCP connection inside the tunnel of the only client; 0 if it was not measured
 * @param events what else happened to two clients
 * @param evidence a line of the server's log which says that it cannot tell its clients apart; empty if there is none
 * @param problems what clients, server and gateway said of what did not work
 */
record Trial(String vpn, String title, String gateway, Addresses addresses, List<Step> steps, Echoes.Count arrivals,
        double megabits, List<Event> events, String evidence, List<String> problems) {
    /** TCP inside the tunnel to a server behind a link with a small MTU. */
    static final String NARROW = "a link of MTU 1300 before the server";

    Trial {
        steps = List.copyOf(steps);
        events = List.copyOf(events);
        problems = List.copyOf(problems);
    }

    /**
     * So many clients at once.
     *
     * @param clients how many have tried
     * @param connected whose software says that the tunnel is up
     * @param working through whose tunnel packets pass both ways, begun by either side
     * @param echoes what was sent to find that out, through all tunnels
     */
    record Step(int clients, int connected, int working, Echoes.Count echoes) { }

    /**
     * Something that happens to tunnels that stand.
     *
     * @param name what happens
     * @param clients how many there are
     * @param due how many of them should
     * @param working how many of them work afterwards
     * @param echoes what those who have nothing to do with it, or must not lose by it, sent meanwhile
     * @param remark what else is worth knowing; may be empty
     */
    record Event(String name, int clients, int due, int working, Echoes.Count echoes, String remark) {
        /** As many work as should, and none that should not. */
        boolean asItShould() {
            return working == due;
        }
    }

    /** How many of so many clients worked; empty if that was not tried. */
    Optional<Step> with(final int clients) {
        return steps.stream().filter(step -> step.clients() == clients).findFirst();
    }

    Optional<Event> event(final String name) {
        return events.stream().filter(event -> event.name().equals(name)).findFirst();
    }

    Trial figures() {
        return new Trial(vpn, title, gateway, addresses, steps, arrivals, megabits, events, evidence, List.of());
    }

    boolean allWork() {
        return steps.stream().allMatch(step -> step.working() == step.clients())
            && events.stream().allMatch(event -> event.asItShould());
    }
}
