/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.List;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.opendaylight.mdsal.binding.api.DataTreeChangeListener;
import org.opendaylight.mdsal.binding.api.DataTreeModification;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Gateways;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.opendaylight.yangtools.concepts.Registration;

/** Reads the configuration whenever it changes, as a whole, and hands it to the registry. */
final class GatewayConfigListener implements DataTreeChangeListener<Gateways>, AutoCloseable {
    private final GatewayRegistry registry;
    private final Registration registration;

    /**
     * Starts listening; what is configured already is told soon after.
     *
     * @param broker the datastore
     * @param registry who is told
     */
    GatewayConfigListener(final DataBroker broker, final GatewayRegistry registry) {
        this.registry = registry;
        registration = broker.registerTreeChangeListener(LogicalDatastoreType.CONFIGURATION,
            DataObjectIdentifier.builder(Gateways.class).build(), this);
    }

    @Override
    public void onDataTreeChanged(final List<DataTreeModification<Gateways>> changes) {
        registry.configure(GatewayConfigReader.readAll(changes.getLast().getRootNode().dataAfter()));
    }

    @Override
    public void onInitialData() {
        registry.configure(List.of());
    }

    @Override
    public void close() {
        registration.close();
    }
}
