/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The adapter decides nothing: what it would need for that is out of its reach. */
class ArchitectureTest {
    private static final JavaClasses ADAPTER = new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("org.vpnpassthrough.controller");

    @Test
    void onlyTheReadersOfTheModelKnowHowTheCoreTranslates() {
        noClasses().that(not(belongToAnyOf(GatewayConfigReader.class, StaticMappingReader.class)))
            .should().dependOnClassesThat().resideInAnyPackage("org.vpnpassthrough.mapping..",
                "org.vpnpassthrough.translation..")
            .check(ADAPTER);
    }

    @Test
    void onlyTheTranslationsBuildFlowsGroupsAndMeters() {
        noClasses().that(not(belongToAnyOf(OdlFlows.class, OdlGroups.class, OdlMatches.class, OdlMeters.class,
                OdlSwitch.class)))
            .should().dependOnClassesThat(resideInAPackage("org.opendaylight.yang.gen..")
                .and(simpleNameEndingWith("Builder"))
                .and(not(resideInAPackage("..urn.vpn.passthrough..")))
                .and(not(simpleName("TransmitPacketInputBuilder"))))
            .check(ADAPTER);
    }

    @Test
    void nothingStaticChanges() {
        fields().that().areDeclaredInClassesThat().resideInAPackage("org.vpnpassthrough.controller")
            .and().areStatic().should().beFinal()
            .check(ADAPTER);
    }
}
