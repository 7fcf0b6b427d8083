/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/** Which header is broken. */
public enum Flaw {
    /** Shorter than an Ethernet header. */
    ETHERNET,
    /** Not ARP between Ethernet and IPv4 addresses, or cut. */
    ARP,
    /** IPv4 header cut, inconsistent or with a wrong checksum. */
    IPV4,
    /** UDP header cut, wrong length or port 0. */
    UDP,
    /** TCP header cut, wrong length or port 0. */
    TCP,
    /** SCTP header cut, or port 0. */
    SCTP,
    /** ICMP message cut, or an error that quotes too little. */
    ICMP,
    /** ESP header cut, or a reserved SPI. */
    ESP,
    /** AH header cut, wrong length or a reserved SPI. */
    AH,
    /** GRE header cut, of an unknown version, or with bits that its version forbids. */
    GRE,
    /** IKE header or clear-text payload chain broken. */
    IKE,
    /** UDP 4500 payload that is neither IKE, ESP nor keepalive. */
    NATT,
    /** L2TP header cut, or its flags or lengths contradict each other. */
    L2TP,
    /** TCP 1723 payload that is no PPTP control message. */
    PPTP
}
