/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.basic;

import java.util.List;
import java.util.stream.Stream;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.GreHeader;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Passthrough;

/**
 * Packets that an administrator can forbid, by what a rule can see of them. The rooms of these protocols never see
 * those of a host with an external address of its own, and what is forbidden is forbidden for it as well.
 *
 * @param passthrough what has to be on for them
 * @param protocol IP protocol number
 * @param label a TCP or UDP port, of either side; or {@link Tuple#WHOLE_PROTOCOL}
 */
record VpnTraffic(Passthrough passthrough, int protocol, int label) {
    static final List<VpnTraffic> ALL = List.of(
        new VpnTraffic(Passthrough.IPSEC, IpProtocol.UDP, 500),
        new VpnTraffic(Passthrough.IPSEC, IpProtocol.ESP, Tuple.WHOLE_PROTOCOL),
        new VpnTraffic(Passthrough.NAT_T, IpProtocol.UDP, 4500),
        new VpnTraffic(Passthrough.PPTP, IpProtocol.TCP, 1723),
        new VpnTraffic(Passthrough.PPTP, IpProtocol.GRE, Tuple.WHOLE_PROTOCOL),
        new VpnTraffic(Passthrough.GRE, IpProtocol.GRE, Tuple.WHOLE_PROTOCOL),
        new VpnTraffic(Passthrough.L2TP, IpProtocol.UDP, 1701),
        new VpnTraffic(Passthrough.L2TP, IpProtocol.L2TP, Tuple.WHOLE_PROTOCOL),
        new VpnTraffic(Passthrough.OTHER_TUNNELS, IpProtocol.IPIP, Tuple.WHOLE_PROTOCOL),
        new VpnTraffic(Passthrough.OTHER_TUNNELS, IpProtocol.IPV6, Tuple.WHOLE_PROTOCOL));

    /** What a packet is. */
    static Stream<VpnTraffic> of(final Packet packet) {
        return ALL.stream().filter(traffic -> traffic.has(packet));
    }

    boolean hasPort() {
        return label != Tuple.WHOLE_PROTOCOL;
    }

    private boolean has(final Packet packet) {
        return packet.ip().protocol() == protocol && switch (packet.transport()) {
            case UdpHeader udp -> udp.sourcePort() == label || udp.destinationPort() == label;
            case TcpHeader tcp -> tcp.sourcePort() == label || tcp.destinationPort() == label;
            // GRE of a PPTP call has a header of its own
            case GreHeader.Enhanced gre -> true;
            case GreHeader gre -> passthrough == Passthrough.GRE;
            default -> true;
        };
    }
}
