/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.scenario;

import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;
import org.vpnpassthrough.mininet.peer.Echo;

/**
 * One TCP connection or UDP conversation of one client: everything comes back unharmed.
 *
 * @param kind TCP or UDP
 * @param client the client's name
 * @param server the server's name
 */
public record OneEcho(Echo kind, String client, String server) implements Scenario {
    private static final int PORT = 7007;
    private static final int BYTES = 2_000_000;
    private static final int DATAGRAMS = 100;
    private static final int LARGEST_SEGMENT = 1460;

    @Override
    public String protocol() {
        return kind.name();
    }

    @Override
    public int clients() {
        return 1;
    }

    @Override
    public HotPhase prepare(final Topology topology) {
        final var amount = kind == Echo.TCP ? BYTES : DATAGRAMS;
        final var echo = kind.server(topology.host(server), PORT);
        final var waiting = kind.prepareToStay(topology.host(client), topology.host(server), PORT, amount);
        return new HotPhase() {
            @Override
            public long send() {
                final var report = kind.goOnAndStay(waiting, amount);
                if (!report.whole()) {
                    throw new LabException("not everything came back: " + report);
                }
                return 2L * (kind == Echo.TCP ? BYTES / LARGEST_SEGMENT : DATAGRAMS);
            }

            @Override
            public void close() {
                waiting.stop();
                echo.stop();
            }
        };
    }
}
