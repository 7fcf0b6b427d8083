/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.vpnpassthrough.packet.Ip4;

/** The expectations of one gateway, found from either side. */
public final class Expectations {
    private final Map<Tuple, Expectation> byClient = new HashMap<>();
    private final Map<Tuple, Map<Ip4, Expectation>> byExternal = new HashMap<>();

    /** Leaves an expectation, in place of an earlier one for the same client, server and protocol. */
    public void leave(final Expectation expectation) {
        final var earlier = byClient.put(expectation.internalKey(), expectation);
        if (earlier != null && !earlier.external().equals(expectation.external())) {
            forget(earlier);
        }
        byExternal.computeIfAbsent(expectation.externalKey(), key -> new LinkedHashMap<>())
            .put(expectation.client(), expectation);
    }

    /** What was announced for this client and server. */
    public Optional<Expectation> ofClient(final int protocol, final Ip4 client, final Ip4 server, final Instant now) {
        return Optional.ofNullable(byClient.get(new Tuple(protocol, client, Tuple.WHOLE_PROTOCOL, server)))
            .filter(found -> isAlive(found, now));
    }

    /** What was announced to come from this server to this external address, in the order of announcement. */
    public List<Expectation> atExternal(final int protocol, final Ip4 external, final Ip4 server, final Instant now) {
        final Collection<Expectation> found =
            byExternal.getOrDefault(new Tuple(protocol, external, Tuple.WHOLE_PROTOCOL, server), Map.of()).values();
        return found.stream().filter(expectation -> isAlive(expectation, now)).toList();
    }

    /** Forgets what is over. */
    public void expire(final Instant now) {
        forget(expectation -> !isAlive(expectation, now));
    }

    /** Forgets what the given test says yes to. */
    public void forget(final Predicate<Expectation> which) {
        byClient.values().removeIf(expectation -> {
            final boolean gone = which.test(expectation);
            if (gone) {
                forget(expectation);
            }
            return gone;
        });
    }

    /** Forgets what was announced for this client and server. */
    public void forget(final int protocol, final Ip4 client, final Ip4 server) {
        final var gone = byClient.remove(new Tuple(protocol, client, Tuple.WHOLE_PROTOCOL, server));
        if (gone != null) {
            forget(gone);
        }
    }

    private void forget(final Expectation gone) {
        byExternal.computeIfPresent(gone.externalKey(), (key, clients) -> {
            clients.remove(gone.client());
            return clients.isEmpty() ? null : clients;
        });
    }

    /** How many are kept, those that are over and not yet forgotten included. */
    public int size() {
        return byClient.size();
    }

    private static boolean isAlive(final Expectation found, final Instant now) {
        return found.until().isAfter(now);
    }
}
