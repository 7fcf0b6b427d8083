/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom inside the core. */
@AnalyzeClasses(packages = "org.vpnpassthrough", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String CORE = "org.vpnpassthrough.";

    private ArchitectureTest() {
        // only rules
    }

    @ArchTest
    static final ArchRule PACKET_KNOWS_NOBODY = onlyKnows("packet");

    @ArchTest
    static final ArchRule MAPPING_KNOWS_PACKET = onlyKnows("mapping", "packet");

    @ArchTest
    static final ArchRule TRANSLATION_KNOWS_MAPPING_AND_PACKET = onlyKnows("translation", "mapping", "packet");

    @ArchTest
    static final ArchRule RULES_KNOW_TRANSLATION_MAPPING_AND_PACKET =
        onlyKnows("rules", "translation", "mapping", "packet");

    @ArchTest
    static final ArchRule ROOMS_DO_NOT_KNOW_EACH_OTHER = slices().matching(CORE + "translation.(*)..")
        .should().notDependOnEachOther();

    @ArchTest
    static final ArchRule THE_CORE_IS_PURE = noClasses().should().dependOnClassesThat().resideInAnyPackage(
        "java.net..", "java.nio.channels..", "java.nio.file..", "java.util.concurrent..", "org.opendaylight..",
        "io.netty..").orShould().callMethod(java.time.Instant.class, "now")
        .orShould().callMethod(System.class, "currentTimeMillis").orShould().callMethod(System.class, "nanoTime");

    private static ArchRule onlyKnows(final String who, final String... whom) {
        final var allowed = new String[whom.length + 2];
        allowed[0] = "java..";
        allowed[1] = CORE + who + "..";
        for (int index = 0; index < whom.length; index++) {
            allowed[index + 2] = CORE + whom[index] + "..";
        }
        return classes().that().resideInAPackage(CORE + who + "..").should().onlyDependOnClassesThat()
            .resideInAnyPackage(allowed);
    }
}
