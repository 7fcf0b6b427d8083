/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.esp;

import java.time.Instant;
import java.util.List;
import org.vpnpassthrough.packet.EspHeader;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.translation.AddressPair;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Punt;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.Translator;
import org.vpnpassthrough.translation.Verdict;

/** ESP through a pair of external address and server that one client has for itself. */
public final class EspTranslator implements Translator {
    private static final String ROOM = "esp";

    private final NatTables tables;
    private final AddressPair pairs;

    public EspTranslator(final NatTables tables) {
        this.tables = tables;
        pairs = new AddressPair(ROOM, IpProtocol.ESP, Reason.ESP_PAIR_TAKEN, tables);
    }

    @Override
    public String room() {
        return ROOM;
    }

    @Override
    public List<Punt> punts() {
        return List.of(new Punt(ROOM, Punt.Rate.DATA, IpProtocol.ESP, 0, false));
    }

    @Override
    public boolean claims(final Packet packet, final Direction direction) {
        return packet.transport() instanceof EspHeader;
    }

    @Override
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        return tables.policy().allows(Passthrough.IPSEC) ? pairs.translate(packet, direction, now)
            : new Verdict.Drop(Reason.POLICY_IPSEC);
    }
}
