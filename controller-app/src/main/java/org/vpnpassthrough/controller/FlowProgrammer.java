/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.opendaylight.mdsal.binding.api.RpcService;
import org.opendaylight.openflowjava.protocol.api.connection.OutboundQueueException;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.AddFlow;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.AddFlowOutput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.RemoveFlow;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.service.rev130918.AddMeter;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.service.rev130918.RemoveMeter;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.service.rev130918.UpdateMeter;
import org.opendaylight.yangtools.yang.common.RpcResult;
import org.vpnpassthrough.rules.FlowRule;
import org.vpnpassthrough.rules.MeterRule;
import org.vpnpassthrough.rules.Pipeline;

/**
 * Puts rules and meters into one switch and takes them out, through OpenDaylight's RPCs.
 *
 * <p>A call writes the message into the connection's queue and returns, so calls from one thread reach the switch in
 * call order. The answers come up to half a second later, with the plugin's next barrier; they are only looked at for
 * what failed.
 */
final class FlowProgrammer {
    private final OdlSwitch target;
    private final Faults faults;
    private final AddFlow addFlow;
    private final RemoveFlow removeFlow;
    private final AddMeter addMeter;
    private final UpdateMeter updateMeter;
    private final RemoveMeter removeMeter;

    FlowProgrammer(final OdlSwitch target, final RpcService rpcs, final Faults faults) {
        this.target = target;
        this.faults = faults;
        addFlow = rpcs.getRpc(AddFlow.class);
        removeFlow = rpcs.getRpc(RemoveFlow.class);
        addMeter = rpcs.getRpc(AddMeter.class);
        updateMeter = rpcs.getRpc(UpdateMeter.class);
        removeMeter = rpcs.getRpc(RemoveMeter.class);
    }

    /**
     * Puts a rule into the switch.
     *
     * @param rule the rule
     * @param refused told the rule's cookie if the switch does not take it; not if the switch went away meanwhile, as it
     *     gets all rules anew when it is back
     */
    void put(final FlowRule rule, final LongConsumer refused) {
        final var answer = addFlow.invoke(OdlFlows.add(target, rule));
        watch("add-flow", answer);
        Futures.addCallback(answer, new FutureCallback<RpcResult<AddFlowOutput>>() {
            @Override
            public void onSuccess(final RpcResult<AddFlowOutput> result) {
                if (!result.isSuccessful() && result.getErrors().stream()
                        .noneMatch(error -> error.getCause() instanceof OutboundQueueException)) {
                    refused.accept(rule.cookie());
                }
            }

            @Override
            public void onFailure(final Throwable thrown) {
                // There is no switch to refuse anything.
            }
        }, MoreExecutors.directExecutor());
    }

    void remove(final FlowRule rule) {
        watch("remove-flow", removeFlow.invoke(OdlFlows.remove(target, rule)));
    }

    /** Removes every rule that carries our tag, and no other. */
    void removeOurs() {
        for (var table : Pipeline.TABLES) {
            watch("remove-flow", removeFlow.invoke(OdlFlows.removeOurs(target, table)));
        }
    }

    /**
     * Puts a meter with these numbers into the switch, whether it has a meter of that id or not. OpenFlow knows no such
     * message: the first adds and is refused for a meter that exists, the second changes it and is idle for the one
     * just added. So only the second one's failure tells anything. Removing the old meter first is no way: the rules
     * that name it would go with it.
     */
    void put(final MeterRule meter) {
        addMeter.invoke(OdlMeters.add(target, meter));
        watch("update-meter", updateMeter.invoke(OdlMeters.update(target, meter)));
    }

    void removeMeter(final int meter) {
        watch("remove-meter", removeMeter.invoke(OdlMeters.remove(target, meter)));
    }

    private <O> void watch(final String operation, final ListenableFuture<RpcResult<O>> answer) {
        watch(operation, answer, faults);
    }

    /**
     * Counts the fault if a call fails.
     *
     * @param operation the counter's name
     * @param answer the answer to come
     * @param faults where to count
     * @param <O> what the call returns
     */
    static <O> void watch(final String operation, final ListenableFuture<RpcResult<O>> answer, final Faults faults) {
        Futures.addCallback(answer, new FutureCallback<>() {
            @Override
            public void onSuccess(final RpcResult<O> result) {
                if (!result.isSuccessful()) {
                    faults.count(operation, result.getErrors().stream()
                        .map(error -> error.getMessage())
                        .collect(Collectors.joining("; ")));
                }
            }

            @Override
            public void onFailure(final Throwable thrown) {
                faults.count(operation, thrown.toString());
            }
        }, MoreExecutors.directExecutor());
    }
}
