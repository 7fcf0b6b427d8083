/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.OnMachine;
import org.vpnpassthrough.mininet.Topology;

/**
 * X.509 certificates with RSA keys of 4096 bits for a server and its clients, so large that a message of IKE with one
 * does not fit into a packet. They are made once for a topology, on the machine, where that takes seconds.
 *
 * @param folder where they are
 */
record Certificates(Path folder) {
    /** How many clients there are certificates for. */
    static final int CLIENTS = 16;

    /** The name in the server's. */
    static final String SERVER = "server.lab";

    /**
     * Those of a topology.
     *
     * @param topology the running topology
     * @return the certificates
     * @throws LabException if there is no openssl, or it fails
     */
    static synchronized Certificates of(final Topology topology) {
        final var folder = topology.folder().resolve("certificates");
        if (!Files.exists(folder)) {
            make(folder);
        }
        return new Certificates(folder);
    }

    /**
     * The name in a client's.
     *
     * @param number of the client
     * @return a domain name
     */
    static String client(final int number) {
        return "c" + number + ".lab";
    }

    /**
     * What swanctl wants in its folder.
     *
     * @param name of whom
     * @return the file for each name
     */
    Map<String, Path> credentials(final String name) {
        return Map.of("x509ca/authority.pem", folder.resolve("authority.pem"), "x509/own.pem",
            folder.resolve(name + ".pem"), "private/own.pem", folder.resolve(
                SERVER.equals(name) ? "server.key" : "client.key"));
    }

    private static void make(final Path folder) {
        // All clients have the same key: making one takes a second, and they are told apart by their names.
        final var script = """
            set -e
            for holder in authority server client; do
                openssl genrsa -out $holder.key 4096 &
            done
            wait
            openssl req -x509 -new -sha256 -days 30 -key authority.key -subj "/O=Lab/CN=Authority" -out authority.pem
            certify() {
                openssl req -x509 -new -sha256 -days 30 -key $1.key -CA authority.pem -CAkey authority.key \\
                    -subj "/O=Lab/CN=$2" -addext subjectAltName=DNS:$2 -addext basicConstraints=CA:false -out $2.pem
            }
            certify server SERVER
            for number in $(seq CLIENTS); do
                certify client c$number.lab
            done
            """.replace("SERVER", SERVER).replace("CLIENTS", Integer.toString(CLIENTS));
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LabException("making certificates", e);
        }
        OnMachine.run(folder, "sh", "-c", script);
    }
}
