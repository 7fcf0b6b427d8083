/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.scenario;

import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.vpnpassthrough.mininet.Background;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;
import org.vpnpassthrough.mininet.peer.Echo;

/**
 * Several clients talk at once to the same UDP port of one server, all from the same source port of their own: outside
 * they must still be told apart, although they are more than there are external addresses.
 *
 * @param clients how many, from c1 on
 * @param server the server's name
 * @param addresses how many external addresses the gateway has
 */
public record ManyClients(int clients, String server, int addresses) implements Scenario {
    private static final int PORT = 7008;
    private static final int SOURCE_PORT = 5000;
    private static final int DATAGRAMS = 50;

    @Override
    public String protocol() {
        return "UDP, same source port";
    }

    @Override
    public HotPhase prepare(final Topology topology) {
        final var echo = Echo.UDP.server(topology.host(server), PORT);
        final var waiting = topology.clients().subList(0, clients).stream()
            .map(client -> Echo.UDP.prepare(client, topology.host(server), PORT, SOURCE_PORT, DATAGRAMS)).toList();
        return new HotPhase() {
            @Override
            public long send() {
                final var reports = together(waiting);
                final var places = new HashSet<String>();
                final var used = new HashSet<String>();
                for (var report : reports) {
                    if (!report.whole()) {
                        throw new LabException("not everything came back: " + report);
                    }
                    places.add(report.address() + " " + report.port());
                    used.add(report.address());
                }
                if (places.size() < clients || used.size() > addresses) {
                    throw new LabException(clients + " clients seen as " + places);
                }
                return 2L * DATAGRAMS * clients;
            }

            @Override
            public void close() {
                echo.stop();
            }
        };
    }

    private static List<Echo.Report> together(final List<Background> waiting) {
        try (var threads = Executors.newFixedThreadPool(waiting.size())) {
            final var goOn = waiting.stream()
                .map(client -> (Callable<Echo.Report>) () -> Echo.UDP.goOn(client, DATAGRAMS)).toList();
            return threads.invokeAll(goOn).stream().map(future -> {
                try {
                    return future.get();
                } catch (InterruptedException | ExecutionException e) {
                    throw new LabException("a client of many", e);
                }
            }).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("many clients", e);
        }
    }
}
