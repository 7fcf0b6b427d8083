/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vpnpassthrough.packet.Ip4;

/**
 * The static mappings of a gateway, found from either side. What they say holds towards every remote address. An
 * immutable value; two are equal that were made of the same list.
 */
public final class StaticMappings {
    /** No static mappings. */
    public static final StaticMappings NONE = new StaticMappings(List.of());

    private final List<StaticMapping> entries;
    private final Map<Tuple, Tuple> byInternal = new HashMap<>();
    private final Map<Tuple, Tuple> byExternal = new HashMap<>();
    private final Map<Ip4, Ip4> ownerOf = new HashMap<>();
    private final Set<Ip4> owners = new HashSet<>();

    /** Those of a list in which no tuple is found twice on the same side; of equal ones the last would count. */
    public StaticMappings(final List<StaticMapping> entries) {
        this.entries = List.copyOf(entries);
        for (final var entry : this.entries) {
            for (final var pair : entry.pairs()) {
                byInternal.put(pair.internal(), pair.external());
                byExternal.put(pair.external(), pair.internal());
            }
            if (entry.kind() == StaticMapping.Kind.ALL) {
                ownerOf.put(entry.external(), entry.internal());
                owners.add(entry.internal());
            }
        }
    }

    /** As they are configured, in the same order. */
    public List<StaticMapping> entries() {
        return entries;
    }

    /** The external tuple that always stands for an internal one, if there is such a one. */
    public Optional<Tuple> externalOf(final int protocol, final Ip4 internal, final int label) {
        return find(byInternal, protocol, internal, label);
    }

    /** The internal tuple that an external one always stands for, if there is such a one. */
    public Optional<Tuple> internalAt(final int protocol, final Ip4 external, final int label) {
        return find(byExternal, protocol, external, label);
    }

    /** Most gateways have none, and every packet is looked up. */
    private static Optional<Tuple> find(final Map<Tuple, Tuple> tuples, final int protocol, final Ip4 address,
            final int label) {
        return tuples.isEmpty() ? Optional.empty()
            : Optional.ofNullable(tuples.get(Tuple.of(protocol, address, label)));
    }

    /** The external address that a host has for itself, for all protocols. */
    public Optional<Ip4> addressOf(final Ip4 internal) {
        return externalOf(Tuple.ALL_PROTOCOLS, internal, Tuple.WHOLE_PROTOCOL).map(Tuple::address);
    }

    /** The host that has this external address for itself, for all protocols. */
    public Optional<Ip4> ownerOf(final Ip4 external) {
        return Optional.ofNullable(ownerOf.get(external));
    }

    /** Whether this label, or the whole of this protocol, at an external address is kept for another host. */
    public boolean isKeptFrom(final Ip4 client, final int protocol, final Ip4 external, final int label) {
        return internalAt(protocol, external, label).map(internal -> !internal.address().equals(client))
            .or(() -> ownerOf(external).map(owner -> !owner.equals(client))).orElse(false);
    }

    /** The external addresses that one host each has for itself: nobody else is translated to them. */
    public Set<Ip4> ownedAddresses() {
        return Collections.unmodifiableSet(ownerOf.keySet());
    }

    /** The external tuples, towards any remote address. */
    public Collection<Tuple> externals() {
        return Collections.unmodifiableCollection(byExternal.keySet());
    }

    /** Whether a mapping is here because of a static one. */
    public boolean cover(final Mapping mapping) {
        final var external = mapping.external();
        // the calls of a PPTP server have labels of their own
        return internalAt(external.protocol(), external.address(), external.label())
            .or(() -> internalAt(external.protocol(), external.address(), Tuple.WHOLE_PROTOCOL))
            .filter(internal -> internal.address().equals(mapping.client())).isPresent();
    }

    /** Whether a mapping does not contradict the static ones: neither of its tuples is fixed to something else. */
    public boolean allow(final Mapping mapping) {
        final var internal = mapping.internal();
        final var external = mapping.external();
        final boolean owned = owners.contains(internal.address()) || ownerOf.containsKey(external.address());
        return (!owned || internal.protocol() == Tuple.ALL_PROTOCOLS)
            && externalOf(internal.protocol(), internal.address(), internal.label())
                .map(fixed -> fixed.towards(external.remote()).equals(external)).orElse(true)
            && internalAt(external.protocol(), external.address(), external.label())
                .map(fixed -> fixed.towards(internal.remote()).equals(internal)).orElse(true);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof StaticMappings mappings && entries.equals(mappings.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return entries.toString();
    }
}
