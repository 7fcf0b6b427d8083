/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.util.Optional;
import java.util.regex.Pattern;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;

/**
 * One kind of VPN as software makes it that nobody of this project wrote: a server, and clients of it. Whoever uses it
 * sends packets from a client's address inside the tunnel to the server's, and the other way round; a host reaches both
 * through the tunnel only.
 */
public interface Vpn {
    /**
     * Its name on the command line and in results.
     *
     * @return lower-case words with hyphens
     */
    String key();

    /**
     * What it is, with the software that makes it.
     *
     * @return a few words
     */
    String title();

    /**
     * What the server's software writes when it cannot tell two clients behind one address apart, whatever the gateway
     * does.
     *
     * @return what finds such a line in its log; empty if it can
     */
    default Optional<Pattern> confused() {
        return Optional.empty();
    }

    /**
     * Whether its server takes clients from any address.
     *
     * @return false if it was told by hand where they come from
     */
    default boolean takesAnyAddress() {
        return true;
    }

    /**
     * The passthrough that lets it through, as the policy of our gateway names it.
     *
     * @return for example pptp; empty if it is plain traffic, which no policy knows
     */
    default String passthrough() {
        return "";
    }

    /**
     * Whether a client can be told to ask for new keys.
     *
     * @return true if {@link Client#rekey()} does something
     */
    default boolean rekeys() {
        return false;
    }

    /**
     * What a gateway must let in for a server of this VPN that is behind it, as our static mappings name it.
     *
     * @return for example pptp-server; empty if the server cannot be behind a NAT, or nobody has a name for it
     */
    default String published() {
        return "";
    }

    /**
     * Starts the server and waits until it takes clients.
     *
     * @param topology the running topology
     * @param host where the server runs
     * @param address where its clients reach it: the host's own, or the one that a gateway maps to it
     * @return the running server
     * @throws LabException with its log, if it does not come up
     */
    Server serve(Topology topology, Host host, String address);

    /** The server. */
    interface Server extends AutoCloseable {
        /**
         * Prepares a client of this server; it does not connect yet.
         *
         * @param host where it runs
         * @return the client
         */
        Client client(Host host);

        /**
         * What the server's software wrote.
         *
         * @return its log, all of it
         */
        String log();

        /** Ends the server's software, as when it is switched off, and what it has made of addresses and tunnels. */
        @Override
        void close();
    }

    /** A client. */
    interface Client extends AutoCloseable {
        /**
         * Brings the tunnel up, and returns when packets can pass.
         *
         * @throws LabException with the software's own words, if it does not come up within some 30 s
         */
        void connect();

        /**
         * Its address inside the tunnel, where the server's side reaches it.
         *
         * @return an address; of a client that has connected
         */
        String inside();

        /**
         * The server's address inside the tunnel.
         *
         * @return an address; of a client that has connected
         */
        String serverInside();

        /**
         * Asks for new keys while packets flow.
         *
         * @throws LabException if there is no such thing, or it fails
         */
        default void rekey() {
            throw new LabException("no rekeying on demand");
        }

        /**
         * What the client's software wrote.
         *
         * @return its log, all of it
         */
        String log();

        /** Ends the tunnel in good order, if there is one, and the client's software. */
        @Override
        void close();
    }
}
