/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.Set;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.opendaylight.mdsal.binding.dom.adapter.test.ConcurrentDataBrokerTestCustomizer;
import org.opendaylight.yangtools.binding.data.codec.api.BindingNormalizedNodeSerializer;
import org.opendaylight.yangtools.binding.runtime.api.BindingRuntimeContext;
import org.opendaylight.yangtools.binding.runtime.spi.BindingRuntimeHelpers;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;

/** OpenDaylight's own datastore in memory, with the models that we use. */
final class TestDatastore {
    /** Takes seconds to make and never changes. */
    private static final BindingRuntimeContext MODELS = BindingRuntimeHelpers.createRuntimeContext(Set.of(
        org.opendaylight.yang.svc.v1.urn.vpn.passthrough.rev261123.YangModuleInfoImpl.getInstance(),
        org.opendaylight.yang.svc.v1.urn.opendaylight.flow.inventory.rev130819.YangModuleInfoImpl.getInstance()));

    private final ConcurrentDataBrokerTestCustomizer parts = new ConcurrentDataBrokerTestCustomizer(true);
    private final DataBroker broker;

    TestDatastore() {
        broker = parts.createDataBroker();
        parts.updateSchema(MODELS);
    }

    DataBroker broker() {
        return broker;
    }

    BindingNormalizedNodeSerializer codec() {
        return parts.getAdapterContext().currentSerializer();
    }

    EffectiveModelContext model() {
        return parts.getSchemaService().getGlobalContext();
    }
}
