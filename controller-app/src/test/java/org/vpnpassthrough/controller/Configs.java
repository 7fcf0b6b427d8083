/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.List;
import java.util.function.Consumer;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Address;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.GatewayName;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Gateways;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.GatewaysBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Network;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.PortName;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.SwitchId;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.Gateway;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.GatewayBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.ExternalPoolBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.ExternalPortBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.InternalPort;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.InternalPortBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.external.pool.Range;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.external.pool.RangeBuilder;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.vpnpassthrough.gateway.SwitchPort;
import org.vpnpassthrough.packet.Mac;

/** Configurations for tests, as the datastore has them, and the ports they name. */
final class Configs {
    static final SwitchPort INSIDE = new SwitchPort(1, "s1-eth1", Mac.parse("02:00:00:00:00:01"));
    static final SwitchPort OUTSIDE = new SwitchPort(2, "s1-eth2", Mac.parse("02:00:00:00:00:02"));
    static final List<SwitchPort> PORTS = List.of(INSIDE, OUTSIDE);

    private Configs() {
    }

    /** The gateway of the README, on openflow:1. */
    static GatewayBuilder office() {
        return gateway("office", "openflow:1", "203.0.113.10");
    }

    /** A gateway beside it that does not get in its way. */
    static GatewayBuilder branch() {
        return gateway("branch", "openflow:2", "203.0.113.20");
    }

    private static GatewayBuilder gateway(final String name, final String nodeId, final String pool) {
        return new GatewayBuilder()
            .setName(new GatewayName(name))
            .setNodeId(new SwitchId(nodeId))
            .setInternalPort(BindingMap.of(internalPort("s1-eth1", "10.0.0.0/24", "10.0.0.1")))
            .setExternalPort(externalPort().build())
            .setExternalPool(new ExternalPoolBuilder().setRange(BindingMap.of(range(pool, pool))).build());
    }

    static InternalPort internalPort(final String port, final String prefix, final String gatewayAddress) {
        return new InternalPortBuilder()
            .setPort(new PortName(port))
            .setPrefix(new Network(prefix))
            .setGatewayAddress(new Address(gatewayAddress))
            .build();
    }

    static ExternalPortBuilder externalPort() {
        return new ExternalPortBuilder()
            .setPort(new PortName("s1-eth2"))
            .setPrefix(new Network("203.0.113.0/24"))
            .setAddress(new Address("203.0.113.1"))
            .setNextHop(new Address("203.0.113.254"));
    }

    static Range range(final String first, final String last) {
        return new RangeBuilder().setFirst(new Address(first)).setLast(new Address(last)).build();
    }

    static Gateways gateways(final GatewayBuilder... gateways) {
        return new GatewaysBuilder()
            .setGateway(List.of(gateways).stream().map(GatewayBuilder::build).collect(BindingMap.toMap()))
            .build();
    }

    /** A gateway with one thing changed. */
    static GatewayBuilder with(final GatewayBuilder gateway, final Consumer<GatewayBuilder> change) {
        change.accept(gateway);
        return gateway;
    }

    /** What the reader makes of a gateway that can work. */
    static ReadGateway.Usable usable(final GatewayBuilder gateway) {
        final Gateway entry = gateway.build();
        return (ReadGateway.Usable) GatewayConfigReader.read(entry);
    }
}
