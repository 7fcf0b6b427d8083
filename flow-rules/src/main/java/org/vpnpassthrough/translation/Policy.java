/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vpnpassthrough.mapping.Mapping;
import org.vpnpassthrough.packet.IpProtocol;

/**
 * Which VPN protocols may pass, as an administrator switches them.
 *
 * @param off what may not
 */
public record Policy(Set<Passthrough> off) {
    /** Everything passes, as routers have it. */
    public static final Policy ALL = new Policy(Set.of());

    public Policy {
        off = Set.copyOf(off);
    }

    /** The same policy, with one more switched off. */
    public Policy without(final Passthrough passthrough) {
        return new Policy(Stream.concat(off.stream(), Stream.of(passthrough)).collect(Collectors.toSet()));
    }

    /** Whether this may pass. */
    public boolean allows(final Passthrough passthrough) {
        return !off.contains(passthrough);
    }

    /** Whether the sessions of this mapping may go on. */
    public boolean allows(final Mapping mapping) {
        return EnumSet.allOf(Passthrough.class).stream().filter(off::contains)
            .noneMatch(passthrough -> carries(passthrough, mapping));
    }

    private static boolean carries(final Passthrough passthrough, final Mapping mapping) {
        final int protocol = mapping.internal().protocol();
        return switch (mapping.room()) {
            case "ike", "esp" -> passthrough == Passthrough.IPSEC;
            case "natt" -> passthrough == Passthrough.NAT_T;
            case "pptp" -> passthrough == Passthrough.PPTP
                || passthrough == Passthrough.GRE && protocol == IpProtocol.GRE;
            case "gre" -> passthrough == (protocol == IpProtocol.GRE ? Passthrough.GRE : Passthrough.OTHER_TUNNELS);
            case "l2tp" -> passthrough == Passthrough.L2TP;
            default -> false;
        };
    }
}
