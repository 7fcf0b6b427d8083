/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.vpnpassthrough.gateway.ExternalPort;
import org.vpnpassthrough.gateway.Gateway;
import org.vpnpassthrough.gateway.GatewayConfig;
import org.vpnpassthrough.gateway.InternalPort;
import org.vpnpassthrough.gateway.SwitchPort;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.mapping.Labels;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.MappingTable;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Prefix;

/** What the benchmarks measure. */
final class BenchGateway {
    static final int INTERNAL = 1;

    private static final int EXTERNAL = 2;
    private static final Mac INTERNAL_MAC = Mac.parse("02:00:00:00:00:01");
    private static final Mac EXTERNAL_MAC = Mac.parse("02:00:00:00:00:02");
    private static final Ip4 NEXT_HOP = Ip4.parse("203.0.113.254");

    private BenchGateway() {
    }

    /** A table and the internal tuples in it, in random order. */
    record Table(MappingTable mappings, List<Tuple> tuples, int[] place) {
        Tuple next() {
            place[0] = place[0] + 1 == tuples.size() ? 0 : place[0] + 1;
            return tuples.get(place[0]);
        }
    }

    /** A gateway that knows its neighbours. */
    static Gateway running() {
        final var now = Instant.EPOCH;
        final var gateway = new Gateway(GatewayConfig.of("bench",
            List.of(new InternalPort("in", Prefix.parse("192.0.2.0/24"), Ip4.parse("192.0.2.1"))),
            new ExternalPort("out", Prefix.parse("203.0.113.0/24"), Ip4.parse("203.0.113.1"), NEXT_HOP),
            List.of(new AddressRange(Ip4.parse("203.0.113.10"), Ip4.parse("203.0.113.10")))), new Random(1));
        gateway.connected(now);
        gateway.ports(List.of(new SwitchPort(INTERNAL, "in", INTERNAL_MAC),
            new SwitchPort(EXTERNAL, "out", EXTERNAL_MAC)), now);
        gateway.receive(EXTERNAL, 0, Frames.arpReply(Frames.SENDER_MAC, NEXT_HOP, EXTERNAL_MAC,
            Ip4.parse("203.0.113.1")), now);
        return gateway;
    }

    static byte[] fromClient(final byte[] frame) {
        return Frames.withEthernet(frame, Frames.SENDER_MAC, INTERNAL_MAC);
    }

    /** A table with so many mappings, each with one session. */
    static Table table(final int size) {
        final var table = new MappingTable(new Labels(new Random(1), 0));
        final var tuples = new ArrayList<Tuple>();
        for (int count = 0; count < size; count++) {
            final int port = 1024 + count % 60_000;
            final int host = count / 60_000;
            final var internal = Tuple.of(IpProtocol.UDP, Frames.CLIENT.plus(host), port);
            final var mapping = table.open("plain", internal,
                Tuple.of(IpProtocol.UDP, Frames.PUBLIC_ADDRESS.plus(host), port));
            table.carriedBySwitch(table.open(mapping, Frames.SERVER, Lifetime.inSwitch(300), Instant.EPOCH), true,
                Instant.EPOCH);
            tuples.add(internal);
        }
        Collections.shuffle(tuples, new Random(2));
        return new Table(table, tuples, new int[1]);
    }
}
