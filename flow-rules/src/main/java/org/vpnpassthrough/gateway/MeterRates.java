/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

/**
 * How many packets per second may reach the controller; the switch drops the rest.
 *
 * @param control ARP and control rooms, 1000
 * @param data data rooms, 2000
 * @param plain first packets of everything else, 4000
 */
public record MeterRates(int control, int data, int plain) {
    public static final MeterRates DEFAULT = new MeterRates(1000, 2000, 4000);
}
