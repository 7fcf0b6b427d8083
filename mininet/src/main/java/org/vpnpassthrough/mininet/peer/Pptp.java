/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.peer;

import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mininet.Background;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.Topology;

/**
 * PPTP calls between clients and a server whose kernels have neither PPTP nor GRE ({@code peers/pptp_peer.py}): real
 * control messages and real enhanced GRE; no PPP negotiation inside.
 */
public final class Pptp {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Pptp() {
        // static methods only
    }

    /**
     * What the server has seen.
     *
     * @param calls how many calls it has had
     * @param foreign GRE packets that belonged to no call of their sender
     * @param equalIds calls that it could not have told apart when it sends: same address, same call ID
     * @param lastReceivedAt when its last data came, in milliseconds since 1970; 0 if none did
     */
    public record Served(int calls, int foreign, int equalIds, long lastReceivedAt) { }

    /**
     * Starts the server.
     *
     * @param server the host
     * @return the running command; {@link #served} ends it
     */
    public static Background server(final Host server) {
        return server.start("ready", command("server", server));
    }

    /**
     * Ends the server.
     *
     * @param server the running command
     * @return what it has seen
     */
    public static Served served(final Background server) {
        final var json = JsonParser.parseString(server.signal("TERM", PATIENCE).check().lastLine()).getAsJsonObject();
        final var calls = json.getAsJsonArray("calls");
        final var last = calls.asList().stream()
            .mapToLong(call -> call.getAsJsonObject().get("lastReceivedAt").getAsLong()).max().orElse(0);
        return new Served(calls.size(), json.get("foreign").getAsInt(), json.get("equalIds").getAsInt(), last);
    }

    /**
     * Calls a server and waits until the call stands and the first packets came back.
     *
     * @param client the host
     * @param server the host where the server runs
     * @param callId that the client chooses, 0 to 65535
     * @param pace how to send when it is told to
     * @return the waiting client
     * @throws org.vpnpassthrough.mininet.LabException with what the client says, if there is no call
     */
    public static Sender call(final Host client, final Host server, final int callId, final Sender.Pace pace) {
        return Sender.prepare(client, clientCommand(client, server, callId), pace);
    }

    /**
     * Calls a server, sends, and hangs up.
     *
     * @param client the host
     * @param server the host where the server runs
     * @param callId that the client chooses, 0 to 65535
     * @param pace how to send, with a count
     * @return what came back, or why there was no call
     */
    public static Tally tryCall(final Host client, final Host server, final int callId, final Sender.Pace pace) {
        return Tally.of(Sender.run(client, clientCommand(client, server, callId), pace));
    }

    private static List<String> clientCommand(final Host client, final Host server, final int callId) {
        return command("client", client, "--peer", server.address(), "--call-id", Integer.toString(callId));
    }

    private static List<String> command(final String role, final Host host, final String... more) {
        final var command = new ArrayList<>(List.of(PYTHON,
            Topology.script("peers/pptp_peer.py").toString(), role, "--local", host.address()));
        command.addAll(List.of(more));
        return command;
    }
}
