/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A host of the topology: a network namespace with one address, on which commands run. A host without a name is the
 * machine itself.
 */
public final class Host {
    private static final Duration SLACK = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Driver driver;
    private final String name;
    private final String address;
    private final String mac;
    private final int pid;

    Host(final Driver driver, final String name, final String address, final String mac, final int pid) {
        this.driver = driver;
        this.name = name;
        this.address = address;
        this.mac = mac;
        this.pid = pid;
    }

    /**
     * Its name in the topology: c1 and on are clients, v1 and on are servers.
     *
     * @return the name; empty for the machine itself
     */
    public String name() {
        return name;
    }

    /**
     * Its IPv4 address.
     *
     * @return the address in dotted form; empty for the machine itself
     */
    public String address() {
        return address;
    }

    /**
     * The MAC address of its only interface.
     *
     * @return the address as aa:bb:cc:dd:ee:ff; empty for the machine itself
     */
    public String mac() {
        return mac;
    }

    /**
     * The name of its only interface.
     *
     * @return for example c1-eth0
     */
    public String device() {
        return name + "-eth0";
    }

    /**
     * Its number: 3 for c3 and for v3.
     *
     * @return 1 or above
     */
    public int number() {
        return Integer.parseInt(name.substring(1));
    }

    /**
     * The process whose namespaces are this host's: {@code mnexec -a PID COMMAND} runs a command there.
     *
     * @return the process id
     */
    public int pid() {
        return pid;
    }

    /**
     * Runs a command to its end, for at most 30 s.
     *
     * @param command program and arguments; no shell in between
     * @return how it ended, whatever its status
     */
    public Ran run(final String... command) {
        return run(PATIENCE, List.of(command));
    }

    /**
     * Runs a command to its end.
     *
     * @param patience how long it may take; then it is killed
     * @param command program and arguments; no shell in between
     * @return how it ended, whatever its status
     */
    public Ran run(final Duration patience, final List<String> command) {
        final var answer = driver.ask("run",
            Map.of("host", name, "command", command, "timeout", patience.toMillis() / 1000.0), patience.plus(SLACK));
        return new Ran(answer.get("rc").getAsInt(), answer.get("stdout").getAsString(),
            answer.get("stderr").getAsString(), answer.get("late").getAsBoolean());
    }

    /**
     * Starts a command that goes on, and waits until it says that it is ready.
     *
     * @param ready text that must appear in its output; empty to wait for nothing
     * @param command program and arguments; no shell in between
     * @return the running command
     * @throws LabException with its output, if it ends, or does not say so within 20 s
     */
    public Background start(final String ready, final List<String> command) {
        final var answer = driver.ask("start", Map.of("host", name, "command", command, "ready", ready), PATIENCE);
        return new Background(driver, answer.get("pid").getAsInt());
    }

    @Override
    public String toString() {
        return name + " " + address;
    }
}
