/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.util.function.Function;
import org.vpnpassthrough.mininet.Host;

/** A server in a {@link Cell}. */
final class CellServer implements Vpn.Server {
    private final Cell cell;
    private final Function<Host, Vpn.Client> clients;

    CellServer(final Cell cell, final Function<Host, Vpn.Client> clients) {
        this.cell = cell;
        this.clients = clients;
    }

    @Override
    public Vpn.Client client(final Host host) {
        return clients.apply(host);
    }

    @Override
    public String log() {
        return cell.log();
    }

    @Override
    public void close() {
        cell.close();
    }
}
