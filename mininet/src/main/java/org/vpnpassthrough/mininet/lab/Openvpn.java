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
 * OpenVPN over UDP port 1194, with TLS and certificates at both ends. Client N is told to use 10.8.0.(100 + N), by its
 * certificate's name.
 */
public final class Openvpn implements Vpn {
    private static final String SERVER_INSIDE = "10.8.0.1";
    private static final String CLIENTS_INSIDE = "10.8.0.";
    private static final int FIRST = 100;
    private static final int MOST = 99;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Pattern FAILED =
        Pattern.compile("Exiting due to fatal error|Options error|AUTH_FAILED|process exiting|TLS handshake failed");
    private static final String COMMAND =
        "mkdir /run/clients && sh FOLDER/addresses && exec openvpn --config FOLDER/conf";
    private static final String READY = "Initialization Sequence Completed";

    @Override
    public String key() {
        return "openvpn";
    }

    @Override
    public String title() {
        return "OpenVPN over UDP with TLS";
    }

    @Override
    public Server serve(final Topology topology, final Host host, final String address) {
        final var authority = Authority.create(topology.folder());
        authority.issue("server", "serverAuth");
        final var cell = Cell.start(topology, host, "openvpn", Map.of("conf", """
            local ADDRESS
            port 1194
            proto udp4
            dev tun
            topology subnet
            server 10.8.0.0 255.255.255.0
            client-config-dir /run/clients
            ccd-exclusive
            dh none
            keepalive 5 30
            remote-cert-tls client
            explicit-exit-notify 1
            verb 3
            """.replace("ADDRESS", host.address()) + credentials(authority, "server"),
            "addresses", """
                number=1
                while [ $number -le MOST ]; do
                    echo "ifconfig-push CLIENTS_INSIDE$((FIRST + number)) 255.255.255.0" > /run/clients/c$number
                    number=$((number + 1))
                done
                """.replace("MOST", Integer.toString(MOST)).replace("FIRST", Integer.toString(FIRST))
                .replace("CLIENTS_INSIDE", CLIENTS_INSIDE)), COMMAND);
        try {
            cell.await(READY, FAILED, PATIENCE);
        } catch (LabException e) {
            cell.close();
            throw new LabException("OpenVPN on " + host, e);
        }
        return new CellServer(cell, client -> client(topology, authority, client, address));
    }

    private static Client client(final Topology topology, final Authority authority, final Host host,
            final String server) {
        final var name = "c" + host.number();
        authority.issue(name, "clientAuth");
        final var files = Map.of("addresses", "", "conf", """
            client
            nobind
            proto udp4
            dev tun
            remote SERVER 1194
            remote-cert-tls server
            explicit-exit-notify 1
            verb 3
            """.replace("SERVER", server) + credentials(authority, name));
        return new CellClient(CLIENTS_INSIDE + (FIRST + host.number()), SERVER_INSIDE,
            () -> Cell.start(topology, host, "openvpn", files, COMMAND), READY, FAILED, cell -> { });
    }

    private static String credentials(final Authority authority, final String name) {
        return "<ca>\n" + authority.certificate() + "</ca>\n<cert>\n" + authority.read(name + ".crt")
            + "</cert>\n<key>\n" + authority.read(name + ".key") + "</key>\n";
    }
}
