/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import org.vpnpassthrough.mapping.AddressChoice;
import org.vpnpassthrough.mapping.Expectations;
import org.vpnpassthrough.mapping.IkeConversations;
import org.vpnpassthrough.mapping.Labels;
import org.vpnpassthrough.mapping.MappingTable;
import org.vpnpassthrough.mapping.StaticMappings;
import org.vpnpassthrough.mapping.Timers;
import org.vpnpassthrough.packet.Ip4;

/**
 * What every room works with.
 *
 * @param table the mappings, which outlive a change of the configuration
 * @param labels the free labels, likewise
 * @param expectations what control rooms announced, likewise
 * @param conversations the IKE conversations, likewise
 * @param choice chooses external addresses from the pool as it is configured now
 * @param settings as configured now
 */
public record NatTables(MappingTable table, Labels labels, Expectations expectations,
        IkeConversations conversations, AddressChoice choice, Settings settings) {
    /** The timers as configured now. */
    public Timers timers() {
        return settings.timers();
    }

    /** What may pass, as configured now. */
    public Policy policy() {
        return settings.policy();
    }

    /** The static mappings as configured now. */
    public StaticMappings statics() {
        return settings.statics();
    }

    /** Whether a client's limits leave room for one more mapping with one session. */
    public boolean mayOpenMapping(final Ip4 client) {
        return table.mappingsOf(client) < settings.limits().mappingsPerClient() && mayOpenSession(client);
    }

    /** Whether a client's limits leave room for one more session of a mapping that it has. */
    public boolean mayOpenSession(final Ip4 client) {
        return table.sessionsOf(client) < settings.limits().sessionsPerClient();
    }

    /** Why a client got no mapping: it is at a limit, or no label was left. */
    public Reason whyNoMapping(final Ip4 client) {
        return !mayOpenSession(client) ? Reason.SESSION_LIMIT
            : !mayOpenMapping(client) ? Reason.MAPPING_LIMIT : Reason.PORTS_EXHAUSTED;
    }
}
