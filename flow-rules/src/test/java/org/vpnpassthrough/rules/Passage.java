/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Rewrite;

/** One frame on its way through the tables of the {@link FakeSwitch}: what the rules that it meets do to it. */
final class Passage {
    private final List<FakeSwitch.Sent> sent = new ArrayList<>();
    private final List<FlowRule> path = new ArrayList<>();
    private final int inPort;
    private final Map<Integer, GroupRule> groups;
    private byte[] frame;
    private final List<FakeSwitch.PacketIn> packetIns = new ArrayList<>();
    private boolean ttlExpired;

    Passage(final int inPort, final byte[] frame, final Map<Integer, GroupRule> groups) {
        this.inPort = inPort;
        this.frame = frame.clone();
        this.groups = groups;
    }

    byte[] frame() {
        return frame;
    }

    FakeSwitch.Result result() {
        return new FakeSwitch.Result(List.copyOf(sent), List.copyOf(packetIns), List.copyOf(path), ttlExpired);
    }

    /** Carries out a rule; the result is the table to go on to, or null. */
    Table meet(final FlowRule rule) {
        path.add(rule);
        return perform(rule.actions(), rule) ? rule.next() : null;
    }

    /** Carries out actions; false if the packet ended in one of them. */
    private boolean perform(final List<Action> actions, final FlowRule rule) {
        for (final Action action : actions) {
            switch (action) {
                case Action.SetField set -> frame = set(set.field(), set.value());
                case Action.DecrementTtl ttl -> {
                    final int left = packet().ip().ttl() - 1;
                    if (left < 1) {
                        ttlExpired = true;
                        return false;
                    }
                    frame = rewrite().ttl(left).bytes();
                }
                case Action.Output output -> {
                    if (output.port() != inPort) {
                        sent.add(new FakeSwitch.Sent(output.port(), frame));
                    }
                }
                case Action.ToGroup group -> {
                    // each bucket has a copy of its own; after the group the packet is as it was before
                    final byte[] before = frame;
                    for (final List<Action> bucket : groups.get(group.id()).buckets()) {
                        perform(bucket, rule);
                        frame = before;
                    }
                }
                case Action.ToController punt ->
                    packetIns.add(new FakeSwitch.PacketIn(inPort, rule.table(), rule.cookie(), frame));
            }
        }
        return true;
    }

    private byte[] set(final MatchField field, final long value) {
        return switch (field) {
            case ETH_DST -> ethernet(0, new Mac(value));
            case ETH_SRC -> ethernet(6, new Mac(value));
            case IPV4_SRC -> rewrite().source(new Ip4((int) value)).bytes();
            case IPV4_DST -> rewrite().destination(new Ip4((int) value)).bytes();
            case TCP_SRC, UDP_SRC, SCTP_SRC -> rewrite().sourcePort((int) value).bytes();
            case TCP_DST, UDP_DST, SCTP_DST -> rewrite().destinationPort((int) value).bytes();
            default -> throw new IllegalStateException("no table declares that it sets " + field);
        };
    }

    private byte[] ethernet(final int at, final Mac mac) {
        final byte[] copy = frame.clone();
        mac.write(copy, at);
        return copy;
    }

    private Rewrite rewrite() {
        return Rewrite.of(packet());
    }

    private Packet packet() {
        if (Packet.parse(frame) instanceof Packet packet) {
            return packet;
        }
        throw new IllegalStateException("the switch is to rewrite what the core takes for " + Packet.parse(frame)
            + ", by " + path.get(path.size() - 1) + ": " + HexFormat.of().formatHex(frame));
    }
}
