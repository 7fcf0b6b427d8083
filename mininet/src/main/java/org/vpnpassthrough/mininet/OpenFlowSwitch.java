/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A switch of the topology, seen from Open vSwitch's side: what it holds and counts, and who controls it.
 */
public final class OpenFlowSwitch {
    private static final String NOBODY = "tcp:127.0.0.1:1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Driver driver;
    private final String name;

    OpenFlowSwitch(final Driver driver, final String name) {
        this.driver = driver;
        this.name = name;
    }

    /**
     * Its bridge's name.
     *
     * @return s1, s2 or s3
     */
    public String name() {
        return name;
    }

    /**
     * Its rules with their counters. The counters include every packet forwarded before the call.
     *
     * @return what {@code ovs-ofctl dump-flows} tells
     */
    public FlowTable flows() {
        return FlowTable.parse(lines("flows"));
    }

    /**
     * Its meters and their counters.
     *
     * @return lines of {@code ovs-ofctl dump-meters}, then of {@code ovs-ofctl meter-stats}
     */
    public List<String> meters() {
        return lines("meters");
    }

    /**
     * Gives it a controller, in place of those it has.
     *
     * @param target for example tcp:127.0.0.1:6653
     */
    public void obey(final String target) {
        driver.ask("controller", Map.of("switch", name, "target", target), PATIENCE);
    }

    /** Cuts it off from its controller. It keeps its rules. */
    public void loseController() {
        // Not without any: Open vSwitch would take that for a change of mind and forget its rules.
        obey(NOBODY);
    }

    /**
     * Adds a rule as somebody else might, beside the controller.
     *
     * @param rule in the language of {@code ovs-ofctl add-flow}
     */
    public void foreignRule(final String rule) {
        ofctl("add-flow", name, rule);
    }

    /** Forgets every rule and every meter, as a switch does that loses power. */
    public void forget() {
        ofctl("del-flows", name);
        ofctl("del-meters", name);
    }

    /**
     * Puts a port into the switch, under the number that its name ends with.
     *
     * @param port for example s1-eth2
     */
    public void plug(final String port) {
        driver.ask("port", Map.of("switch", name, "name", port, "present", true), PATIENCE);
    }

    /**
     * Takes a port out of the switch.
     *
     * @param port for example s1-eth2
     */
    public void unplug(final String port) {
        driver.ask("port", Map.of("switch", name, "name", port, "present", false), PATIENCE);
    }

    private void ofctl(final String... arguments) {
        final var command = new ArrayList<>(List.of("ovs-ofctl", "-O", "OpenFlow13"));
        command.addAll(List.of(arguments));
        new Host(driver, "", "", "", 0).run(PATIENCE, command).check();
    }

    private List<String> lines(final String request) {
        return driver.ask(request, Map.of("switch", name), PATIENCE).getAsJsonArray("lines").asList().stream()
            .map(JsonElement::getAsString).toList();
    }
}
