/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.time.Duration;

/** What vectors are run against: a gateway with its switch. One runner runs one vector. */
public interface VectorRunner {
    /**
     * Sets everything up: the ports are there, the base rules are in the switch, the neighbours are known.
     *
     * @param setup the gateway
     */
    void start(Setup setup);

    /**
     * Gives a frame to the switch and, if the switch hands it on, to the controller.
     *
     * @param at when, since the start; never before the last call
     * @param port by which port it comes
     * @param frame the bytes
     * @return all that happened
     */
    Outcome arrive(Duration at, int port, byte[] frame);

    /**
     * Lets time pass: the switch ends idle rules and tells so, timers run.
     *
     * @param at up to when, since the start; never before the last call
     * @return all that happened
     */
    Outcome tick(Duration at);
}
