/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.pptp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vpnpassthrough.mapping.Call;
import org.vpnpassthrough.mapping.Calls;
import org.vpnpassthrough.mapping.Expectation;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.PptpEdit;
import org.vpnpassthrough.packet.PptpEvent;
import org.vpnpassthrough.packet.PptpSegment;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Punt;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.ServicePort;
import org.vpnpassthrough.translation.SessionPath;
import org.vpnpassthrough.translation.Translator;
import org.vpnpassthrough.translation.Verdict;

/** The control connection of PPTP, TCP port 1723. Notes the calls that the room {@code gre} finds. */
public final class PptpTranslator implements Translator {
    private static final String ROOM = "pptp";
    private static final int PORT = 1723;

    private final NatTables tables;
    private final SessionPath path;
    private final Calls calls;
    private final ServicePort service;

    public PptpTranslator(final NatTables tables) {
        this.tables = tables;
        path = new SessionPath(tables.table());
        calls = new Calls(tables.table());
        service = new ServicePort(ROOM, IpProtocol.TCP, PORT, tables);
    }

    @Override
    public String room() {
        return ROOM;
    }

    @Override
    public List<Punt> punts() {
        return service.punts(true);
    }

    @Override
    public List<Passthrough> passthroughs(final int protocol) {
        return protocol == IpProtocol.GRE ? List.of(Passthrough.PPTP, Passthrough.GRE) : List.of(Passthrough.PPTP);
    }

    @Override
    public Optional<Integer> announces() {
        return Optional.of(IpProtocol.GRE);
    }

    @Override
    public boolean claims(final Packet packet, final Direction direction) {
        return service.isOf(packet, direction);
    }

    /** A segment's checksum, and the call IDs in it, are only there in a whole one. */
    @Override
    public boolean takesFragments() {
        return false;
    }

    @Override
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        final var tcp = (TcpHeader) packet.transport();
        if (!tcp.isIntact(packet)) {
            return new Verdict.Drop(Reason.PPTP_CHECKSUM);
        }
        return direction == Direction.OUTBOUND ? outbound(packet, tcp, now) : inbound(packet, tcp, now);
    }

    private Verdict outbound(final Packet packet, final TcpHeader tcp, final Instant now) {
        final var server = packet.destination();
        final var internal = new Tuple(IpProtocol.TCP, packet.source(), tcp.sourcePort(), server);
        final var known = tables.table().session(internal, server);
        if (known.isEmpty() && tcp.has(TcpHeader.RST)) {
            return new Verdict.Drop(Reason.NO_MAPPING);
        }
        if (known.isPresent() && !(known.orElseThrow().phase() instanceof Control)) {
            return new Verdict.Drop(Reason.SOURCE_PORT_IN_USE);
        }
        final var session = known.orElseGet(() -> open(internal, now));
        return session == null ? new Verdict.Drop(tables.whyNoMapping(packet.source()))
            : pass(packet, tcp, session, Direction.OUTBOUND, now);
    }

    private Verdict inbound(final Packet packet, final TcpHeader tcp, final Instant now) {
        final var external = new Tuple(IpProtocol.TCP, packet.destination(), tcp.destinationPort(), packet.source());
        return tables.table().mappingAt(external)
            .flatMap(mapping -> tables.table().session(mapping.internal(), packet.source()))
            .map(session -> pass(packet, tcp, session, Direction.INBOUND, now))
            .orElseGet(() -> toServer(packet, tcp, now));
    }

    /** A control connection that begins outside: a server inside may answer it. */
    private Verdict toServer(final Packet packet, final TcpHeader tcp, final Instant now) {
        final var server = service.called(packet);
        if (server.isEmpty() || tcp.has(TcpHeader.RST)) {
            return new Verdict.Drop(Reason.NO_MAPPING);
        }
        return tables.mayOpenSession(server.orElseThrow().address())
            ? pass(packet, tcp, openServer(server.orElseThrow(), now), Direction.INBOUND, now)
            : new Verdict.Drop(Reason.SESSION_LIMIT);
    }

    private Session openServer(final Tuple internal, final Instant now) {
        final var control = Control.begunBy(Direction.INBOUND);
        final var session = service.open(internal, lifetime(control), now);
        follow(session, control);
        return session;
    }

    /** Address choice at control time: if there is an address at which GRE can be the client's alone, it is taken. */
    private Session open(final Tuple internal, final Instant now) {
        if (!tables.mayOpenMapping(internal.address())) {
            return null;
        }
        if (service.isInside(internal)) {
            return openServer(internal, now);
        }
        final var client = internal.address();
        final var server = internal.remote();
        final var exclusive = tables.choice().exclusive(IpProtocol.GRE, client, server, now);
        final var external = exclusive.orElse(tables.choice().home(client));
        final var port = tables.labels().takeLike(IpProtocol.TCP, external, internal.label(), now);
        if (port.isEmpty()) {
            return null;
        }
        final var control = Control.begunBy(Direction.OUTBOUND);
        final var lifetime = lifetime(control);
        exclusive.ifPresent(address -> tables.expectations().leave(Expectation.of(IpProtocol.GRE, client, address,
            server, now.plusSeconds(lifetime.seconds()))));
        final var mapping = tables.table().open(ROOM, internal,
            new Tuple(IpProtocol.TCP, external, port.getAsInt(), server));
        final var session = tables.table().open(mapping, server, lifetime, now);
        tables.table().become(session, control, lifetime);
        return session;
    }

    private Lifetime lifetime(final Control control) {
        return Lifetime.inController(control.state() == Control.State.ESTABLISHED ? tables.timers().tcpEstablished()
            : tables.timers().tcpTransitory());
    }

    private Verdict pass(final Packet packet, final TcpHeader tcp, final Session session, final Direction direction,
            final Instant now) {
        final var before = (Control) session.phase();
        final var after = before.after(tcp, direction);
        follow(session, after);
        if (after.replaces(before)) {
            calls.of(session).forEach(call -> calls.end(call, now));
        }
        final var verdict = tcp.payloadLength() == 0 ? send(packet, session, direction, now, List.of())
            : read(packet, tcp, session, direction, now);
        keepAlive(session, now);
        return verdict;
    }

    private void follow(final Session session, final Control control) {
        tables.table().become(session, control, lifetime(control));
    }

    private Verdict read(final Packet packet, final TcpHeader tcp, final Session session, final Direction direction,
            final Instant now) {
        final var control = (Control) session.phase();
        return switch (control.stream(direction, tcp).read(tcp.payloadSequence(), packet.frame(), tcp.payloadOffset(),
                tcp.payloadLength())) {
            case PptpSegment.Read read -> relay(packet, tcp, session, direction, now, read);
            case PptpSegment.Early early -> new Verdict.Drop(Reason.PPTP_OUT_OF_ORDER);
            case PptpSegment.Late late -> new Verdict.Drop(Reason.PPTP_OUT_OF_ORDER);
            default -> new Verdict.Drop(Reason.MALFORMED_PPTP);
        };
    }

    private Verdict relay(final Packet packet, final TcpHeader tcp, final Session session, final Direction direction,
            final Instant now, final PptpSegment.Read read) {
        final var edits = new ArrayList<PptpEdit>();
        final var ids = new CallIds(tables, session, direction, now);
        final var meaning = new CallMessages(calls, session, now);
        for (final var event : read.events()) {
            switch (event) {
                case PptpEvent.CallId id -> {
                    final var changed = ids.translate(id);
                    if (changed.isEmpty()) {
                        return new Verdict.Drop(ids.whyNoId());
                    }
                    edits.addAll(changed.orElseThrow());
                }
                case PptpEvent.HalfCallId half -> ids.translate(half).ifPresent(edits::add);
                case PptpEvent.Whole whole -> meaning.of(whole.message(), direction);
            }
        }
        final var stream = read.stream().with(edits);
        follow(session, ((Control) session.phase()).with(direction, stream));
        return stream.edits(tcp.payloadSequence(), tcp.payloadLength())
            .map(all -> send(packet, session, direction, now, all))
            .orElse(new Verdict.Drop(Reason.PPTP_SPLIT_CALL_ID));
    }

    private Verdict send(final Packet packet, final Session session, final Direction direction, final Instant now,
            final List<PptpEdit> edits) {
        final var verdict = direction == Direction.OUTBOUND
            ? path.outbound(packet, session, now, gaveWay(session))
            : path.inbound(packet, session, now);
        if (verdict instanceof Verdict.Forward forward && packet.transport() instanceof TcpHeader tcp) {
            edits.forEach(edit -> forward.rewrite()
                .tcpPayload(edit.offsetIn(tcp.payloadSequence()), edit.value()));
        }
        return verdict;
    }

    /** What the switch still carries of GRE although it cannot tell it from that of a new call any more. */
    private Session[] gaveWay(final Session session) {
        return calls.carriers(session.mapping().client(), session.mapping().external().address(), session.remote())
            .stream().filter(carrier -> carrier.isInSwitch() && !carrier.isSwitchable()).toArray(Session[]::new);
    }

    /** Calls live as long as their control connection does, and so does the claim to its address. */
    private void keepAlive(final Session session, final Instant now) {
        final boolean closed = ((Control) session.phase()).state() == Control.State.CLOSED;
        final int seconds = closed ? Calls.GRACE : session.lifetimeSeconds();
        for (final var call : calls.of(session)) {
            if (closed) {
                calls.end(call, now);
            } else if (Calls.call(call).state() != Call.State.OVER) {
                calls.become(call, Calls.call(call), seconds, now);
            }
        }
        tables.expectations().ofClient(IpProtocol.GRE, session.mapping().client(), session.remote(), now)
            .ifPresent(expectation -> tables.expectations().leave(
                expectation.renewed(false, now.plusSeconds(seconds))));
    }
}
