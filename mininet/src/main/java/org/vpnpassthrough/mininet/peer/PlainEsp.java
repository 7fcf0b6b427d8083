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
import java.util.TreeSet;
import org.vpnpassthrough.mininet.Background;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.Topology;
import org.vpnpassthrough.mininet.peer.Sender.Pace;

/**
 * Real ESP packets between clients and a server whose kernels have no ESP ({@code peers/esp_peer.py}). Each client has
 * a pair of SPIs of its own and announces its tunnel with an IKE exchange; the keys are configured by hand.
 */
public final class PlainEsp {
    private static final String PYTHON = "/usr/bin/python3";
    private static final int SERVER_SPI = 0x1000;
    private static final int CLIENT_SPI = 0x2000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private PlainEsp() {
        // static methods only
    }

    /**
     * What a client has seen.
     *
     * @param announced true if the IKE exchange was answered to its end
     * @param greeted how many packets the server sent first
     * @param damaged how many packets failed the integrity check
     * @param tally what came back; its {@code foreign} counts packets with the SPI of another client that came after
     *        the first ones
     */
    public record Report(boolean announced, int greeted, int damaged, Tally tally) {
        static Report of(final JsonObject json) {
            return new Report(json.getAsJsonObject("ike").get("complete").getAsBoolean(),
                json.get("greeted").getAsInt(), json.get("badIntegrity").getAsInt(), Tally.of(json));
        }

        /**
         * Whether nothing was lost, from the announcement on.
         *
         * @return true if so
         */
        public boolean whole() {
            return announced && damaged == 0 && tally.whole();
        }
    }

    /**
     * What the server has seen.
     *
     * @param sources the addresses that its clients came from, sorted
     * @param foreign packets with an SPI that it does not know
     * @param damaged packets that failed the integrity check
     * @param replayed packets that came a second time
     */
    public record Served(List<String> sources, int foreign, int damaged, int replayed) {
        /**
         * What the server has seen.
         */
        public Served {
            sources = List.copyOf(sources);
        }
    }

    /**
     * Starts the server's end, which knows each of these clients by an SPI of its own.
     *
     * @param server the host
     * @param clients those who may come
     * @return the running command; {@link #served} ends it
     */
    public static Background server(final Host server, final List<Host> clients) {
        return server(server, clients, 0);
    }

    /**
     * Starts a server's end that speaks first.
     *
     * @param server the host
     * @param clients those who may come
     * @param greetings how many packets it sends to each client once IKE is over
     * @return the running command; {@link #served} ends it
     */
    public static Background server(final Host server, final List<Host> clients, final int greetings) {
        final var command = command("server", server, "--greet", Integer.toString(greetings));
        for (var client : clients) {
            command.addAll(List.of("--sa", (SERVER_SPI + client.number()) + ":" + (CLIENT_SPI + client.number())));
        }
        return server.start("ready", command);
    }

    /**
     * Ends the server's end.
     *
     * @param server the running command
     * @return what it has seen
     */
    public static Served served(final Background server) {
        final var json = JsonParser.parseString(server.signal("TERM", PATIENCE).check().lastLine()).getAsJsonObject();
        final var sources = new TreeSet<String>();
        int replayed = 0;
        for (var tunnel : json.getAsJsonObject("tunnels").entrySet()) {
            final var account = tunnel.getValue().getAsJsonObject();
            account.getAsJsonArray("sources").forEach(source -> sources.add(source.getAsString()));
            replayed += account.get("replayed").getAsInt();
        }
        return new Served(List.copyOf(sources), json.get("foreign").getAsInt(), json.get("badIntegrity").getAsInt(),
            replayed);
    }

    /**
     * Runs a client to its end.
     *
     * @param client the host
     * @param server the host where its server runs
     * @param pace how to send, with a count
     * @return what it has seen
     */
    public static Report client(final Host client, final Host server, final Pace pace) {
        return Report.of(Sender.run(client, clientCommand(client, server, 0), pace));
    }

    /**
     * Starts a client and waits until it has sent its first packets, answered or not.
     *
     * @param client the host
     * @param server the host where its server runs
     * @param pace how to send when it is told to
     * @return the waiting client
     */
    public static Sender tunnel(final Host client, final Host server, final Pace pace) {
        return tunnel(client, server, 0, pace);
    }

    /**
     * The same for a server that speaks first: before it sends, the client waits some seconds for that.
     *
     * @param client the host
     * @param server the host where its server runs
     * @param greetings how many packets the server sends first
     * @param pace how to send when it is told to
     * @return the waiting client
     */
    public static Sender tunnel(final Host client, final Host server, final int greetings, final Pace pace) {
        return Sender.prepare(client, clientCommand(client, server, greetings), pace);
    }

    /**
     * Ends a client.
     *
     * @param client the sending client
     * @return what it has seen
     */
    public static Report end(final Sender client) {
        return Report.of(client.endAndTell());
    }

    private static List<String> clientCommand(final Host client, final Host server, final int greetings) {
        return command("client", client, "--peer", server.address(), "--greet", Integer.toString(greetings), "--sa",
            (CLIENT_SPI + client.number()) + ":" + (SERVER_SPI + client.number()));
    }

    private static List<String> command(final String role, final Host host, final String... more) {
        final var command = new ArrayList<>(List.of(PYTHON, Topology.script("peers/esp_peer.py").toString(), role,
            "--local", host.address()));
        command.addAll(List.of(more));
        return command;
    }
}
