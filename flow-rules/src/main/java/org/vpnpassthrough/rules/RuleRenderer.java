/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import java.util.List;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;

/**
 * Turns sessions into rules: one for each direction, exact matches both. Only what OpenFlow can see and set counts
 * here: addresses, protocol, TCP and UDP ports; a session of another label than a port is for the whole protocol or
 * stays with the controller.
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

    /**
     * The rules of a session.
     *
     * @param internal the way to the client
     * @param external the way to the remote side
     */
    public static Rendering render(final Session session, final Link internal, final Link external) {
        if (!session.isSwitchable()) {
            return new Rendering.WithController(session.mapping().internal().isWholeProtocol()
                ? "the switch refused the session's rules"
                : "room " + session.mapping().room() + " has to see every packet of this session");
        }
        final var mapping = session.mapping();
        final var outside = mapping.external();
        final var inside = mapping.internal();
        final long cookie = Cookie.forSession(session.number());
        final var out = FlowRule.in(Pipeline.OUTBOUND, SESSION_PRIORITY, outbound(session), cookie)
            .idle(session.lifetimeSeconds(), true)
            .then(new Action.SetField(MatchField.IPV4_SRC, outside.address()));
        final var in = FlowRule.in(Pipeline.INBOUND, SESSION_PRIORITY, inbound(session), cookie)
            .idle(session.lifetimeSeconds(), false)
            .then(new Action.SetField(MatchField.IPV4_DST, inside.address()));
        if (!outside.isWholeProtocol() && outside.label() != inside.label()) {
            out.then(new Action.SetField(source(outside), outside.label()));
            in.then(new Action.SetField(destination(inside), inside.label()));
        }
        return new Rendering.InSwitch(List.of(leave(out, external), leave(in, internal)));
    }

    /** What names the rules of a session to the switch, for strict removal: the same rules without actions. */
    public static List<FlowRule> removal(final Session session) {
        final long cookie = Cookie.forSession(session.number());
        return List.of(
            FlowRule.in(Pipeline.OUTBOUND, SESSION_PRIORITY, outbound(session), cookie).build(),
            FlowRule.in(Pipeline.INBOUND, SESSION_PRIORITY, inbound(session), cookie).build());
    }

    private static FlowRule leave(final FlowRule.Builder rule, final Link link) {
        return rule.then(new Action.SetField(MatchField.ETH_SRC, link.own()))
            .then(new Action.SetField(MatchField.ETH_DST, link.neighbour()))
            .then(new Action.DecrementTtl())
            .then(new Action.Output(link.port()))
            .build();
    }

    private static Match outbound(final Session session) {
        final var internal = session.mapping().internal();
        final var match = match(internal.protocol(), internal.address(), session.remote());
        return internal.isWholeProtocol() ? whole(match, internal.protocol(), ECHO_REQUEST)
            : match.with(source(internal), internal.label());
    }

    private static Match inbound(final Session session) {
        final var external = session.mapping().external();
        final var match = match(external.protocol(), session.remote(), external.address());
        return external.isWholeProtocol() ? whole(match, external.protocol(), ECHO_REPLY)
            : match.with(destination(external), external.label());
    }

    private static Match match(final int protocol, final Ip4 source, final Ip4 destination) {
        return Match.ip(protocol).with(MatchField.IPV4_SRC, source).with(MatchField.IPV4_DST, destination);
    }

    /** Of ICMP only echo: errors have to be translated inside. */
    private static Match whole(final Match match, final int protocol, final int icmpType) {
        return protocol == IpProtocol.ICMP ? match.with(MatchField.ICMP_TYPE, icmpType) : match;
    }

    private static MatchField source(final Tuple tuple) {
        return tuple.protocol() == IpProtocol.TCP ? MatchField.TCP_SRC : MatchField.UDP_SRC;
    }

    private static MatchField destination(final Tuple tuple) {
        return tuple.protocol() == IpProtocol.TCP ? MatchField.TCP_DST : MatchField.UDP_DST;
    }
}
