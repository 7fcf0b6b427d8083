/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

/** Something that the gateway has promised did not hold. The first words of the message tell which promise. */
final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String promise;

    Violation(final String promise, final Object... details) {
        super(promise + ": " + join(details));
        this.promise = promise;
    }

    /** Which promise, without the details: the same for two failures that are probably one. */
    String promise() {
        return promise;
    }

    private static String join(final Object... details) {
        final var text = new StringBuilder();
        for (final var detail : details) {
            text.append(text.isEmpty() ? "" : ", ").append(detail);
        }
        return text.toString();
    }
}
