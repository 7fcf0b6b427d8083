/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vpnpassthrough.mininet.Background;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Ran;
import org.vpnpassthrough.mininet.Topology;
import org.vpnpassthrough.mininet.Waiting;

/**
 * strongSwan's daemon on a host, with a folder, a control socket and a {@code /run} of its own.
 */
public final class Charon implements AutoCloseable {
    private static final Path DAEMON = Path.of("/usr/lib/ipsec/charon");
    private static final Path CONTROL = Path.of("/usr/sbin/swanctl");
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final String LAST_WORDS_OF_START = "spawning ";

    private final Host host;
    private final Path folder;
    private final Background daemon;
    private boolean ended;

    private Charon(final Host host, final Path folder, final Background daemon) {
        this.host = host;
        this.folder = folder;
        this.daemon = daemon;
    }

    /**
     * Starts a daemon and loads its connections.
     *
     * @param topology the running topology
     * @param host where
     * @param plugins the names of those to load, separated by spaces
     * @param connections the text of its swanctl.conf
     * @param credentials files for the folder of swanctl: source by name, for example x509/own.pem
     * @return the running daemon
     * @throws LabException with its log if it does not come up
     */
    public static Charon start(final Topology topology, final Host host, final String plugins,
            final String connections, final Map<String, Path> credentials) {
        final Path folder;
        try {
            folder = Files.createTempDirectory(topology.folder(), host.name() + "-strongswan-");
            // Debian and Ubuntu confine both programs, by their paths, to files that all hosts would share (AppArmor).
            for (var program : List.of(DAEMON, CONTROL)) {
                Files.copy(program, folder.resolve(program.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
            for (var credential : credentials.entrySet()) {
                final var file = folder.resolve(credential.getKey());
                Files.createDirectories(file.getParent());
                Files.copy(credential.getValue(), file);
            }
            Files.writeString(folder.resolve("strongswan.conf"), settings(folder, plugins));
            Files.writeString(folder.resolve("swanctl.conf"), connections);
        } catch (IOException e) {
            throw new LabException("preparing strongSwan", e);
        }
        // Every daemon wants /run/charon.pid, and all hosts share the machine's files.
        final var daemon = host.start("", List.of("unshare", "--mount", "sh", "-c",
            "mount -t tmpfs tmpfs /run && STRONGSWAN_CONF=FOLDER/strongswan.conf exec FOLDER/charon"
                .replace("FOLDER", folder.toString())));
        final var charon = new Charon(host, folder, daemon);
        try {
            charon.load();
        } catch (LabException e) {
            charon.close();
            throw new LabException("strongSwan on " + host, e);
        }
        return charon;
    }

    /**
     * Tells the daemon something.
     *
     * @param arguments of swanctl
     * @return what it answered
     */
    public Ran swanctl(final String... arguments) {
        final var command = new ArrayList<>(List.of("env", "STRONGSWAN_CONF=" + folder + "/strongswan.conf",
            "SWANCTL_DIR=" + folder, folder + "/swanctl"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--uri", socket(folder)));
        return host.run(PATIENCE, command);
    }

    /**
     * What it wrote.
     *
     * @return its log, all of it
     */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    /** Ends the daemon, which tells its peers; nothing if it has ended already. */
    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        daemon.stop();
        host.run("rm", "-f", socket(folder).substring("unix://".length()));
    }

    private void load() {
        final var settings = folder.resolve("swanctl.conf").toString();
        // Looking into a file costs nothing; each call of swanctl would make a slow start slower.
        Waiting.until(() -> log().contains(LAST_WORDS_OF_START), PATIENCE, this::log);
        Waiting.until(() -> swanctl("--load-all", "--file", settings).succeeded(), PATIENCE, this::log);
    }

    /** Not in the folder, which may be one that a guest shares with its machine: there are no sockets in such. */
    private static String socket(final Path folder) {
        return "unix:///tmp/" + folder.getFileName() + ".vici";
    }

    private static String settings(final Path folder, final String plugins) {
        return """
            charon {
              load = PLUGINS
              install_routes = INSTALL_ROUTES
              plugins {
                vici {
                  socket = SOCKET
                }
              }
              filelog {
                log {
                  path = FOLDER/log
                  default = 1
                  knl = 2
                  flush_line = yes
                }
              }
            }
            """.replace("PLUGINS", plugins).replace("FOLDER", folder.toString()).replace("SOCKET", socket(folder))
            .replace("INSTALL_ROUTES", plugins.contains("kernel-libipsec") ? "yes" : "no");
    }
}
