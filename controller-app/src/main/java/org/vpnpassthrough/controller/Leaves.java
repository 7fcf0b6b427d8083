/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Address;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnpassthrough.gateway.Problem;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Prefix;

/** Reads the leaves of one gateway, and keeps what is wrong with them. */
final class Leaves {
    private static final Logger LOG = LoggerFactory.getLogger(Leaves.class);
    private static final String AN_ADDRESS = "an IPv4 address, such as 192.0.2.1";
    private static final String A_NETWORK = "an IPv4 prefix with the host bits zero, such as 192.0.2.0/24";

    private final List<Problem> problems = new ArrayList<>();

    /** What was wrong so far. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    void problem(final String leaf, final String value, final String expected) {
        problems.add(new Problem(leaf, value, expected));
    }

    @Nullable Ip4 address(final String leaf, final Supplier<@Nullable Address> getter) {
        return required(leaf, getter, address -> Ip4.parse(address.getValue()), AN_ADDRESS);
    }

    @Nullable Prefix network(final String leaf, final Supplier<@Nullable Network> getter) {
        return required(leaf, getter, network -> Prefix.parse(network.getValue()), A_NETWORK);
    }

    /**
     * Reads a required leaf. Values are decoded when they are asked for, and not all that the model forbids is kept out
     * before that: a value that does not decode is a problem like others.
     */
    <T, V> @Nullable V required(final String leaf, final Supplier<@Nullable T> getter,
            final Function<T, V> reading, final String expected) {
        try {
            final var value = getter.get();
            if (value != null) {
                return reading.apply(value);
            }
            problem(leaf, "missing", expected);
        } catch (IllegalArgumentException e) {
            LOG.debug("Leaf {} does not read", leaf, e);
            problem(leaf, e.getMessage(), expected);
        }
        return null;
    }

    /** The datastore does not fill in the model's defaults. */
    static <T, V> V or(final @Nullable T value, final Function<T, V> reading, final V otherwise) {
        return value == null ? otherwise : reading.apply(value);
    }
}
