/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.mapping.StaticMapping;
import org.vpnpassthrough.mapping.StaticMapping.Kind;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.Ip4;

/** Tells what is wrong with the static mappings of a configuration whose ports and pool are as they should be. */
final class StaticCheck {
    private static final int MAX_PORT = 65535;
    /** As many as TCP and UDP have at one address; each is a tuple that the tables keep. */
    private static final int MAX_PORTS = 2 * (MAX_PORT + 1);

    private final GatewayConfig config;
    private final List<Problem> problems = new ArrayList<>();

    private StaticCheck(final GatewayConfig config) {
        this.config = config;
    }

    static List<Problem> check(final GatewayConfig config) {
        final var check = new StaticCheck(config);
        final var entries = config.settings().statics().entries();
        entries.forEach(check::addresses);
        entries.forEach(check::ports);
        if (check.problems.isEmpty()) {
            check.tuples(entries);
            check.owners(entries);
        }
        return check.problems;
    }

    private void addresses(final StaticMapping entry) {
        final var own = config.externalPort().address();
        final boolean inPool = config.externalPool().stream().anyMatch(range -> range.contains(entry.external()));
        if (entry.kind() == Kind.ALL && (!inPool || entry.external().equals(own))) {
            problem("external-address", entry, entry.external(),
                "an address of the external pool other than the gateway's own, as all of it is given away");
        } else if (!inPool && !entry.external().equals(own)) {
            problem("external-address", entry, entry.external(),
                "an address of the external pool, or the gateway's own " + own);
        }
        if (config.internalPorts().stream().noneMatch(port -> isHost(entry.internal(), port))) {
            problem("internal-address", entry, entry.internal(), "an address of a host in "
                + String.join(" or ", config.internalPorts().stream().map(port -> port.prefix().toString()).toList())
                + " that is not the gateway's");
        }
    }

    private static boolean isHost(final Ip4 address, final InternalPort port) {
        return port.prefix().contains(address) && !address.equals(port.prefix().first())
            && !address.equals(port.prefix().last()) && !address.equals(port.gatewayAddress());
    }

    private void ports(final StaticMapping entry) {
        if (!entry.kind().hasPorts()) {
            if (entry.externalPort() != 0 || entry.internalPort() != 0) {
                problem("external-port", entry, Math.max(entry.externalPort(), entry.internalPort()),
                    "no port with protocol " + entry.kind() + ", only with tcp, udp and sctp");
            }
        } else if (entry.externalPort() < 1 || entry.externalPort() > MAX_PORT) {
            problem("external-port", entry, entry.externalPort() == 0 ? "none" : entry.externalPort(),
                "a port of 1 to 65535 with protocol " + entry.kind());
        } else if (entry.ports() < 1 || entry.externalPort() + entry.ports() - 1 > MAX_PORT) {
            problem("external-port-last", entry, entry.externalPort() + entry.ports() - 1,
                "a port of " + entry.externalPort() + " to 65535");
        } else if (entry.internalPort() < 1 || entry.internalPort() + entry.ports() - 1 > MAX_PORT) {
            problem("internal-port", entry, entry.internalPort(), "a port of 1 to " + (MAX_PORT + 1 - entry.ports())
                + ", as " + entry.ports() + " are mapped in a row");
        }
    }

    /** Each tuple stands for one other, either way. */
    private void tuples(final List<StaticMapping> entries) {
        final int ports = entries.stream().mapToInt(StaticMapping::ports).sum();
        if (ports > MAX_PORTS) {
            problems.add(new Problem("static-mapping", ports + " ports", "at most " + MAX_PORTS + " in all"));
            return;
        }
        final var external = new HashMap<Tuple, StaticMapping>();
        final var internal = new HashMap<Tuple, StaticMapping>();
        for (final var entry : entries) {
            for (final var pair : entry.pairs()) {
                if (isTaken("external", pair.external(), entry, external)
                        || isTaken("internal", pair.internal(), entry, internal)) {
                    break;
                }
            }
        }
    }

    private boolean isTaken(final String side, final Tuple tuple, final StaticMapping entry,
            final Map<Tuple, StaticMapping> earlier) {
        final var other = earlier.putIfAbsent(tuple, entry);
        if (other == null) {
            return false;
        }
        problem(side + (entry.kind().hasPorts() ? "-port" : "-address"), entry, tuple,
            "what no other static mapping has; " + other.name() + " has it");
        return true;
    }

    /** What a host has for itself has no other mapping, on either side. */
    private void owners(final List<StaticMapping> entries) {
        for (final var owner : entries.stream().filter(entry -> entry.kind() == Kind.ALL).toList()) {
            for (final var entry : entries) {
                if (entry.kind() != Kind.ALL && entry.external().equals(owner.external())) {
                    problem("external-address", entry, entry.external(), "an address that no host has for itself; "
                        + owner.name() + " gives it to " + owner.internal());
                } else if (entry.kind() != Kind.ALL && entry.internal().equals(owner.internal())) {
                    problem("internal-address", entry, entry.internal(),
                        "a host without an address for itself; " + owner.name() + " gives it " + owner.external());
                }
            }
        }
        final var owned = new HashSet<>(config.settings().statics().ownedAddresses());
        if (config.externalPool().stream().mapToLong(AddressRange::size).sum() == owned.size()) {
            problems.add(new Problem("external-pool/range", config.externalPool().toString(),
                "one address at least that static mappings of protocol all do not give away"));
        }
    }

    private void problem(final String leaf, final StaticMapping entry, final Object value, final String expected) {
        problems.add(new Problem("static-mapping/" + leaf, entry.name() + " has " + value, expected));
    }
}
