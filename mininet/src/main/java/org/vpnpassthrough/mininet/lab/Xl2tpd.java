/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;

/**
 * L2TP version 2 (RFC 2661) without IPsec: xl2tpd at both ends, both at UDP port 1701, with PPP and CHAP. Packets go
 * through xl2tpd itself, not through the kernel.
 */
public final class Xl2tpd implements Vpn {
    private static final String SERVER_INSIDE = "192.168.58.1";
    private static final String CLIENTS_INSIDE = "192.168.59.";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Pattern SERVER_FAILED = Pattern.compile("init: |Unable to bind|parse_config: line");
    private static final Pattern CLIENT_FAILED =
        Pattern.compile("pppd\\[\\d+\\]: Exit\\.|Connection \\d+ closed|Maximum retries exceeded|parse_config: line");
    private static final String COMMAND =
        "exec xl2tpd -D -l -c xl2tpd.conf -s l2tp-secrets -p /run/xl2tpd.pid -C CONTROL";

    // The MTU keeps PPP, L2TP, ESP and UDP within 1500 bytes, as guides to L2TP have it; without it every full packet
    // of the tunnel leaves in two fragments.
    private static final String PPP = """
        mtu 1280
        mru 1280
        noccp
        nologfd
        nodefaultroute
        novj
        noipv6
        lcp-echo-interval 10
        lcp-echo-failure 6
        """;

    @Override
    public String key() {
        return "l2tp";
    }

    @Override
    public String title() {
        return "L2TPv2 without IPsec, both ends at UDP port 1701 (xl2tpd, pppd)";
    }

    @Override
    public String passthrough() {
        return "l2tp";
    }

    @Override
    public String published() {
        return "l2tp-server";
    }

    @Override
    public Server serve(final Topology topology, final Host host, final String address) {
        final var cell = Cell.start(topology, host, "xl2tpd", Map.of(
            "xl2tpd.conf", """
                [global]
                listen-addr = ADDRESS
                force userspace = yes
                debug tunnel = yes
                debug state = yes
                [lns default]
                ip range = CLIENTS_INSIDE201-CLIENTS_INSIDE232
                local ip = SERVER_INSIDE
                require chap = yes
                refuse pap = yes
                require authentication = yes
                name = lns
                ppp debug = yes
                pppoptfile = server-options
                """.replace("ADDRESS", host.address()).replace("CLIENTS_INSIDE", CLIENTS_INSIDE)
                .replace("SERVER_INSIDE", SERVER_INSIDE),
            "server-options", PPP, "l2tp-secrets", "", "chap-secrets", Pptpd.secrets(CLIENTS_INSIDE)),
            COMMAND.replace("CONTROL", "/run/l2tp-control"));
        try {
            cell.await("Listening on IP address", SERVER_FAILED, PATIENCE);
        } catch (LabException e) {
            cell.close();
            throw new LabException("xl2tpd on " + host, e);
        }
        return new CellServer(cell, client -> client(topology, client, address));
    }

    private static Client client(final Topology topology, final Host host, final String server) {
        final var name = Pptpd.name(host);
        // Outside of its own /run, so that a command of the host reaches it.
        final var control = "/tmp/l2tp-control-" + host.name();
        final var files = Map.of("xl2tpd.conf", """
            [global]
            force userspace = yes
            debug tunnel = yes
            debug state = yes
            [lac lab]
            lns = SERVER
            autodial = yes
            redial = no
            name = NAME
            ppp debug = yes
            pppoptfile = client-options
            """.replace("SERVER", server).replace("NAME", name),
            "client-options", "noauth\n" + PPP, "l2tp-secrets", "",
            "chap-secrets", name + " * secret *\n");
        return new CellClient(CLIENTS_INSIDE + host.number(), SERVER_INSIDE,
            () -> Cell.start(topology, host, "xl2tpd", files, COMMAND.replace("CONTROL", control)),
            "remote IP address " + SERVER_INSIDE, CLIENT_FAILED,
            // It ends without a word on SIGTERM, and its server would keep the tunnel for a minute.
            cell -> cell.tell("[ -p FIFO ] && echo d lab > FIFO".replace("FIFO", control), "closed to", GRACE));
    }
}
