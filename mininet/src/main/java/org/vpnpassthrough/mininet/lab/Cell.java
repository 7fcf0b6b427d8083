/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.vpnpassthrough.mininet.Background;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;
import org.vpnpassthrough.mininet.Waiting;

/**
 * A daemon on a host, with a {@code /run} and an {@code /etc/ppp} of its own (a mount namespace) and a listener for
 * syslog there: hosts share the machine's files, and these programs put process ids, sockets and passwords in fixed
 * places.
 */
final class Cell implements AutoCloseable {
    private static final String SCRIPT = """
        mount -t tmpfs tmpfs /run
        mount --bind FOLDER /etc/ppp
        [ -L /dev/log ] || ln -s /run/log /dev/log
        exec >> FOLDER/log 2>&1
        setsid socat -u UNIX-RECV:/run/log OPEN:FOLDER/log,append &
        echo $! > FOLDER/listener
        until [ -S /run/log ]; do sleep 0.1; done
        cd FOLDER
        COMMAND
        """;
    // A message of syslog has no end of line; this is its head.
    private static final Pattern HEAD = Pattern.compile("\n?<\\d{1,3}>(?=[A-Z][a-z]{2} [ \\d]\\d )");

    private static final Duration STEP = Duration.ofMillis(100);

    private final Host host;
    private final Path folder;
    private final Background daemon;
    private boolean closed;

    private Cell(final Host host, final Path folder, final Background daemon) {
        this.host = host;
        this.folder = folder;
        this.daemon = daemon;
    }

    /**
     * Starts a daemon.
     *
     * @param topology the running topology
     * @param host where
     * @param name of the daemon
     * @param files content by name; {@code options} and {@code chap-secrets} are pppd's
     * @param command the daemon, staying in the foreground, in the shell's language; its folder with the files is the
     *     current one
     * @return the cell with the started daemon
     */
    static Cell start(final Topology topology, final Host host, final String name, final Map<String, String> files,
            final String command) {
        final Path folder;
        try {
            folder = Files.createTempDirectory(topology.folder(), host.name() + "-" + name + "-");
            for (var file : files.entrySet()) {
                final var content = file.getValue().replace("FOLDER", folder.toString());
                Files.setPosixFilePermissions(Files.writeString(folder.resolve(file.getKey()), content),
                    PosixFilePermissions.fromString("rw-------"));
            }
            if (!files.containsKey("options")) {
                Files.createFile(folder.resolve("options"));
            }
            Files.createFile(folder.resolve("log"));
            Files.writeString(folder.resolve("start"),
                SCRIPT.replace("COMMAND", command).replace("FOLDER", folder.toString()));
        } catch (IOException e) {
            throw new LabException("preparing " + name, e);
        }
        return new Cell(host, folder,
            host.start("", List.of("unshare", "--mount", "sh", folder.resolve("start").toString())));
    }

    /**
     * Waits for a line of the log.
     *
     * @param ready what it contains
     * @param failed what the log contains if it never comes
     * @param patience how long to wait
     * @throws LabException with the log, if it does not come
     */
    void await(final String ready, final Pattern failed, final Duration patience) {
        Waiting.until(() -> {
            final var log = log();
            if (log.contains(ready)) {
                return true;
            }
            if (failed.matcher(log).find()) {
                throw new LabException(log);
            }
            return false;
        }, patience, this::log);
    }

    /**
     * What the daemon, and every process it started, wrote to its outputs and to syslog.
     *
     * @return the log
     */
    String log() {
        try {
            return HEAD.matcher(new String(Files.readAllBytes(folder.resolve("log")),
                StandardCharsets.UTF_8)).replaceAll("\n").stripLeading();
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    /**
     * Runs a command where the daemon is, and gives the daemon a moment to react.
     *
     * @param command in the shell's language
     * @param reaction what the daemon writes then
     * @param patience how long to wait for that
     */
    void tell(final String command, final String reaction, final Duration patience) {
        host.run("sh", "-c", command);
        final long end = System.nanoTime() + patience.toNanos();
        while (!log().contains(reaction) && System.nanoTime() < end) {
            Waiting.pause(STEP);
        }
    }

    /** Ends the daemon in good order, and then, without asking, whatever it started that still runs. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        daemon.stop();
        try {
            // The listener left the daemon's group: it hears the last words, and knows the namespace by being in it.
            final var listener = Files.readString(folder.resolve("listener")).strip();
            host.run("pkill", "-KILL", "--ns", listener, "--nslist", "mnt", ".");
        } catch (IOException e) {
            throw new LabException("ending what runs in " + folder, e);
        }
    }
}
