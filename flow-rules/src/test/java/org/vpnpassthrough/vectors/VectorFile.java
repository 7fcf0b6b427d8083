/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Vectors as files; the format is in the package description. */
public final class VectorFile {
    private VectorFile() {
    }

    /**
     * Reads every vector there is, from the folder or the jar that has them.
     *
     * @return in the order of their names
     * @throws IOException when a file cannot be read
     * @throws IllegalArgumentException when one is wrong, see {@link #parse}
     */
    public static List<Vector> all() throws IOException {
        final URI folder;
        try {
            folder = VectorFile.class.getResource("/vectors").toURI();
        } catch (URISyntaxException e) {
            throw new IOException("the class path has no folder of vectors", e);
        }
        if (!"jar".equals(folder.getScheme())) {
            return all(Path.of(folder));
        }
        try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
            return all(jar.getPath("/vectors"));
        }
    }

    /**
     * Reads every vector of a folder and the folders in it.
     *
     * @param folder such as {@code src/test/resources/vectors}
     * @return in the order of their names
     * @throws IOException when a file cannot be read
     * @throws IllegalArgumentException when one is wrong, see {@link #parse}
     */
    public static List<Vector> all(final Path folder) throws IOException {
        final List<Vector> vectors = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".txt")).sorted().toList()) {
                vectors.add(parse(folder.relativize(file).toString(), Files.readString(file)));
            }
        }
        return vectors;
    }

    /**
     * Reads one vector.
     *
     * @param name what to call it in messages, such as {@code plain/udp.txt}
     * @param text the whole file
     * @return the vector
     * @throws IllegalArgumentException when it is wrong; the message begins with name and line number
     */
    public static Vector parse(final String name, final String text) {
        return new VectorParser(name).parse(text.lines().toList());
    }

    /**
     * Writes one vector. What is written reads back as the same vector, and is then written the same way.
     *
     * @param vector what to write
     * @return the whole file
     */
    public static String text(final Vector vector) {
        return VectorWriter.text(vector);
    }
}
