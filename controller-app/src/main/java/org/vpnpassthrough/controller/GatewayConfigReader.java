/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Gateways;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Lifetime;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.PacketRate;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.Gateway;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.vpnpassthrough.gateway.ConfigCheck;
import org.vpnpassthrough.gateway.ExternalPort;
import org.vpnpassthrough.gateway.GatewayConfig;
import org.vpnpassthrough.gateway.InternalPort;
import org.vpnpassthrough.gateway.MeterRates;
import org.vpnpassthrough.gateway.Problem;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.mapping.Timers;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.translation.Policy;

/**
 * Reads the YANG model's gateways into the core's: a translation without state. It is the model's mirror image, and so
 * the one class here that speaks of protocols.
 *
 * <p>What is in lists by key in the model comes out sorted by that key: the same configuration reads the same, whatever
 * way it came about.
 */
final class GatewayConfigReader {
    private final List<Problem> problems = new ArrayList<>();

    private GatewayConfigReader() {
    }

    /**
     * Reads all gateways and has the core check them, each by itself and together. Of two that get in each other's way
     * the first in the order of names is usable.
     *
     * @param gateways the container, or null where there is none
     * @return one for each entry, sorted by name
     */
    static List<ReadGateway> read(final @Nullable Gateways gateways) {
        final var read = new ArrayList<ReadGateway>();
        final var usable = new TreeMap<String, GatewayConfig>();
        if (gateways != null) {
            gateways.nonnullGateway().values().stream()
                .map(GatewayConfigReader::read)
                .sorted(Comparator.comparing(ReadGateway::name))
                .forEach(gateway -> read.add(besides(usable, gateway)));
        }
        return List.copyOf(read);
    }

    /** The gateway as it is beside those that are usable already, by node id. */
    private static ReadGateway besides(final Map<String, GatewayConfig> usable, final ReadGateway gateway) {
        if (!(gateway instanceof ReadGateway.Usable one)) {
            return gateway;
        }
        final var problems = new ArrayList<Problem>();
        final var sameSwitch = usable.get(one.nodeId());
        if (sameSwitch != null) {
            problems.add(new Problem("node-id", one.nodeId(),
                "a switch that no other gateway has; " + sameSwitch.name() + " has this one"));
        }
        for (var other : usable.values()) {
            problems.addAll(ConfigCheck.checkTogether(List.of(other, one.config())));
        }
        if (!problems.isEmpty()) {
            return new ReadGateway.Unusable(one.name(), one.nodeId(), List.copyOf(problems));
        }
        usable.put(one.nodeId(), one.config());
        return one;
    }

    /**
     * Reads one gateway and has the core check it.
     *
     * @param entry the entry of the list
     * @return the gateway, or what is wrong with it
     */
    static ReadGateway read(final Gateway entry) {
        final var reader = new GatewayConfigReader();
        final var config = reader.config(entry);
        final var problems = config == null ? reader.problems : ConfigCheck.check(config);
        final var nodeId = entry.requireNodeId().getValue();
        return config != null && problems.isEmpty() ? new ReadGateway.Usable(nodeId, config)
            : new ReadGateway.Unusable(entry.requireName().getValue(), nodeId, List.copyOf(problems));
    }

    /** The configuration, or null when a problem was found. */
    private @Nullable GatewayConfig config(final Gateway entry) {
        final var internal = entry.nonnullInternalPort().values().stream()
            .sorted(Comparator.comparing(port -> port.requirePort().getValue()))
            .map(this::internalPort)
            .toList();
        final var external = externalPort(entry.nonnullExternalPort());
        final var pool = new ArrayList<AddressRange>();
        entry.nonnullExternalPool().nonnullRange().values().forEach(range -> {
            final var first = Ip4.parse(range.requireFirst().getValue());
            final var last = Ip4.parse(range.requireLast().getValue());
            if (first.compareTo(last) > 0) {
                problems.add(new Problem("external-pool/range[first=" + first + "]/last", last.toString(),
                    "an address not lower than first"));
            } else {
                pool.add(new AddressRange(first, last));
            }
        });
        pool.sort(Comparator.comparing(AddressRange::first));
        return !problems.isEmpty() ? null : new GatewayConfig(entry.requireName().getValue(), internal, external, pool,
            or(entry.nonnullExternalPool().getRouted(), false), timers(entry.nonnullTimers()),
            policy(entry.nonnullPolicy()), rates(entry.nonnullPuntRates()));
    }

    private InternalPort internalPort(
            final org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.InternalPort port) {
        final var name = port.requirePort().getValue();
        return new InternalPort(name,
            prefix("internal-port[port=" + name + "]/prefix", port.requirePrefix().getValue()),
            Ip4.parse(port.requireGatewayAddress().getValue()));
    }

    private ExternalPort externalPort(
            final org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.ExternalPort port) {
        return new ExternalPort(port.requirePort().getValue(),
            prefix("external-port/prefix", port.requirePrefix().getValue()),
            Ip4.parse(port.requireAddress().getValue()),
            Ip4.parse(port.requireNextHop().getValue()));
    }

    /** The model's type lets bits of the host part through. */
    private Prefix prefix(final String leaf, final String text) {
        final int slash = text.indexOf('/');
        final var prefix = Prefix.of(Ip4.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        if (!prefix.toString().equals(text)) {
            problems.add(new Problem(leaf, text, prefix + ", with the host bits zero"));
        }
        return prefix;
    }

    private static Timers timers(
            final org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.Timers timers) {
        final var defaults = Timers.DEFAULT;
        return new Timers(
            seconds(timers.getUdpTimeout(), defaults.udp()),
            seconds(timers.getTcpIdleTimeout(), defaults.tcpEstablished()),
            seconds(timers.getTcpTransitoryTimeout(), defaults.tcpTransitory()),
            seconds(timers.getIcmpTimeout(), defaults.icmp()),
            seconds(timers.getIkeTimeout(), defaults.ike()),
            seconds(timers.getEspTimeout(), defaults.esp()),
            seconds(timers.getNatTTimeout(), defaults.natT()),
            or(timers.getHoldDownTimeout(), Uint16::toJava, defaults.holdDown()));
    }

    private static Policy policy(
            final org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.Policy policy) {
        return new Policy(or(policy.getIpsec(), true), or(policy.getNatT(), true));
    }

    private static MeterRates rates(
            final org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.PuntRates rates) {
        final var defaults = MeterRates.DEFAULT;
        return new MeterRates(
            rate(rates.getControl(), defaults.control()),
            rate(rates.getData(), defaults.data()),
            rate(rates.getPlain(), defaults.plain()));
    }

    private static int seconds(final @Nullable Lifetime lifetime, final int otherwise) {
        return or(lifetime, value -> value.getValue().toJava(), otherwise);
    }

    private static int rate(final @Nullable PacketRate rate, final int otherwise) {
        return or(rate, value -> value.getValue().intValue(), otherwise);
    }

    private static boolean or(final @Nullable Boolean value, final boolean otherwise) {
        return or(value, Function.identity(), otherwise);
    }

    /** The datastore does not fill in the model's defaults. */
    private static <T, V> V or(final @Nullable T value, final Function<T, V> reading, final V otherwise) {
        return value == null ? otherwise : reading.apply(value);
    }
}
