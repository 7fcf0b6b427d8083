/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The adapter decides nothing, so it has no need to know a protocol by name; the YANG model does that. */
class ProtocolNamesTest {
    private static final Path SOURCES = Path.of("src/main/java");
    /** The mirror image of the YANG model. */
    private static final String READER = "GatewayConfigReader.java";
    /** Long enough to be nothing else, within whatever name. */
    private static final Pattern NAME = Pattern.compile("(?i)ipsec|isakmp|natt|nat-t|pptp|l2tp");
    /** Words that are part of other words, so they count only as a word of their own: {@code getEspTimeout}. */
    private static final Set<String> SHORT_NAMES = Set.of("ike", "esp", "gre");
    private static final Pattern WORD = Pattern.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])");

    @Test
    void theReaderOfTheModelIsFullOfThem() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            assertTrue(files.filter(file -> file.endsWith(READER)).flatMap(ProtocolNamesTest::findings).count() > 5);
        }
    }

    @Test
    void noClassButTheReaderOfTheModelNamesARoom() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            final var sources = files.filter(file -> file.toString().endsWith(".java")).toList();
            assertTrue(sources.size() > 10, "the sources are where this test looks for them");
            assertEquals(List.of(), sources.stream()
                .filter(file -> !file.endsWith(READER))
                .flatMap(ProtocolNamesTest::findings)
                .toList());
        }
    }

    private static Stream<String> findings(final Path file) {
        try {
            final var source = Files.readString(file);
            return Stream.concat(
                    NAME.matcher(source).results().map(MatchResult::group),
                    WORD.matcher(source).results().map(MatchResult::group)
                        .filter(word -> SHORT_NAMES.contains(word.toLowerCase(Locale.ROOT))))
                .map(name -> file.getFileName() + ": " + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
