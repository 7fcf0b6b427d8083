/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.rules.FakeSwitch;
import org.vpnpassthrough.rules.FlowRule;
import org.vpnpassthrough.translation.Reason;

/**
 * What happened in one step.
 *
 * @param punt the room whose rule handed the packet to the controller, if one did
 * @param refused why packets were refused, in order
 * @param removed the rules that were removed by us, in order
 * @param put the rules that were put, in order
 * @param sent the frames that left, first those of the switch, then those of the controller
 */
public record Outcome(Optional<Cookie.Room> punt, List<Reason> refused, List<FlowRule> removed, List<FlowRule> put,
        List<FakeSwitch.Sent> sent) {
    /** Keeps its own lists. */
    public Outcome {
        refused = List.copyOf(refused);
        removed = List.copyOf(removed);
        put = List.copyOf(put);
        sent = List.copyOf(sent);
    }

    /** What a vector would have to expect for this to be right, in the order that {@link Expectation#ORDER} has. */
    List<Expectation> asExpected(final Setup setup, final Vector.Event event) {
        final List<Expectation> expected = new ArrayList<>();
        punt.ifPresent(room -> expected.add(new Expectation.Punt(room)));
        refused.forEach(reason -> expected.add(new Expectation.Drop(reason)));
        if (!removed.isEmpty()) {
            expected.add(new Expectation.Removed(removed.stream().map(Outcome::strict).toList()));
        }
        if (!put.isEmpty()) {
            expected.add(new Expectation.Rules(put.stream().map(FlowRule::toOvs).toList()));
        }
        sent.forEach(output -> expected.add(
            expected(new Expectation.Forward(output.port(), HexFrame.of(output.frame())), setup, event)));
        return expected;
    }

    /** Table, priority and match: all that a strict removal goes by. */
    private static String strict(final FlowRule rule) {
        final String text = rule.toOvs();
        return text.substring(0, text.indexOf(",cookie="));
    }

    /** The short form of a frame that is nothing but the gateway's own ARP, else the frame as it is. */
    static Expectation expected(final Expectation.Forward forward, final Setup setup, final Vector.Event event) {
        final byte[] frame = forward.frame().bytes();
        final int port = forward.port();
        if (Packet.parse(frame) instanceof Arp arp) {
            final Mac own = setup.mac(port);
            if (arp.op() == Arp.Operation.REQUEST && Arrays.equals(frame,
                    Arp.request(own, setup.address(port), arp.targetAddress()).frame(own, Mac.BROADCAST))) {
                return new Expectation.ArpRequest(port, arp.targetAddress());
            }
            if (event instanceof Vector.Arrival arrival && arrival.port() == port
                    && Packet.parse(arrival.frame().bytes()) instanceof Arp asked
                    && asked.op() == Arp.Operation.REQUEST && asked.targetAddress().equals(arp.senderAddress())
                    && Arrays.equals(frame, Arp.replyTo(asked, own).frame(own, asked.senderMac()))) {
                return new Expectation.ArpReply(port, arp.senderAddress());
            }
        }
        return forward;
    }
}
