/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mininet.Background;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.OnMachine;
import org.vpnpassthrough.mininet.Ran;
import org.vpnpassthrough.mininet.Topology;
import org.vpnpassthrough.mininet.Waiting;

/**
 * Libreswan's daemon on a host, from a folder it was unpacked into, with settings and a control socket of its own.
 */
final class Pluto implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Duration NEGOTIATION = Duration.ofSeconds(40);
    private static final String LAST_WORDS_OF_START = "loading secrets from";

    private final Host host;
    private final Path programs;
    private final Path log;
    private final String run;
    private final Background daemon;
    private boolean ended;

    private Pluto(final Host host, final Path programs, final Path log, final String run, final Background daemon) {
        this.host = host;
        this.programs = programs;
        this.log = log;
        this.run = run;
        this.daemon = daemon;
    }

    /**
     * Copies the programs to where the hosts of a topology see them, which is not everywhere on the machine.
     *
     * @param topology the running topology
     * @param unpacked the folder that the package was unpacked into
     * @return the folder with the programs
     * @throws LabException if they are not in there
     */
    static Path programs(final Topology topology, final Path unpacked) {
        try {
            final var programs = Files.createTempDirectory(topology.folder(), "libreswan-");
            for (var program : List.of("pluto", "addconn", "whack")) {
                Files.copy(unpacked.resolve("usr/libexec/ipsec").resolve(program), programs.resolve(program),
                    StandardCopyOption.COPY_ATTRIBUTES);
            }
            return programs;
        } catch (IOException e) {
            throw new LabException("Libreswan unpacked (dpkg -x) in " + unpacked, e);
        }
    }

    /**
     * Starts the daemon and waits until it has read its connections.
     *
     * @param topology the running topology
     * @param host where
     * @param programs the folder with the programs
     * @param connections the text of its ipsec.conf
     * @return the running daemon
     * @throws LabException with its log if it does not come up
     */
    static Pluto start(final Topology topology, final Host host, final Path programs, final String connections) {
        final Path folder;
        try {
            folder = Files.createTempDirectory(topology.folder(), host.name() + "-pluto-");
            Files.writeString(folder.resolve("ipsec.conf"), connections);
            Files.createDirectory(folder.resolve("nss"));
            final var secrets = Files.createFile(folder.resolve("ipsec.secrets"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(secrets, "%any %any : PSK \"no secret at all\"\n");
        } catch (IOException e) {
            throw new LabException("preparing Libreswan", e);
        }
        // Without certificates there is nothing in it, but it has to be there.
        OnMachine.run(folder, "certutil", "-N", "--empty-password", "-d", "sql:nss");
        // Sockets are not possible in the folder that a guest shares with its machine.
        final var run = "/tmp/" + folder.getFileName();
        // It looks for its helper addconn there and nowhere else.
        final var command = """
            mount -t tmpfs tmpfs /usr/libexec && ln -s PROGRAMS /usr/libexec/ipsec && mkdir -p RUN &&
            exec PROGRAMS/pluto --nofork --config FOLDER/ipsec.conf --secretsfile FOLDER/ipsec.secrets \\
                --ipsecdir FOLDER --logfile FOLDER/log --rundir RUN --dumpdir RUN --nssdir FOLDER/nss --no-dnssec
            """.replace("PROGRAMS", programs.toString()).replace("FOLDER", folder.toString()).replace("RUN", run);
        final var daemon = host.start("", List.of("unshare", "--mount", "sh", "-c", command));
        final var pluto = new Pluto(host, programs, folder.resolve("log"), run, daemon);
        try {
            Waiting.until(() -> pluto.log().contains(LAST_WORDS_OF_START), PATIENCE, pluto::log);
        } catch (LabException e) {
            final var said = pluto.end();
            throw new LabException("Libreswan on " + host + ": " + said.out(), e);
        }
        return pluto;
    }

    /**
     * Tells the daemon something.
     *
     * @param arguments of whack
     * @return what it answered, its words on the negotiation among them
     */
    Ran whack(final String... arguments) {
        final var command = new ArrayList<>(List.of(programs + "/whack", "--rundir", run));
        command.addAll(List.of(arguments));
        return host.run(NEGOTIATION, command);
    }

    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    /** Ends the daemon, which tells its peers; nothing if it has ended already. */
    @Override
    public void close() {
        if (!ended) {
            end();
        }
    }

    private Ran end() {
        ended = true;
        final var last = daemon.stop();
        host.run("rm", "-rf", run);
        return last;
    }
}
