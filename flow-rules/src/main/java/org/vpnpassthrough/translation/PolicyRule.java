/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.util.Set;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Prefix;

/**
 * A part of a policy for some clients or some servers.
 *
 * @param name what the administrator calls it
 * @param precedence its place among the rules, the lowest first, 0 to 65535
 * @param clients the internal hosts that it is about, {@link #ANY} for all
 * @param servers the remote addresses that it is about, {@link #ANY} for all
 * @param passthroughs what it is about; none stands for all
 * @param action what it says
 */
public record PolicyRule(String name, int precedence, Prefix clients, Prefix servers, Set<Passthrough> passthroughs,
        Action action) {
    /** Every address. */
    public static final Prefix ANY = Prefix.of(new Ip4(0), 0);

    /** What a rule can say. */
    public enum Action {
        PERMIT, REFUSE
    }

    public PolicyRule {
        passthroughs = Set.copyOf(passthroughs);
    }

    /** Whether the rule speaks of this, for some client. */
    boolean isAbout(final Passthrough passthrough, final Ip4 server) {
        return isAbout(passthrough) && servers.contains(server);
    }

    /** Whether the rule speaks of this, for some client and some server. */
    boolean isAbout(final Passthrough passthrough) {
        return passthroughs.isEmpty() || passthroughs.contains(passthrough);
    }
}
