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
 * Real ESP packets between a client and a server whose kernels have no ESP ({@code peers/esp_peer.py}). The client
 * announces them with an IKE exchange; the keys are configured by hand.
 */
public final class PlainEsp {
    /** How many ESP packets a client sends before it waits to be let go on. */
    public static final int FIRST_PACKETS = 4;

    private static final String PYTHON = "/usr/bin/python3";
    private static final int SERVER_SPI = 0x1000;
    private static final int CLIENT_SPI = 0x2000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private PlainEsp() {
        // static methods only
    }

    /**
     * What a client has seen.
     *
     * @param announced true if the IKE exchange was answered to its end
     * @param firstAnswered how many of the {@link #FIRST_PACKETS} were answered
     * @param sent how many packets it sent after those
     * @param answered how many of these were answered with an ESP packet that was whole and held what was expected
     * @param damaged how many packets failed the integrity check
     */
    public record Report(boolean announced, int firstAnswered, int sent, int answered, int damaged) {
        static Report of(final Ran ran) {
            final var json = JsonParser.parseString(ran.check().lastLine()).getAsJsonObject();
            return new Report(json.getAsJsonObject("ike").get("complete").getAsBoolean(),
                number(json, "firstAnswered"), number(json, "sent"), number(json, "answered"),
                number(json, "badIntegrity"));
        }

        private static int number(final JsonObject json, final String name) {
            return json.get(name).getAsInt();
        }
    }

    /**
     * Starts the server's end, which knows each of these clients by an SPI of its own.
     *
     * @param server the host
     * @param clients those who may come
     * @return the running command
     */
    public static Background server(final Host server, final List<Host> clients) {
        final var command = command("server", server);
        for (var client : clients) {
            command.addAll(List.of("--sa", (SERVER_SPI + client.number()) + ":" + (CLIENT_SPI + client.number())));
        }
        return server.start("ready", command);
    }

    /**
     * Runs a client to its end.
     *
     * @param client the host
     * @param server the host where its server runs
     * @param count how many packets to send after the first ones
     * @return what it has seen
     */
    public static Report client(final Host client, final Host server, final int count) {
        return Report.of(client.run(PATIENCE, clientCommand(client, server, count, List.of())));
    }

    /**
     * Starts a client and waits until it has sent its first packets; {@link #goOn} lets it send the others.
     *
     * @param client the host
     * @param server the host where its server runs
     * @param count how many packets to send after the first ones
     * @return the waiting command
     */
    public static Background prepare(final Host client, final Host server, final int count) {
        return client.start("ready", clientCommand(client, server, count, List.of("--hold")));
    }

    /**
     * Lets a prepared client send the rest.
     *
     * @param client the waiting command
     * @return what it has seen
     */
    public static Report goOn(final Background client) {
        return Report.of(client.signal("USR1", PATIENCE));
    }

    private static List<String> clientCommand(final Host client, final Host server, final int count,
            final List<String> more) {
        final var command = command("client", client);
        command.addAll(List.of("--peer", server.address(), "--sa",
            (CLIENT_SPI + client.number()) + ":" + (SERVER_SPI + client.number()), "--count", Integer.toString(count),
            "--wait", "1"));
        command.addAll(more);
        return command;
    }

    private static List<String> command(final String role, final Host host) {
        return new ArrayList<>(List.of(PYTHON, Topology.script("peers/esp_peer.py").toString(), role, "--local",
            host.address()));
    }
}
