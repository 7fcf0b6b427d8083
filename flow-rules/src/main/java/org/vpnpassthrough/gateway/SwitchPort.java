/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import org.vpnpassthrough.packet.Mac;

/**
 * A port that a switch has.
 *
 * @param number OpenFlow port number, 1 or more
 * @param name such as {@code s1-eth1}
 * @param mac its hardware address
 */
public record SwitchPort(int number, String name, Mac mac) {
    boolean isCalled(final String nameOrNumber) {
        return name.equals(nameOrNumber) || Integer.toString(number).equals(nameOrNumber);
    }
}
