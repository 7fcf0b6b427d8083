/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.util.List;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.mapping.Timers;
import org.vpnpassthrough.translation.Policy;

/**
 * One gateway as it is configured. {@link ConfigCheck} tells whether it can work.
 *
 * @param name what the administrator calls it
 * @param externalPool the external addresses
 * @param poolRouted whether the routers outside have a route for pool addresses that are not in the external prefix
 */
public record GatewayConfig(String name, List<InternalPort> internalPorts, ExternalPort externalPort,
        List<AddressRange> externalPool, boolean poolRouted, Timers timers, Policy policy, MeterRates meterRates) {
    public GatewayConfig {
        internalPorts = List.copyOf(internalPorts);
        externalPool = List.copyOf(externalPool);
    }
}
