/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;

/** What happens to two clients whose tunnels stand, one thing after the other, and then to others at other places. */
final class Happenings {
    private static final int SECOND = 1;
    private static final int BOTH = 2;

    private final Topology topology;
    private final Consumer<String> progress;
    private final Vpn vpn;
    private final Nat gateway;
    private final List<String> problems;
    private final Host server;
    private final List<Trial.Event> events = new ArrayList<>();

    /**
     * Nothing has happened yet.
     *
     * @param problems takes what programs said when something did not work
     */
    Happenings(final Topology topology, final Consumer<String> progress, final Vpn vpn, final Nat gateway,
            final List<String> problems) {
        this.topology = topology;
        this.progress = progress;
        this.vpn = vpn;
        this.gateway = gateway;
        this.problems = problems;
        server = topology.host("v1");
    }

    /** Lets all of it happen. */
    List<Trial.Event> all(final Addresses addresses) {
        gateway.begin(addresses);
        var to = serve(server);
        try (var crowd = new Crowd(topology.clients(), server)) {
            crowd.grow(to, BOTH);
            if (vpn.rekeys() && crowd.isConnected(0)) {
                meanwhile("rekeying", crowd, () -> crowd.client(0).rekey());
            }
            if (crowd.isConnected(0)) {
                final var serving = to;
                meanwhile("the other client restarts", crowd, () -> crowd.restart(serving, SECOND));
            }
            to = again(crowd, to);
            add("the server restarts", crowd.look(), Echoes.Count.NONE);
            if (gateway.hasPolicy() && !vpn.passthrough().isEmpty()) {
                switchedOff(addresses, crowd);
                gateway.allow(addresses, vpn.passthrough(), true);
                // A server that was not told would wait for a minute before it gives the old tunnels up.
                to = again(crowd, to);
                add("switched on again", crowd.look(), Echoes.Count.NONE);
            }
        } catch (LabException e) {
            problems.add("events: " + e.getMessage());
            events.add(new Trial.Event("failed", BOTH, BOTH, 0, Echoes.Count.NONE, "see the problems"));
        } finally {
            to.close();
        }
        narrow(addresses);
        if (!vpn.published().isEmpty()) {
            inside();
        }
        return List.copyOf(events);
    }

    private Vpn.Server serve(final Host host) {
        return vpn.serve(topology, host, host.address());
    }

    private void meanwhile(final String name, final Crowd crowd, final Runnable what) {
        final var first = crowd.echoesOfFirst();
        try {
            what.run();
        } catch (LabException e) {
            problems.add(name + ": " + e.getMessage());
        }
        final var look = crowd.look();
        add(name, look, first.end());
    }

    /** Clients and server end and begin again. */
    private Vpn.Server again(final Crowd crowd, final Vpn.Server old) {
        crowd.close();
        old.close();
        final var to = serve(server);
        crowd.grow(to, BOTH);
        return to;
    }

    private void switchedOff(final Addresses addresses, final Crowd crowd) {
        final var meanwhile = crowd.echoesOfFirst();
        final var reason = gateway.allow(addresses, vpn.passthrough(), false);
        meanwhile.end();
        add(new Trial.Event("switched off", BOTH, 0, crowd.look().working(), Echoes.Count.NONE,
            "refused as " + reason));
    }

    /** A server behind a link that takes short packets only: TCP inside depends on the errors that come from there. */
    private void narrow(final Addresses addresses) {
        final var far = topology.host("n1");
        gateway.begin(addresses);
        int working = 0;
        try (var to = serve(far); var crowd = new Crowd(topology.clients(), far)) {
            crowd.grow(to, BOTH);
            for (int index = 0; index < BOTH; index++) {
                if (crowd.isConnected(index) && Speed.passes(crowd.host(index), crowd.client(index).inside(), far,
                        crowd.client(index).serverInside())) {
                    working++;
                } else {
                    problems.add(Trial.NARROW + ", " + crowd.host(index).name() + ": nothing passes; gateway: "
                        + gateway.says());
                }
            }
        } catch (LabException e) {
            problems.add(Trial.NARROW + ": " + e.getMessage());
        }
        add(new Trial.Event(Trial.NARROW, BOTH, BOTH, working, Echoes.Count.NONE, ""));
    }

    /** The server inside, at an external address of the gateway, and a client outside. */
    private void inside() {
        final var name = "the server inside, a client outside";
        final var within = topology.host("c1");
        gateway.begin(Addresses.ONE);
        gateway.publish(within, vpn.published());
        try (var to = vpn.serve(topology, within, gateway.outside()); var crowd = new Crowd(List.of(server), within)) {
            crowd.grow(to, 1);
            final var look = crowd.look();
            if (look.working() < 1) {
                problems.add(name + ", gateway: " + gateway.says());
                problems.add(name + ", server: " + to.log());
            }
            add(name, look, Echoes.Count.NONE);
        } catch (LabException e) {
            problems.add(name + ": " + e.getMessage());
            add(new Trial.Event(name, 1, 1, 0, Echoes.Count.NONE, ""));
        }
    }

    private void add(final String name, final Crowd.Look look, final Echoes.Count echoes) {
        look.problems().forEach(problem -> problems.add(name + ": " + problem));
        final int clients = look.clients();
        add(new Trial.Event(name, clients, clients, look.working(), echoes, ""));
    }

    private void add(final Trial.Event event) {
        progress.accept("    %s: %d of %d work".formatted(event.name(), event.working(), event.clients()));
        events.add(event);
    }
}
