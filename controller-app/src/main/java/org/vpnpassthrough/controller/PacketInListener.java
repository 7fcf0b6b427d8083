/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import org.opendaylight.mdsal.binding.api.NotificationService;
import org.opendaylight.mdsal.binding.api.NotificationService.Listener;
import org.opendaylight.yang.gen.v1.urn.opendaylight.packet.service.rev130709.PacketReceived;
import org.opendaylight.yangtools.concepts.Registration;

/**
 * Hands each packet that a switch sends to the controller to the session of that switch. OpenDaylight delivers packets
 * to a listener one after the other, so this does nothing that takes time.
 */
final class PacketInListener implements Listener<PacketReceived>, AutoCloseable {
    private final GatewayRegistry registry;
    private final Registration registration;

    PacketInListener(final NotificationService notifications, final GatewayRegistry registry) {
        this.registry = registry;
        registration = notifications.registerListener(PacketReceived.class, this);
    }

    @Override
    public void onNotification(final PacketReceived packet) {
        final var ingress = packet.getIngress();
        final var payload = packet.getPayload();
        if (ingress != null && payload != null) {
            OdlSwitch.portOf(ingress.getValue()).ifPresent(port -> {
                final var session = registry.session(port.nodeId());
                if (session != null) {
                    final var cookie = packet.getFlowCookie();
                    session.receive(port.number(), cookie == null ? 0 : cookie.getValue().longValue(), payload);
                }
            });
        }
    }

    @Override
    public void close() {
        registration.close();
    }
}
