/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */

/**
 * The OpenDaylight adapter: it translates types, owns threads, and decides nothing. What is to be done with a packet, a
 * port or a second that went by is the core's to say ({@link org.vpnpassthrough.gateway.Gateway}); what a gateway is,
 * the YANG model's ({@code vpn-passthrough.yang}).
 *
 * <p>Open {@link org.vpnpassthrough.controller.VpnPassthroughProvider} first: everything is put together there.
 *
 * <pre>
 *  datastore     GatewayConfigListener --&gt; GatewayConfigReader --+
 *                                                                 +--&gt; GatewayRegistry
 *  OpenFlow      SwitchListener --------- comes, goes, ports -----+        | one per gateway
 *  plugin                                                                  v
 *                PacketInListener ------- packets ----------------&gt; GatewaySession == Gateway (the core)
 *                FlowRemovedListener ---- idle rules -------------&gt;        |
 *                                                                          | effects, in order
 *                OdlFlows, OdlMeters &lt;--- FlowProgrammer &lt;--+--- FlowSink &lt;-+
 *                                         PacketSender   &lt;--+
 *
 *  RESTCONF      ConfigGuard refuses a configuration that cannot work, StateWriter shows what the gateways do
 * </pre>
 *
 * <p>Threads: one per gateway ({@link org.vpnpassthrough.controller.SessionThread}) and one for the seconds.
 * OpenDaylight's own threads only queue work.
 */
package org.vpnpassthrough.controller;
