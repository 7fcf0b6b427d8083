/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.vpnpassthrough.gateway.GatewayRig;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Samples;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.vectors.Vector;
import org.vpnpassthrough.vectors.VectorFile;

/**
 * Writes what the fuzzers begin with: the frames of the golden vectors and of the packet tests, and what is in them.
 * Run it when there are new vectors; files that are there stay, those that a fuzzer has found as well.
 *
 * <p>{@code java ... org.vpnpassthrough.fuzz.SeedCorpus src/test/resources}, in the folder of this module and with its
 * test class path.
 */
final class SeedCorpus {
    private static final int MAX_SECONDS = 29;
    private static final int GRE = 47;

    private final Path folder;
    private final Set<List<Object>> written = new HashSet<>();

    private SeedCorpus(final Path resources) {
        folder = resources.resolve(SeedCorpus.class.getPackageName().replace('.', '/'));
    }

    /**
     * Writes them.
     *
     * @param arguments the folder of the resources
     * @throws IOException when it cannot be written
     */
    public static void main(final String[] arguments) throws IOException {
        final var corpus = new SeedCorpus(Path.of(arguments[0]));
        for (final var vector : VectorFile.all()) {
            corpus.sequence(vector);
            int number = 0;
            for (final var frame : vector.frames().toList()) {
                corpus.frame(vector.name().replaceAll("[/.]", "-").replace("-txt", "") + "-" + ++number, frame);
            }
        }
        int number = 0;
        for (final var frame : Samples.bytes()) {
            corpus.frame("sample-" + ++number, frame);
        }
    }

    private void frame(final String name, final byte[] frame) throws IOException {
        switch (Packet.parse(frame)) {
            case Arp arp -> write("ArpFuzzTest", "packet", name, frame, 14, frame.length);
            case Packet packet -> packet(name, packet);
            default -> write("PacketFuzzTest", "frame", name, frame, 0, frame.length);
        }
    }

    private void packet(final String name, final Packet packet) throws IOException {
        final var frame = packet.frame();
        write("PacketFuzzTest", "frame", name, frame, 0, frame.length);
        if (packet.ip().protocol() == GRE) {
            write("GreFuzzTest", "header", name, frame, packet.ip().payloadOffset(), packet.ip().end());
        } else if (packet.transport() instanceof UdpHeader udp) {
            for (final var port : List.of(udp.sourcePort(), udp.destinationPort())) {
                final var target = switch (port) {
                    case 500 -> "IkeFuzzTest/message";
                    case 4500 -> "NattFuzzTest/datagram";
                    case 1701 -> "L2tpFuzzTest/datagram";
                    default -> "";
                };
                if (!target.isEmpty()) {
                    write(target.split("/")[0], target.split("/")[1], name, frame, udp.payloadOffset(), udp.end());
                }
            }
        } else if (packet.transport() instanceof TcpHeader tcp && tcp.payloadLength() > 0
                && (tcp.sourcePort() == 1723 || tcp.destinationPort() == 1723)) {
            // the byte before the payload is the first one, which says how the stream is cut
            write("PptpFuzzTest", "stream", name, frame, tcp.payloadOffset() - 1, packet.ip().end());
        } else if (packet.transport() instanceof IcmpError error) {
            write("QuoteFuzzTest", "quote", name, frame, error.quoted().ip().offset(), packet.ip().end());
        }
        if (packet.source().equals(Frames.PUBLIC_ADDRESS) && packet.destination().equals(Frames.SERVER)
                || packet.source().equals(Frames.SERVER) && packet.destination().equals(Frames.CLIENT)) {
            write("QuoteFuzzTest", "quote", name, frame, packet.ip().offset(),
                Math.min(packet.ip().end(), packet.ip().payloadOffset() + 28));
        }
    }

    private void sequence(final Vector vector) throws IOException {
        final var events = new ArrayList<FrameSequence.Event>();
        long second = 0;
        for (final var step : vector.steps()) {
            if (step.event() instanceof Vector.Arrival arrival) {
                final int wait = (int) Math.min(MAX_SECONDS, step.at().toSeconds() - second);
                events.add(new FrameSequence.Event(wait << 3 | (arrival.port() == GatewayRig.EXTERNAL ? 1 : 0),
                    arrival.frame().bytes()));
            }
            second = step.at().toSeconds();
        }
        final var bytes = new FrameSequence(events).bytes();
        write("GatewayFuzzTest", "frames", vector.name().replaceAll("[/.]", "-").replace("-txt", ""), bytes, 0,
            bytes.length);
    }

    private void write(final String target, final String method, final String name, final byte[] bytes, final int from,
            final int to) throws IOException {
        final var seed = Arrays.copyOfRange(bytes, from, to);
        final var file = folder.resolve(target + "Inputs").resolve(method).resolve(name.toLowerCase(Locale.ROOT));
        if (written.add(List.of(target, Arrays.toString(seed))) && Files.notExists(file)) {
            Files.createDirectories(file.getParent());
            Files.write(file, seed);
        }
    }
}
