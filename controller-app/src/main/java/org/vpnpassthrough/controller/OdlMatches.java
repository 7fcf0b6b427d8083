/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.IetfInetUtil;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Ipv4Prefix;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.PortNumber;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.IetfYangUtil;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.MacAddress;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.flow.Match;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.flow.MatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.NodeConnectorId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.l2.types.rev130827.EtherType;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.ethernet.match.fields.EthernetDestinationBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.ethernet.match.fields.EthernetSourceBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.ethernet.match.fields.EthernetTypeBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.EthernetMatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.Icmpv4MatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.IpMatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.TcpFlagsMatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.layer._3.match.Ipv4MatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.layer._4.match.SctpMatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.layer._4.match.TcpMatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.layer._4.match.UdpMatchBuilder;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint8;
import org.vpnpassthrough.rules.FieldValue;
import org.vpnpassthrough.rules.MatchField;

/**
 * Our matches as OpenDaylight's: a translation without state. OpenDaylight groups the fields of a match by header, so
 * each group is filled first and set if anything came into it.
 *
 * <p>Addresses are made from bits, which spares them the regular expressions that they pass when made from text.
 */
final class OdlMatches {
    private OdlMatches() {
    }

    /**
     * The match of a rule.
     *
     * @param match the match
     * @return the same, field by field; for the match of everything one without fields
     */
    static Match match(final org.vpnpassthrough.rules.Match match) {
        final var groups = new Groups();
        match.fields().forEach(groups::set);
        return groups.build();
    }

    /**
     * The field that a set-field action writes; OpenDaylight tells it as a match with that one field.
     *
     * @param field the field
     * @param value what to write
     * @return a match of exactly this field
     */
    static Match field(final MatchField field, final long value) {
        final var groups = new Groups();
        groups.set(field, new FieldValue(value, field.allOnes()));
        return groups.build();
    }

    private static MacAddress mac(final long bits) {
        return IetfYangUtil.macAddressFor(new byte[] {
            (byte) (bits >> 40), (byte) (bits >> 32), (byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8),
            (byte) bits
        });
    }

    private static Ipv4Prefix prefix(final FieldValue wanted) {
        final long bits = wanted.value();
        return IetfInetUtil.ipv4PrefixFor(
            new byte[] { (byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits },
            wanted.prefixLength());
    }

    private static PortNumber port(final long number) {
        return new PortNumber(Uint16.valueOf(number));
    }

    /** The groups of one match, null as long as nothing is in them. */
    private static final class Groups {
        private final MatchBuilder match = new MatchBuilder();
        private EthernetMatchBuilder ethernet;
        private Ipv4MatchBuilder addresses;
        private TcpMatchBuilder tcpPorts;
        private UdpMatchBuilder udpPorts;
        private SctpMatchBuilder sctpPorts;
        private Icmpv4MatchBuilder icmp;

        void set(final MatchField field, final FieldValue wanted) {
            final long value = wanted.value();
            switch (field) {
                case IN_PORT -> match.setInPort(new NodeConnectorId(Long.toString(value)));
                case ETH_DST ->
                    ethernet().setEthernetDestination(new EthernetDestinationBuilder().setAddress(mac(value)).build());
                case ETH_SRC ->
                    ethernet().setEthernetSource(new EthernetSourceBuilder().setAddress(mac(value)).build());
                case ETH_TYPE -> ethernet().setEthernetType(
                    new EthernetTypeBuilder().setType(new EtherType(Uint32.valueOf(value))).build());
                case IP_PROTO ->
                    match.setIpMatch(new IpMatchBuilder().setIpProtocol(Uint8.valueOf(value)).build());
                case IPV4_SRC -> addresses().setIpv4Source(prefix(wanted));
                case IPV4_DST -> addresses().setIpv4Destination(prefix(wanted));
                case TCP_SRC -> tcpPorts().setTcpSourcePort(port(value));
                case TCP_DST -> tcpPorts().setTcpDestinationPort(port(value));
                case UDP_SRC -> udpPorts().setUdpSourcePort(port(value));
                case UDP_DST -> udpPorts().setUdpDestinationPort(port(value));
                case SCTP_SRC -> sctpPorts().setSctpSourcePort(port(value));
                case SCTP_DST -> sctpPorts().setSctpDestinationPort(port(value));
                case ICMP_TYPE -> icmp().setIcmpv4Type(Uint8.valueOf(value));
                case ICMP_CODE -> icmp().setIcmpv4Code(Uint8.valueOf(value));
                case TCP_FLAGS -> match.setTcpFlagsMatch(new TcpFlagsMatchBuilder()
                    .setTcpFlags(Uint16.valueOf(value)).setTcpFlagsMask(Uint16.valueOf(wanted.mask())).build());
                default -> throw new IllegalArgumentException("No translation for " + field);
            }
        }

        Match build() {
            if (ethernet != null) {
                match.setEthernetMatch(ethernet.build());
            }
            if (addresses != null) {
                match.setLayer3Match(addresses.build());
            }
            if (tcpPorts != null) {
                match.setLayer4Match(tcpPorts.build());
            }
            if (udpPorts != null) {
                match.setLayer4Match(udpPorts.build());
            }
            if (sctpPorts != null) {
                match.setLayer4Match(sctpPorts.build());
            }
            if (icmp != null) {
                match.setIcmpv4Match(icmp.build());
            }
            return match.build();
        }

        private EthernetMatchBuilder ethernet() {
            if (ethernet == null) {
                ethernet = new EthernetMatchBuilder();
            }
            return ethernet;
        }

        private Ipv4MatchBuilder addresses() {
            if (addresses == null) {
                addresses = new Ipv4MatchBuilder();
            }
            return addresses;
        }

        private TcpMatchBuilder tcpPorts() {
            if (tcpPorts == null) {
                tcpPorts = new TcpMatchBuilder();
            }
            return tcpPorts;
        }

        private UdpMatchBuilder udpPorts() {
            if (udpPorts == null) {
                udpPorts = new UdpMatchBuilder();
            }
            return udpPorts;
        }

        private SctpMatchBuilder sctpPorts() {
            if (sctpPorts == null) {
                sctpPorts = new SctpMatchBuilder();
            }
            return sctpPorts;
        }

        private Icmpv4MatchBuilder icmp() {
            if (icmp == null) {
                icmp = new Icmpv4MatchBuilder();
            }
            return icmp;
        }
    }
}
