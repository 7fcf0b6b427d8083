/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.ike;

import java.time.Instant;
import java.util.List;
import org.vpnpassthrough.mapping.Expectation;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.IkeMessage;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.KeptPort;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Punt;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.SessionPath;
import org.vpnpassthrough.translation.Translator;
import org.vpnpassthrough.translation.Verdict;

/** IKE on UDP port 500. Leaves the expectation that the room {@code esp} finds. */
public final class IkeTranslator implements Translator {
    private static final String ROOM = "ike";
    private static final int PORT = 500;

    private final NatTables tables;
    private final SessionPath path;
    private final KeptPort port;

    public IkeTranslator(final NatTables tables) {
        this.tables = tables;
        path = new SessionPath(tables.table());
        port = new KeptPort(ROOM, PORT, tables);
    }

    @Override
    public String room() {
        return ROOM;
    }

    @Override
    public List<Punt> punts() {
        return List.of(new Punt(ROOM, Punt.Rate.CONTROL, IpProtocol.UDP, PORT, true));
    }

    @Override
    public boolean claims(final Packet packet, final Direction direction) {
        return packet.transport() instanceof UdpHeader udp && SessionPath.remotePort(udp, direction) == PORT;
    }

    @Override
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        if (!tables.policy().allows(Passthrough.IPSEC)) {
            return new Verdict.Drop(Reason.POLICY_IPSEC);
        }
        final var udp = (UdpHeader) packet.transport();
        if (IkeMessage.of(packet, udp).isEmpty()) {
            return new Verdict.Drop(Reason.MALFORMED_IKE);
        }
        return direction == Direction.OUTBOUND ? outbound(packet, udp, now) : inbound(packet, udp, now);
    }

    private Verdict outbound(final Packet packet, final UdpHeader udp, final Instant now) {
        final var client = packet.source();
        final var server = packet.destination();
        final var internal = new Tuple(IpProtocol.UDP, client, udp.sourcePort(), server);
        final var session = tables.table().session(internal, server).orElseGet(() -> open(internal, now));
        if (session == null) {
            return new Verdict.Drop(Reason.PORTS_EXHAUSTED);
        }
        renew(client, server, false, now);
        return path.outbound(packet, session, now);
    }

    private Verdict inbound(final Packet packet, final UdpHeader udp, final Instant now) {
        final var verdict = path.inboundTo(packet, udp.destinationPort(), now);
        if (verdict instanceof Verdict.Forward forward) {
            renew(forward.destination(), packet.source(), true, now);
        }
        return verdict;
    }

    /** Address choice at control time: the address that ESP will need is taken before the first IKE packet leaves. */
    private Session open(final Tuple internal, final Instant now) {
        final var client = internal.address();
        final var server = internal.remote();
        final var exclusive = tables.choice().exclusive(IpProtocol.ESP, client, server, now);
        final var external = exclusive.orElse(tables.choice().home(client));
        final var session = port.open(internal, external, Lifetime.inController(tables.timers().ike()), now);
        if (session != null) {
            exclusive.ifPresent(address -> tables.expectations().leave(
                new Expectation(IpProtocol.ESP, client, address, server, false, until(now))));
        }
        return session;
    }

    private void renew(final Ip4 client, final Ip4 server, final boolean answered, final Instant now) {
        tables.expectations().ofClient(IpProtocol.ESP, client, server, now).ifPresent(expectation ->
            tables.expectations().leave(expectation.renewed(answered, until(now))));
    }

    private Instant until(final Instant now) {
        return now.plusSeconds(tables.timers().ike());
    }
}
