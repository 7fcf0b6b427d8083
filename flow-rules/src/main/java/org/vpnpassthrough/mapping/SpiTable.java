/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vpnpassthrough.packet.Ip4;

/**
 * Whose the SPIs are that one server uses towards one external address (RFC 4303 section 2.1).
 *
 * <p>A client chooses the SPI of its inbound packets in an exchange that is encrypted. What can be seen is that a
 * client had such an exchange (phase 2): one SPI is owed to it from then on, until one turns up that nobody has had so
 * far. While one client alone is owed any, such an SPI is its own for certain. While several are, it may be anybody's
 * of them, and each of them gets its packets: a host drops what is not its own (RFC 4303 section 3.4.2), and nothing
 * is lost. To make that rare, clients take {@link #mayBegin turns} at phase 2. A client of whose exchanges nobody knows
 * how many there were comes into question for every SPI.
 *
 * <p>The same SPI for two clients shows by its sequence numbers: they only rise within a security association (RFC 4303
 * section 2.2), but here fall back again and again.
 */
public final class SpiTable {
    /** How long others wait for a client that had its turn and to which nothing was sent yet. */
    public static final int TURN_SECONDS = 2;

    /** A server that invents SPIs, or somebody who poses as it, must not fill the memory. */
    private static final int MAX_SPIS = 1024;
    /** RFC 4303 section 3.4.3 has windows of 32 and 64 packets; reordering on the way stays well below this. */
    private static final long REORDERED = 4096;

    private static final int UNKNOWN = Integer.MAX_VALUE;
    private static final long NO_EXCHANGE = -1;

    private static final class Owners {
        private final Set<Ip4> clients;
        private long last;
        private boolean clash;

        Owners(final Set<Ip4> clients) {
            this.clients = clients;
        }
    }

    private final Set<Ip4> members = new LinkedHashSet<>();
    private final Map<Ip4, Integer> owed = new LinkedHashMap<>();
    private final Map<Ip4, PhaseTwos> exchanges = new LinkedHashMap<>();
    private final Map<Ip4, Long> underWay = new LinkedHashMap<>();
    private final Map<Integer, Owners> bySpi = new LinkedHashMap<>(16, 0.75f, true);
    private Ip4 turn;
    private Instant turnSince;
    private int clashes;

    /** Takes a client in; which SPIs it has is not known yet. */
    void join(final Ip4 client) {
        members.add(client);
        owed.put(client, UNKNOWN);
    }

    /**
     * Notes what exchanges a client has had before it came to share.
     *
     * @param before {@link PhaseTwos#NONE} if it is about to have its first
     */
    public void had(final Ip4 client, final PhaseTwos before) {
        exchanges.put(client, before);
        if (before.number() > 0) {
            owed.put(client, before.number());
        } else if (before.number() == 0) {
            owed.remove(client);
        } else {
            // what others were taken for the owners of while it was away may be its own
            bySpi.values().forEach(owners -> owners.clients.add(client));
        }
    }

    /** Lets a client go; what only it could have had is nobody's. */
    void leave(final Ip4 client) {
        members.remove(client);
        owed.remove(client);
        exchanges.remove(client);
        underWay.remove(client);
        bySpi.values().removeIf(owners -> owners.clients.remove(client) && owners.clients.isEmpty());
        if (client.equals(turn)) {
            turn = null;
        }
    }

    /**
     * The clients that a packet from the server may be for.
     *
     * @param spi 256 to 2^32 - 1, as an int
     * @param sequence 0 to 2^32 - 1
     * @return one if that is certain, else all that come into question
     */
    public List<Ip4> owners(final int spi, final long sequence) {
        final var owners = bySpi.computeIfAbsent(spi, unknown -> found());
        if (sequence + REORDERED < owners.last && !owners.clients.containsAll(owed.keySet())) {
            owners.clients.addAll(owed.keySet());
            owners.clash = true;
            clashes++;
        }
        owners.last = owners.clash ? sequence : Math.max(owners.last, sequence);
        if (bySpi.size() > MAX_SPIS) {
            bySpi.remove(bySpi.keySet().iterator().next());
        }
        return List.copyOf(owners.clients);
    }

    private Owners found() {
        final var owners = new Owners(new LinkedHashSet<>(owed.isEmpty() ? members : owed.keySet()));
        if (owed.size() == 1) {
            owed.replaceAll((client, number) -> number == UNKNOWN ? UNKNOWN : number - 1);
            owed.values().removeIf(number -> number == 0);
        }
        return owners;
    }

    /**
     * A client begins phase 2, if it is its turn or nobody's. Others' turns last until their SPI is known, and not
     * longer than {@link #TURN_SECONDS}.
     *
     * @param exchange message ID of the exchange, which also its repetitions have
     * @return false while another client has its turn
     */
    public boolean mayBegin(final Ip4 client, final long exchange, final Instant now) {
        if (underWay.getOrDefault(client, NO_EXCHANGE) != exchange) {
            if (!isFree(now) && !client.equals(turn)) {
                return false;
            }
            turn = client;
            turnSince = now;
            begun(client, exchange);
        }
        return true;
    }

    /**
     * Notes that a client has phase 2 with the server.
     *
     * @param exchange message ID of the exchange, which also its repetitions have
     */
    public void begun(final Ip4 client, final long exchange) {
        underWay.put(client, exchange);
        final var before = exchanges.getOrDefault(client, PhaseTwos.NONE);
        if (before.last() != exchange) {
            exchanges.put(client, before.after(exchange));
            owed.merge(client, 1, (number, one) -> number == UNKNOWN ? UNKNOWN : number + one);
        }
    }

    /** Gives the turn to the client that has had its phase 2 before anybody else came. */
    void first(final Ip4 client, final Instant now) {
        turn = client;
        turnSince = now;
    }

    /** Whether a client may begin phase 2 now, whoever it is. */
    public boolean isFree(final Instant now) {
        return turn == null || !owed.containsKey(turn) || !now.isBefore(turnSince.plusSeconds(TURN_SECONDS));
    }

    /** How many SPIs turned out to belong to two clients. */
    public int clashes() {
        return clashes;
    }
}
