/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import static org.vpnpassthrough.rules.MatchField.ETH_DST;
import static org.vpnpassthrough.rules.MatchField.ETH_SRC;
import static org.vpnpassthrough.rules.MatchField.ETH_TYPE;
import static org.vpnpassthrough.rules.MatchField.ICMP_CODE;
import static org.vpnpassthrough.rules.MatchField.ICMP_TYPE;
import static org.vpnpassthrough.rules.MatchField.IN_PORT;
import static org.vpnpassthrough.rules.MatchField.IPV4_DST;
import static org.vpnpassthrough.rules.MatchField.IPV4_SRC;
import static org.vpnpassthrough.rules.MatchField.IP_PROTO;
import static org.vpnpassthrough.rules.MatchField.SCTP_DST;
import static org.vpnpassthrough.rules.MatchField.SCTP_SRC;
import static org.vpnpassthrough.rules.MatchField.TCP_DST;
import static org.vpnpassthrough.rules.MatchField.TCP_FLAGS;
import static org.vpnpassthrough.rules.MatchField.TCP_SRC;
import static org.vpnpassthrough.rules.MatchField.UDP_DST;
import static org.vpnpassthrough.rules.MatchField.UDP_SRC;

import java.util.StringJoiner;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Mac;

/**
 * Rules in the words of Open vSwitch's {@code ovs-ofctl} (ovs-fields(7), ovs-actions(7)): our rules can be put on a
 * real switch by hand, and what a switch dumps can be compared with them.
 */
final class OvsText {
    private static final String[] FLAGS = {
        "fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr", "ns", "[200]", "[400]", "[800]"
    };

    private OvsText() {
    }

    static String rule(final FlowRule rule) {
        final StringJoiner text = new StringJoiner(",");
        text.add("table=" + rule.table().id()).add("priority=" + rule.priority());
        if (!rule.match().equals(Match.any())) {
            text.add(match(rule.match()));
        }
        text.add("cookie=0x" + Long.toHexString(rule.cookie()));
        if (rule.idleSeconds() != 0) {
            text.add("idle_timeout=" + rule.idleSeconds());
        }
        if (rule.notifyRemoval()) {
            text.add("send_flow_rem");
        }
        return text.add("actions=" + instructions(rule)).toString();
    }

    private static String instructions(final FlowRule rule) {
        final StringJoiner text = new StringJoiner(",").setEmptyValue("drop");
        if (rule.meter() != 0) {
            text.add("meter:" + rule.meter());
        }
        rule.actions().forEach(action -> text.add(action(action)));
        if (rule.next() != null) {
            text.add("goto_table:" + rule.next().id());
        }
        return text.toString();
    }

    /** In the order in which Open vSwitch prints a match, which is not the order of the fields' numbers. */
    static String match(final Match match) {
        final StringJoiner text = new StringJoiner(",");
        final String keyword = keyword(match);
        if (!keyword.isEmpty()) {
            text.add(keyword);
        }
        add(text, match, "in_port", IN_PORT);
        add(text, match, "dl_src", ETH_SRC);
        add(text, match, "dl_dst", ETH_DST);
        if (keyword.isEmpty()) {
            add(text, match, "dl_type", ETH_TYPE);
        }
        add(text, match, "nw_src", IPV4_SRC);
        add(text, match, "nw_dst", IPV4_DST);
        if (keyword.isEmpty() || "ip".equals(keyword)) {
            add(text, match, "nw_proto", IP_PROTO);
        }
        add(text, match, "tp_src", TCP_SRC);
        add(text, match, "tp_dst", TCP_DST);
        add(text, match, "tp_src", UDP_SRC);
        add(text, match, "tp_dst", UDP_DST);
        add(text, match, "tp_src", SCTP_SRC);
        add(text, match, "tp_dst", SCTP_DST);
        if (match.has(TCP_FLAGS)) {
            text.add("tcp_flags=" + flags(match.fields().get(TCP_FLAGS)));
        }
        add(text, match, "icmp_type", ICMP_TYPE);
        add(text, match, "icmp_code", ICMP_CODE);
        return text.toString();
    }

    /** One word for the protocol; it stands for {@code dl_type} and, except {@code ip}, for {@code nw_proto} too. */
    private static String keyword(final Match match) {
        if (!match.has(ETH_TYPE)) {
            return "";
        }
        return switch ((int) match.value(ETH_TYPE)) {
            case Match.ETH_TYPE_ARP -> "arp";
            case Match.ETH_TYPE_IPV4 -> switch (match.has(IP_PROTO) ? (int) match.value(IP_PROTO) : 0) {
                case IpProtocol.ICMP -> "icmp";
                case IpProtocol.TCP -> "tcp";
                case IpProtocol.UDP -> "udp";
                case IpProtocol.SCTP -> "sctp";
                default -> "ip";
            };
            default -> "";
        };
    }

    private static void add(final StringJoiner text, final Match match, final String name, final MatchField field) {
        if (match.has(field)) {
            final FieldValue wanted = match.fields().get(field);
            text.add(name + "=" + value(field, wanted.value())
                + (match.isExact(field) ? "" : "/" + wanted.prefixLength()));
        }
    }

    /** As {@code +syn-ack}: these flags set, those not, the others whatever they are. */
    private static String flags(final FieldValue wanted) {
        final StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < FLAGS.length; bit++) {
            if ((wanted.mask() >> bit & 1) != 0) {
                text.append((wanted.value() >> bit & 1) != 0 ? '+' : '-').append(FLAGS[bit]);
            }
        }
        return text.toString();
    }

    static String action(final Action action) {
        return switch (action) {
            case Action.SetField set -> "set_field:" + value(set.field(), set.value()) + "->" + target(set.field());
            case Action.DecrementTtl ttl -> "dec_ttl";
            case Action.Output output -> "output:" + output.port();
            case Action.ToGroup group -> "group:" + group.id();
            case Action.ToController punt -> "CONTROLLER:65535";
        };
    }

    private static String target(final MatchField field) {
        return switch (field) {
            case IPV4_SRC -> "ip_src";
            case IPV4_DST -> "ip_dst";
            default -> field.toString();
        };
    }

    static String value(final MatchField field, final long value) {
        return switch (field) {
            case ETH_DST, ETH_SRC -> new Mac(value).toString();
            case ETH_TYPE -> String.format("0x%04x", value);
            case IPV4_SRC, IPV4_DST -> new Ip4((int) value).toString();
            default -> Long.toString(value);
        };
    }
}
