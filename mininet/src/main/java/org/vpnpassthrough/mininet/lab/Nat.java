/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.util.List;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.Topology;

/** A NAT gateway whose clients are counted: ours, or the one to compare with. Both stand in one topology. */
public interface Nat {
    /**
     * Its name in results.
     *
     * @return a word
     */
    String key();

    /**
     * Forgets all that was, and begins to translate.
     *
     * @param addresses how many external addresses
     */
    void begin(Addresses addresses);

    /**
     * The address that clients give as their router.
     *
     * @return an address inside
     */
    String inside();

    /**
     * The external address where there is one only.
     *
     * @return an address outside
     */
    String outside();

    /**
     * Where all that passes it can be captured outside.
     *
     * @return a device of the guest
     */
    String device();

    /**
     * What it says for itself when something does not pass.
     *
     * @return lines of text
     */
    String says();

    /**
     * Whether it can be told to let a passthrough through or not.
     *
     * @return true if {@link #allow} does something
     */
    default boolean hasPolicy() {
        return false;
    }

    /**
     * Switches a passthrough on or off.
     *
     * @param addresses as at the beginning
     * @param passthrough as the policy names it
     * @param on whether it may pass
     * @return why it does not pass, in the gateway's words; empty if it was switched on
     */
    default String allow(final Addresses addresses, final String passthrough, final boolean on) {
        throw new UnsupportedOperationException(key() + " has no policy");
    }

    /**
     * Lets a server inside be reached from outside at {@link #outside()}.
     *
     * @param server the host
     * @param what as {@link Vpn#published()} names it
     */
    void publish(Host server, String what);

    /**
     * Makes it the router of all clients.
     *
     * @param topology the network
     */
    default void route(final Topology topology) {
        for (var client : topology.clients()) {
            client.run("ip", "route", "replace", "default", "via", inside()).check();
        }
    }

    /**
     * The names of both.
     *
     * @return ours first
     */
    static List<String> keys() {
        return List.of(OurNat.KEY, LinuxNat.KEY);
    }
}
