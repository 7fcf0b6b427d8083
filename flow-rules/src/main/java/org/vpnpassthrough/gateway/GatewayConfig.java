/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mapping.AddressPool;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.translation.Settings;

/**
 * One gateway as it is configured. {@link ConfigCheck} tells whether it can work.
 *
 * @param name what the administrator calls it
 * @param externalPool the external addresses
 * @param poolRouted whether the routers outside have a route for pool addresses that are not in the external prefix
 */
public record GatewayConfig(String name, List<InternalPort> internalPorts, ExternalPort externalPort,
        List<AddressRange> externalPool, boolean poolRouted, Settings settings, MeterRates meterRates) {
    public GatewayConfig {
        internalPorts = List.copyOf(internalPorts);
        externalPool = List.copyOf(externalPool);
    }

    /** A gateway that has its ports and addresses, and the defaults for everything else. */
    public static GatewayConfig of(final String name, final List<InternalPort> internalPorts,
            final ExternalPort externalPort, final List<AddressRange> externalPool) {
        return new GatewayConfig(name, internalPorts, externalPort, externalPool, false, Settings.DEFAULT,
            MeterRates.DEFAULT);
    }

    /** The same gateway, set otherwise. */
    public GatewayConfig with(final Settings changed) {
        return new GatewayConfig(name, internalPorts, externalPort, externalPool, poolRouted, changed, meterRates);
    }

    /** The addresses that clients share: those of the external pool that no host has for itself. */
    public AddressPool sharedPool() {
        return new AddressPool(externalPool, settings.statics().ownedAddresses());
    }

    /** All addresses at which the gateway translates: the pool, and its own address where static mappings use that. */
    public AddressPool pool() {
        final var own = externalPort.address();
        final var ranges = new ArrayList<>(externalPool);
        if (ranges.stream().noneMatch(range -> range.contains(own))
                && settings.statics().externals().stream().anyMatch(external -> external.address().equals(own))) {
            ranges.add(new AddressRange(own, own));
        }
        return new AddressPool(ranges);
    }
}
