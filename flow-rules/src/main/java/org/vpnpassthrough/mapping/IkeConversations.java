/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.vpnpassthrough.packet.Ip4;

/**
 * The IKE conversations of one gateway. The rooms of UDP port 500 and of port 4500 both tell what they see; what
 * changes from one port to the other stays one conversation, as its SPIs stay. Every change is O(1).
 *
 * <p>Their number is bounded, for the gateway and for each client, so that nobody can fill the memory with SPIs that he
 * makes up, nor push those of others out: the one that has been silent longest goes first.
 */
public final class IkeConversations {
    /** How many a gateway remembers. */
    public static final int MOST = 4096;
    /** How many it remembers of one client; also what bounds a look through a client's conversations. */
    public static final int MOST_OF_A_CLIENT = 32;

    // in the order in which they were last seen, the longest silent first
    private final LinkedHashMap<IkeConversation.Key, IkeConversation> byKey = new LinkedHashMap<>();
    private final Map<Ip4, LinkedHashSet<IkeConversation.Key>> byClient = new HashMap<>();

    /**
     * Notes a message that passes.
     *
     * @param seconds how long the conversation is remembered after it
     * @return the conversation that it belongs to
     */
    public IkeConversation seen(final IkeSighting sighting, final int seconds, final Instant now) {
        final var key = IkeConversation.Key.of(sighting);
        final var known = byKey.get(key);
        final var after = (known == null ? begin(sighting) : known).after(sighting, now.plusSeconds(seconds));
        put(after);
        if (known == null) {
            final var ofClient = byClient.get(key.client());
            if (ofClient.size() > MOST_OF_A_CLIENT) {
                remove(ofClient.getFirst());
            }
            if (byKey.size() > MOST) {
                remove(byKey.firstEntry().getKey());
            }
        }
        return after;
    }

    private IkeConversation begin(final IkeSighting sighting) {
        final var conversation = IkeConversation.before(sighting);
        return sighting.message().isOpening() ? conversation
            : latest(sighting.client(), sighting.server()).map(conversation::inPlaceOf).orElse(conversation);
    }

    /** Tells what the conversation would be after a message, which does not pass or has not passed yet. */
    public IkeConversation preview(final IkeSighting sighting) {
        final var known = byKey.get(IkeConversation.Key.of(sighting));
        return (known == null ? begin(sighting) : known).after(sighting, Instant.MIN);
    }

    /** The conversation of a client with a server that has this initiator SPI. */
    public Optional<IkeConversation> find(final Ip4 client, final Ip4 server, final long initiatorSpi) {
        return Optional.ofNullable(byKey.get(new IkeConversation.Key(client, server, initiatorSpi)));
    }

    /** The conversation of a client with a server of which a message was seen last. */
    public Optional<IkeConversation> latest(final Ip4 client, final Ip4 server) {
        return byClient.getOrDefault(client, new LinkedHashSet<>()).reversed().stream()
            .filter(key -> key.server().equals(server)).findFirst().map(byKey::get);
    }

    /** The latest conversations, the latest one first. */
    public List<IkeConversation> latest(final int most) {
        return byKey.sequencedValues().reversed().stream().limit(most).toList();
    }

    /** How many are remembered, those that are over and not yet forgotten included. */
    public int size() {
        return byKey.size();
    }

    /**
     * Forgets what has been silent for its time, but for those whose messages the switch carries past us.
     *
     * @param goesOn whether the session of such a one lives
     * @param seconds how long it is remembered from now on
     * @return those that are remembered for longer
     */
    public List<IkeConversation> expire(final Predicate<IkeConversation> goesOn, final int seconds,
            final Instant now) {
        final var prolonged = new ArrayList<IkeConversation>();
        while (!byKey.isEmpty() && !byKey.firstEntry().getValue().until().isAfter(now)) {
            final var first = byKey.firstEntry().getValue();
            if (goesOn.test(first)) {
                final var longer = first.until(now.plusSeconds(seconds));
                put(longer);
                prolonged.add(longer);
            } else {
                remove(first.key());
            }
        }
        return prolonged;
    }

    /** Forgets all conversations of which this is true. */
    public void forgetIf(final Predicate<IkeConversation> over) {
        List.copyOf(byKey.values()).stream().filter(over).forEach(conversation -> remove(conversation.key()));
    }

    private void put(final IkeConversation conversation) {
        final var key = conversation.key();
        byKey.putLast(key, conversation);
        byClient.computeIfAbsent(key.client(), client -> new LinkedHashSet<>()).addLast(key);
    }

    private void remove(final IkeConversation.Key key) {
        byKey.remove(key);
        byClient.computeIfPresent(key.client(), (client, keys) -> {
            keys.remove(key);
            return keys.isEmpty() ? null : keys;
        });
    }
}
