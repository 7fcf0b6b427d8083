/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;

/**
 * Tries one kind of VPN through one gateway: clients become more step by step while the first one's packets are
 * counted, then things happen to two of them.
 */
final class Experiment {
    private final Topology topology;
    private final Host server;
    private final Consumer<String> progress;

    /**
     * An experiment.
     *
     * @param topology the network with both gateways
     * @param progress takes a line now and then
     */
    Experiment(final Topology topology, final Consumer<String> progress) {
        this.topology = topology;
        server = topology.host("v1");
        this.progress = progress;
    }

    /**
     * What is tried.
     *
     * @param addresses how many external addresses the gateway has
     * @param clients how many at a time, in ascending order
     * @param speed whether to measure the first one's TCP
     * @param events whether to let things happen to two clients afterwards
     */
    record Plan(Addresses addresses, List<Integer> clients, boolean speed, boolean events) {
        Plan {
            clients = clients.stream().sorted(Comparator.naturalOrder()).toList();
        }
    }

    /** Tries it. What does not work is in the result; an exception means that the lab itself is broken. */
    Trial run(final Vpn vpn, final Nat gateway, final Plan plan) {
        gateway.begin(plan.addresses);
        gateway.route(topology);
        final var problems = new ArrayList<String>();
        final var steps = new ArrayList<Trial.Step>();
        final var events = new ArrayList<Trial.Event>();
        var arrivals = Echoes.Count.NONE;
        double megabits = 0;
        var evidence = "";
        Echoes first = null;
        try (var to = vpn.serve(topology, server, server.address());
                var crowd = new Crowd(topology.clients(), server)) {
            for (var size : plan.clients) {
                crowd.grow(to, size);
                final var look = crowd.look();
                progress.accept("%s, %s, %s: %d of %d".formatted(vpn.key(), gateway.key(), plan.addresses.text(),
                    look.working(), size));
                steps.add(new Trial.Step(size, look.connected(), look.working(), look.echoes()));
                if (look.working() < size) {
                    problems.addAll(look.problems());
                }
                if (first == null && crowd.isConnected(0)) {
                    megabits = plan.speed ? speed(crowd, problems) : 0;
                    first = crowd.echoesOfFirst();
                }
            }
            if (first != null) {
                final var counting = first;
                first = null;
                arrivals = counting.end();
            }
            evidence = evidence(vpn, to);
            if (!problems.isEmpty()) {
                problems.add("gateway: " + gateway.says());
                problems.add("server: " + last(to.log()));
            }
        } catch (LabException e) {
            problems.add(e.getMessage());
            if (first != null) {
                first.end();
            }
        }
        if (plan.events) {
            events.addAll(new Happenings(topology, progress, vpn, gateway, problems).all(plan.addresses));
        }
        return new Trial(vpn.key(), vpn.title(), gateway.key(), plan.addresses, steps, arrivals, megabits, events,
            evidence, problems);
    }

    private double speed(final Crowd crowd, final List<String> problems) {
        try {
            return Speed.measure(crowd.host(0), crowd.client(0).inside(), server, crowd.client(0).serverInside());
        } catch (LabException e) {
            problems.add("speed: " + e.getMessage());
            return 0;
        }
    }

    private static String evidence(final Vpn vpn, final Vpn.Server server) {
        return vpn.confused().map(pattern -> server.log().lines().filter(pattern.asPredicate()).findFirst().orElse(""))
            .orElse("").strip();
    }

    private static String last(final String log) {
        final var lines = log.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }
}
