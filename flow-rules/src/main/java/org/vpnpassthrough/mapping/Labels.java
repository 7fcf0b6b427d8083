/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.vpnpassthrough.packet.Ip4;

/** The label spaces of a gateway: one for each external address and protocol, made when it is first needed. */
public final class Labels {
    /** Ports that only mappings towards a single server use, so that many clients can keep them: IKE, L2TP, NAT-T. */
    private static final int[] SCOPED_UDP_PORTS = {500, 1701, 4500};
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int GRE = 47;

    private final Map<Tuple, LabelSpace> spaces = new HashMap<>();
    private final RandomGenerator random;
    private Set<Tuple> kept = Set.of();
    private int holdDownSeconds;

    /**
     * All labels free.
     *
     * @param random where the search for a label starts
     * @param holdDownSeconds how long a label rests after use (RFC 6888 REQ-8)
     */
    public Labels(final RandomGenerator random, final int holdDownSeconds) {
        this.random = random;
        this.holdDownSeconds = holdDownSeconds;
    }

    /** Changes the hold-down of the labels that are given back from now on. */
    public void holdDown(final int seconds) {
        holdDownSeconds = seconds;
    }

    /**
     * Keeps the labels of these tuples for static mappings, and those that were kept before and are not any more
     * become everybody's again after their hold-down. No mapping may have a label from now on that is kept for another.
     */
    public void keep(final Collection<Tuple> externals, final Instant now) {
        final var wanted = externals.stream().filter(Labels::isHandedOut).collect(Collectors.toSet());
        kept.stream().filter(tuple -> !wanted.contains(tuple)).forEach(tuple ->
            space(tuple.protocol(), tuple.address()).release(tuple.label(), now.plusSeconds(holdDownSeconds)));
        wanted.stream().filter(tuple -> !kept.contains(tuple))
            .collect(Collectors.groupingBy(tuple -> space(tuple.protocol(), tuple.address()),
                Collectors.mapping(Tuple::label, Collectors.toList())))
            .forEach(LabelSpace::keep);
        kept = Set.copyOf(wanted);
    }

    /** A label like the given one, see {@link LabelSpace#takeLike}. */
    public OptionalInt takeLike(final int protocol, final Ip4 external, final int label, final Instant now) {
        return space(protocol, external).takeLike(label, now);
    }

    /** The given label if it is free, else one like it: for labels that a switch cannot rewrite. */
    public OptionalInt keepOrTakeLike(final int protocol, final Ip4 external, final int label, final Instant now) {
        final var space = space(protocol, external);
        return space.take(label, now) ? OptionalInt.of(label) : space.takeLike(label, now);
    }

    /** Gives back the label of a mapping that has ended, if it came from here. */
    void giveBack(final Tuple external, final Instant now) {
        if (isHandedOut(external)) {
            space(external.protocol(), external.address()).giveBack(external.label(), now.plusSeconds(holdDownSeconds));
        }
    }

    private static boolean isHandedOut(final Tuple external) {
        return !external.isWholeProtocol() && !isScoped(external);
    }

    private static boolean isScoped(final Tuple external) {
        if (external.protocol() == GRE) {
            // call IDs: one space for each server, kept by the mappings themselves
            return true;
        }
        if (external.protocol() == UDP) {
            for (final int port : SCOPED_UDP_PORTS) {
                if (external.label() == port) {
                    return true;
                }
            }
        }
        return false;
    }

    private LabelSpace space(final int protocol, final Ip4 external) {
        return spaces.computeIfAbsent(Tuple.of(protocol, external, Tuple.WHOLE_PROTOCOL),
            key -> switch (protocol) {
                case ICMP -> new LabelSpace(random);
                case UDP -> new LabelSpace(random, 0, SCOPED_UDP_PORTS[0], SCOPED_UDP_PORTS[1],
                    SCOPED_UDP_PORTS[2]);
                default -> new LabelSpace(random, 0);
            });
    }
}
