/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.OnMachine;

/**
 * A certificate authority of one run, on the curve P-256, made by the openssl command of the machine.
 */
final class Authority {
    private final Path folder;

    private Authority(final Path folder) {
        this.folder = folder;
    }

    /**
     * Makes a new one.
     *
     * @param parent where to keep its files
     * @return the authority
     */
    static Authority create(final Path parent) {
        final Path folder;
        try {
            folder = Files.createTempDirectory(parent, "authority-");
        } catch (IOException e) {
            throw new LabException("a folder for certificates", e);
        }
        final var authority = new Authority(folder);
        authority.openssl("authority", List.of());
        return authority;
    }

    /**
     * Its own certificate.
     *
     * @return PEM
     */
    String certificate() {
        return read("authority.crt");
    }

    /**
     * Makes a key and a certificate.
     *
     * @param name the common name
     * @param use extended key usage: serverAuth or clientAuth
     */
    void issue(final String name, final String use) {
        openssl(name, List.of("-CA", "authority.crt", "-CAkey", "authority.key", "-addext",
            "basicConstraints=critical,CA:FALSE", "-addext", "keyUsage=critical,digitalSignature", "-addext",
            "extendedKeyUsage=" + use));
    }

    /**
     * A file of it.
     *
     * @param file the issued name with {@code .crt} or {@code .key}
     * @return PEM
     */
    String read(final String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new LabException("reading " + file, e);
        }
    }

    private void openssl(final String name, final List<String> more) {
        final var command = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:P-256", "-nodes", "-days", "7", "-subj", "/CN=" + name, "-keyout", name + ".key", "-out",
            name + ".crt"));
        command.addAll(more);
        OnMachine.run(folder, command.toArray(String[]::new));
    }
}
