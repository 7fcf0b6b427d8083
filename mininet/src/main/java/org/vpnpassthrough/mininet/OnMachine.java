/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Commands of the machine itself, outside of every topology and guest.
 */
public final class OnMachine {
    private OnMachine() {
        // static methods only
    }

    /**
     * Runs a command to its end.
     *
     * @param folder where
     * @param command program and arguments; no shell in between
     * @throws LabException with what it wrote, if it does not succeed
     */
    public static void run(final Path folder, final String... command) {
        final var program = command[0];
        try {
            final var process = new ProcessBuilder(List.of(command)).directory(folder.toFile())
                .redirectErrorStream(true).start();
            final var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new LabException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (IOException e) {
            throw new LabException(program, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException(program, e);
        }
    }
}
