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
 *         SctpHeader                  ports
 *         IcmpEcho IcmpOther          an id; nothing
 *         IcmpError                   with the beginning of the packet that it is about (Quoted)
 *         EspHeader AhHeader          an SPI
 *         GreHeader                   of a PPTP call a call ID; otherwise perhaps a key
 *         OtherProtocol               nothing that we read
 *         LaterFragment               no header at all
 *     Arp
 *     NotIp                           IPv6, VLAN tags and the like
 *     Malformed                       says which header is broken
 * </pre>
 * What is inside UDP is read when asked for: {@link org.vpnpassthrough.packet.IkeMessage} on port 500, and what its
 * payloads say in clear text, {@link org.vpnpassthrough.packet.IkeClearText};
 * {@link org.vpnpassthrough.packet.NattDatagram} on port 4500, {@link org.vpnpassthrough.packet.L2tpDatagram} on port
 * 1701. So is {@link org.vpnpassthrough.packet.PptpMessage} on TCP port 1723, for whose messages the bounds of segments
 * mean nothing; {@link org.vpnpassthrough.packet.PptpStream} finds them.
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
 *  |          Source Port          |        Destination Port       |   SCTP, RFC 9260 section 3.1
 *  |                       Verification Tag                        |
 *  |                       Checksum (CRC32c)                       |
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
 *  |  Next Header  |  Payload Len  |           reserved            |   AH, RFC 4302 section 2
 *  |              Security Parameters Index (256 ...)              |
 *  |                        Sequence Number                        |
 *
 *  |C| |K|S|     reserved    |Ver 0|         Protocol Type         |   GRE, RFC 2784, RFC 2890
 *  |      Checksum (if C)          |      reserved (if C)          |
 *  |                          Key (if K)                           |
 *  |                    Sequence Number (if S)                     |
 *
 *  |0|0|1|S|0|  0  |A|   0   |Ver 1|        Protocol 0x880b        |   GRE of a PPTP call,
 *  |         Payload Length        |    Call ID of the receiver    |   RFC 2637 section 4.1
 *  |                    Sequence Number (if S)                     |
 *  |                 Acknowledgment Number (if A)                  |
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
 *
 *  |T|L|   |S| |O|P|       | Ver 2 |         Length (if L)         |   UDP 1701: L2TP,
 *  |    Tunnel ID of the receiver  |   Session ID of the receiver  |   RFC 2661 section 3.1
 *  |            Ns (if S)          |            Nr (if S)          |
 *  |      Offset Size (if O)       |
 *
 *  |             Length            |        Message Type 1         |   TCP 1723: PPTP,
 *  |                   Magic Cookie 0x1a2b3c4d                     |   RFC 2637 section 2
 *  |      Control Message Type     |           reserved            |
 *  |      Call ID, most types      |  Peer's Call ID, some types   |
 * </pre>
 * Deliberately not checked: the checksums of UDP, TCP, SCTP and ICMP. Translation changes them by difference (RFC
 * 1624), so a wrong one stays wrong and the receiver, who alone can judge, drops the packet. Neither is judged whether
 * addresses make sense; that is the task of the gateway. The checksum of TCP is verified when asked for, for those who
 * remember what a segment said.
 */
package org.vpnpassthrough.packet;
