/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents say what is true: what they name exists, and their tables leave nothing out. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DOCUMENTS = ROOT.resolve("docs");
    private static final List<String> MODULES = List.of("flow-rules", "controller-app", "mininet");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT))\\.(\\w+)`");
    private static final Pattern FILE = Pattern.compile("`((?:flow-rules|controller-app|mininet)/[\\w./-]+\\.\\w+)`");
    /** Number, feature, this gateway, and nine columns of others. */
    private static final int COMPARED = 12;
    private static final Pattern CLAIM = Pattern.compile("(yes|partial)\\b.*");

    @ParameterizedTest
    @ValueSource(strings = {"comparison.md", "rfc-compliance.md", "adding-a-protocol.md"})
    void everyTestThatIsNamedExists(final String document) throws IOException {
        final var sources = sources();
        final var named = TEST.matcher(read(document)).results().toList();
        assertTrue(!named.isEmpty(), "tests are named as this test expects it");
        assertEquals(List.of(), named.stream().filter(test -> !exists(test, sources)).map(MatchResult::group)
            .distinct().toList());
    }

    @Test
    void everyFileThatIsNamedExists() throws IOException {
        final var named = FILE.matcher(read("adding-a-protocol.md")).results().map(file -> file.group(1)).toList();
        assertTrue(!named.isEmpty(), "files are named as this test expects it");
        assertEquals(List.of(), named.stream().filter(file -> !Files.exists(ROOT.resolve(file))).toList());
    }

    @ParameterizedTest
    @CsvSource({"A, 11", "B, 8", "C, 8", "D, 5", "E, 11", "F, 3", "G, 4"})
    void everyFeatureIsComparedAndEachAnswerHasATest(final String group, final int features) throws IOException {
        final var rows = rows("comparison.md");
        for (int number = 1; number <= features; number++) {
            final var key = group + number;
            final var ofKey = rows.stream().filter(row -> row.getFirst().equals(key)).toList();
            assertEquals(2, ofKey.size(), () -> key + " is compared in one table and proved in another");
            assertEquals(COMPARED, ofKey.getFirst().size(), () -> key + " has a cell for every system");
            assertTrue(TEST.matcher(ofKey.getLast().getLast()).find(), () -> key + " has no test");
        }
    }

    @Test
    void nobodySaysYesWhereThisGatewaySaysNo() throws IOException {
        final var compared = rows("comparison.md").stream()
            .filter(row -> row.size() == COMPARED && row.getFirst().matches("[A-G]\\d+")).toList();
        assertEquals(50, compared.size());
        final var worse = compared.stream().filter(row -> row.get(2).matches("no\\b.*"))
            .filter(row -> row.stream().skip(3).anyMatch(cell -> cell.matches(".*\\byes\\b.*")))
            .map(List::getFirst).toList();
        assertEquals(List.of(), worse);
    }

    @ParameterizedTest
    @CsvSource({"RFC 4787, 14", "RFC 5382, 10", "RFC 5508, 11", "RFC 6888, 15"})
    void noRequirementIsLeftOut(final String rfc, final int last) throws IOException {
        final var text = read("rfc-compliance.md");
        final int begin = text.indexOf("## " + rfc);
        final var section = text.substring(begin, text.indexOf("\n## ", begin + 1));
        assertEquals(List.of(), IntStream.rangeClosed(1, last).mapToObj(number -> "\n| REQ-" + number + " |")
            .filter(row -> !section.contains(row)).toList());
    }

    @Test
    void whatIsSaidToBeDoneHasATest() throws IOException {
        final var unproved = rows("rfc-compliance.md").stream()
            .filter(row -> row.stream().anyMatch(cell -> CLAIM.matcher(cell).matches()))
            .filter(row -> !TEST.matcher(row.getLast()).find()).map(List::getFirst).toList();
        assertEquals(List.of(), unproved);
    }

    private static boolean exists(final MatchResult test, final Map<String, List<String>> sources) {
        final var name = Pattern.compile("\\bvoid " + test.group(2) + "\\(|\\bArchRule " + test.group(2) + "\\b");
        return sources.getOrDefault(test.group(1), List.of()).stream().anyMatch(text -> name.matcher(text).find());
    }

    /** What all test classes of a name contain, in whatever module. */
    private static Map<String, List<String>> sources() throws IOException {
        final var sources = new HashMap<String, List<String>>();
        for (final var module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test"))) {
                for (final var file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                    final var name = file.getFileName().toString().replace(".java", "");
                    sources.computeIfAbsent(name, key -> new ArrayList<>()).add(Files.readString(file));
                }
            }
        }
        return sources;
    }

    /** The cells of all rows of all tables. */
    private static List<List<String>> rows(final String document) throws IOException {
        return read(document).lines().filter(line -> line.startsWith("| "))
            .map(line -> Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1)).map(String::strip)
                .toList())
            .toList();
    }

    private static String read(final String document) throws IOException {
        return Files.readString(DOCUMENTS.resolve(document));
    }
}
