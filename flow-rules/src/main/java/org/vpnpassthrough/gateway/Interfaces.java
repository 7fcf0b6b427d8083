/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.vpnpassthrough.packet.Ip4;

/**
 * The ports of a gateway, all of them there.
 *
 * @param router the next hop to everywhere outside the external prefix
 */
record Interfaces(List<Interface> internal, Interface external, Ip4 router) {
    /** Finds the configured ports among those of the switch; empty when one is missing. */
    static Optional<Interfaces> find(final GatewayConfig config, final Collection<SwitchPort> present) {
        if (!missing(config, present).isEmpty()) {
            return Optional.empty();
        }
        final var internal = config.internalPorts().stream()
            .map(port -> new Interface(called(port.port(), present).orElseThrow(), port.prefix(),
                port.gatewayAddress()))
            .toList();
        final var outside = config.externalPort();
        return Optional.of(new Interfaces(internal, new Interface(called(outside.port(), present).orElseThrow(),
            outside.prefix(), outside.address()), outside.nextHop()));
    }

    /** The configured ports that the switch does not have. */
    static List<String> missing(final GatewayConfig config, final Collection<SwitchPort> present) {
        final var wanted = new ArrayList<String>();
        config.internalPorts().forEach(port -> wanted.add(port.port()));
        wanted.add(config.externalPort().port());
        wanted.removeIf(name -> called(name, present).isPresent());
        return wanted;
    }

    private static Optional<SwitchPort> called(final String nameOrNumber, final Collection<SwitchPort> present) {
        return present.stream().filter(port -> port.isCalled(nameOrNumber)).findFirst();
    }

    /** The port with this number, or null. */
    Interface at(final int number) {
        for (final var candidate : internal) {
            if (candidate.number() == number) {
                return candidate;
            }
        }
        return external.number() == number ? external : null;
    }

    /** The internal port behind which an address is, or null. */
    Interface internalTo(final Ip4 address) {
        for (final var candidate : internal) {
            if (candidate.prefix().contains(address)) {
                return candidate;
            }
        }
        return null;
    }

    /** The address whose Ethernet address a packet to this remote address is sent to. */
    Ip4 nextHop(final Ip4 remote) {
        return external.prefix().contains(remote) ? remote : router;
    }

    /** Whether this is one of the gateway's own addresses, those of its pool not counted. */
    boolean isOwn(final Ip4 address) {
        return external.address().equals(address)
            || internal.stream().anyMatch(candidate -> candidate.address().equals(address));
    }
}
