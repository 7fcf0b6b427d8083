/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

/**
 * How TCP and UDP are mapped and filtered, in the words of RFC 4787 sections 4.1 and 5, which RFC 5382 has as well.
 * Protocols whose mappings are towards one server, such as IKE, are address-dependent whatever stands here.
 *
 * <p>Address and port-dependent filtering is not offered: a session, and so its rules, is for all ports of a remote
 * address. RFC 4787 REQ-8 recommends the other two.
 *
 * @param mapping whether a client's port has one external port, or one for each remote address
 * @param filtering whom the external port lets in: anybody, or those addresses that the client has sent to
 */
public record Behaviour(Dependence mapping, Dependence filtering) {
    /** RFC 4787 REQ-1 for the mapping, and REQ-8 for the filtering where strictness matters most. */
    public static final Behaviour DEFAULT = new Behaviour(Dependence.ENDPOINT_INDEPENDENT,
        Dependence.ADDRESS_DEPENDENT);

    /** On what of the remote side something depends. */
    public enum Dependence {
        /** On nothing (RFC 8512 {@code eim}, {@code eif}). */
        ENDPOINT_INDEPENDENT("endpoint-independent"),
        /** On its address (RFC 8512 {@code adm}, {@code adf}). */
        ADDRESS_DEPENDENT("address-dependent");

        private final String word;

        Dependence(final String word) {
            this.word = word;
        }

        /** The word for it in the configuration, on the page and in messages. */
        @Override
        public String toString() {
            return word;
        }
    }
}
