/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.scenario;

import java.util.List;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;
import org.vpnpassthrough.mininet.peer.PlainEsp;
import org.vpnpassthrough.mininet.peer.Sender.Pace;

/**
 * Plain ESP of one client, announced by IKE without NAT-T, through a pair of external address and server that it has
 * for itself.
 *
 * @param client the client's name
 * @param server the server's name
 */
public record EspTunnel(String client, String server) implements Scenario {
    private static final Pace PACE = new Pace(100, 50);

    @Override
    public String protocol() {
        return "plain ESP";
    }

    @Override
    public int clients() {
        return 1;
    }

    @Override
    public HotPhase prepare(final Topology topology) {
        final var from = topology.host(client);
        final var to = topology.host(server);
        final var far = PlainEsp.server(to, List.of(from));
        final var near = PlainEsp.tunnel(from, to, PACE);
        return new HotPhase() {
            @Override
            public long send() {
                near.begin();
                final var tally = near.allSent();
                if (!tally.whole()) {
                    throw new LabException("not everything came back: " + tally);
                }
                return 2L * PACE.count();
            }

            @Override
            public void close() {
                near.end();
                far.stop();
            }
        };
    }
}
