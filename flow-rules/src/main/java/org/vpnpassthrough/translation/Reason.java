/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import org.vpnpassthrough.packet.Flaw;

/** Why a packet was refused. The name is also the name of the counter. */
public enum Reason {
    MALFORMED_ETHERNET("the frame is shorter than an Ethernet header"),
    MALFORMED_ARP("not an ARP packet for IPv4 over Ethernet (RFC 826)"),
    MALFORMED_IPV4("the IPv4 header is cut off, its lengths disagree or its checksum is wrong (RFC 791)"),
    MALFORMED_UDP("the UDP header is cut off, its length is wrong or a port is 0 (RFC 768)"),
    MALFORMED_TCP("the TCP header is cut off, its length is wrong or a port is 0 (RFC 9293)"),
    MALFORMED_SCTP("the SCTP header is cut off or a port is 0 (RFC 9260 section 3.1)"),
    MALFORMED_ICMP("the ICMP message or the packet that it quotes is cut off (RFC 792)"),
    MALFORMED_ESP("the ESP header is cut off or its SPI is one of the reserved 0 to 255 (RFC 4303 section 2.1)"),
    MALFORMED_AH("the AH header is cut off, its length is wrong or its SPI is reserved (RFC 4302 section 2)"),
    MALFORMED_GRE("the GRE header is cut off, or it is neither plain GRE nor that of a PPTP call (RFC 2784, RFC 2637)"),
    MALFORMED_IKE("the ISAKMP header or a clear-text payload has a wrong length (RFC 2408, RFC 7296 section 3)"),
    MALFORMED_NATT("neither IKE behind a marker, nor ESP, nor a keepalive (RFC 3948 section 2)"),
    MALFORMED_L2TP("the L2TP header is cut off or contradicts itself (RFC 2661 section 3.1)"),
    MALFORMED_PPTP("on a PPTP control connection, but no control message (RFC 2637 section 2)"),
    NOT_IP("neither IPv4 nor ARP; the gateway routes IPv4 only"),
    FRAGMENT("a fragment of what must be read as a whole: the gateway's own ping, control of PPTP, or SCTP whose port"
        + " changes"),
    FRAGMENT_WITHOUT_FIRST("a later fragment that waited 2 s for the first one of its datagram, which has the ports"),
    FRAGMENT_OVERFLOW("a later fragment that gave way to others: too many wait for the first one of their datagram"),
    UNKNOWN_PORT("came in by a switch port that is not part of the gateway"),
    OTHER_STATION("the frame is for another Ethernet address; a switch between floods it"),
    GATEWAY_WAITING("the gateway is not complete yet, its state tells what it waits for"),
    SPOOFED_SOURCE("the source address does not belong to the realm that the packet came from"),
    UNROUTABLE_DESTINATION("multicast, broadcast or an address that is never forwarded (RFC 1812 section 5.3)"),
    NOT_FOR_US("came from outside and is addressed to none of the gateway's external addresses"),
    NO_LOCAL_SERVICE("addressed to the gateway itself, which answers ARP and ICMP echo only"),
    INTERNAL_DESTINATION("from a host to another one of its own prefix: they reach each other without a gateway"),
    TTL_EXPIRED("the time to live ran out here (RFC 1812 section 5.3.1)"),
    NEIGHBOUR_UNRESOLVED("nobody answered ARP for the next hop, or too many packets wait for the answer"),
    PROTOCOL_NOT_TRANSLATED("an IP protocol that no room translates"),
    AH_NOT_TRANSLATABLE("AH authenticates the addresses, so no NAT can change them (RFC 3715 section 2.1 a): have the"
        + " VPN use ESP instead"),
    NO_MAPPING("came from outside for no mapping and no expectation"),
    FILTERED("for a mapping, from a remote address that the client has not sent to (RFC 4787 REQ-8)"),
    ICMP_ERROR_UNMATCHED("an ICMP error about a packet that belongs to no session (RFC 5508 REQ-4, REQ-5)"),
    MAPPING_LIMIT("the client has as many mappings as one may have (RFC 6888 REQ-4)"),
    SESSION_LIMIT("the client has as many sessions as one may have (RFC 6888 REQ-5)"),
    PORTS_EXHAUSTED("every port or ICMP id of the client's external address is in use or held down"),
    SOURCE_PORT_IN_USE("the client uses the same port for another service of the same server, a session has one room"),
    ESP_PAIR_TAKEN("another client has ESP with this server through every external address, and sharing is refused or a"
        + " server inside has them"),
    COPY_ANSWERED("an answer to a copy of another client's packet, which its server would take for that client's"),
    PHASE_TWO_QUEUE_FULL("too many IKE messages wait for other clients' exchanges with the same server"),
    PAIR_TAKEN("another client has this protocol with this server through every external address"),
    GRE_WITHOUT_CALL("GRE of a PPTP call that no control connection has agreed on, or that has ended"),
    PPTP_CHECKSUM("a segment of a PPTP control connection with a wrong checksum, which its receiver would drop"),
    PPTP_OUT_OF_ORDER("bytes before this segment of a PPTP control connection are missing, TCP repeats them; or long"
        + " known"),
    PPTP_SPLIT_CALL_ID("a segment ends within a call ID that may have to change, TCP repeats it"),
    CALL_IDS_EXHAUSTED("every call ID of the external address is in use with this server"),
    RULE_REFUSED_BY_SWITCH("the switch did not take a rule; the controller carries the session"),
    CRYPTO_BELOW_FLOOR("the cryptography that IKE agreed on, or all that it offers, is below the policy's crypto floor;"
        + " PPTP always is"),
    POLICY_RULE("a rule of the policy refuses this passthrough to the client or to the server"),
    POLICY_IPSEC("the passthrough ipsec is switched off"),
    POLICY_NAT_T("the passthrough nat-t is switched off"),
    POLICY_PPTP("the passthrough pptp is switched off"),
    POLICY_GRE("the passthrough gre is switched off"),
    POLICY_L2TP("the passthrough l2tp is switched off"),
    POLICY_OTHER_TUNNELS("the passthrough other-tunnels is switched off");

    private final String meaning;

    Reason(final String meaning) {
        this.meaning = meaning;
    }

    /** What happened, in a sentence without a capital and a full stop. */
    public String meaning() {
        return meaning;
    }

    /**
     * Whether the sender inside is told with ICMP that it asks for something that the gateway has not got, or does not
     * give it (RFC 5508 REQ-8, RFC 6888 REQ-4): it can then try elsewhere or tell its user instead of waiting.
     */
    public boolean isToldToSender() {
        return switch (this) {
            case MAPPING_LIMIT, SESSION_LIMIT, PORTS_EXHAUSTED, SOURCE_PORT_IN_USE, ESP_PAIR_TAKEN, PAIR_TAKEN -> true;
            default -> false;
        };
    }

    /** The reason for a packet whose named header is broken. */
    public static Reason of(final Flaw flaw) {
        return switch (flaw) {
            case ETHERNET -> MALFORMED_ETHERNET;
            case ARP -> MALFORMED_ARP;
            case IPV4 -> MALFORMED_IPV4;
            case UDP -> MALFORMED_UDP;
            case TCP -> MALFORMED_TCP;
            case SCTP -> MALFORMED_SCTP;
            case ICMP -> MALFORMED_ICMP;
            case ESP -> MALFORMED_ESP;
            case AH -> MALFORMED_AH;
            case GRE -> MALFORMED_GRE;
            case IKE -> MALFORMED_IKE;
            case NATT -> MALFORMED_NATT;
            case L2TP -> MALFORMED_L2TP;
            case PPTP -> MALFORMED_PPTP;
        };
    }
}
