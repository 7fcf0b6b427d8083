/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.basic;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Mapping;
import org.vpnpassthrough.mapping.StaticMapping;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Rewrite;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Punt;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.Translator;
import org.vpnpassthrough.translation.Verdict;

/** Basic NAT: hosts that have an external address for themselves, so that nothing but addresses has to change. */
public final class BasicTranslator implements Translator {
    private static final String ROOM = "basic";
    private static final List<Integer> ERROR_TYPES = List.of(IcmpError.UNREACHABLE, IcmpError.SOURCE_QUENCH,
        IcmpError.TIME_EXCEEDED, IcmpError.PARAMETER_PROBLEM);

    private final NatTables tables;

    public BasicTranslator(final NatTables tables) {
        this.tables = tables;
    }

    @Override
    public String room() {
        return ROOM;
    }

    /** What the rules of a session would carry, as they match addresses only, although it must not go that way. */
    @Override
    public List<Punt> punts() {
        final var punts = new ArrayList<Punt>();
        final var hosts = tables.statics().entries().stream()
            .filter(entry -> entry.kind() == StaticMapping.Kind.ALL).toList();
        if (!hosts.isEmpty()) {
            // they quote a packet, and in it the address
            ERROR_TYPES.forEach(type -> punts.add(
                new Punt(ROOM, Punt.Rate.PLAIN, IpProtocol.ICMP, new Punt.Which.IcmpType(type), true)));
        }
        for (final var host : hosts) {
            punts.add(punt(host, IpProtocol.AH, Tuple.WHOLE_PROTOCOL));
            VpnTraffic.ALL.stream().filter(this::mayBeRefused)
                .forEach(traffic -> punts.add(punt(host, traffic.protocol(), traffic.label())));
        }
        VpnTraffic.ALL.stream().filter(traffic -> !hosts.isEmpty() && traffic.hasPort() && mayBeRefused(traffic))
            .forEach(traffic -> punts.add(
                new Punt(ROOM, Punt.Rate.DATA, traffic.protocol(), traffic.label(), true)));
        return punts;
    }

    private static Punt punt(final StaticMapping host, final int protocol, final int label) {
        return new Punt(ROOM, Punt.Rate.DATA, protocol, new Punt.Which.Host(
            Tuple.of(protocol, host.internal(), label), Tuple.of(protocol, host.external(), label)), true);
    }

    private boolean mayBeRefused(final VpnTraffic traffic) {
        return tables.policy().mayRefuse(traffic.passthrough());
    }

    @Override
    public List<Passthrough> passthroughs(final Packet packet) {
        return VpnTraffic.of(packet).map(VpnTraffic::passthrough).toList();
    }

    @Override
    public boolean claims(final Packet packet, final Direction direction) {
        return direction == Direction.OUTBOUND ? tables.statics().addressOf(packet.source()).isPresent()
            : tables.statics().ownerOf(packet.destination()).isPresent();
    }

    @Override
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        if (packet.ip().protocol() == IpProtocol.AH) {
            return new Verdict.Drop(Reason.AH_NOT_TRANSLATABLE);
        }
        return direction == Direction.OUTBOUND ? outbound(packet, now) : inbound(packet, now);
    }

    private Verdict outbound(final Packet packet, final Instant now) {
        final var host = packet.source();
        final var external = tables.statics().addressOf(host).orElseThrow();
        final var rewrite = Rewrite.of(packet).source(external);
        if (packet.transport() instanceof IcmpError error) {
            return error.quoted().ip().destination().equals(host)
                ? new Verdict.Forward(rewrite.quotedDestination(external), packet.destination(), null)
                : new Verdict.Drop(Reason.ICMP_ERROR_UNMATCHED);
        }
        return forward(packet, rewrite, packet.destination(), host, packet.destination(), now);
    }

    private Verdict inbound(final Packet packet, final Instant now) {
        final var external = packet.destination();
        final var host = tables.statics().ownerOf(external).orElseThrow();
        final var rewrite = Rewrite.of(packet).destination(host);
        if (packet.transport() instanceof IcmpError error) {
            return error.quoted().ip().source().equals(external)
                ? new Verdict.Forward(rewrite.quotedSource(host), host, null)
                : new Verdict.Drop(Reason.ICMP_ERROR_UNMATCHED);
        }
        return forward(packet, rewrite, host, host, packet.source(), now);
    }

    private Verdict forward(final Packet packet, final Rewrite rewrite, final Ip4 destination, final Ip4 host,
            final Ip4 remote, final Instant now) {
        final var table = tables.table();
        final var whole = Tuple.of(Tuple.ALL_PROTOCOLS, host, Tuple.WHOLE_PROTOCOL);
        final var known = table.session(whole, remote);
        if (known.isEmpty() && !tables.mayOpenSession(host)) {
            return new Verdict.Drop(Reason.SESSION_LIMIT);
        }
        final var session = known.orElseGet(() -> table.open(mapping(whole), remote,
            // whatever it carries: when it ends nothing is lost, the next packet opens it as it was
            Lifetime.inSwitch(tables.timers().udp()), now));
        table.seen(session, now);
        // what is punted because of the policy comes although the switch has the session's rules
        final boolean asked = VpnTraffic.of(packet).anyMatch(this::mayBeRefused);
        return new Verdict.Forward(rewrite, destination, asked ? null : session);
    }

    private Mapping mapping(final Tuple whole) {
        return tables.table().mappingOf(whole).orElseGet(() -> tables.table().open(ROOM, whole,
            Tuple.of(Tuple.ALL_PROTOCOLS, tables.statics().addressOf(whole.address()).orElseThrow(),
                Tuple.WHOLE_PROTOCOL)));
    }
}
