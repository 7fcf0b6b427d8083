/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.peer;

import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mininet.Background;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.Topology;

/**
 * L2TP tunnels over UDP, without IPsec ({@code peers/l2tp_peer.py}): real control and data messages; no PPP negotiation
 * inside. Every client sends from port 1701 and chooses the same tunnel ID.
 */
public final class L2tp {
    /** The port at which every server listens. */
    public static final int PORT = 1701;

    private static final String PYTHON = "/usr/bin/python3";

    private L2tp() {
        // static methods only
    }

    /**
     * Starts the server.
     *
     * @param server the host
     * @param answerPort the port that it answers from: {@link #PORT}, or another one (RFC 2661 section 8.1)
     * @return the running command
     */
    public static Background server(final Host server, final int answerPort) {
        return server.start("ready", answerPort == PORT ? command("server", server)
            : command("server", server, "--answer-port", Integer.toString(answerPort)));
    }

    /**
     * Opens a tunnel and waits until it stands and the first packets came back.
     *
     * @param client the host
     * @param server the host where the server runs
     * @param pace how to send when it is told to
     * @return the waiting client
     * @throws org.vpnpassthrough.mininet.LabException with what the client says, if there is no tunnel
     */
    public static Sender tunnel(final Host client, final Host server, final Sender.Pace pace) {
        return Sender.prepare(client, command("client", client, "--peer", server.address()), pace);
    }

    private static List<String> command(final String role, final Host host, final String... more) {
        final var command = new ArrayList<>(List.of(PYTHON, Topology.script("peers/l2tp_peer.py").toString(), role,
            "--local", host.address()));
        command.addAll(List.of(more));
        return command;
    }
}
