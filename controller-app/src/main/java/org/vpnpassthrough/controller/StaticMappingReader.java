/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Collectors;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.Gateway;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.vpnpassthrough.mapping.StaticMapping;
import org.vpnpassthrough.mapping.StaticMapping.Kind;
import org.vpnpassthrough.mapping.StaticMappings;

/** Reads the static mappings of a gateway. The model and the core have the same words for what is mapped. */
final class StaticMappingReader {
    private static final String LIST = "static-mapping/";

    private final Leaves leaves;

    StaticMappingReader(final Leaves leaves) {
        this.leaves = leaves;
    }

    /** All of them, sorted by name; those that do not read are left out, and the leaves know of it. */
    StaticMappings read(final Gateway gateway) {
        return new StaticMappings(gateway.nonnullStaticMapping().values().stream()
            .map(this::entry)
            .filter(Objects::nonNull)
            .sorted(Comparator.comparing(StaticMapping::name))
            .toList());
    }

    private @Nullable StaticMapping entry(
            final org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.StaticMapping entry) {
        final var kind = leaves.required(LIST + "protocol", entry::getProtocol, protocol -> kind(protocol.getName()),
            "one of " + Arrays.stream(Kind.values()).map(Kind::toString).collect(Collectors.joining(", ")));
        final var external = leaves.address(LIST + "external-address", entry::getExternalAddress);
        final var internal = leaves.address(LIST + "internal-address", entry::getInternalAddress);
        if (kind == null || external == null || internal == null) {
            return null;
        }
        final int first = Leaves.or(entry.getExternalPort(), port -> number(port.getValue()), 0);
        final int last = Leaves.or(entry.getExternalPortLast(), port -> number(port.getValue()), first);
        // a port that has no place with this kind stays, so that the check tells of it
        return new StaticMapping(entry.requireName().getValue(), kind, external, kind.hasPorts() ? first : last,
            internal, Leaves.or(entry.getInternalPort(), port -> number(port.getValue()), first),
            kind.hasPorts() ? last - first + 1 : 1);
    }

    private static int number(final Uint16 port) {
        return port.toJava();
    }

    private static Kind kind(final String word) {
        return Arrays.stream(Kind.values()).filter(kind -> kind.toString().equals(word)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no protocol is named " + word));
    }
}
