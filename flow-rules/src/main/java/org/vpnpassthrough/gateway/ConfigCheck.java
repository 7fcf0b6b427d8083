/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Prefix;

/** Tells what is wrong with a configuration, leaf by leaf. A gateway is made only from one without problems. */
public final class ConfigCheck {
    private static final long MAX_POOL = 65536;
    private static final int MAX_PREFIX_LENGTH = 30;
    /** Each first packet of a VPN is compared with them one by one. */
    private static final int MAX_RULES = 256;

    private final GatewayConfig config;
    private final List<Problem> problems = new ArrayList<>();

    private ConfigCheck(final GatewayConfig config) {
        this.config = config;
    }

    /** The problems of one gateway; empty if it can work. */
    public static List<Problem> check(final GatewayConfig config) {
        final var check = new ConfigCheck(config);
        check.ports();
        check.internal();
        check.external();
        check.pool();
        check.policy();
        if (check.problems.isEmpty()) {
            check.problems.addAll(StaticCheck.check(config));
        }
        return List.copyOf(check.problems);
    }

    /** The problems that gateways have with each other: the same external addresses at two of them. */
    public static List<Problem> checkTogether(final Collection<GatewayConfig> all) {
        final var problems = new ArrayList<Problem>();
        final var seen = new ArrayList<GatewayConfig>();
        for (final var config : all) {
            for (final var earlier : seen) {
                for (final var range : config.externalPool()) {
                    earlier.externalPool().stream().filter(range::overlaps).findFirst().ifPresent(other ->
                        problems.add(new Problem("external-pool/range", config.name() + " has " + range,
                            "addresses that gateway " + earlier.name() + " does not have; it has " + other)));
                }
            }
            seen.add(config);
        }
        return List.copyOf(problems);
    }

    private void ports() {
        if (config.internalPorts().isEmpty()) {
            problem("internal-port", "none", "at least one");
        }
        final var names = new HashSet<String>();
        names.add(config.externalPort().port());
        for (final var internal : config.internalPorts()) {
            if (!names.add(internal.port())) {
                problem("internal-port/port", internal.port(), "a port that is used once, internal or external");
            }
        }
    }

    private void internal() {
        final var earlier = new ArrayList<Prefix>();
        for (final var port : config.internalPorts()) {
            host("internal-port/gateway-address", port.gatewayAddress(), port.prefix());
            for (final var other : earlier) {
                if (other.overlaps(port.prefix())) {
                    problem("internal-port/prefix", port.prefix(), "a prefix that does not overlap " + other);
                }
            }
            earlier.add(port.prefix());
        }
    }

    private void external() {
        final var external = config.externalPort();
        host("external-port/address", external.address(), external.prefix());
        host("external-port/next-hop", external.nextHop(), external.prefix());
        if (external.nextHop().equals(external.address())) {
            problem("external-port/next-hop", external.nextHop(), "another address than the gateway's own");
        }
        for (final var port : config.internalPorts()) {
            if (port.prefix().overlaps(external.prefix())) {
                problem("external-port/prefix", external.prefix(),
                    "a prefix that does not overlap the internal " + port.prefix());
            }
        }
    }

    private void host(final String leaf, final Ip4 address, final Prefix prefix) {
        if (prefix.length() > MAX_PREFIX_LENGTH) {
            problem(leaf.substring(0, leaf.lastIndexOf('/')) + "/prefix", prefix, "length 30 or shorter");
        } else if (!prefix.contains(address) || address.equals(prefix.first()) || address.equals(prefix.last())) {
            problem(leaf, address, "an address of a host in " + prefix);
        }
    }

    private void pool() {
        if (config.externalPool().isEmpty()) {
            problem("external-pool/range", "none", "at least one");
        }
        final var earlier = new ArrayList<AddressRange>();
        long size = 0;
        for (final var range : config.externalPool()) {
            size += range.size();
            for (final var other : earlier) {
                if (range.overlaps(other)) {
                    problem("external-pool/range", range, "a range that does not overlap " + other);
                }
            }
            earlier.add(range);
            reach(range);
        }
        if (size > MAX_POOL) {
            problem("external-pool/range", size + " addresses", "at most " + MAX_POOL);
        }
    }

    private void reach(final AddressRange range) {
        final var external = config.externalPort();
        final var prefix = external.prefix();
        final boolean inside = prefix.contains(range.first()) && prefix.contains(range.last());
        if (!inside && !config.poolRouted()) {
            problem("external-pool/range", range, "addresses of " + prefix
                + ", or external-pool/routed true when the routers outside have a route for them");
        }
        if (range.contains(external.nextHop())) {
            problem("external-pool/range", range, "a range without the next hop " + external.nextHop());
        }
        if (range.contains(prefix.first()) || range.contains(prefix.last())) {
            problem("external-pool/range", range, "a range without the network and broadcast address of " + prefix);
        }
        for (final var port : config.internalPorts()) {
            if (range.overlaps(new AddressRange(port.prefix().first(), port.prefix().last()))) {
                problem("external-pool/range", range, "a range outside the internal prefix " + port.prefix());
            }
        }
    }

    private void policy() {
        final var rules = config.settings().policy().rules();
        if (rules.size() > MAX_RULES) {
            problem("policy/rule", rules.size() + " rules", "at most " + MAX_RULES);
        }
        final var byPrecedence = new HashMap<Integer, String>();
        for (final var rule : rules) {
            final var other = byPrecedence.putIfAbsent(rule.precedence(), rule.name());
            if (other != null) {
                problem("policy/rule/precedence", rule.precedence() + " of " + rule.name(),
                    "one that no other rule has; " + other + " has it");
            }
            if (config.internalPorts().stream().noneMatch(port -> port.prefix().overlaps(rule.clients()))) {
                problem("policy/rule/client-prefix", rule.clients() + " of " + rule.name(),
                    "a prefix with addresses of an internal port, else the rule is about nobody");
            }
        }
    }

    private void problem(final String leaf, final Object value, final String expected) {
        problems.add(new Problem(leaf, value.toString(), expected));
    }
}
