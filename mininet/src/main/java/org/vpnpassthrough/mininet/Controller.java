/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The controller: the Karaf distribution, booted from a folder of its own that is gone when it closes. It starts
 * without any configuration, and is ended with this process at the latest.
 */
public final class Controller implements AutoCloseable {
    private static final String FOLDER_PREFIX = "vpn-passthrough-controller-";
    private static final int REST_PORT = 8181;
    private static final int OPENFLOW_PORT = 6653;
    private static final Duration BOOT = Duration.ofMinutes(4);
    private static final Duration END = Duration.ofSeconds(25);
    // 200: there is configuration; 404, 409: none yet. Anything else: not all bundles are up.
    private static final Set<Integer> UP = Set.of(200, 404, 409);
    // Written by a running Karaf, or large and only read: not copied.
    private static final Set<String> LEFT_BEHIND = Set.of("data", "instances", "journal", "snapshots",
        "segmented-journal", "tmp", "lock");
    private static final Set<String> SHARED = Set.of("system", "lib");

    private final Path folder;
    private final Process process;
    private final Restconf rest = new Restconf(URI.create("http://127.0.0.1:" + REST_PORT));
    private final Thread emergency = new Thread(this::kill, "end of the controller");

    private Controller(final Path folder, final Process process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * Starts the distribution named by the system property {@code passthrough.distribution} and waits until it answers
     * over RESTCONF, which takes half a minute or more.
     *
     * @return the running controller
     * @throws LabException with the end of its log if it does not come up; or if a port is taken already
     */
    public static Controller start() {
        final var distribution = System.getProperty("passthrough.distribution");
        if (distribution == null) {
            throw new LabException("set the system property passthrough.distribution to the unpacked distribution");
        }
        return start(Path.of(distribution).toAbsolutePath().normalize());
    }

    /**
     * Starts a distribution and waits until it answers over RESTCONF.
     *
     * @param distribution the folder with bin, etc and system
     * @return the running controller
     * @throws LabException with the end of its log if it does not come up; or if a port is taken already
     */
    public static Controller start(final Path distribution) {
        removeLeftovers();
        for (var port : List.of(REST_PORT, OPENFLOW_PORT)) {
            if (isOpen(port)) {
                throw new LabException("port " + port + " is taken: end the other controller first");
            }
        }
        final Path folder;
        final Process process;
        try {
            folder = Files.createTempDirectory(FOLDER_PREFIX);
            copy(distribution, folder);
            final var builder = new ProcessBuilder(folder.resolve("bin/karaf").toString(), "server")
                .directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.log").toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            process = builder.start();
            Files.writeString(folder.resolve("owner"), ProcessHandle.current().pid() + " " + process.pid());
        } catch (IOException e) {
            throw new LabException("starting " + distribution, e);
        }
        final var controller = new Controller(folder, process);
        Runtime.getRuntime().addShutdownHook(controller.emergency);
        try {
            Waiting.until(controller::isUp, BOOT, () -> "the controller does not answer\n" + controller.logTail(60));
        } catch (LabException e) {
            controller.close();
            throw e;
        }
        return controller;
    }

    /**
     * Its RESTCONF interface.
     *
     * @return a client for it
     */
    public Restconf rest() {
        return rest;
    }

    /**
     * The end of its log.
     *
     * @param lines how many lines at most
     * @return those lines; of the console where there is no log yet
     */
    public String logTail(final int lines) {
        for (var name : List.of("data/log/karaf.log", "console.log")) {
            final var log = folder.resolve(name);
            if (Files.exists(log)) {
                try {
                    final var all = Files.readAllLines(log);
                    return log + ":\n" + String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
                } catch (IOException e) {
                    return log + ": " + e.getMessage();
                }
            }
        }
        return "no log in " + folder;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(emergency);
        } catch (IllegalStateException e) {
            return;     // this process ends: the hook does it
        }
        kill();
    }

    private boolean isUp() {
        if (!process.isAlive()) {
            throw new LabException("the controller has ended with status " + process.exitValue() + "\n" + logTail(60));
        }
        try {
            return UP.contains(rest.get(Restconf.GATEWAYS + "?content=config").status()) && isOpen(OPENFLOW_PORT);
        } catch (LabException e) {
            return false;
        }
    }

    private void kill() {
        final var family = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        end(family);
        delete(folder);
    }

    private static void end(final List<ProcessHandle> family) {
        family.forEach(ProcessHandle::destroy);
        final var deadline = System.nanoTime() + END.toNanos();
        while (family.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < deadline) {
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }

    /** What the killed owner of a controller left: the controller, and its folder. */
    private static void removeLeftovers() {
        final var home = Path.of(System.getProperty("java.io.tmpdir"));
        try (var folders = Files.newDirectoryStream(home, FOLDER_PREFIX + "*")) {
            for (var folder : folders) {
                final var owner = folder.resolve("owner");
                final var pids = Files.exists(owner) ? Files.readString(owner).trim().split(" ") : new String[0];
                if (pids.length == 2 && ProcessHandle.of(Long.parseLong(pids[0])).isPresent()) {
                    continue;
                }
                if (pids.length == 2) {
                    ProcessHandle.of(Long.parseLong(pids[1])).filter(handle -> runsIn(handle, folder))
                        .ifPresent(handle -> end(Stream.concat(handle.descendants(), Stream.of(handle)).toList()));
                }
                delete(folder);
            }
        } catch (IOException e) {
            throw new LabException("looking for leftovers in " + home, e);
        }
    }

    private static boolean runsIn(final ProcessHandle handle, final Path folder) {
        try {
            // Not ProcessHandle.Info: it has no command line past one page, and a Karaf's is longer.
            final var command = Path.of("/proc", Long.toString(handle.pid()), "cmdline");
            return Files.readString(command, StandardCharsets.ISO_8859_1).contains(folder.toString());
        } catch (IOException e) {
            return false;       // it has ended
        }
    }

    private static boolean isOpen(final int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void copy(final Path distribution, final Path folder) throws IOException {
        if (!Files.isExecutable(distribution.resolve("bin/karaf"))) {
            throw new LabException("no distribution in " + distribution + ": build it first");
        }
        try (var parts = Files.newDirectoryStream(distribution)) {
            for (var part : parts) {
                final var name = part.getFileName().toString();
                if (SHARED.contains(name)) {
                    Files.createSymbolicLink(folder.resolve(name), part);
                } else if (!LEFT_BEHIND.contains(name)) {
                    copyTree(part, folder.resolve(name));
                }
            }
        }
    }

    private static void copyTree(final Path from, final Path to) throws IOException {
        final var real = from.toRealPath();
        try (var files = Files.walk(real)) {
            for (var file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(real.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(final Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes)
                        throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(final Path directory, final IOException problem)
                        throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new LabException("removing " + folder, e);
        }
    }
}
