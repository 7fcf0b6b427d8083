/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.gre;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.vpnpassthrough.mapping.Call;
import org.vpnpassthrough.mapping.CallCarrier;
import org.vpnpassthrough.mapping.Calls;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.GreHeader;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Rewrite;
import org.vpnpassthrough.translation.AddressPair;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Punt;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.Translator;
import org.vpnpassthrough.translation.Verdict;

/** GRE: the data of PPTP calls by their call IDs, and tunnels of which the addresses tell all there is to tell. */
public final class GreTranslator implements Translator {
    private static final String ROOM = "gre";

    private final NatTables tables;
    private final Calls calls;
    private final Map<Integer, AddressPair> pairs;

    public GreTranslator(final NatTables tables) {
        this.tables = tables;
        calls = new Calls(tables.table());
        pairs = Map.of(IpProtocol.GRE, pair(IpProtocol.GRE), IpProtocol.IPIP, pair(IpProtocol.IPIP),
            IpProtocol.IPV6, pair(IpProtocol.IPV6));
    }

    private AddressPair pair(final int protocol) {
        return new AddressPair(ROOM, protocol, Reason.PAIR_TAKEN, tables);
    }

    @Override
    public String room() {
        return ROOM;
    }

    @Override
    public List<Punt> punts() {
        return List.of(new Punt(ROOM, Punt.Rate.DATA, IpProtocol.GRE, 0, false),
            new Punt(ROOM, Punt.Rate.DATA, IpProtocol.IPIP, 0, false),
            new Punt(ROOM, Punt.Rate.DATA, IpProtocol.IPV6, 0, false));
    }

    @Override
    public List<Passthrough> passthroughs(final int protocol) {
        return List.of(protocol == IpProtocol.GRE ? Passthrough.GRE : Passthrough.OTHER_TUNNELS);
    }

    @Override
    public List<Passthrough> passthroughs(final Packet packet) {
        return packet.transport() instanceof GreHeader.Enhanced ? List.of(Passthrough.PPTP, Passthrough.GRE)
            : passthroughs(packet.ip().protocol());
    }

    @Override
    public boolean claims(final Packet packet, final Direction direction) {
        return pairs.containsKey(packet.ip().protocol());
    }

    @Override
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        if (packet.transport() instanceof GreHeader.Enhanced gre) {
            return direction == Direction.OUTBOUND ? fromClient(packet, gre, now) : fromServer(packet, gre, now);
        }
        final var verdict = pairs.get(packet.ip().protocol()).translate(packet, direction, now);
        if (packet.transport() instanceof GreHeader && verdict instanceof Verdict.Forward forward) {
            settle(forward.session());
        }
        return verdict;
    }

    /** A tunnel besides calls: they may keep it out of the switch, and it outlives them. */
    private void settle(final Session tunnel) {
        final boolean alone = calls.isAlone(tunnel.mapping().client(), tunnel.mapping().external().address(),
            tunnel.remote());
        if (alone != tunnel.isSwitchable() || tunnel.phase() != null) {
            final var lifetime = inSwitch();
            tables.table().become(tunnel, null, alone ? lifetime : Lifetime.inController(lifetime.seconds()));
        }
    }

    private Lifetime inSwitch() {
        return pairs.get(IpProtocol.GRE).lifetime();
    }

    /** The call ID is the server's and stays; it tells the call, and so the external address. */
    private Verdict fromClient(final Packet packet, final GreHeader.Enhanced gre, final Instant now) {
        return calls.towardsPeer(packet.source(), packet.destination(), gre.callId())
            .filter(call -> Calls.call(call).mayPass())
            .<Verdict>map(call -> new Verdict.Forward(
                Rewrite.of(packet).source(call.mapping().external().address()), packet.destination(),
                carrier(call, now)))
            .orElse(new Verdict.Drop(Reason.GRE_WITHOUT_CALL));
    }

    private Verdict fromServer(final Packet packet, final GreHeader.Enhanced gre, final Instant now) {
        return calls.at(packet.destination(), packet.source(), gre.callId())
            .filter(call -> Calls.call(call).mayPass())
            .<Verdict>map(call -> new Verdict.Forward(
                Rewrite.of(packet).destination(call.mapping().client()).callId(call.mapping().internal().label()),
                call.mapping().client(), carrier(call, now)))
            .orElse(new Verdict.Drop(Reason.GRE_WITHOUT_CALL));
    }

    /** What carries the call: a session for all GRE of the pair if the switch may, else the call's own. */
    private Session carrier(final Session call, final Instant now) {
        final var client = call.mapping().client();
        final var external = call.mapping().external().address();
        final var server = call.remote();
        final boolean kept = tables.statics().isKeptFrom(client, IpProtocol.GRE, external, Tuple.WHOLE_PROTOCOL);
        if (kept || Calls.call(call).state() != Call.State.UP || !calls.isAlone(client, external, server)) {
            return call;
        }
        final var carrier = pairs.get(IpProtocol.GRE).ofClient(client, server)
            .orElseGet(() -> open(client, external, server, now));
        if (!carrier.isSwitchable()) {
            tables.table().become(carrier, carrier.phase(), inSwitch());
        }
        tables.table().seen(carrier, now);
        return carrier;
    }

    private Session open(final Ip4 client, final Ip4 external, final Ip4 server, final Instant now) {
        final var carrier = pairs.get(IpProtocol.GRE).open(client, external, server, now);
        tables.table().become(carrier, CallCarrier.OF_CALLS, inSwitch());
        return carrier;
    }
}
