/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;

/**
 * What a rule does to a packet that it matches (OpenFlow 1.3.5, section 5.12). The actions of a rule are carried out in
 * list order, so an {@link Output} sends the packet as the actions before it have left it.
 */
public sealed interface Action {
    /**
     * Writes a header field; the switch corrects the checksums.
     *
     * @param field the field
     * @param value the new value, in the field's width
     */
    record SetField(MatchField field, long value) implements Action {
        /**
         * Checks the value against the field.
         *
         * @throws IllegalArgumentException when the value does not fit the field
         */
        public SetField {
            field.checkFits(value);
        }

        /**
         * Writes an IPv4 address.
         *
         * @param field an IPv4 address field
         * @param address the new address
         */
        public SetField(final MatchField field, final Ip4 address) {
            this(field, address.unsigned());
        }

        /**
         * Writes an Ethernet address.
         *
         * @param field an Ethernet address field
         * @param address the new address
         */
        public SetField(final MatchField field, final Mac address) {
            this(field, address.bits());
        }

        @Override
        public String toString() {
            return OvsText.action(this);
        }
    }

    /**
     * Takes one from the IPv4 time to live. A packet with none left ends here; a switch tells the controller only when
     * its asynchronous configuration asks for that (OpenFlow 1.3.5, section 7.3.10).
     */
    record DecrementTtl() implements Action {
        @Override
        public String toString() {
            return OvsText.action(this);
        }
    }

    /**
     * Sends the packet out of a port.
     *
     * @param port the port's number, 1 or more; OpenFlow's reserved ports are not for our rules
     */
    record Output(int port) implements Action {
        /**
         * Checks the port.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Output {
            if (port < 1) {
                throw new IllegalArgumentException("output to port " + port + ": port numbers start at 1");
            }
        }

        @Override
        public String toString() {
            return OvsText.action(this);
        }
    }

    /**
     * Sends the packet through a group.
     *
     * @param id the number of a {@link GroupRule} that the switch has
     */
    record ToGroup(int id) implements Action {
        @Override
        public String toString() {
            return OvsText.action(this);
        }
    }

    /** Sends the whole packet to the controller, with the cookie of the rule. */
    record ToController() implements Action {
        @Override
        public String toString() {
            return OvsText.action(this);
        }
    }
}
