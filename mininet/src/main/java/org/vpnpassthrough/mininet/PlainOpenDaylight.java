/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/**
 * An OpenDaylight of our release train that has never heard of us: our distribution with our feature taken out, and
 * what the feature builds on put in its place.
 */
public final class PlainOpenDaylight {
    private static final String OURS = "org/vpnpassthrough";
    private static final String ADDRESS = "mvn:org.vpnpassthrough/odl-vpn-passthrough/0.1.0/xml/features";
    private static final String REPOSITORY_OF_KAR = "repository/";
    private static final Pattern REPOSITORY = Pattern.compile("<repository>mvn:org\\.vpnpassthrough/.*?</repository>");
    private static final Pattern FEATURE = Pattern.compile("<feature [^>]*>odl-vpn-passthrough</feature>");
    private static final Pattern INNER_REPOSITORY = Pattern.compile("<repository>.*?</repository>");
    private static final Pattern INNER_FEATURE = Pattern.compile("<feature [^>]*>[a-z-]+</feature>");

    private PlainOpenDaylight() {
        // only a factory
    }

    /**
     * Makes one.
     *
     * @param distribution our distribution; it stays as it is
     * @param folder an empty folder to make it in; large parts of it are links into the distribution
     * @return the folder
     */
    public static Path make(final Path distribution, final Path folder) {
        try {
            link(distribution, folder, "etc", "system", "data", "lock");
            final var system = Files.createDirectory(folder.resolve("system"));
            link(distribution.resolve("system"), system, "org");
            link(distribution.resolve("system/org"), Files.createDirectory(system.resolve("org")), "vpnpassthrough");
            copyEtc(distribution, folder);
            return folder;
        } catch (IOException e) {
            throw new LabException("taking our feature out of " + distribution, e);
        }
    }

    /**
     * Installs our feature as one that boots, as the README tells it.
     *
     * @param folder an OpenDaylight that does not run
     * @param kar our KAR
     */
    public static void install(final Path folder, final Path kar) {
        try (var archive = new ZipFile(kar.toFile())) {
            for (var entry : archive.stream().filter(file -> file.getName().startsWith(REPOSITORY_OF_KAR)).toList()) {
                final var path = entry.getName().substring(REPOSITORY_OF_KAR.length());
                final var file = folder.resolve("system").resolve(path);
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (Files.notExists(file)) {
                    Files.createDirectories(file.getParent());
                    Files.copy(archive.getInputStream(entry), file);
                }
            }
            final var settings = folder.resolve("etc/org.apache.karaf.features.cfg");
            final var lines = Files.readAllLines(settings).stream().map(line ->
                line.startsWith("featuresRepositories") ? line + ", " + ADDRESS
                    : line.startsWith("featuresBoot =") ? line + ", odl-vpn-passthrough" : line).toList();
            Files.write(settings, lines);
        } catch (IOException e) {
            throw new LabException("installing " + kar + " into " + folder, e);
        }
    }

    /**
     * Takes the links into the distribution out, so that whoever removes the folder meets no file but its own.
     *
     * @param folder an OpenDaylight that does not run any more
     */
    public static void unlink(final Path folder) {
        try (var files = Files.walk(folder)) {
            for (var link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        } catch (IOException e) {
            throw new LabException("removing links from " + folder, e);
        }
    }

    private static void link(final Path from, final Path to, final String... but) throws IOException {
        try (var children = Files.newDirectoryStream(from,
                child -> !List.of(but).contains(child.getFileName().toString()))) {
            for (var child : children) {
                Files.createSymbolicLink(to.resolve(child.getFileName()), child.toRealPath());
            }
        }
    }

    private static void copyEtc(final Path distribution, final Path folder) throws IOException {
        final var feature = Files.readString(find(distribution.resolve("system").resolve(OURS)));
        final var etc = Files.createDirectory(folder.resolve("etc"));
        try (var files = Files.newDirectoryStream(distribution.resolve("etc"))) {
            for (var file : files) {
                final var copy = etc.resolve(file.getFileName());
                Files.copy(file, copy);
                if (file.toString().endsWith(".xml") && Files.readString(file).contains("odl-vpn-passthrough")) {
                    final var boot = REPOSITORY.matcher(Files.readString(file))
                        .replaceAll(all(INNER_REPOSITORY, feature));
                    Files.writeString(copy, FEATURE.matcher(boot).replaceAll(all(INNER_FEATURE, feature)));
                }
            }
        }
    }

    private static String all(final Pattern pattern, final String text) {
        return pattern.matcher(text).results().map(found -> found.group()).collect(Collectors.joining("\n"));
    }

    private static Path find(final Path ours) throws IOException {
        try (var files = Files.walk(ours)) {
            return files.filter(file -> file.toString().endsWith("-features.xml")).findFirst()
                .orElseThrow(() -> new LabException("no feature in " + ours));
        }
    }
}
