/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.scenario;

import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Ran;
import org.vpnpassthrough.mininet.Topology;

/**
 * ICMP echo from one client to a server.
 *
 * @param client the client's name
 * @param server the server's name
 */
public record Ping(String client, String server) implements Scenario {
    private static final int COUNT = 100;

    @Override
    public String protocol() {
        return "ICMP echo";
    }

    @Override
    public int clients() {
        return 1;
    }

    @Override
    public HotPhase prepare(final Topology topology) {
        final var from = topology.host(client);
        final var to = topology.host(server).address();
        ping(from, to, 3, "0.2").check();
        return new HotPhase() {
            @Override
            public long send() {
                requireAll(ping(from, to, COUNT, "0.01"), COUNT);
                return 2 * COUNT;
            }

            @Override
            public void close() {
                // ping has ended by itself
            }
        };
    }

    /** Nothing if every echo request was answered; LabException with the output of ping if not. */
    static void requireAll(final Ran ping, final int count) {
        if (!ping.check().out().contains(" " + count + " received")) {
            throw new LabException("ping lost packets: " + ping.out());
        }
    }

    private static Ran ping(final Host from, final String to, final int count, final String seconds) {
        return from.run("ping", "-q", "-n", "-c", Integer.toString(count), "-i", seconds, "-W", "2", to);
    }
}
