/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * Golden vectors: exchanges as text, one per file, that a person can write from a capture and review line by line. Open
 * {@link org.vpnpassthrough.vectors.VectorFile} first, then {@link org.vpnpassthrough.vectors.VectorCheck}.
 *
 * <p>The files are {@code src/test/resources/vectors/<room>/<name>.txt}. A {@code #} begins a comment; those at the top
 * of the file and those above a step are kept when a file is written again, and so are those behind bytes.
 *
 * <pre>
 * # A client sends UDP to a server; the port is kept because it is free (RFC 4787 REQ-3).
 *
 * internal 1 02:00:00:00:00:01 10.0.0.0/24 10.0.0.1                        port, MAC, prefix, the gateway's address
 * external 2 02:00:00:00:00:02 203.0.113.0/24 203.0.113.1 203.0.113.254    the same, next hop
 * pool 203.0.113.10 203.0.113.11                                           first, last
 * routed                                                                   the pool has a route
 * timer udp 300                                                            as in Timers; others keep their default
 * policy nat-t off                                                         as in Policy; others keep their default
 * static web tcp 203.0.113.10 80 10.0.0.101 8080 1                         name, kind, address, port, how many ports
 * static vpn ipsec-server 203.0.113.10 10.0.0.101                          the same of a kind without ports
 * random 1                                                                 the seed of all random choices, else 0
 * neighbour 10.0.0.101 02:00:00:00:01:01                                   what ARP has found out before
 *
 * at 0 internal                             seconds; "internal 3" when there are more internal ports than one
 *   02 00 00 00 00 01 02 00 ...  # Ethernet
 *   45 00 00 ...                 # IPv4 10.0.0.101 &gt; 198.51.100.9
 * expect punt plain                         it goes to the controller, by a rule of this room
 * expect rules                              rules put, in order, as FlowRule.toOvs() writes them
 *   table=1,priority=200,udp,...
 * expect forward external                   what leaves, from the switch or from the controller
 *   02 00 00 00 02 01 ...
 *
 * at 301 tick                               time passes, nothing arrives
 * expect removed                            rules removed by us, in order; their actions do not count
 *   table=2,priority=200,udp,...
 *
 * expect drop NO_MAPPING                    refused, by this Reason
 * expect arp request external 203.0.113.254
 * expect arp reply internal 10.0.0.1
 * expect nothing                            and nothing else happens
 * </pre>
 *
 * <p>A step expects everything that happens in it. A step without {@code expect punt} is the hot path: the switch alone
 * deals with the packet.
 *
 * <p>A vector can be written by hand, or said as a script in {@link org.vpnpassthrough.vectors.RecordVectors} and
 * recorded: its {@code main} writes the files that are missing, which then have to be read against the RFCs.
 */
package org.vpnpassthrough.vectors;
