/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a lab can leave behind on a machine, seen at one moment: named network namespaces, bridges, network devices, and
 * processes of the kinds that a lab starts.
 *
 * @param things one line each
 */
public record Footprint(Set<String> things) {
    private static final Path PROCESSES = Path.of("/proc");
    private static final Pattern OURS = Pattern.compile("mininet:|topology/serve\\.py|mininet/peers/|/charon|"
        + "ovs-vswitchd|ovsdb-server|tcpdump|linux\\.uml|vpn-passthrough-(lab|controller|guest)");
    private static final int LONGEST = 200;

    /**
     * A footprint.
     */
    public Footprint {
        things = Set.copyOf(things);
    }

    /**
     * Looks around.
     *
     * @return what is there now
     */
    public static Footprint now() {
        final var things = new TreeSet<String>();
        lines("ip", "netns", "list").forEach(line -> things.add("namespace " + line));
        lines("ovs-vsctl", "--timeout=5", "list-br").forEach(line -> things.add("bridge " + line));
        names(Path.of("/sys/class/net")).forEach(name -> things.add("device " + name));
        names(PROCESSES).filter(name -> name.chars().allMatch(Character::isDigit)).map(Footprint::process)
            .filter(text -> !text.isEmpty()).forEach(things::add);
        return new Footprint(things);
    }

    /**
     * What is here and was not there before.
     *
     * @param before an earlier look
     * @return one line each, sorted; empty if nothing was left behind
     */
    public List<String> since(final Footprint before) {
        return things.stream().filter(thing -> !before.things.contains(thing)).sorted().toList();
    }

    private static String process(final String pid) {
        try {
            // A process that has ended and waits for its parent has no command line.
            final var command = new String(Files.readAllBytes(PROCESSES.resolve(pid).resolve("cmdline")),
                StandardCharsets.UTF_8).replace('\0', ' ').trim();
            return OURS.matcher(command).find()
                ? "process " + pid + " " + command.substring(0, Math.min(command.length(), LONGEST)) : "";
        } catch (IOException e) {
            return "";      // gone while we looked
        }
    }

    private static Stream<String> names(final Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toList()).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static List<String> lines(final String... command) {
        try {
            final var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
                final var lines = reader.lines().filter(line -> !line.isBlank()).toList();
                process.waitFor(10, TimeUnit.SECONDS);
                return lines;
            }
        } catch (IOException e) {
            return List.of();       // not installed: then it left nothing either
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException(String.join(" ", command), e);
        }
    }
}
