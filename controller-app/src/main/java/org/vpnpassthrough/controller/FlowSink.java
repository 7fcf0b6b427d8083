/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.List;
import java.util.function.LongConsumer;
import org.vpnpassthrough.gateway.Effect;

/**
 * Where the effects of one gateway go: the way to its switch. OpenDaylight's RPCs are one way ({@link RpcFlowSink});
 * another can take its place without anybody else noticing.
 */
@FunctionalInterface
interface FlowSink {
    /**
     * Sends what the effects say, in list order on one connection, and returns without waiting for an answer. What goes
     * wrong, now or later, is counted in {@link Faults} and not thrown.
     *
     * @param effects what the core wants done; may be empty
     * @param refused told, from any thread, the cookie of each rule that the switch turns out not to have taken
     */
    void carryOut(List<Effect> effects, LongConsumer refused);
}
