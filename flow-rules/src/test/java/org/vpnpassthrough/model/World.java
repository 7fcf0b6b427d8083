/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.vpnpassthrough.gateway.GatewayRig;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;

/** The gateway in its network: lets things happen to it and has everything checked that comes out. */
final class World {
    private static final int HOUR = 3600;
    private static final int CALM_HOURS = 3;
    private static final int CHECK_EVERY = 8;

    private final Trace trace = new Trace();
    private final Beliefs beliefs;
    private final Site site;
    private final Arrivals arrivals;
    private final Tables tables;
    private final Map<Integer, Flight> flights = new HashMap<>();
    private final Reassembly reassembly = new Reassembly();
    private int serial;
    private Mac routerMac = Network.routerMac(0xfe);

    /**
     * A gateway that runs.
     *
     * @param seed of the gateway's own randomness
     */
    World(final int poolSize, final Strategy sharing, final long seed) {
        beliefs = new Beliefs(poolSize, sharing);
        site = new Site(beliefs.configure(0, poolSize, Set.of()), seed);
        arrivals = new Arrivals(beliefs);
        observe(site.connect(false));
        tables = new Tables(site.flows());
    }

    Trace trace() {
        return trace;
    }

    /** Lets one thing happen, and checks. */
    void happen(final Action action) {
        trace.begin(action, site.now().getEpochSecond());
        switch (action) {
            case Action.ClientSends send -> clientSends(send);
            case Action.ServerSends send -> serverSends(send);
            case Action.Complaint complaint -> complain(complaint);
            case Action.StrangerSends send -> launch(Flight.of(null, false, Strangers.packet(send), Weather.FINE));
            case Action.ClientErrs errs -> new Mistakes(this).make(errs);
            case Action.TimePasses(var seconds) -> pass(seconds);
            case Action.LinkBreaks() -> {
                if (site.isConnected()) {
                    site.disconnect();
                }
            }
            case Action.LinkReturns(var emptied) -> {
                if (!site.isConnected()) {
                    observe(site.connect(emptied));
                }
            }
            case Action.Reconfigures reconfigures -> reconfigure(reconfigures);
            case Action.RouterMoves(var last) -> {
                if (!site.isConnected()) {
                    // the gateway would hear of it when it asks the next time
                    break;
                }
                routerMac = Network.routerMac(last);
                observe(site.send(GatewayRig.EXTERNAL, Frames.arpRequest(routerMac, GatewayRig.NEXT_HOP,
                    GatewayRig.EXTERNAL_ADDRESS), Weather.FINE).out());
            }
        }
        if (trace.steps() % CHECK_EVERY == 0) {
            check();
        }
    }

    /** The end of a run: everything goes silent, everything ends, the gateway is taken away. */
    void calmDown() {
        happen(new Action.LinkReturns(false));
        happen(new Action.TimePasses(CALM_HOURS * HOUR));
        tables.checkEmpty(site.flows(), site.gateway());
        site.close();
        Tables.checkGone(site.flows());
    }

    private void pass(final int seconds) {
        site.pass(seconds, this::observe);
        if (site.isConnected()) {
            check();
            if (seconds >= CALM_HOURS * HOUR) {
                tables.checkEmpty(site.flows(), site.gateway());
                beliefs.forget(site.now());
                flights.clear();
            }
        }
    }

    private void check() {
        if (site.isConnected()) {
            site.ledger().balance(site.now());
            tables.check(site.flows(), site.gateway());
        }
    }

    private void clientSends(final Action.ClientSends send) {
        final var conversation = send.key().kind() == Kind.CALL ? beliefs.known(send.key())
            : beliefs.conversation(send.key());
        final var frame = conversation == null ? null : conversation.fromClient(new Random(send.dice()), site.now());
        if (frame != null && !send.weather().lostBefore()) {
            launch(Flight.of(conversation, true, fromClient(frame, conversation.client()), send.weather()));
        }
    }

    private void serverSends(final Action.ServerSends send) {
        final var conversation = beliefs.known(send.key());
        if (conversation == null || send.weather().lostBefore()) {
            return;
        }
        final var frame = conversation.external() == null ? opening(conversation, send)
            : conversation.fromServer(new Random(send.dice()), site.now());
        if (frame != null) {
            launch(Flight.of(conversation, false, Frames.checksummed(frame), send.weather()));
        }
    }

    /** ESP may begin with the server, once it has answered IKE. */
    private byte[] opening(final Conversation conversation, final Action.ServerSends send) {
        if (!(conversation instanceof TunnelConversation tunnel) || send.key().kind() != Kind.ESP) {
            return null;
        }
        return beliefs.all().stream().filter(talk -> talk.key().kind() == Kind.IKE && talk.lastAnswer() != null)
            .filter(talk -> talk.key().client() == send.key().client() && talk.server().equals(tunnel.server()))
            .findFirst().map(ike -> tunnel.opening(ike.external(), new Random(send.dice()))).orElse(null);
    }

    private void complain(final Action.Complaint complaint) {
        final var about = beliefs.known(complaint.key());
        final var flight = about == null || !about.isPromisedAt(site.now()) ? null
            : complaint.fromClient() ? Strangers.clientComplains(about, complaint.quoted())
            : Strangers.routerComplains(about, complaint.quoted());
        if (flight != null) {
            launch(flight);
        }
    }

    /** The frame as it comes from a client to the gateway, with right checksums. */
    static byte[] fromClient(final byte[] frame, final Ip4 client) {
        return Frames.withEthernet(Frames.checksummed(frame), Network.mac(client), GatewayRig.INTERNAL_MAC);
    }

    /** Sends a packet to the gateway, with a number of its own. */
    void launch(final Flight flight) {
        serial = serial % 0xffff + 1;
        final var frame = flight.number(serial, flight.isOutbound() ? null : routerMac);
        flights.put(serial, flight);
        flight.begin(site.now());
        final var refused = new ArrayList<String>();
        final var out = new ArrayList<Site.Output>();
        boolean lost = false;
        for (final var part : flight.parts(frame)) {
            final var passed = site.send(flight.isOutbound() ? GatewayRig.INTERNAL : GatewayRig.EXTERNAL, part,
                flight.weather());
            lost |= passed.lost();
            out.addAll(passed.out());
            refused.addAll(passed.refused());
        }
        final var passed = new Site.Passed(out, refused, lost);
        if (lost || !site.isConnected()) {
            flight.unwatched();
        }
        observe(out);
        if (flight.conversation() != null) {
            trace.add(Wire.describe(frame));
        }
        trace.add(flight.hasLanded() ? "through" : passed.refused());
        arrivals.settle(flight, passed, site.isConnected(), site.ledger().isWaiting(serial), site.now());
    }

    /** Sends a frame that is not for the gateway. */
    void strand(final byte[] frame) {
        final var passed = site.send(GatewayRig.INTERNAL, frame, Weather.FINE);
        if (!passed.out().isEmpty() || !passed.refused().isEmpty()) {
            throw new Violation("a frame for another station is none of our business", passed);
        }
    }

    /** Looks at everything that came out, and answers ARP. */
    private void observe(final List<Site.Output> outputs) {
        for (final var output : outputs) {
            Leaks.check(output, beliefs.pool());
            final var frame = output.frame();
            if (Wire.isArpRequest(frame)) {
                answerArp(output);
            } else if (!Wire.isArp(frame) && !Network.own().contains(Wire.source(frame))) {
                final var flight = flights.get(Wire.id(frame));
                if (flight == null) {
                    throw new Violation("nothing comes out of nothing", HexFormat.of().formatHex(frame));
                }
                reassembly.whole(frame).ifPresent(whole -> arrivals.arrive(flight,
                    new Site.Output(output.port(), whole), Wire.destination(frame), nextHop(output), site.now()));
            }
        }
    }

    private Mac nextHop(final Site.Output output) {
        final var destination = Wire.destination(output.frame());
        return output.port() == GatewayRig.INTERNAL || Network.isOnLink(destination) ? Network.mac(destination)
            : routerMac;
    }

    private void answerArp(final Site.Output output) {
        final var wanted = Wire.arpAddress(output.frame(), false);
        final boolean inside = output.port() == GatewayRig.INTERNAL;
        if (inside || Network.answersArp(wanted)) {
            final var mac = wanted.equals(GatewayRig.NEXT_HOP) ? routerMac : Network.mac(wanted);
            final var own = inside ? GatewayRig.INTERNAL_MAC : GatewayRig.EXTERNAL_MAC;
            observe(site.send(output.port(), Frames.arpReply(mac, wanted, own,
                Wire.arpAddress(output.frame(), true)), Weather.FINE).out());
        }
    }

    private void reconfigure(final Action.Reconfigures reconfigures) {
        final var config = beliefs.configure(reconfigures.first(), reconfigures.size(), reconfigures.off());
        for (final var conversation : beliefs.all()) {
            // who pinged alone before is not remembered, and a session that gives way begins anew at the new home
            if (beliefs.isOff(conversation.key().kind()) || conversation.key().kind() == Kind.ECHO
                    || conversation.external() != null && !beliefs.pool().contains(conversation.external())) {
                conversation.end(site.now());
            }
        }
        observe(site.reconfigure(config));
    }

    Beliefs beliefs() {
        return beliefs;
    }
}
