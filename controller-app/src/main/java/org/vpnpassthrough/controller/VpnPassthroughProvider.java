/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.opendaylight.mdsal.binding.api.NotificationService;
import org.opendaylight.mdsal.binding.api.RpcService;
import org.opendaylight.mdsal.dom.api.DOMDataBroker;
import org.opendaylight.mdsal.dom.api.DOMDataBroker.CommitCohortExtension;
import org.opendaylight.openflowplugin.api.openflow.mastership.MastershipChangeServiceManager;
import org.opendaylight.yangtools.binding.data.codec.api.BindingNormalizedNodeSerializer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnpassthrough.gateway.Effect;

/**
 * Puts the application together when OpenDaylight has what it needs, and takes it apart again. Stopping leaves the
 * switches as they are: they go on forwarding what they have rules for.
 */
@Component(service = { })
public final class VpnPassthroughProvider {
    private static final Logger LOG = LoggerFactory.getLogger(VpnPassthroughProvider.class);

    private final RpcService rpcs;
    private final InstantSource time = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final GatewayRegistry registry;
    private final ConfigGuard guard;
    private final GatewayConfigListener configuration;
    private final SwitchListener switches;
    private final PacketInListener packets;
    private final FlowRemovedListener removals;
    private final StateWriter states;
    private final ScheduledExecutorService seconds;

    /**
     * Starts the application.
     *
     * @param broker the datastore
     * @param domBroker the datastore's side that lets others take part in commits
     * @param codec reads the datastore's nodes as objects
     * @param rpcs the way to the switches
     * @param notifications the way from the switches
     * @param masters tells which switches this controller is master of
     */
    @Activate
    public VpnPassthroughProvider(@Reference final DataBroker broker, @Reference final DOMDataBroker domBroker,
            @Reference final BindingNormalizedNodeSerializer codec, @Reference final RpcService rpcs,
            @Reference final NotificationService notifications,
            @Reference final MastershipChangeServiceManager masters) {
        this.rpcs = rpcs;
        registry = new GatewayRegistry(this::begin, this::sweep);
        final var commits = domBroker.extension(CommitCohortExtension.class);
        if (commits == null) {
            throw new IllegalStateException("The datastore does not let others take part in commits: " + domBroker);
        }
        guard = new ConfigGuard(commits, codec, registry::portsOf);
        states = new StateWriter(broker);
        packets = new PacketInListener(notifications, registry);
        removals = new FlowRemovedListener(notifications, registry);
        configuration = new GatewayConfigListener(broker, registry);
        switches = new SwitchListener(broker, masters, registry);
        seconds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("vpn-passthrough-seconds").factory());
        seconds.scheduleAtFixedRate(this::second, 1, 1, TimeUnit.SECONDS);
        LOG.info("vpn-passthrough started");
    }

    private GatewaySession begin(final ReadGateway.Usable gateway) {
        final var faults = new Faults(gateway.name(), time);
        return new GatewaySession(gateway.nodeId(), gateway.config(),
            new RpcFlowSink(new OdlSwitch(gateway.nodeId()), rpcs, faults), faults, time, random);
    }

    private void sweep(final String nodeId) {
        new RpcFlowSink(new OdlSwitch(nodeId), rpcs, new Faults(nodeId, time))
            .carryOut(List.of(new Effect.RemoveAllOurs()), cookie -> { });
    }

    /** What is thrown here would end the clock. */
    @SuppressWarnings("checkstyle:IllegalCatch")
    private void second() {
        try {
            registry.sessions().forEach(GatewaySession::tick);
            states.write(registry.views());
        } catch (RuntimeException e) {
            LOG.warn("A second went wrong", e);
        }
    }

    /** Stops the application. */
    @Deactivate
    public void close() {
        seconds.shutdownNow();
        switches.close();
        configuration.close();
        packets.close();
        removals.close();
        guard.close();
        registry.stop();
        states.close();
        LOG.info("vpn-passthrough stopped");
    }
}
