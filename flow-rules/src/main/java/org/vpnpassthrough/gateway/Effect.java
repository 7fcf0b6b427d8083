/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import org.vpnpassthrough.rules.FlowRule;
import org.vpnpassthrough.rules.GroupRule;
import org.vpnpassthrough.rules.MeterRule;

/** What a gateway wants done at its switch. Effects are carried out in order, nobody waits for an answer. */
public sealed interface Effect {
    /** Adds a meter, or changes the one with the same id. */
    record PutMeter(MeterRule meter) implements Effect {
    }

    /** Removes a meter, and with it the rules that use it. */
    record RemoveMeter(int id) implements Effect {
    }

    /** Adds a rule, or replaces the one with the same table, priority and match. */
    record PutRule(FlowRule rule) implements Effect {
    }

    /** Removes the rule with the same table, priority, match and cookie, if it is there; its actions do not count. */
    record RemoveRule(FlowRule rule) implements Effect {
    }

    /** Removes every rule whose cookie carries our tag, from all tables. */
    record RemoveAllOurs() implements Effect {
    }

    /** Adds a group. The switch has none of that number, or the number was {@link RemoveGroup removed} before. */
    record PutGroup(GroupRule group) implements Effect {
    }

    /** Removes a group, if it is there, and with it the rules that use it. */
    record RemoveGroup(int id) implements Effect {
    }

    /**
     * Sends a frame out.
     *
     * @param port OpenFlow port number
     */
    record SendPacket(int port, Frame frame) implements Effect {
    }
}
