/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.scenario;

import java.util.List;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;
import org.vpnpassthrough.mininet.peer.L2tp;
import org.vpnpassthrough.mininet.peer.Sender;
import org.vpnpassthrough.mininet.peer.Sender.Pace;

/**
 * L2TP tunnels of several clients to one server, all from UDP port 1701 of their own, at the same time.
 *
 * @param clients how many, from c1 on
 * @param server the server's name
 * @param answerPort the port that the server answers from, and that the tunnels go on with
 */
public record L2tpTunnels(int clients, String server, int answerPort) implements Scenario {
    private static final Pace PACE = new Pace(100, 50);

    @Override
    public String protocol() {
        return "L2TP, same source port";
    }

    @Override
    public HotPhase prepare(final Topology topology) {
        final var to = topology.host(server);
        final var far = L2tp.server(to, answerPort);
        final List<Sender> tunnels = topology.clients().subList(0, clients).stream()
            .map(client -> L2tp.tunnel(client, to, PACE)).toList();
        return new HotPhase() {
            @Override
            public long send() {
                tunnels.forEach(Sender::begin);
                for (var tally : tunnels.stream().map(Sender::allSent).toList()) {
                    if (!tally.whole() || tally.foreign() != 0) {
                        throw new LabException("not everything came back: " + tally);
                    }
                }
                return 2L * PACE.count() * clients;
            }

            @Override
            public void close() {
                tunnels.forEach(Sender::end);
                far.stop();
            }
        };
    }
}
