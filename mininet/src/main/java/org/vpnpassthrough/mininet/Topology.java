/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The running topology {@code gateway}: clients c1.. behind the gateway switch s1, servers v1.. outside. It needs root,
 * Mininet and Open vSwitch, and there is one at a time on a machine. {@link #close()} leaves nothing of it behind, and
 * so does the end of this process, however it comes.
 */
public final class Topology implements AutoCloseable {
    /** Where the gateway switch looks for its controller unless told otherwise. */
    public static final String CONTROLLER = "tcp:127.0.0.1:6653";

    /** The gateway switch's port to the clients. */
    public static final String INSIDE = "s1-eth1";

    /** The gateway switch's port to the servers. */
    public static final String OUTSIDE = "s1-eth2";

    /** The interpreter that Debian's Mininet is installed for; another may come first in the path. */
    static final String PYTHON = "/usr/bin/python3";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Driver driver;
    private final Path folder;
    private final String datapath;
    private final List<Host> hosts;

    private Topology(final Driver driver, final JsonObject description) {
        this.driver = driver;
        folder = Path.of(description.get("folder").getAsString());
        datapath = description.get("datapath").getAsString();
        hosts = new CopyOnWriteArrayList<>(
            description.getAsJsonArray("hosts").asList().stream().map(JsonElement::getAsJsonObject).map(this::read)
                .toList());
    }

    /**
     * Starts the topology and waits until it stands; the gateway switch goes on to look for its controller.
     *
     * @param clients 1 to 99
     * @param servers 1 to 53
     * @param controller where the gateway switch finds its controller; empty for none
     * @return the running topology
     * @throws LabException if something is missing on this machine, or in the way
     */
    public static Topology start(final int clients, final int servers, final String controller) {
        final var driver = Driver.start(List.of(PYTHON, script("topology/serve.py").toString(), "--clients",
            Integer.toString(clients), "--servers", Integer.toString(servers), "--controller", controller));
        try {
            return new Topology(driver, driver.ready());
        } catch (LabException e) {
            driver.close();
            throw e;
        }
    }

    /**
     * Starts the topology with a second gateway g1 beside s1, in a user-mode Linux kernel that has ESP, PPTP, L2TP and
     * Open vSwitch's datapath as modules, whatever the machine's own kernel has.
     *
     * @param clients 1 to 99
     * @param servers 1 to 53
     * @return the running topology; the switch looks for its controller on the machine
     * @throws LabException if something is missing on this machine
     */
    public static Topology startInGuest(final int clients, final int servers) {
        final var driver = Guest.boot(List.of("--clients", Integer.toString(clients), "--servers",
            Integer.toString(servers), "--linux"));
        try {
            return new Topology(driver, driver.ready());
        } catch (LabException e) {
            driver.close();
            throw e;
        }
    }

    /**
     * One of the Python programs that belong to the lab.
     *
     * @param name below the folder {@code mininet}, for example peers/traffic.py
     * @return where it is: below the system property {@code passthrough.root}, or below or beside the current folder
     * @throws LabException if it is in none of these places
     */
    public static Path script(final String name) {
        final var root = System.getProperty("passthrough.root");
        final var places = root == null ? List.of(Path.of("mininet"), Path.of("")) : List.of(Path.of(root, "mininet"));
        return places.stream().map(place -> place.resolve(name).toAbsolutePath().normalize()).filter(Files::exists)
            .findFirst().orElseThrow(() -> new LabException("no " + name + " in " + places
                + ": set the system property passthrough.root to the project's folder"));
    }

    /**
     * A host by its name.
     *
     * @param name for example c1 or v2
     * @return the host
     * @throws LabException if there is none
     */
    public Host host(final String name) {
        return hosts.stream().filter(host -> host.name().equals(name)).findFirst()
            .orElseThrow(() -> new LabException("no host " + name));
    }

    /**
     * The hosts behind the gateway.
     *
     * @return c1 and on
     */
    public List<Host> clients() {
        return hosts.stream().filter(host -> host.name().startsWith("c")).toList();
    }

    /**
     * The hosts outside.
     *
     * @return v1 and on; v1 is also the next hop 203.0.113.254
     */
    public List<Host> servers() {
        return hosts.stream().filter(host -> host.name().startsWith("v")).toList();
    }

    /**
     * Brings up one client more, as a host that is switched on later.
     *
     * @return the new host
     */
    public Host oneMoreClient() {
        final var host = read(driver.ask("client", Map.of(), PATIENCE));
        hosts.add(host);
        return host;
    }

    /**
     * The machine itself, outside all namespaces.
     *
     * @return a host without name and address
     */
    public Host machine() {
        return new Host(driver, "", "", "", 0);
    }

    /**
     * The switch that is the gateway.
     *
     * @return s1
     */
    public OpenFlowSwitch gateway() {
        return new OpenFlowSwitch(driver, "s1");
    }

    /**
     * Captures packets on an interface of the machine.
     *
     * @param device for example {@link #OUTSIDE}
     * @param filter in tcpdump's language; empty for all
     * @return the running capture
     */
    public Capture capture(final String device, final String filter) {
        final var answer = driver.ask("capture", Map.of("interface", device, "packets", filter), PATIENCE);
        return new Capture(machine(), new Background(driver, answer.get("pid").getAsInt()),
            answer.get("file").getAsString());
    }

    /**
     * Takes the link between two nodes down.
     *
     * @param one a host or switch
     * @param other its neighbour
     */
    public void cut(final String one, final String other) {
        driver.ask("link", Map.of("one", one, "other", other, "up", false), PATIENCE);
    }

    /**
     * Takes the link between two nodes up again.
     *
     * @param one a host or switch
     * @param other its neighbour
     */
    public void mend(final String one, final String other) {
        driver.ask("link", Map.of("one", one, "other", other, "up", true), PATIENCE);
    }

    /** Ends every command that was started on a host and still runs, captures too. */
    public void quiet() {
        driver.ask("quiet", Map.of(), PATIENCE);
    }

    /**
     * A folder for files of this run. It goes with the topology.
     *
     * @return its path
     */
    public Path folder() {
        return folder;
    }

    /**
     * Which datapath the switches use.
     *
     * @return kernel, or user where the kernel has none
     */
    public String datapath() {
        return datapath;
    }

    @Override
    public void close() {
        driver.close();
    }

    private Host read(final JsonObject description) {
        return new Host(driver, description.get("name").getAsString(), description.get("address").getAsString(),
            description.get("mac").getAsString(), description.get("pid").getAsInt());
    }
}
