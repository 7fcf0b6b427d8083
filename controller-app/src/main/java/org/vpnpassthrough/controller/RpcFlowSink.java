/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.List;
import java.util.function.LongConsumer;
import org.opendaylight.mdsal.binding.api.RpcService;
import org.vpnpassthrough.gateway.Effect;

/** The way to a switch through OpenDaylight's RPCs. */
final class RpcFlowSink implements FlowSink {
    private final FlowProgrammer programmer;
    private final PacketSender sender;

    /**
     * Makes the way to one switch.
     *
     * @param target the switch, connected or not
     * @param rpcs OpenDaylight's RPCs
     * @param faults where failures are counted
     */
    RpcFlowSink(final OdlSwitch target, final RpcService rpcs, final Faults faults) {
        programmer = new FlowProgrammer(target, rpcs, faults);
        sender = new PacketSender(target, rpcs, faults);
    }

    @Override
    public void carryOut(final List<Effect> effects, final LongConsumer refused) {
        for (var effect : effects) {
            switch (effect) {
                case Effect.PutMeter put -> programmer.putMeter(put.meter());
                case Effect.RemoveMeter remove -> programmer.removeMeter(remove.id());
                case Effect.PutRule put -> programmer.put(put.rule(), refused);
                case Effect.RemoveRule remove -> programmer.remove(remove.rule());
                case Effect.PutGroup put -> programmer.putGroup(put.group(), refused);
                case Effect.RemoveGroup remove -> programmer.removeGroup(remove.id());
                case Effect.RemoveAllOurs all -> programmer.removeOurs();
                case Effect.SendPacket send -> sender.send(send.port(), send.frame().bytes());
            }
        }
    }
}
