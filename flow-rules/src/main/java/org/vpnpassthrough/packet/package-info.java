/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * Packets as bytes and as values. Knows nothing of translation; no state, no clock, no input or output.
 *
 * <p>Open first {@link org.vpnpassthrough.packet.Packet}: it checks a frame once and afterwards nothing that is asked
 * of it can fail. Then {@link org.vpnpassthrough.packet.Rewrite}, the translated copy.
 *
 * <p>{@code Packet.parse} has an answer for every array of bytes:
 * <pre>
 *   Parsed
 *     Packet                          IPv4, its header and what follows it
 *       Ipv4Header
 *       Transport
 *         UdpHeader TcpHeader         ports
 *         IcmpEcho IcmpOther          an id; nothing
 *         IcmpError                   with the beginning of the packet that it is about (Quoted)
 *         EspHeader                   an SPI
 *         OtherProtocol               nothing that we read
 *         LaterFragment               no header at all
 *     Arp
 *     NotIp                           IPv6, VLAN tags and the like
 *     Malformed                       says which header is broken
 * </pre>
 * What is inside UDP is read when asked for: {@link org.vpnpassthrough.packet.IkeMessage} on port 500,
 * {@link org.vpnpassthrough.packet.NattDatagram} on port 4500.
 *
 * <p>All offsets in the values count from the first byte of the frame. The offsets within a header are constants of the
 * class named after the header, and appear nowhere else.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *
 *  |Version|  IHL  |Type of Service|          Total Length         |   IPv4, RFC 791 section 3.1
 *  |         Identification        |Flags|     Fragment Offset     |
 *  |  Time to Live |    Protocol   |        Header Checksum        |
 *  |                         Source Address                        |
 *  |                      Destination Address                      |
 *
 *  |          Source Port          |        Destination Port       |   UDP, RFC 768
 *  |             Length            |            Checksum           |
 *
 *  |          Source Port          |        Destination Port       |   TCP, RFC 9293 section 3.1
 *  |                        Sequence Number                        |
 *  |                     Acknowledgment Number                     |
 *  | Offset|       |C|E|U|A|P|R|S|F|             Window            |
 *  |            Checksum           |         Urgent Pointer        |
 *
 *  |      Type     |      Code     |            Checksum           |   ICMP echo, RFC 792
 *  |           Identifier          |        Sequence Number        |
 *
 *  |      Type     |      Code     |            Checksum           |   ICMP error, RFC 792
 *  |       depends on type (next-hop MTU with 3/4, RFC 1191)       |
 *  |   IPv4 header and at least 8 bytes of the packet it is about  |
 *
 *  |              Security Parameters Index (256 ...)              |   ESP, RFC 4303 section 2
 *  |                        Sequence Number                        |
 *
 *  |                  Initiator SPI (cookie), 8 bytes              |   IKE, RFC 7296 section 3.1,
 *  |                  Responder SPI (cookie), 8 bytes              |   RFC 2408 section 3.1
 *  |  Next Payload | Major | Minor | Exchange Type |     Flags     |
 *  |                           Message ID                          |
 *  |                             Length                            |
 *
 *  |  Next Payload |C|   reserved  |         Payload Length        |   IKE payload, RFC 7296 section 3.2
 *
 *  |                       0 (non-ESP marker)                      |   UDP 4500, RFC 3948 section 2:
 *  |                              IKE                              |   IKE; without the marker ESP;
 *                                                                      one byte 0xff is a keepalive
 * </pre>
 * Deliberately not checked: the checksums of UDP, TCP and ICMP. Translation changes them by difference (RFC 1624), so a
 * wrong one stays wrong and the receiver, who alone can judge, drops the packet. Neither is judged whether addresses
 * make sense; that is the task of the gateway.
 */
package org.vpnpassthrough.packet;
