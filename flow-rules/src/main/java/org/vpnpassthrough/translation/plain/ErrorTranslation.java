/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.plain;

import java.util.Optional;
import org.vpnpassthrough.mapping.Calls;
import org.vpnpassthrough.mapping.Mapping;
import org.vpnpassthrough.mapping.MappingTable;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.SharedPair;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.GreHeader;
import org.vpnpassthrough.packet.IcmpEcho;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Quoted;
import org.vpnpassthrough.packet.Rewrite;
import org.vpnpassthrough.packet.SctpHeader;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Behaviour.Dependence;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.Verdict;

/**
 * ICMP errors, translated with the packet that they quote (RFC 5508 REQ-4, REQ-5), whatever protocol that is: path MTU
 * discovery of ESP depends on it. An error neither makes, nor prolongs, nor ends a mapping (RFC 4787 REQ-12).
 */
final class ErrorTranslation {
    private final NatTables tables;
    private final MappingTable table;

    ErrorTranslation(final NatTables tables) {
        this.tables = tables;
        table = tables.table();
    }

    Verdict translate(final Packet packet, final IcmpError error, final Direction direction) {
        final var quoted = error.quoted();
        return direction == Direction.INBOUND ? inbound(packet, quoted) : outbound(packet, error);
    }

    /** About a packet that the gateway sent out: the quote shows the external tuple as its source. */
    private Verdict inbound(final Packet packet, final Quoted quoted) {
        final var remote = quoted.ip().destination();
        if (quoted.transport() instanceof GreHeader.Enhanced gre) {
            return aboutCall(packet, quoted, gre);
        }
        final var sharers = table.sharedAt(Tuple.of(quoted.ip().protocol(), quoted.ip().source(),
            Tuple.WHOLE_PROTOCOL).towards(remote));
        if (sharers.isPresent() && packet.destination().equals(quoted.ip().source())) {
            return aboutShared(packet, sharers.orElseThrow());
        }
        for (final int label : labels(quoted, true)) {
            final var external = Tuple.of(quoted.ip().protocol(), quoted.ip().source(), label);
            final var session = table.mappingFor(external, remote)
                .flatMap(mapping -> table.session(mapping.internal(), remote));
            if (session.isPresent() && packet.destination().equals(external.address())) {
                final var internal = session.orElseThrow().mapping().internal();
                final var rewrite = Rewrite.of(packet).destination(internal.address())
                    .quotedSource(internal.address());
                if (!internal.isWholeProtocol()) {
                    rewrite.quotedSourceLabel(internal.label());
                }
                return new Verdict.Forward(rewrite, internal.address(), null);
            }
        }
        return new Verdict.Drop(Reason.ICMP_ERROR_UNMATCHED);
    }

    /** About ESP of one of several clients: the SPI in it is the server's, and only the client knows it (RFC 4301). */
    private static Verdict aboutShared(final Packet packet, final SharedPair sharers) {
        return new Verdict.Fan(sharers.members().stream().map(Mapping::client)
            .map(client -> new Verdict.Forward(
                Rewrite.of(packet).destination(client).quotedSource(client), client, null)).toList());
    }

    /** About data of a PPTP call that the gateway sent out: the call ID in it is the server's, and stays. */
    private Verdict aboutCall(final Packet packet, final Quoted quoted, final GreHeader.Enhanced gre) {
        final var external = quoted.ip().source();
        return new Calls(table).towardsPeer(external, quoted.ip().destination(), gre.callId())
            .filter(call -> packet.destination().equals(external))
            .map(call -> call.mapping().client())
            .<Verdict>map(client -> new Verdict.Forward(
                Rewrite.of(packet).destination(client).quotedSource(client), client, null))
            .orElse(new Verdict.Drop(Reason.ICMP_ERROR_UNMATCHED));
    }

    /** About a packet that the gateway sent in: the quote shows the internal tuple as its destination. */
    private Verdict outbound(final Packet packet, final IcmpError error) {
        final var quoted = error.quoted();
        final var remote = quoted.ip().source();
        for (final int label : labels(quoted, false)) {
            final var mapping = mapping(quoted, label, remote);
            if (mapping.isPresent()) {
                final var external = mapping.orElseThrow().external();
                if (isAboutCopy(error, external)) {
                    return new Verdict.Drop(Reason.COPY_ANSWERED);
                }
                final var rewrite = Rewrite.of(packet).source(external.address())
                    .quotedDestination(external.address());
                if (!external.isWholeProtocol()) {
                    rewrite.quotedDestinationLabel(external.label());
                }
                return new Verdict.Forward(rewrite, packet.destination(), null);
            }
        }
        return new Verdict.Drop(Reason.ICMP_ERROR_UNMATCHED);
    }

    /** A host that does not speak a copy's protocol says so; the server must not take it for the right client's. */
    private boolean isAboutCopy(final IcmpError error, final Tuple external) {
        return error.type() == IcmpError.UNREACHABLE && error.code() != IcmpError.FRAGMENTATION_NEEDED
            && table.sharedAt(external).isPresent();
    }

    /** What the quoted packet came in by: a session, or no more than a mapping where anybody may send. */
    private Optional<Mapping> mapping(final Quoted quoted, final int label, final Ip4 remote) {
        final var internal = Tuple.of(quoted.ip().protocol(), quoted.ip().destination(), label);
        final var known = table.session(internal, remote).map(Session::mapping);
        return known.isEmpty() && tables.settings().behaviour().filtering() == Dependence.ENDPOINT_INDEPENDENT
            ? table.mappingOf(internal) : known;
    }

    /** The labels under which the session of a quoted packet may be found. */
    private static int[] labels(final Quoted quoted, final boolean source) {
        return switch (quoted.transport()) {
            case UdpHeader udp -> new int[] {source ? udp.sourcePort() : udp.destinationPort()};
            case TcpHeader tcp -> new int[] {source ? tcp.sourcePort() : tcp.destinationPort()};
            case SctpHeader sctp -> new int[] {source ? sctp.sourcePort() : sctp.destinationPort()};
            case GreHeader.Enhanced gre -> new int[] {gre.callId()};
            case IcmpEcho echo -> new int[] {Tuple.WHOLE_PROTOCOL, echo.id()};
            default -> new int[] {Tuple.WHOLE_PROTOCOL};
        };
    }
}
