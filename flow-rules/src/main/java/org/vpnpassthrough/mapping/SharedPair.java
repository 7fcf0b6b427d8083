/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A pair of external address and server that several clients have for one protocol without ports. It begins with the
 * second client and ends when one is left; the strategy stays as it was when it began, unless the switch cannot do it.
 */
public final class SharedPair {
    private final Tuple external;
    private final List<Mapping> members = new ArrayList<>();
    private final SpiTable spis = new SpiTable();
    private Strategy strategy;

    SharedPair(final Mapping first, final Strategy strategy, final Instant now) {
        external = first.external();
        this.strategy = strategy;
        join(first);
        spis.first(first.client(), now);
    }

    void join(final Mapping mapping) {
        members.add(mapping);
        spis.join(mapping.client());
    }

    void leave(final Mapping mapping) {
        members.remove(mapping);
        spis.leave(mapping.client());
    }

    /** The external tuple of all its mappings: of the whole protocol, towards the server. */
    public Tuple external() {
        return external;
    }

    /** {@link Strategy#REPLICATED} or {@link Strategy#DEMULTIPLEXED}. */
    public Strategy strategy() {
        return strategy;
    }

    /** The switch has no groups, or none left: from now on the controller tells the clients apart. */
    public void fallBack() {
        strategy = Strategy.DEMULTIPLEXED;
    }

    /** One for each client, at least two, in the order in which they came; not to be changed while it is read. */
    public List<Mapping> members() {
        return Collections.unmodifiableList(members);
    }

    /** Whose the SPIs are, as far as their packets passed the controller. */
    public SpiTable spis() {
        return spis;
    }

    @Override
    public String toString() {
        return strategy + " " + external + ": " + members;
    }
}
