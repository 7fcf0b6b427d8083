/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;

/**
 * PPTP (RFC 2637): pptpd as the server, pptp-linux under pppd as the client, MS-CHAPv2 and MPPE with 128 bits required
 * at both ends. Both handle GRE in user space. The client's call IDs are pptp-linux' choice, the server's step by
 * themselves.
 */
public final class Pptpd implements Vpn {
    private static final String SERVER_INSIDE = "192.168.56.1";
    private static final String CLIENTS_INSIDE = "192.168.57.";
    private static final int MOST = 99;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Pattern SERVER_FAILED = Pattern.compile("Couldn't|bad value|Address already in use");
    private static final Pattern CLIENT_FAILED = Pattern.compile("(?m)pppd\\[\\d+\\]: Exit\\.");

    private static final String ENCRYPTED = """
        refuse-pap
        refuse-eap
        refuse-chap
        refuse-mschap
        require-mppe-128
        nodefaultroute
        nobsdcomp
        nodeflate
        novj
        noipv6
        debug
        nologfd
        lcp-echo-interval 10
        lcp-echo-failure 6
        """;

    @Override
    public String key() {
        return "pptp";
    }

    @Override
    public String title() {
        return "PPTP with MS-CHAPv2 and MPPE-128 (pptpd, pptp-linux, pppd)";
    }

    @Override
    public String passthrough() {
        return "pptp";
    }

    @Override
    public String published() {
        return "pptp-server";
    }

    @Override
    public Server serve(final Topology topology, final Host host, final String address) {
        final var cell = Cell.start(topology, host, "pptpd", Map.of(
            "pptpd.conf", """
                option FOLDER/server-options
                listen ADDRESS
                connections 32
                localip SERVER_INSIDE
                remoteip CLIENTS_INSIDE201-232
                """.replace("ADDRESS", host.address()).replace("SERVER_INSIDE", SERVER_INSIDE)
                .replace("CLIENTS_INSIDE", CLIENTS_INSIDE),
            "server-options", "name pptpd\nauth\nrequire-mschap-v2\n" + ENCRYPTED,
            "chap-secrets", secrets(CLIENTS_INSIDE)), "exec pptpd --fg --conf FOLDER/pptpd.conf");
        try {
            cell.await("connections available", SERVER_FAILED, PATIENCE);
        } catch (LabException e) {
            cell.close();
            throw new LabException("pptpd on " + host, e);
        }
        return new CellServer(cell, client -> client(topology, client, address));
    }

    private static Client client(final Topology topology, final Host host, final String server) {
        final var name = name(host);
        return new CellClient(CLIENTS_INSIDE + host.number(), SERVER_INSIDE, () -> Cell.start(topology, host, "pptp",
            Map.of("options", "name " + name + "\nremotename pptpd\nnoauth\n" + ENCRYPTED,
                "chap-secrets", name + " pptpd secret *\n"),
            "exec pppd nodetach maxfail 1 pty \"pptp SERVER --nolaunchpppd --nohostroute --loglevel 1\""
                .replace("SERVER", server)), "remote IP address " + SERVER_INSIDE, CLIENT_FAILED,
            cell -> { });
    }

    /**
     * What a client calls itself.
     *
     * @param client where it runs
     * @return cN for the host with number N, wherever that is
     */
    static String name(final Host client) {
        return "c" + client.number();
    }

    /**
     * The server's passwords: client N is cN, and gets the address that ends in N.
     *
     * @param prefix the address without N
     * @return the text for chap-secrets
     */
    static String secrets(final String prefix) {
        return IntStream.rangeClosed(1, MOST).mapToObj(number -> "c" + number + " * secret " + prefix + number + "\n")
            .collect(Collectors.joining());
    }
}
