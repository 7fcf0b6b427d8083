/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.Ran;

/**
 * The addresses inside the tunnels of one kind of IPsec, which the hosts own on their loopback device, with routes to
 * those of the other end. A route points at the wire and not at a router: a packet for which there is no tunnel ends
 * where it began, unanswered by ARP, and never goes in the clear.
 *
 * @param prefix the first three bytes of the clients' addresses, each followed by a dot; the last one is the client's
 *     number
 * @param server the server's address
 */
record Inside(String prefix, String server) {
    private static final String NO_STATES = "xfrm state flush";
    private static final String NO_POLICIES = "xfrm policy flush";

    /** The network of all clients. */
    String clients() {
        return prefix + "0/24";
    }

    String client(final Host host) {
        return prefix + host.number();
    }

    void layServer(final Host host) {
        batch(host, List.of("address replace " + server + "/32 dev lo",
            "route replace " + clients() + " dev " + host.device() + " src " + server)).check();
    }

    void layClient(final Host host) {
        batch(host, List.of("address replace " + client(host) + "/32 dev lo",
            "route replace " + server + "/32 dev " + host.device() + " src " + client(host))).check();
    }

    void takeServer(final Host host) {
        batch(host, List.of(NO_STATES, NO_POLICIES, "route del " + clients() + " dev " + host.device(),
            "address del " + server + "/32 dev lo"));
    }

    void takeClient(final Host host) {
        batch(host, List.of(NO_STATES, NO_POLICIES, "route del " + server + "/32 dev " + host.device(),
            "address del " + client(host) + "/32 dev lo"));
    }

    /**
     * Takes away every security association of a host: what a daemon leaves behind that had to be killed.
     *
     * @param host whose
     */
    static void flush(final Host host) {
        batch(host, List.of(NO_STATES, NO_POLICIES));
    }

    /**
     * Runs several commands of {@code ip} in one process, all of them, whatever becomes of each.
     *
     * @param host where to run them
     * @param commands each without the word ip
     * @return how that ended; with success if all of them succeeded
     */
    static Ran batch(final Host host, final List<String> commands) {
        final var lines = new ArrayList<>(List.of("exec ip -force -batch - <<'END'"));
        lines.addAll(commands);
        lines.add("END\n");
        return host.run("sh", "-c", String.join("\n", lines));
    }
}
