/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.opendaylight.mdsal.binding.api.RpcService;
import org.opendaylight.openflowjava.protocol.api.connection.OutboundQueueException;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.AddFlow;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.RemoveFlow;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.service.rev130918.AddGroup;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.service.rev130918.RemoveGroup;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.service.rev130918.AddMeter;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.service.rev130918.RemoveMeter;
import org.opendaylight.yangtools.yang.common.RpcError;
import org.opendaylight.yangtools.yang.common.RpcResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.rules.FlowRule;
import org.vpnpassthrough.rules.GroupRule;
import org.vpnpassthrough.rules.Match;
import org.vpnpassthrough.rules.MeterRule;
import org.vpnpassthrough.rules.Pipeline;
import org.vpnpassthrough.rules.Table;

/**
 * Puts rules, groups and meters into one switch and takes them out, through OpenDaylight's RPCs.
 *
 * <p>A call writes the message into the connection's queue and returns, so calls from one thread reach the switch in
 * call order. The answers come up to half a second later, with the plugin's next barrier; they are only looked at for
 * what failed. Used from one thread.
 */
final class FlowProgrammer {
    private static final Logger LOG = LoggerFactory.getLogger(FlowProgrammer.class);

    private final OdlSwitch target;
    private final Faults faults;
    private final AddFlow addFlow;
    private final RemoveFlow removeFlow;
    private final AddGroup addGroup;
    private final RemoveGroup removeGroup;
    private final AddMeter addMeter;
    private final RemoveMeter removeMeter;
    /** The rules that name a meter; a handful, as those of sessions name none. */
    private final Map<Place, FlowRule> metered = new LinkedHashMap<>();

    FlowProgrammer(final OdlSwitch target, final RpcService rpcs, final Faults faults) {
        this.target = target;
        this.faults = faults;
        addFlow = rpcs.getRpc(AddFlow.class);
        removeFlow = rpcs.getRpc(RemoveFlow.class);
        addGroup = rpcs.getRpc(AddGroup.class);
        removeGroup = rpcs.getRpc(RemoveGroup.class);
        addMeter = rpcs.getRpc(AddMeter.class);
        removeMeter = rpcs.getRpc(RemoveMeter.class);
    }

    /**
     * Puts a rule into the switch.
     *
     * @param rule the rule
     * @param refused told the rule's cookie if the switch does not take it
     */
    void put(final FlowRule rule, final LongConsumer refused) {
        if (rule.meter() != 0) {
            metered.put(Place.of(rule), rule);
        }
        send(rule, refused);
    }

    private void send(final FlowRule rule, final LongConsumer refused) {
        watch("add-flow", addFlow.invoke(OdlFlows.add(target, rule)), faults, () -> refused.accept(rule.cookie()));
    }

    void remove(final FlowRule rule) {
        metered.remove(Place.of(rule));
        watch("remove-flow", removeFlow.invoke(OdlFlows.remove(target, rule)));
    }

    /** Removes every rule that carries our tag, and no other. */
    void removeOurs() {
        metered.clear();
        for (var table : Pipeline.TABLES) {
            watch("remove-flow", removeFlow.invoke(OdlFlows.removeOurs(target, table)));
        }
    }

    /**
     * Puts a meter with these numbers into the switch, whether it has a meter of that id or not. The plugin's
     * update-meter sends "add" (0.20.1), which a switch refuses for a meter that it has, so the old one is removed
     * first. The rules that name it go with it (OpenFlow 1.3.5, section 6.6) and are put again.
     *
     * @param meter the meter
     */
    void putMeter(final MeterRule meter) {
        removeMeter(meter.id());
        watch("add-meter", addMeter.invoke(OdlMeters.add(target, meter)));
        for (var rule : metered.values()) {
            if (rule.meter() == meter.id()) {
                send(rule, cookie -> { });
            }
        }
    }

    void removeMeter(final int meter) {
        watch("remove-meter", removeMeter.invoke(OdlMeters.remove(target, meter)));
    }

    /**
     * Puts a group into the switch, which has none of that number.
     *
     * @param group the group
     * @param refused told the cookie of the rule that uses it if the switch does not take it
     */
    void putGroup(final GroupRule group, final LongConsumer refused) {
        watch("add-group", addGroup.invoke(OdlGroups.add(target, group)), faults,
            () -> refused.accept(Cookie.forPair(group.id())));
    }

    void removeGroup(final int group) {
        watch("remove-group", removeGroup.invoke(OdlGroups.remove(target, group)));
    }

    private <O> void watch(final String operation, final ListenableFuture<RpcResult<O>> answer) {
        watch(operation, answer, faults, () -> { });
    }

    /**
     * Counts a fault if a call fails.
     *
     * @param operation the counter's name
     * @param answer the answer to come
     * @param faults where to count
     * @param refused run if the switch did not do it; not if the connection was lost, which leaves that open
     * @param <O> what the call returns
     */
    static <O> void watch(final String operation, final ListenableFuture<RpcResult<O>> answer, final Faults faults,
            final Runnable refused) {
        Futures.addCallback(answer, new FutureCallback<>() {
            @Override
            public void onSuccess(final RpcResult<O> result) {
                if (result.isSuccessful()) {
                    return;
                }
                if (result.getErrors().stream().anyMatch(error -> error.getCause() instanceof OutboundQueueException)) {
                    faults.count(Faults.CONNECTION_LOST, operation);
                } else {
                    faults.count(operation, result.getErrors().stream()
                        .map(RpcError::getMessage)
                        .collect(Collectors.joining("; ")));
                    refused.run();
                }
            }

            @Override
            public void onFailure(final Throwable thrown) {
                // The plugin answers with a result; without a connection there is nobody to answer.
                LOG.debug("{} failed", operation, thrown);
                faults.count(Faults.CONNECTION_LOST, operation);
            }
        }, MoreExecutors.directExecutor());
    }

    /** What no two rules of a switch share. */
    private record Place(Table table, int priority, Match match) {
        static Place of(final FlowRule rule) {
            return new Place(rule.table(), rule.priority(), rule.match());
        }
    }
}
