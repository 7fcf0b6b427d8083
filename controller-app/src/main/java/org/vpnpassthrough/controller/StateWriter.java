/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.MoreExecutors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.opendaylight.mdsal.common.api.CommitInfo;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.Counter64;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.Gauge32;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.GatewayName;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.GatewaysState;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.SwitchId;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.state.Gateway;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.state.Gateway.Status;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.state.GatewayBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.state.GatewayKey;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.state.gateway.FaultBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.state.gateway.RefusalBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.state.gateway.RoomBuilder;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the gateways do into the operational datastore, for display: what changed since the last time, in one
 * transaction. Nothing here is ever read back. Used from one thread.
 */
final class StateWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateWriter.class);
    private static final DataObjectIdentifier<GatewaysState> STATE =
        DataObjectIdentifier.builder(GatewaysState.class).build();

    /** Calls, one a second, after which a transaction without an answer is given up: schema changes can swallow one. */
    private static final int PATIENCE = 10;

    private final DataBroker broker;
    private Map<GatewayKey, Gateway> written = Map.of();
    /** The transaction that has no answer yet; until it has, the datastore is given rest. */
    private volatile Object pending;
    private int skipped;
    private volatile boolean failed;

    StateWriter(final DataBroker broker) {
        this.broker = broker;
    }

    /**
     * Shows these gateways and no others. Does nothing while the transaction before is under way.
     *
     * @param views one for each gateway
     */
    void write(final List<GatewayView> views) {
        if (pending != null && ++skipped < PATIENCE) {
            return;
        }
        if (pending != null) {
            LOG.warn("The state of the gateways was not written within {} s, it is written anew", PATIENCE);
            failed = true;
        }
        skipped = 0;
        if (failed) {
            // It is not known what of it arrived.
            failed = false;
            written = Map.of();
        }
        final var wanted = new HashMap<GatewayKey, Gateway>();
        for (var view : views) {
            final var entry = entry(view);
            wanted.put(entry.key(), entry);
        }
        if (wanted.equals(written)) {
            return;
        }
        final var transaction = broker.newWriteOnlyTransaction();
        for (var entry : wanted.values()) {
            if (!entry.equals(written.get(entry.key()))) {
                transaction.put(LogicalDatastoreType.OPERATIONAL, path(entry.key()), entry);
            }
        }
        for (var key : written.keySet()) {
            if (!wanted.containsKey(key)) {
                transaction.delete(LogicalDatastoreType.OPERATIONAL, path(key));
            }
        }
        written = wanted;
        pending = transaction;
        transaction.commit().addCallback(new FutureCallback<CommitInfo>() {
            @Override
            public void onSuccess(final CommitInfo result) {
                answered();
            }

            @Override
            public void onFailure(final Throwable thrown) {
                LOG.warn("The state of the gateways could not be written, the next second tries again", thrown);
                failed = true;
                answered();
            }

            private void answered() {
                if (pending == transaction) {
                    pending = null;
                }
            }
        }, MoreExecutors.directExecutor());
    }

    private static DataObjectIdentifier.WithKey<Gateway, GatewayKey> path(final GatewayKey key) {
        return STATE.toBuilder().child(Gateway.class, key).build();
    }

    /**
     * One gateway as the model shows it.
     *
     * @param view the gateway
     * @return the entry of the list
     */
    static Gateway entry(final GatewayView view) {
        final var state = view.state();
        return new GatewayBuilder()
            .setName(new GatewayName(state.name()))
            .setNodeId(view.nodeId().isEmpty() ? null : new SwitchId(view.nodeId()))
            .setStatus(state.waitingFor().isEmpty() ? Status.Running : Status.Waiting)
            .setWaitingFor(state.waitingFor().isEmpty() ? null : Set.copyOf(state.waitingFor()))
            .setMappings(gauge(state.mappings()))
            .setSessions(gauge(state.sessions()))
            .setSessionsInSwitch(gauge(state.sessionsInSwitch()))
            .setWaitingExchanges(gauge(state.waiting()))
            .setSpiClashes(gauge(state.spiClashes()))
            .setRulesSent(counter(state.rulesSent()))
            .setPacketsSent(counter(state.packetsSent()))
            .setRoom(state.packetIns().entrySet().stream()
                .map(room -> new RoomBuilder().setName(room.getKey()).setPacketIns(counter(room.getValue())).build())
                .collect(BindingMap.toMap()))
            .setRefusal(state.refusals().entrySet().stream()
                .map(refusal -> new RefusalBuilder().setReason(refusal.getKey()).setCount(counter(refusal.getValue()))
                    .build())
                .collect(BindingMap.toMap()))
            .setFault(view.faults().entrySet().stream()
                .map(fault -> new FaultBuilder().setName(fault.getKey()).setCount(counter(fault.getValue())).build())
                .collect(BindingMap.toMap()))
            .build();
    }

    private static Gauge32 gauge(final int value) {
        return new Gauge32(Uint32.valueOf(value));
    }

    private static Counter64 counter(final long value) {
        return new Counter64(Uint64.valueOf(value));
    }

    /** Shows nothing any more. */
    @Override
    public void close() {
        final var transaction = broker.newWriteOnlyTransaction();
        transaction.delete(LogicalDatastoreType.OPERATIONAL, STATE);
        transaction.commit().addCallback(new FutureCallback<CommitInfo>() {
            @Override
            public void onSuccess(final CommitInfo result) {
                LOG.debug("The state of the gateways is removed");
            }

            @Override
            public void onFailure(final Throwable thrown) {
                LOG.debug("The state of the gateways could not be removed", thrown);
            }
        }, MoreExecutors.directExecutor());
    }
}
