/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The decoder of Wireshark, so that we do not check ourselves with ourselves. */
final class Tshark {
    private static final Path PROGRAM = Path.of("/usr/bin/tshark");
    private static final List<String> CHECKSUMS = List.of("-o", "ip.check_checksum:TRUE", "-o",
        "udp.check_checksum:TRUE", "-o", "tcp.check_checksum:TRUE", "-o", "sctp.checksum:crc-32c", "-o",
        "ip.defragment:FALSE");
    private static final int PCAP_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int LINK_ETHERNET = 1;

    private Tshark() {
        // only functions
    }

    /** What each frame holds: the given fields by name, several values of one field separated by commas. */
    static List<Map<String, String>> decode(Path directory, List<byte[]> frames, List<String> fields)
            throws IOException, InterruptedException {
        assertTrue(Files.isExecutable(PROGRAM), "This test compares with tshark, which is not installed: no " + PROGRAM
            + ". On Debian: apt-get install tshark");
        final var capture = directory.resolve("frames.pcap");
        final var output = directory.resolve("tshark.txt");
        final var errors = directory.resolve("tshark-errors.txt");
        Files.write(capture, pcap(frames));
        final var command = new ArrayList<>(List.of(PROGRAM.toString(), "-n", "-r", capture.toString()));
        command.addAll(CHECKSUMS);
        command.addAll(List.of("-T", "fields", "-E", "separator=|", "-E", "occurrence=a", "-E", "aggregator=,"));
        fields.forEach(field -> command.addAll(List.of("-e", field)));
        final var process = new ProcessBuilder(command).redirectOutput(output.toFile())
            .redirectError(errors.toFile()).start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        assertEquals(0, process.waitFor(), () -> "tshark: " + read(errors));
        final var lines = Files.readAllLines(output);
        assertEquals(frames.size(), lines.size(), () -> "tshark: " + read(errors));
        return lines.stream().map(line -> row(line, fields)).toList();
    }

    private static Map<String, String> row(String line, List<String> fields) {
        final var values = line.split("\\|", -1);
        final var row = new LinkedHashMap<String, String>();
        for (int i = 0; i < fields.size(); i++) {
            // older versions print a boolean as 1 or 0, newer ones as a word
            row.put(fields.get(i), values[i].replace("True", "1").replace("False", "0"));
        }
        return row;
    }

    private static byte[] pcap(List<byte[]> frames) {
        final var file = ByteBuffer.allocate(PCAP_HEADER
            + frames.stream().mapToInt(frame -> RECORD_HEADER + frame.length).sum());
        file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0).putInt(0xffff)
            .putInt(LINK_ETHERNET);
        for (int i = 0; i < frames.size(); i++) {
            final int length = frames.get(i).length;
            file.putInt(i).putInt(0).putInt(length).putInt(length).put(frames.get(i));
        }
        return file.array();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
