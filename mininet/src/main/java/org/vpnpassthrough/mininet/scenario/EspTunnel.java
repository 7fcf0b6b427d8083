/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.scenario;

import java.util.List;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;
import org.vpnpassthrough.mininet.peer.PlainEsp;

/**
 * Plain ESP of one client, announced by IKE without NAT-T, through a pair of external address and server that it has
 * for itself.
 *
 * @param client the client's name
 * @param server the server's name
 */
public record EspTunnel(String client, String server) implements Scenario {
    private static final int COUNT = 100;

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
        final var near = PlainEsp.prepare(from, to, COUNT);
        return new HotPhase() {
            @Override
            public long send() {
                final var report = PlainEsp.goOn(near);
                if (!report.announced() || report.firstAnswered() == 0 || report.answered() != COUNT
                        || report.damaged() != 0) {
                    throw new LabException("not everything came back: " + report);
                }
                return 2 * COUNT;
            }

            @Override
            public void close() {
                far.stop();
            }
        };
    }
}
