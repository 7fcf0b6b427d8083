/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.List;
import org.vpnpassthrough.gateway.GatewayConfig;
import org.vpnpassthrough.gateway.Problem;

/** An entry of the gateway list as {@link GatewayConfigReader} read it. */
sealed interface ReadGateway {
    /** The gateway's name. */
    String name();

    /** The switch it is for, empty if the configuration does not say. */
    String nodeId();

    /**
     * A gateway that can work, as far as its own entry tells.
     *
     * @param nodeId the switch it is for
     * @param config what it is to do
     */
    record Usable(String nodeId, GatewayConfig config) implements ReadGateway {
        @Override
        public String name() {
            return config.name();
        }
    }

    /**
     * A gateway that cannot work.
     *
     * @param name its name
     * @param nodeId the switch it is for, or empty
     * @param problems why, at least one
     */
    record Unusable(String name, String nodeId, List<Problem> problems) implements ReadGateway {
    }
}
