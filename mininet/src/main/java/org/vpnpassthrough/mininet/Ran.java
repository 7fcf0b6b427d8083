/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

/**
 * A command that has ended.
 *
 * @param status its exit status; negative if a signal ended it
 * @param out what it wrote to standard output; for a command that ran in the background both outputs
 * @param err what it wrote to standard error; empty for a command that ran in the background
 * @param late true if it was killed because its time was up
 */
public record Ran(int status, String out, String err, boolean late) {
    /**
     * Whether it ended by itself with status 0.
     *
     * @return true if so
     */
    public boolean succeeded() {
        return status == 0 && !late;
    }

    /**
     * This command, if it succeeded.
     *
     * @return this
     * @throws LabException with everything it wrote, if it did not
     */
    public Ran check() {
        if (!succeeded()) {
            throw new LabException((late ? "late" : "exit status " + status) + ": " + out + err);
        }
        return this;
    }

    /**
     * The last line it wrote that is not empty.
     *
     * @return the line without its end; empty if it wrote nothing
     */
    public String lastLine() {
        return out.lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
    }
}
