/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

/**
 * What the session of a PPTP call notes. The session's labels are the call ID that the client chose and the one that
 * stands for it outside; the server's ID stays as it is.
 *
 * @param control number of the session of the control connection
 * @param state how far the call has come
 * @param peerId the call ID that the server chose, or {@link #NO_ID} before it has
 */
public record Call(long control, State state, int peerId) implements Phase {
    /** No call ID. */
    public static final int NO_ID = -1;

    /** How far a call has come. */
    public enum State {
        /** Asked for, not answered. */
        ASKED,
        /** Answered with agreement: data may flow. */
        UP,
        /** Ended: for a few seconds data may still be on its way. */
        OVER
    }

    /** A call that has been asked for on this control connection. */
    public static Call asked(final Session control) {
        return new Call(control.number(), State.ASKED, NO_ID);
    }

    /** The call, answered. */
    public Call up(final int peer) {
        return new Call(control, State.UP, peer);
    }

    /** The call, ended. */
    public Call over() {
        return new Call(control, State.OVER, peerId);
    }

    /** Whether data of the call may pass. */
    public boolean mayPass() {
        return state != State.ASKED && peerId != NO_ID;
    }
}
