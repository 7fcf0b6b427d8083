/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.scenario;

import java.time.Duration;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;
import org.vpnpassthrough.mininet.Waiting;
import org.vpnpassthrough.mininet.peer.Pptp;
import org.vpnpassthrough.mininet.peer.Sender.Pace;

/**
 * A PPTP call of one client, alone with its server: its GRE goes through the switch alone.
 *
 * @param client the client's name
 * @param server the server's name
 */
public record PptpCall(String client, String server) implements Scenario {
    private static final int CALL_ID = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Pace PACE = new Pace(100, 100);

    @Override
    public String protocol() {
        return "PPTP + GRE";
    }

    @Override
    public int clients() {
        return 1;
    }

    @Override
    public HotPhase prepare(final Topology topology) {
        final var far = Pptp.server(topology.host(server));
        final var near = Pptp.call(topology.host(client), topology.host(server), CALL_ID, PACE);
        Waiting.until(() -> !topology.gateway().flows()
            .matching(entry -> entry.isSession() && entry.match().contains("nw_proto=47")).isEmpty(), PATIENCE,
            () -> "no rules for the call: " + topology.gateway().flows().entries());
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
