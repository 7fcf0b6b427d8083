/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.peer;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mininet.Background;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.Ran;
import org.vpnpassthrough.mininet.Topology;

/**
 * TCP or UDP traffic between a client and a server that sends everything back ({@code peers/traffic.py}). The server
 * also tells each client under which address and port it sees it.
 */
public enum Echo {
    /** Bytes on a connection. */
    TCP,
    /** Datagrams. */
    UDP;

    private static final String PYTHON = "/usr/bin/python3";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * What a client has seen.
     *
     * @param address where the server saw it
     * @param port the port the server saw
     * @param sent bytes (TCP) or datagrams (UDP) sent after the first ones
     * @param back how many of them came back unharmed
     */
    public record Report(String address, int port, long sent, long back) {
        /**
         * Whether nothing was lost.
         *
         * @return true if so
         */
        public boolean whole() {
            return sent == back;
        }
    }

    /**
     * Starts the server's end.
     *
     * @param server the host
     * @param port where it listens
     * @return the running command
     */
    public Background server(final Host server, final int port) {
        return server.start("ready", command("server", port));
    }

    /**
     * Runs a client to its end.
     *
     * @param client the host
     * @param server the host where the server runs
     * @param port where the server listens
     * @param amount bytes (TCP) or datagrams (UDP)
     * @return what it has seen
     */
    public Report client(final Host client, final Host server, final int port, final int amount) {
        return report(client.run(PATIENCE, clientCommand(server, port, amount)), amount);
    }

    /**
     * Starts a client and waits until its first packets came back; {@link #goOn} lets it send the others.
     *
     * @param client the host
     * @param server the host where the server runs
     * @param port where the server listens
     * @param sourcePort the client's own port, 0 for any
     * @param amount bytes (TCP) or datagrams (UDP) to send when it goes on
     * @return the waiting command
     */
    public Background prepare(final Host client, final Host server, final int port, final int sourcePort,
            final int amount) {
        final var command = clientCommand(server, port, amount);
        command.addAll(List.of("--source-port", Integer.toString(sourcePort), "--hold"));
        return client.start("ready", command);
    }

    /**
     * The same for a client that keeps its socket open until it is stopped; {@link #goOnAndStay} lets it send.
     *
     * @param client the host
     * @param server the host where the server runs
     * @param port where the server listens
     * @param amount bytes (TCP) or datagrams (UDP) to send when it goes on
     * @return the waiting command
     */
    public Background prepareToStay(final Host client, final Host server, final int port, final int amount) {
        final var command = clientCommand(server, port, amount);
        command.addAll(List.of("--hold", "--linger"));
        return client.start("ready", command);
    }

    /**
     * Lets a client that was prepared to stay send the rest; its socket stays open.
     *
     * @param client the waiting command
     * @param amount what it was told to send
     * @return what it has seen
     */
    public Report goOnAndStay(final Background client, final int amount) {
        return report(client.nudge("USR1", "}", PATIENCE).trim(), amount);
    }

    /**
     * Lets a prepared client send the rest and end.
     *
     * @param client the waiting command
     * @param amount what it was told to send
     * @return what it has seen
     */
    public Report goOn(final Background client, final int amount) {
        return report(client.signal("USR1", PATIENCE), amount);
    }

    private List<String> clientCommand(final Host server, final int port, final int amount) {
        final var command = new ArrayList<>(command("client", port));
        command.addAll(List.of("--peer", server.address(), this == TCP ? "--bytes" : "--count",
            Integer.toString(amount)));
        return command;
    }

    private List<String> command(final String side, final int port) {
        return List.of(PYTHON, Topology.script("peers/traffic.py").toString(),
            (this == TCP ? "tcp-" : "udp-") + side, "--port", Integer.toString(port));
    }

    private Report report(final Ran ran, final int amount) {
        return report(ran.check().lastLine(), amount);
    }

    private Report report(final String output, final int amount) {
        final var json = JsonParser.parseString(output.substring(output.lastIndexOf('\n') + 1)).getAsJsonObject();
        final var seen = json.getAsJsonArray("seen");
        return new Report(seen.isEmpty() ? "" : seen.get(0).getAsString(),
            seen.isEmpty() ? 0 : seen.get(1).getAsInt(), amount, back(json));
    }

    private long back(final JsonObject json) {
        if (this == UDP) {
            return json.get("answered").getAsLong();
        }
        return json.get("whole").getAsBoolean() ? json.get("bytes").getAsLong() : 0;
    }
}
