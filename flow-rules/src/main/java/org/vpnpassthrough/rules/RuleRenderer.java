/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;

/**
 * Turns sessions into rules: one for each direction, exact matches both. Only what OpenFlow can see and set counts
 * here: addresses, protocol, ports of TCP, UDP and SCTP; a session of another label than a port is for the whole
 * protocol or stays with the controller.
 *
 * <p>The outbound rule ends the session: when it has been idle for the session's lifetime the switch says so. The
 * inbound rule goes away silently after the same time, so that nothing stays behind without a controller; should its
 * traffic come back while the session lives, the first packet puts it there again. Inbound traffic alone does not
 * keep a session (RFC 7857 section 6).
 */
public final class RuleRenderer {
    /** Above the punts for what no session matches, below those for what the controller must see in any case. */
    static final int SESSION_PRIORITY = 200;

    private static final int ECHO_REQUEST = 8;
    private static final int ECHO_REPLY = 0;

    private RuleRenderer() {
        // nothing to hold
    }

    /** The rule for what a session's client sends. */
    public static FlowRule outbound(final Session session, final Link external) {
        final var inside = session.mapping().internal();
        final var outside = session.mapping().external();
        final var rule = FlowRule.in(Pipeline.OUTBOUND, SESSION_PRIORITY, outboundMatch(session), cookie(session))
            .idle(session.lifetimeSeconds(), true)
            .then(new Action.SetField(MatchField.IPV4_SRC, outside.address()));
        if (isRelabelled(session)) {
            rule.then(new Action.SetField(source(inside), outside.label()));
        }
        leave(external).forEach(rule::then);
        return rule.build();
    }

    /** The rule for what the remote side of a session sends, if the session's client has the external tuple alone. */
    public static FlowRule inbound(final Session session, final Link internal) {
        final var rule = FlowRule.in(Pipeline.INBOUND, SESSION_PRIORITY, inboundMatch(session), cookie(session))
            .idle(session.lifetimeSeconds(), false);
        bucket(session, internal).forEach(rule::then);
        return rule.build();
    }

    /** What becomes of a packet from the remote side on its way to the session's client. */
    public static List<Action> bucket(final Session session, final Link internal) {
        final var inside = session.mapping().internal();
        final var actions = new ArrayList<Action>();
        actions.add(new Action.SetField(MatchField.IPV4_DST, inside.address()));
        if (isRelabelled(session)) {
            actions.add(new Action.SetField(destination(inside), inside.label()));
        }
        actions.addAll(leave(internal));
        return actions;
    }

    /**
     * The rule for what the server of a shared pair sends: a copy to each client. It does not end with one client's
     * session, and goes away silently as any inbound rule does.
     *
     * @param any a session of one of the clients
     * @param group a bucket for each of them
     */
    public static FlowRule shared(final Session any, final GroupRule group) {
        return FlowRule.in(Pipeline.INBOUND, SESSION_PRIORITY, inboundMatch(any), Cookie.forPair(group.id()))
            .idle(any.lifetimeSeconds(), false).then(new Action.ToGroup(group.id())).build();
    }

    /** What names the outbound rule of a session to the switch, for strict removal: the same rule without actions. */
    public static FlowRule outboundRemoval(final Session session) {
        return FlowRule.in(Pipeline.OUTBOUND, SESSION_PRIORITY, outboundMatch(session), cookie(session)).build();
    }

    /** The same for the inbound rule. */
    public static FlowRule inboundRemoval(final Session session) {
        return FlowRule.in(Pipeline.INBOUND, SESSION_PRIORITY, inboundMatch(session), cookie(session)).build();
    }

    private static long cookie(final Session session) {
        return Cookie.forSession(session.number());
    }

    private static boolean isRelabelled(final Session session) {
        final var outside = session.mapping().external();
        return !outside.isWholeProtocol() && outside.label() != session.mapping().internal().label();
    }

    private static List<Action> leave(final Link link) {
        return List.of(new Action.SetField(MatchField.ETH_SRC, link.own()),
            new Action.SetField(MatchField.ETH_DST, link.neighbour()), new Action.DecrementTtl(),
            new Action.Output(link.port()));
    }

    private static Match outboundMatch(final Session session) {
        final var internal = session.mapping().internal();
        final var match = match(internal.protocol(), internal.address(), session.remote());
        return internal.isWholeProtocol() ? whole(match, internal.protocol(), ECHO_REQUEST)
            : match.with(source(internal), internal.label());
    }

    private static Match inboundMatch(final Session session) {
        final var external = session.mapping().external();
        final var match = match(external.protocol(), session.remote(), external.address());
        return external.isWholeProtocol() ? whole(match, external.protocol(), ECHO_REPLY)
            : match.with(destination(external), external.label());
    }

    private static Match match(final int protocol, final Ip4 source, final Ip4 destination) {
        final var match = protocol == Tuple.ALL_PROTOCOLS ? Match.ip() : Match.ip(protocol);
        return match.with(MatchField.IPV4_SRC, source).with(MatchField.IPV4_DST, destination);
    }

    /** Of ICMP only echo: errors have to be translated inside. */
    private static Match whole(final Match match, final int protocol, final int icmpType) {
        return protocol == IpProtocol.ICMP ? match.with(MatchField.ICMP_TYPE, icmpType) : match;
    }

    private static MatchField source(final Tuple tuple) {
        return switch (tuple.protocol()) {
            case IpProtocol.TCP -> MatchField.TCP_SRC;
            case IpProtocol.SCTP -> MatchField.SCTP_SRC;
            default -> MatchField.UDP_SRC;
        };
    }

    private static MatchField destination(final Tuple tuple) {
        return switch (tuple.protocol()) {
            case IpProtocol.TCP -> MatchField.TCP_DST;
            case IpProtocol.SCTP -> MatchField.SCTP_DST;
            default -> MatchField.UDP_DST;
        };
    }
}
