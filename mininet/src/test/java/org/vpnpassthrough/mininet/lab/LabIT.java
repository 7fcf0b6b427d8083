/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnpassthrough.mininet.Controller;
import org.vpnpassthrough.mininet.Topology;

/** Two clients of one server through one address, with software that others wrote. The whole is ./passthrough lab. */
class LabIT {
    private static final int CLIENTS = 2;
    private static final Experiment.Plan TWO =
        new Experiment.Plan(Addresses.ONE, List.of(CLIENTS), false, false);

    private static Topology topology;
    private static Controller controller;

    @BeforeAll
    static void boot() {
        topology = Topology.startInGuest(CLIENTS, 1);
        controller = Controller.start();
    }

    @AfterAll
    static void end() {
        if (controller != null) {
            controller.close();
        }
        if (topology != null) {
            topology.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"esp-libreswan-ikev2", "natt-strongswan-ikev2", "pptp", "l2tp"})
    void twoClientsOfOneServerWork(final String key) {
        final var ours = new OurNat(controller);
        final var vpn = Vpns.one(Vpns.all(ours.outside(), Path.of(System.getProperty("passthrough.libreswan"))), key);

        final var trial = new Experiment(topology, line -> { }).run(vpn, ours, TWO);

        assertEquals(CLIENTS, trial.steps().stream().mapToInt(Trial.Step::working).max().orElse(0),
            () -> String.join("\n", trial.problems()));
    }
}
