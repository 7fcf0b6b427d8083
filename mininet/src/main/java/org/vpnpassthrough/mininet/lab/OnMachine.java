/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.vpnpassthrough.mininet.LabException;

/**
 * Work that need not be done in a guest, which is many times slower than its machine.
 */
final class OnMachine {
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
    static void run(final Path folder, final String... command) {
        final var program = command[0];
        try {
            final var process = new ProcessBuilder(List.of(command)).directory(folder.toFile())
                .redirectErrorStream(true).start();
            final var said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new LabException(program + ": " + said);
            }
        } catch (IOException e) {
            throw new LabException(program, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException(program, e);
        }
    }
}
