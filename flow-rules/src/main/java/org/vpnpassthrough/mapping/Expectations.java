/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vpnpassthrough.packet.Ip4;

/** The expectations of one gateway, found from either side. */
public final class Expectations {
    private final Map<Tuple, Expectation> byClient = new HashMap<>();
    private final Map<Tuple, Expectation> byExternal = new HashMap<>();

    /** Leaves an expectation, in place of an earlier one for the same client, server and protocol. */
    public void leave(final Expectation expectation) {
        final var earlier = byClient.put(expectation.internalKey(), expectation);
        if (earlier != null) {
            byExternal.remove(earlier.externalKey(), earlier);
        }
        byExternal.put(expectation.externalKey(), expectation);
    }

    /** What was announced for this client and server. */
    public Optional<Expectation> ofClient(final int protocol, final Ip4 client, final Ip4 server, final Instant now) {
        return alive(byClient.get(new Tuple(protocol, client, Tuple.WHOLE_PROTOCOL, server)), now);
    }

    /** What was announced to come from this server to this external address. */
    public Optional<Expectation> atExternal(final int protocol, final Ip4 external, final Ip4 server,
            final Instant now) {
        return alive(byExternal.get(new Tuple(protocol, external, Tuple.WHOLE_PROTOCOL, server)), now);
    }

    /** Forgets what is over. */
    public void expire(final Instant now) {
        byClient.values().removeIf(expectation -> !expectation.until().isAfter(now));
        byExternal.values().removeIf(expectation -> !expectation.until().isAfter(now));
    }

    /** How many are kept, those that are over and not yet forgotten included. */
    public int size() {
        return byClient.size();
    }

    private static Optional<Expectation> alive(final Expectation found, final Instant now) {
        return found != null && found.until().isAfter(now) ? Optional.of(found) : Optional.empty();
    }
}
