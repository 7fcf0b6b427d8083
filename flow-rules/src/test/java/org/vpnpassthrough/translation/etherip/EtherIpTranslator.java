/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.etherip;

import java.time.Instant;
import java.util.List;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.translation.AddressPair;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Punt;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.Translator;
import org.vpnpassthrough.translation.Verdict;

/** EtherIP: a tunnel without ports, so a client needs the pair of external address and server for itself. */
public final class EtherIpTranslator implements Translator {
    private static final String ROOM = "etherip";
    private static final int PROTOCOL = 97;

    private final AddressPair pairs;

    public EtherIpTranslator(final NatTables tables) {
        pairs = new AddressPair(ROOM, PROTOCOL, Reason.PAIR_TAKEN, tables);
    }

    @Override
    public String room() {
        return ROOM;
    }

    @Override
    public List<Punt> punts() {
        return List.of(new Punt(ROOM, Punt.Rate.DATA, PROTOCOL, 0, false));
    }

    @Override
    public boolean claims(final Packet packet, final Direction direction) {
        return packet.ip().protocol() == PROTOCOL;
    }

    @Override
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        return pairs.translate(packet, direction, now);
    }
}
