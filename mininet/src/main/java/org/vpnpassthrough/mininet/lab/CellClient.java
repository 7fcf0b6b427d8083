/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.vpnpassthrough.mininet.LabException;

/** A client in a {@link Cell}; each time it connects it gets a new one. */
final class CellClient implements Vpn.Client {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String inside;
    private final String serverInside;
    private final Supplier<Cell> starter;
    private final String ready;
    private final Pattern failed;
    private final Consumer<Cell> farewell;
    private String before = "";
    private Cell cell;

    /**
     * A client that is not connected.
     *
     * @param inside its address in the tunnel
     * @param serverInside the server's
     * @param starter starts the software
     * @param ready what its log contains when packets can pass
     * @param failed what its log contains when they never will
     * @param farewell what to do before the software is ended, so that the server knows
     */
    CellClient(final String inside, final String serverInside, final Supplier<Cell> starter, final String ready,
            final Pattern failed, final Consumer<Cell> farewell) {
        this.inside = inside;
        this.serverInside = serverInside;
        this.starter = starter;
        this.ready = ready;
        this.failed = failed;
        this.farewell = farewell;
    }

    @Override
    public void connect() {
        close();
        cell = starter.get();
        try {
            cell.await(ready, failed, PATIENCE);
        } catch (LabException e) {
            close();
            throw new LabException("no tunnel to " + serverInside, e);
        }
    }

    @Override
    public String inside() {
        return inside;
    }

    @Override
    public String serverInside() {
        return serverInside;
    }

    @Override
    public String log() {
        return cell == null ? before : before + cell.log();
    }

    @Override
    public void close() {
        if (cell != null) {
            farewell.accept(cell);
            cell.close();
            before += cell.log();
            cell = null;
        }
    }
}
