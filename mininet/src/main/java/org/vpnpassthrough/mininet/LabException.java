/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import java.io.Serial;

/**
 * The lab cannot do what it was asked for. The message says what was tried and what the other side said to it.
 */
public final class LabException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Something the lab refused or that failed in it.
     *
     * @param message what was tried, and what happened
     */
    public LabException(final String message) {
        super(message);
    }

    /**
     * Something that failed below the lab.
     *
     * @param message what was tried
     * @param cause why it failed
     */
    public LabException(final String message, final Throwable cause) {
        super(cause.getMessage() == null ? message : message + ": " + cause.getMessage(), cause);
    }
}
