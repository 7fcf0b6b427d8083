/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All golden vectors against the gateway and the fake switch. */
class VectorsTest {
    static Stream<Vector> vectors() throws IOException {
        final List<Vector> vectors = VectorFile.all();
        assertTrue(vectors.size() >= 19, "the vectors are not all there");
        return vectors.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void theGatewayDoesWhatTheVectorExpects(final Vector vector) {
        assertEquals("", String.join("\n", VectorCheck.differences(vector, GatewayRunner::new)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void aVectorReadsBackAsItWasWritten(final Vector vector) {
        assertEquals(vector, VectorFile.parse(vector.name(), VectorFile.text(vector)));
    }
}
