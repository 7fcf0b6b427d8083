/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mapping.MappingTable;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.Ip4;

/** Packets that wait until other clients' exchanges with the same server are through: a few, for seconds at most. */
final class WaitingRoom {
    /** A packet that waits. */
    record Waiting(Tuple pair, Ip4 client, int inPort, byte[] frame) {
    }

    private static final int MAX_WAITING = 64;
    // a message, its repetition, and what comes in the same breath
    private static final int MAX_OF_A_CLIENT = 4;

    private final List<Waiting> waiting = new ArrayList<>();
    private final MappingTable table;

    WaitingRoom(final MappingTable table) {
        this.table = table;
    }

    /**
     * Keeps a packet.
     *
     * @return false if there is no room for it
     */
    boolean await(final Waiting packet) {
        return waiting.size() < MAX_WAITING
            && waiting.stream().filter(other -> other.client.equals(packet.client)).count() < MAX_OF_A_CLIENT
            && waiting.add(packet);
    }

    /** The packets that need not wait any longer, in the order in which they came; they are not kept any more. */
    List<Waiting> released(final Instant now) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        final var free = waiting.stream().filter(packet -> isFree(packet.pair, now)).toList();
        waiting.removeAll(free);
        return free;
    }

    /** How many packets wait. */
    int size() {
        return waiting.size();
    }

    private boolean isFree(final Tuple pair, final Instant now) {
        return table.sharedAt(pair).map(shared -> shared.spis().isFree(now)).orElse(true);
    }
}
