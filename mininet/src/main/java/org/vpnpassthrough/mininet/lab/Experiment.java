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
    private static final int SECOND = 1;

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
        try (var to = vpn.serve(topology, server); var crowd = new Crowd(topology, server)) {
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
            events.addAll(events(vpn, gateway, plan.addresses, problems));
        }
        return new Trial(vpn.key(), vpn.title(), gateway.key(), plan.addresses, steps, arrivals, megabits, events,
            evidence, problems);
    }

    private List<Trial.Event> events(final Vpn vpn, final Nat gateway, final Addresses addresses,
            final List<String> problems) {
        final var events = new ArrayList<Trial.Event>();
        gateway.begin(addresses);
        var to = vpn.serve(topology, server);
        try (var crowd = new Crowd(topology, server)) {
            crowd.grow(to, SECOND + 1);
            if (vpn.rekeys() && crowd.isConnected(0)) {
                events.add(meanwhile("rekeying", crowd, () -> crowd.client(0).rekey(), problems));
            }
            if (crowd.isConnected(0)) {
                final var serving = to;
                events.add(meanwhile("the other client restarts", crowd, () -> crowd.restart(serving, SECOND),
                    problems));
            }
            to = again(vpn, crowd, to);
            events.add(event("the server restarts", crowd.look(), Echoes.Count.NONE, "", problems));
            if (gateway.hasPolicy() && !vpn.passthrough().isEmpty()) {
                final var remark = switchedOff(vpn, gateway, addresses, crowd);
                gateway.allow(addresses, vpn.passthrough(), true);
                // A server that was not told would wait for a minute before it gives the old tunnels up.
                to = again(vpn, crowd, to);
                events.add(event("switched off, and on again", crowd.look(), Echoes.Count.NONE, remark, problems));
            }
        } catch (LabException e) {
            problems.add("events: " + e.getMessage());
            events.add(new Trial.Event("failed", SECOND + 1, 0, Echoes.Count.NONE, "see the problems"));
        } finally {
            to.close();
        }
        events.add(narrow(vpn, gateway, addresses, problems));
        return events;
    }

    /** A server behind a link that takes short packets only: TCP inside depends on the errors that come from there. */
    private Trial.Event narrow(final Vpn vpn, final Nat gateway, final Addresses addresses,
            final List<String> problems) {
        final var far = topology.host("n1");
        gateway.begin(addresses);
        int working = 0;
        try (var to = vpn.serve(topology, far); var crowd = new Crowd(topology, far)) {
            crowd.grow(to, SECOND + 1);
            for (int index = 0; index <= SECOND; index++) {
                if (crowd.isConnected(index) && Speed.measure(crowd.host(index), crowd.client(index).inside(), far,
                        crowd.client(index).serverInside()) > 0) {
                    working++;
                }
            }
        } catch (LabException e) {
            problems.add(Trial.NARROW + ": " + e.getMessage());
        }
        progress.accept("    " + Trial.NARROW + ": " + working + " of 2 work");
        return new Trial.Event(Trial.NARROW, SECOND + 1, working, Echoes.Count.NONE, "");
    }

    private Trial.Event meanwhile(final String name, final Crowd crowd, final Runnable what,
            final List<String> problems) {
        final var first = crowd.echoesOfFirst();
        try {
            what.run();
        } catch (LabException e) {
            problems.add(name + ": " + e.getMessage());
        }
        final var look = crowd.look();
        return event(name, look, first.end(), "", problems);
    }

    /** Clients and server end and begin again. */
    private Vpn.Server again(final Vpn vpn, final Crowd crowd, final Vpn.Server old) {
        crowd.close();
        old.close();
        final var to = vpn.serve(topology, server);
        crowd.grow(to, SECOND + 1);
        return to;
    }

    private static String switchedOff(final Vpn vpn, final Nat gateway, final Addresses addresses, final Crowd crowd) {
        final var meanwhile = crowd.echoesOfFirst();
        final var reason = gateway.allow(addresses, vpn.passthrough(), false);
        meanwhile.end();
        return "off: " + crowd.look().working() + " work, refused as " + reason;
    }

    private Trial.Event event(final String name, final Crowd.Look look, final Echoes.Count echoes, final String remark,
            final List<String> problems) {
        progress.accept("    " + name + ": " + look.working() + " of 2 work");
        look.problems().forEach(problem -> problems.add(name + ": " + problem));
        return new Trial.Event(name, SECOND + 1, look.working(), echoes, remark);
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
