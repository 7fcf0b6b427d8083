/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.util.HashMap;
import java.util.Map;
import org.vpnpassthrough.packet.Ip4;

/** How much state each client has, so that no one takes it all (RFC 6888 REQ-4, REQ-5). Every operation is O(1). */
final class ClientCounts {
    private static final class Count {
        private int mappings;
        private int sessions;
    }

    private final Map<Ip4, Count> byClient = new HashMap<>();

    void mappingOpened(final Ip4 client) {
        count(client).mappings++;
    }

    void mappingClosed(final Ip4 client) {
        final var count = byClient.get(client);
        count.mappings--;
        if (count.mappings == 0) {
            // a mapping ends with its last session, so there is none of them left either
            byClient.remove(client);
        }
    }

    void sessionOpened(final Ip4 client) {
        count(client).sessions++;
    }

    void sessionClosed(final Ip4 client) {
        byClient.get(client).sessions--;
    }

    int mappings(final Ip4 client) {
        final var count = byClient.get(client);
        return count == null ? 0 : count.mappings;
    }

    int sessions(final Ip4 client) {
        final var count = byClient.get(client);
        return count == null ? 0 : count.sessions;
    }

    private Count count(final Ip4 client) {
        return byClient.computeIfAbsent(client, key -> new Count());
    }
}
