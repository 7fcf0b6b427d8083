/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vpnpassthrough.gateway.GatewayConfig;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Policy;

/** What the model believes: who talks to whom, what the servers have seen, what is configured. */
final class Beliefs {
    private final Strategy sharing;
    private final Map<Key, Conversation> conversations = new LinkedHashMap<>();
    /** Calls that have just been made. */
    private final List<Conversation> calls = new ArrayList<>();
    private final Outside outside = new Outside();
    private Set<Ip4> pool;
    private Set<Passthrough> off = Set.of();

    Beliefs(final int poolSize, final Strategy sharing) {
        this.sharing = sharing;
        pool = addresses(0, poolSize);
    }

    private static Set<Ip4> addresses(final int first, final int size) {
        final var all = new LinkedHashSet<Ip4>();
        for (int place = first; place < first + size; place++) {
            all.add(Network.pool(place));
        }
        return all;
    }

    GatewayConfig configure(final int first, final int size, final Set<Passthrough> switchedOff) {
        pool = addresses(first, size);
        off = switchedOff;
        return Network.config(first, size, new Policy(off), sharing);
    }

    Set<Ip4> pool() {
        return pool;
    }

    Outside outside() {
        return outside;
    }

    /** Whether a kind of conversation is switched off. */
    boolean isOff(final Kind kind) {
        return kind.needs().stream().anyMatch(off::contains);
    }

    /** Whether several clients may have a kind of conversation with one server through one address. */
    boolean isShared(final Kind kind) {
        return kind == Kind.ESP && sharing != Strategy.REFUSED;
    }

    /**
     * Whether a client must get the ESP with its SPIs where several share an address: with copies for all in any case,
     * else if it is keyed by hand. What IKE has agreed on the model does not follow closely enough to say.
     */
    boolean isSpiPredictable(final Key key) {
        return sharing == Strategy.REPLICATED || conversations.keySet().stream().noneMatch(other ->
            other.kind() == Kind.IKE && other.client() == key.client() && other.server() == key.server());
    }

    /** Null if there is none. */
    Conversation known(final Key key) {
        calls.forEach(call -> conversations.put(call.key(), call));
        calls.clear();
        return conversations.get(key);
    }

    Conversation conversation(final Key key) {
        return conversations.computeIfAbsent(key, wanted -> {
            final var made = Conversation.of(wanted);
            if (made instanceof PptpConversation control) {
                control.onNewCall((call, now) -> {
                    calls.add(call);
                    outside.claim(call, now, false);
                });
            }
            return made;
        });
    }

    List<Conversation> all() {
        return List.copyOf(conversations.values());
    }

    /** Conversations that are over are forgotten, and what was seen of them. */
    void forget(final Instant now) {
        outside.forget(now);
        conversations.values().removeIf(conversation -> !conversation.isPromisedAt(now));
    }

    /** IKE conversations at an address with a server that it has answered: ESP may come from it. */
    List<Conversation> announced(final Ip4 external, final Ip4 server) {
        return conversations.values().stream().filter(talk -> talk.key().kind() == Kind.IKE)
            .filter(talk -> external.equals(talk.external()) && talk.server().equals(server))
            .filter(talk -> talk.lastAnswer() != null).toList();
    }

    /** Clients that have had conversations of these kinds with a server. */
    Set<Ip4> talking(final Set<Kind> kinds, final Ip4 server) {
        final var clients = new HashSet<Ip4>();
        conversations.values().stream().filter(talk -> kinds.contains(talk.key().kind()))
            .filter(talk -> talk.external() != null && talk.server().equals(server))
            .forEach(talk -> clients.add(talk.client()));
        return clients;
    }

    /** Other clients that have, or may still have reserved, what this conversation needs for itself. */
    Set<Integer> rivals(final Key key) {
        final var wanted = switch (key.kind()) {
            case ESP -> Set.of(Kind.ESP, Kind.IKE);
            case PLAIN_GRE -> Set.of(Kind.PLAIN_GRE, Kind.PPTP, Kind.CALL);
            default -> Set.of(key.kind());
        };
        final var rivals = new HashSet<Integer>();
        conversations.keySet().stream().filter(other -> other.server() == key.server())
            .filter(other -> wanted.contains(other.kind()) && other.client() != key.client())
            .forEach(other -> rivals.add(other.client()));
        return rivals;
    }
}
