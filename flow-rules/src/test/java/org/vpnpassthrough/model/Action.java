/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.util.Set;
import org.vpnpassthrough.translation.Passthrough;

/** One thing that happens: plain values that refer to nothing that happened before, so that any can be left out. */
sealed interface Action {
    /** A client says the next thing in a conversation, or begins it. */
    record ClientSends(Key key, long dice, Weather weather) implements Action {
        @Override
        public String toString() {
            return "client sends " + key + weather;
        }
    }

    /** A server says the next thing in a conversation that it has heard of. */
    record ServerSends(Key key, long dice, Weather weather) implements Action {
        @Override
        public String toString() {
            return "server sends " + key + weather;
        }
    }

    /**
     * An ICMP error about the last packet of a conversation.
     *
     * @param fromClient whether the client complains about what the server sent; else a router about the client's
     * @param quoted how many bytes after the IPv4 header are quoted
     */
    record Complaint(Key key, boolean fromClient, int quoted) implements Action {
    }

    /** Somebody outside sends what nobody has asked for. */
    record StrangerSends(int server, int protocol, int external, int label) implements Action {
    }

    /** A client sends what must not leave, at least not as it is. */
    record ClientErrs(int client, Mistake mistake, long dice) implements Action {
    }

    /** Ways to err. */
    enum Mistake {
        SPOOFED_SOURCE, TO_OTHER_CLIENT, TO_GATEWAY, PING_GATEWAY, TO_POOL, TO_MULTICAST, SHORT_TTL,
        OTHER_STATION, NOISE
    }

    /** Nothing but time. */
    record TimePasses(int seconds) implements Action {
    }

    /** The switch loses its controller. */
    record LinkBreaks() implements Action {
    }

    /**
     * It finds it again.
     *
     * @param emptied whether it lost all its rules and meters in between
     */
    record LinkReturns(boolean emptied) implements Action {
    }

    /**
     * The administrator changes the configuration.
     *
     * @param first place of the first address of the pool
     * @param size of the pool
     * @param off what may not pass
     */
    record Reconfigures(int first, int size, Set<Passthrough> off) implements Action {
    }

    /** The next hop is replaced: another Ethernet address. */
    record RouterMoves(int last) implements Action {
    }
}
