/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import java.util.List;

/** How the packets of a session find their way. */
public sealed interface Rendering {
    /**
     * Rules carry them.
     *
     * @param rules one for each direction
     */
    record InSwitch(List<FlowRule> rules) implements Rendering {
        public InSwitch {
            rules = List.copyOf(rules);
        }
    }

    /**
     * Each passes the controller.
     *
     * @param why in a sentence without a capital and a full stop
     */
    record WithController(String why) implements Rendering {
    }
}
