/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.vpnpassthrough.packet.IpProtocol;

/** The mappings of GRE by call ID, found by the pair of addresses that they share: from inside and from outside. */
final class CallIndex {
    private final Map<Tuple, Set<Mapping>> byPair = new HashMap<>();

    void opened(final Mapping mapping) {
        if (isCall(mapping)) {
            byPair.computeIfAbsent(pair(mapping.internal()), key -> new LinkedHashSet<>()).add(mapping);
            byPair.computeIfAbsent(pair(mapping.external()), key -> new LinkedHashSet<>()).add(mapping);
        }
    }

    void closed(final Mapping mapping) {
        if (isCall(mapping)) {
            remove(pair(mapping.internal()), mapping);
            remove(pair(mapping.external()), mapping);
        }
    }

    /**
     * The calls between two addresses, in the order in which they were opened.
     *
     * @param pair of a client or of an external address, towards a server, for the whole of GRE
     */
    Collection<Mapping> between(final Tuple pair) {
        return Collections.unmodifiableCollection(byPair.getOrDefault(pair, Set.of()));
    }

    private void remove(final Tuple pair, final Mapping mapping) {
        byPair.computeIfPresent(pair, (key, calls) -> {
            calls.remove(mapping);
            return calls.isEmpty() ? null : calls;
        });
    }

    private static boolean isCall(final Mapping mapping) {
        return mapping.internal().protocol() == IpProtocol.GRE && !mapping.internal().isWholeProtocol();
    }

    private static Tuple pair(final Tuple tuple) {
        return new Tuple(IpProtocol.GRE, tuple.address(), Tuple.WHOLE_PROTOCOL, tuple.remote());
    }
}
