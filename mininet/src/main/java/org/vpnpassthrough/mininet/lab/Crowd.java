/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;

/** The clients of one server that have tried, and whether their tunnels carry packets. They connect all at once. */
final class Crowd implements AutoCloseable {
    private static final int ECHOES = 10;
    private static final int SHOWN = 2000;      // characters of a log

    private final List<Host> clients;
    private final Host server;
    private final List<Member> members = new ArrayList<>();

    /** Nobody yet; they will be on these hosts, in this order. */
    Crowd(final List<Host> clients, final Host server) {
        this.clients = List.copyOf(clients);
        this.server = server;
    }

    /** One client, and why it did not connect; empty if it did. */
    private record Member(Host host, Vpn.Client client, String problem) {
        boolean connected() {
            return problem.isEmpty();
        }
    }

    /** What one look at all of them showed. */
    record Look(int clients, int connected, int working, Echoes.Count echoes, List<String> problems) { }

    /** Brings as many more to it as are missing. */
    void grow(final Vpn.Server to, final int size) {
        final var hosts = clients.subList(members.size(), size);
        members.addAll(atOnce(hosts.stream().map(host -> (Callable<Member>) () -> join(to, host)).toList()));
    }

    /** Lets one of them leave and come again. */
    void restart(final Vpn.Server to, final int index) {
        final var member = members.get(index);
        member.client.close();
        members.set(index, join(to, member.host));
    }

    Vpn.Client client(final int index) {
        return members.get(index).client;
    }

    Host host(final int index) {
        return members.get(index).host;
    }

    /** Begins to count what the first one sends; it must have connected. */
    Echoes echoesOfFirst() {
        final var first = members.getFirst();
        return Echoes.begin(first.host, first.client.inside(), first.client.serverInside());
    }

    boolean isConnected(final int index) {
        return members.get(index).connected();
    }

    /** Echo requests through every tunnel both ways, all at the same time. */
    Look look() {
        final var counts = atOnce(IntStream.range(0, members.size()).boxed().flatMap(index ->
            IntStream.range(0, 2).mapToObj(way -> (Callable<Echoes.Count>) () -> echoes(members.get(index), way == 0)))
            .toList());
        final var problems = new ArrayList<String>();
        int working = 0;
        var all = Echoes.Count.NONE;
        for (int index = 0; index < members.size(); index++) {
            final var member = members.get(index);
            final var there = counts.get(2 * index);
            final var back = counts.get(2 * index + 1);
            all = all.plus(there).plus(back);
            if (there.good() && back.good()) {
                working++;
            } else {
                problems.add(member.host.name() + ": " + (member.connected()
                    ? there.answered() + " of " + there.sent() + " answered to the client, " + back.answered() + " of "
                        + back.sent() + " to the server\n" + end(member.client.log()) : member.problem));
            }
        }
        final int connected = (int) members.stream().filter(Member::connected).count();
        return new Look(members.size(), connected, working, all, problems);
    }

    @Override
    public void close() {
        atOnce(members.stream().map(member -> (Callable<Boolean>) () -> {
            member.client.close();
            return true;
        }).toList());
        members.clear();
    }

    private Echoes.Count echoes(final Member member, final boolean out) {
        if (!member.connected()) {
            return Echoes.Count.NONE;
        }
        final var near = member.client.inside();
        final var far = member.client.serverInside();
        return out ? Echoes.send(member.host, near, far, ECHOES) : Echoes.send(server, far, near, ECHOES);
    }

    private static Member join(final Vpn.Server to, final Host host) {
        final var client = to.client(host);
        try {
            client.connect();
            return new Member(host, client, "");
        } catch (LabException e) {
            return new Member(host, client, end(e.getMessage()));
        }
    }

    private static String end(final String text) {
        final var last = text.strip();
        return last.length() <= SHOWN ? last : "..." + last.substring(last.length() - SHOWN);
    }

    private static <T> List<T> atOnce(final List<Callable<T>> tasks) {
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
            final var results = new ArrayList<T>();
            for (var future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new LabException(String.valueOf(e.getCause().getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("several clients", e);
        }
    }
}
