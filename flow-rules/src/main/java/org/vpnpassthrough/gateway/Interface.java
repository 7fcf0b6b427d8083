/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.rules.BaseRules;

/**
 * A configured port that the switch really has.
 *
 * @param address the gateway's own on this port
 */
record Interface(SwitchPort port, Prefix prefix, Ip4 address) {
    int number() {
        return port.number();
    }

    BaseRules.Port asRulePort() {
        return new BaseRules.Port(port.number(), port.mac(), prefix);
    }
}
