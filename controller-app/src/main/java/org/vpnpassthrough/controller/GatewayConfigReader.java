/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Gateways;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Lifetime;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Network;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.PacketRate;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.PortName;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.SwitchId;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.Gateway;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.external.pool.Range;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.policy.Rule;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.vpnpassthrough.gateway.ConfigCheck;
import org.vpnpassthrough.gateway.ExternalPort;
import org.vpnpassthrough.gateway.GatewayConfig;
import org.vpnpassthrough.gateway.InternalPort;
import org.vpnpassthrough.gateway.MeterRates;
import org.vpnpassthrough.gateway.Problem;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.mapping.Timers;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.translation.Behaviour;
import org.vpnpassthrough.translation.Behaviour.Dependence;
import org.vpnpassthrough.translation.CryptoFloor;
import org.vpnpassthrough.translation.CryptoProfile;
import org.vpnpassthrough.translation.Limits;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Policy;
import org.vpnpassthrough.translation.PolicyRule;
import org.vpnpassthrough.translation.Settings;

/**
 * Reads the YANG model's gateways into the core's: a translation without state. It is the model's mirror image, and so
 * the one class here that speaks of protocols.
 *
 * <p>What is in lists by key in the model comes out sorted by that key: the same configuration reads the same, whatever
 * way it came about.
 */
final class GatewayConfigReader {
    private static final String A_SWITCH = "a switch, such as openflow:1";

    private final Leaves leaves = new Leaves();

    private GatewayConfigReader() {
    }

    /**
     * Reads all gateways and has the core check them, each by itself and together. Of two that get in each other's way
     * the first in the order of names is usable.
     *
     * @param gateways the container, or null where there is none
     * @return one for each entry, sorted by name
     */
    static List<ReadGateway> readAll(final @Nullable Gateways gateways) {
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
        final var nodeId = reader.leaves.required("node-id", entry::getNodeId, SwitchId::getValue, A_SWITCH);
        final var config = reader.config(entry);
        final var unread = reader.leaves.problems();
        final var problems = unread.isEmpty() ? ConfigCheck.check(config) : unread;
        return problems.isEmpty() ? new ReadGateway.Usable(nodeId, config)
            : new ReadGateway.Unusable(config.name(), nodeId == null ? "" : nodeId, List.copyOf(problems));
    }

    /** The configuration, with holes where a problem was found. */
    private GatewayConfig config(final Gateway entry) {
        final var internal = entry.nonnullInternalPort().values().stream()
            .map(this::internalPort)
            .sorted(Comparator.comparing(InternalPort::port))
            .toList();
        final var pool = entry.nonnullExternalPool();
        final var ranges = pool.nonnullRange().values().stream()
            .map(this::range)
            .filter(Objects::nonNull)
            .sorted(Comparator.comparing(AddressRange::first))
            .toList();
        return new GatewayConfig(entry.requireName().getValue(), internal, externalPort(entry.nonnullExternalPort()),
            ranges, or(pool.getRouted(), false),
            new Settings(timers(entry.nonnullTimers()), policy(entry.nonnullPolicy()), sharing(entry.getSharing()),
                behaviour(entry.nonnullBehaviour()), limits(entry.nonnullLimits()),
                new StaticMappingReader(leaves).read(entry)),
            rates(entry.nonnullPuntRates()));
    }

    private InternalPort internalPort(
            final org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.InternalPort port) {
        return new InternalPort(port.requirePort().getValue(),
            leaves.network("internal-port/prefix", port::getPrefix),
            leaves.address("internal-port/gateway-address", port::getGatewayAddress));
    }

    private ExternalPort externalPort(
            final org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.ExternalPort port) {
        return new ExternalPort(
            leaves.required("external-port/port", port::getPort, PortName::getValue, "the name or number of a port"),
            leaves.network("external-port/prefix", port::getPrefix),
            leaves.address("external-port/address", port::getAddress),
            leaves.address("external-port/next-hop", port::getNextHop));
    }

    private @Nullable AddressRange range(final Range range) {
        final var first = leaves.address("external-pool/range/first", range::getFirst);
        final var last = leaves.address("external-pool/range/last", range::getLast);
        if (first == null || last == null) {
            return null;
        }
        if (first.compareTo(last) > 0) {
            leaves.problem("external-pool/range/last", last.toString(), "an address not below " + first);
            return null;
        }
        return new AddressRange(first, last);
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
            Leaves.or(timers.getHoldDownTimeout(), Uint16::toJava, defaults.holdDown()));
    }

    private Policy policy(
            final org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.Policy policy) {
        final var off = EnumSet.noneOf(Passthrough.class);
        for (final var passthrough : Passthrough.values()) {
            final var on = switch (passthrough) {
                case IPSEC -> policy.getIpsec();
                case NAT_T -> policy.getNatT();
                case PPTP -> policy.getPptp();
                case L2TP -> policy.getL2tp();
                case GRE -> policy.getGre();
                case OTHER_TUNNELS -> policy.getOtherTunnels();
            };
            if (!or(on, true)) {
                off.add(passthrough);
            }
        }
        final var rules = policy.nonnullRule().values().stream()
            .map(this::rule)
            .filter(Objects::nonNull)
            .sorted(Comparator.comparing(PolicyRule::name))
            .toList();
        return new Policy(off, rules, floor(policy.nonnullCryptoFloor()));
    }

    private @Nullable PolicyRule rule(final Rule rule) {
        final var precedence = leaves.required("policy/rule/precedence", rule::getPrecedence, Uint16::toJava,
            "0 to 65535, the lowest first");
        final var action = leaves.required("policy/rule/action", rule::getAction, value -> switch (value) {
            case Permit -> PolicyRule.Action.PERMIT;
            case Refuse -> PolicyRule.Action.REFUSE;
        }, "permit or refuse");
        final var clients = prefix("policy/rule/client-prefix", rule::getClientPrefix);
        final var servers = prefix("policy/rule/server-prefix", rule::getServerPrefix);
        if (precedence == null || action == null || clients == null || servers == null) {
            return null;
        }
        final var passthroughs = Leaves.or(rule.getPassthrough(), Function.identity(),
            Set.<org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Passthrough>of());
        return new PolicyRule(rule.requireName(), precedence, clients, servers,
            passthroughs.stream().map(GatewayConfigReader::passthrough).collect(Collectors.toSet()),
            action);
    }

    /** A network of which a rule speaks, where none is all. */
    private @Nullable Prefix prefix(final String leaf, final Supplier<@Nullable Network> getter) {
        return getter.get() == null ? PolicyRule.ANY : leaves.network(leaf, getter);
    }

    private static Passthrough passthrough(
            final org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Passthrough passthrough) {
        return switch (passthrough) {
            case Ipsec -> Passthrough.IPSEC;
            case NatT -> Passthrough.NAT_T;
            case Pptp -> Passthrough.PPTP;
            case Gre -> Passthrough.GRE;
            case L2tp -> Passthrough.L2TP;
            case OtherTunnels -> Passthrough.OTHER_TUNNELS;
        };
    }

    private static CryptoFloor floor(final org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway
            .policy.CryptoFloor floor) {
        return new CryptoFloor(
            Leaves.or(floor.getProfile(), profile -> switch (profile) {
                case None -> CryptoProfile.NONE;
                case Rfc8247 -> CryptoProfile.RFC8247;
                case Cnsa -> CryptoProfile.CNSA;
                case Cnssp15 -> CryptoProfile.CNSSP15;
            }, CryptoFloor.NONE.profile()),
            Leaves.or(floor.getAction(), action -> switch (action) {
                case Warn -> CryptoFloor.Action.WARN;
                case Block -> CryptoFloor.Action.BLOCK;
            }, CryptoFloor.NONE.action()));
    }

    private static Strategy sharing(
            final Gateway.@Nullable Sharing sharing) {
        return sharing == null ? Settings.DEFAULT.sharing() : switch (sharing) {
            case Replicated -> Strategy.REPLICATED;
            case Demultiplexed -> Strategy.DEMULTIPLEXED;
            case Refused -> Strategy.REFUSED;
        };
    }

    private static Behaviour behaviour(
            final org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.Behaviour behaviour) {
        final var defaults = Behaviour.DEFAULT;
        return new Behaviour(
            Leaves.or(behaviour.getMapping(), mapping -> switch (mapping) {
                case EndpointIndependent -> Dependence.ENDPOINT_INDEPENDENT;
                case AddressDependent -> Dependence.ADDRESS_DEPENDENT;
            }, defaults.mapping()),
            Leaves.or(behaviour.getFiltering(), filtering -> switch (filtering) {
                case EndpointIndependent -> Dependence.ENDPOINT_INDEPENDENT;
                case AddressDependent -> Dependence.ADDRESS_DEPENDENT;
            }, defaults.filtering()));
    }

    private static Limits limits(
            final org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.Limits limits) {
        final var defaults = Limits.DEFAULT;
        return new Limits(
            Leaves.or(limits.getMappingsPerClient(), limit -> limit.getValue().intValue(),
                defaults.mappingsPerClient()),
            Leaves.or(limits.getSessionsPerClient(), limit -> limit.getValue().intValue(),
                defaults.sessionsPerClient()));
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
        return Leaves.or(lifetime, value -> value.getValue().toJava(), otherwise);
    }

    private static int rate(final @Nullable PacketRate rate, final int otherwise) {
        return Leaves.or(rate, value -> value.getValue().intValue(), otherwise);
    }

    private static boolean or(final @Nullable Boolean value, final boolean otherwise) {
        return Leaves.or(value, Function.identity(), otherwise);
    }
}
