/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * A model of the gateway's world: random clients and servers talk through a gateway and a fake switch, things go wrong,
 * and after each step it is checked that the gateway has kept its promises. Open
 * {@link org.vpnpassthrough.model.GatewayModelTest} first, then {@link org.vpnpassthrough.model.World}.
 *
 * <pre>
 *   Script       what happens, made up from a seed: a list of Actions, each a plain value
 *   World        lets an Action happen
 *    |- Site         the gateway, its switch, and what gets lost between them
 *    |   `- Ledger       every packet-in has an end: sent on, answered, or refused for one reason
 *    |- Beliefs      what the model thinks: the Conversations, the pool, the policy
 *    |   `- Outside      what the servers have seen, and whom they take it for
 *    |- Arrivals     compares what comes out with what went in, to the bit
 *    |- Leaks        what must never leave, whatever came before
 *    `- Tables       the flow table and the mapping table tell the same story
 *   Run          one world, one script; makes a failing script as short as it can
 * </pre>
 *
 * <p>The model is naive on purpose. It knows nothing of mappings, sessions and rules. A {@code Conversation} knows who
 * sent what to whom, what its server has seen as the sender, and until when the way back must be open: so long after a
 * packet from inside, by protocol, as the RFCs have it. It computes without the code under test: frames are patched
 * and all checksums made anew by {@code Patch}, where the core changes them by difference.
 *
 * <p>What is checked:
 * <ul>
 * <li>two internal hosts are never one outside, as long as the first one's answers may still come</li>
 * <li>only addresses, labels, time to live and checksums change, and those rightly, both ways, also in the packets that
 * ICMP errors quote, in fragments, and in the messages of PPTP</li>
 * <li>what a client may send gets through, and an answer reaches the client that asked; where clients share ESP, the
 * right one is among the receivers</li>
 * <li>nobody gets what is not for him; no internal address leaves; what is switched off does not pass</li>
 * <li>a mapping stays as it is while it is in use, whatever is reconfigured, lost, full or disconnected</li>
 * <li>a packet is sent on or refused, once, for a reason; what waits has an end</li>
 * <li>each rule has its session, each session its rules; after silence there are none, after removal nothing</li>
 * </ul>
 *
 * <p>What it does not follow: which SPIs IKE agrees on (only the SPIs of hosts keyed by hand are owed to them while
 * clients are demultiplexed), hairpinning and routes between internal prefixes beyond that nothing leaks, the crypto
 * floor, policy rules for single hosts, and PPTP servers inside.
 *
 * <p>Randomness comes from seeds alone and time is the model's own: the same seed is the same run. A new protocol is a
 * constant of {@code Kind} and, if it has a course of its own, a {@code Conversation}.
 */
package org.vpnpassthrough.model;
