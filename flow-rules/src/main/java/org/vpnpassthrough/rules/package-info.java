/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
/**
 * The rules of a switch as values: OpenFlow 1.3 without a connection, a codec or OpenDaylight. A rule is compared by
 * equality, printed in the words of {@code ovs-ofctl}, and checks itself when it is made.
 *
 * <p>Open {@link org.vpnpassthrough.rules.Pipeline} first: the tables, each with what its rules may match, write and go
 * on to.
 *
 * <pre>
 *  packet
 *    |
 *    v
 *  classify (0) --- ARP, for the gateway itself -----------------------&gt; controller
 *    |        |
 *    |        +---- no rule -------------------------------------------&gt; dropped
 *    |
 *    |-- from an internal port --&gt; outbound (1) -- mapping: source -----&gt; external port
 *    |                               |
 *    |                               +-- control room, no rule ---------&gt; controller, metered
 *    |
 *    +-- from the external port --&gt; inbound (2) -- mapping: destination -&gt; internal port
 *                                    |
 *                                    +-- control room, no rule ---------&gt; controller, metered
 * </pre>
 *
 * <p>{@link org.vpnpassthrough.rules.FlowRule} is one rule, {@link org.vpnpassthrough.rules.MeterRule} the bound on a
 * group of them, {@link org.vpnpassthrough.rules.Cookie} what ties a rule to a session or to a room. The section
 * numbers are those of the OpenFlow Switch Specification 1.3.5.
 */
package org.vpnpassthrough.rules;
