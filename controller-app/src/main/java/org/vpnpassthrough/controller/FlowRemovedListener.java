/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import org.opendaylight.mdsal.binding.api.NotificationService;
import org.opendaylight.mdsal.binding.api.NotificationService.Listener;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.FlowRemoved;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.RemovedFlowReason;
import org.opendaylight.yangtools.concepts.Registration;
import org.vpnpassthrough.rules.Cookie;

/**
 * Tells the session of a switch when one of our rules was idle for so long that the switch removed it. Removals for
 * other reasons are our own doing.
 */
final class FlowRemovedListener implements Listener<FlowRemoved>, AutoCloseable {
    private final GatewayRegistry registry;
    private final Registration registration;

    FlowRemovedListener(final NotificationService notifications, final GatewayRegistry registry) {
        this.registry = registry;
        registration = notifications.registerListener(FlowRemoved.class, this);
    }

    @Override
    public void onNotification(final FlowRemoved removed) {
        final var cookie = removed.getCookie();
        final var node = removed.getNode();
        if (cookie == null || node == null || removed.getReason() != RemovedFlowReason.OFPRRIDLETIMEOUT) {
            return;
        }
        final long bits = cookie.getValue().longValue();
        if (Cookie.isOurs(bits)) {
            OdlSwitch.nodeIdOf(node.getValue()).ifPresent(nodeId -> {
                final var session = registry.session(nodeId);
                if (session != null) {
                    session.flowRemoved(bits);
                }
            });
        }
    }

    @Override
    public void close() {
        registration.close();
    }
}
