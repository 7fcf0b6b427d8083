/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import com.google.common.util.concurrent.FluentFuture;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.mdsal.common.api.DataValidationFailedException;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.mdsal.common.api.PostCanCommitStep;
import org.opendaylight.mdsal.dom.api.DOMDataBroker.CommitCohortExtension;
import org.opendaylight.mdsal.dom.api.DOMDataTreeCandidate;
import org.opendaylight.mdsal.dom.api.DOMDataTreeCommitCohort;
import org.opendaylight.mdsal.dom.api.DOMDataTreeIdentifier;
import org.opendaylight.netconf.api.NetconfDocumentedException;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Gateways;
import org.opendaylight.yangtools.binding.data.codec.api.BindingNormalizedNodeSerializer;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.util.concurrent.FluentFutures;
import org.opendaylight.yangtools.yang.common.ErrorSeverity;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnpassthrough.gateway.GatewayConfig;
import org.vpnpassthrough.gateway.Problem;
import org.vpnpassthrough.gateway.SwitchPort;

/**
 * Refuses a configuration that cannot work when it is committed, so that none of it is applied.
 *
 * <p>It takes part in every commit of the configuration datastore that touches our gateways, whoever makes it. A
 * refusal travels as the cause of the failed commit. OpenDaylight's RESTCONF server shows its client the message of a
 * {@link NetconfDocumentedException} among the causes, and of no other exception, hence that type.
 *
 * <p>Refused is what makes things worse: a problem that the configuration before had as well does not stand in the way
 * of a change elsewhere, nor of the change that removes it.
 */
final class ConfigGuard implements DOMDataTreeCommitCohort, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigGuard.class);
    private static final YangInstanceIdentifier GATEWAYS = YangInstanceIdentifier.of(Gateways.QNAME);

    private final BindingNormalizedNodeSerializer codec;
    private final Function<String, Collection<SwitchPort>> portsOf;
    private final Registration registration;

    /**
     * Starts guarding.
     *
     * @param commits the datastore's way of letting others take part in commits
     * @param codec reads the datastore's nodes as objects
     * @param portsOf the ports of a switch, empty if it is not connected
     */
    ConfigGuard(final CommitCohortExtension commits, final BindingNormalizedNodeSerializer codec,
            final Function<String, Collection<SwitchPort>> portsOf) {
        this.codec = codec;
        this.portsOf = portsOf;
        registration = commits.registerCommitCohort(
            DOMDataTreeIdentifier.of(LogicalDatastoreType.CONFIGURATION, GATEWAYS), this);
    }

    /** What is thrown here would not refuse the commit but leave it hanging until the datastore gives up. */
    @Override
    @SuppressWarnings("checkstyle:IllegalCatch")
    public FluentFuture<PostCanCommitStep> canCommit(final Object txId, final EffectiveModelContext ctx,
            final Collection<DOMDataTreeCandidate> candidates) {
        try {
            return check(candidates);
        } catch (RuntimeException e) {
            LOG.warn("A configuration cannot be read, it is refused", e);
            return FluentFutures.immediateFailedFluentFuture(refusal("The configuration cannot be read: " + e));
        }
    }

    private FluentFuture<PostCanCommitStep> check(final Collection<DOMDataTreeCandidate> candidates) {
        for (var candidate : candidates) {
            final var node = candidate.getRootNode();
            final var worse = problems(gateways(node.dataAfter()), portsOf);
            if (!worse.isEmpty()) {
                worse.removeAll(problems(gateways(node.dataBefore()), portsOf));
            }
            if (!worse.isEmpty()) {
                return FluentFutures.immediateFailedFluentFuture(refusal(String.join("; ", worse)));
            }
        }
        return PostCanCommitStep.NOOP_SUCCESSFUL_FUTURE;
    }

    private static DataValidationFailedException refusal(final String message) {
        return new DataValidationFailedException(YangInstanceIdentifier.class, GATEWAYS, message,
            new NetconfDocumentedException(message, ErrorType.APPLICATION, ErrorTag.INVALID_VALUE,
                ErrorSeverity.ERROR));
    }

    private @Nullable Gateways gateways(final @Nullable NormalizedNode node) {
        if (node == null) {
            return null;
        }
        final var read = codec.fromNormalizedNode(GATEWAYS, node);
        return read == null ? null : (Gateways) read.getValue();
    }

    /**
     * What is wrong with a configuration.
     *
     * @param gateways the configuration, null for none
     * @param portsOf the ports of a switch, empty if it is not connected
     * @return a sentence for each problem, naming gateway, leaf, value and what would be right
     */
    static Set<String> problems(final @Nullable Gateways gateways,
            final Function<String, Collection<SwitchPort>> portsOf) {
        final var problems = new LinkedHashSet<String>();
        for (var gateway : GatewayConfigReader.readAll(gateways)) {
            switch (gateway) {
                case ReadGateway.Unusable one ->
                    one.problems().forEach(problem -> problems.add(sentence(one.name(), problem)));
                case ReadGateway.Usable one ->
                    unknownPorts(one.config(), one.nodeId(), portsOf.apply(one.nodeId()), problems);
            }
        }
        return problems;
    }

    private static void unknownPorts(final GatewayConfig config, final String nodeId,
            final Collection<SwitchPort> present, final Set<String> problems) {
        if (!present.isEmpty()) {
            config.internalPorts().forEach(port -> unknownPort(config.name(), "internal-port/port", port.port(), nodeId,
                present, problems));
            unknownPort(config.name(), "external-port/port", config.externalPort().port(), nodeId, present, problems);
        }
    }

    private static void unknownPort(final String gateway, final String leaf, final String port, final String nodeId,
            final Collection<SwitchPort> present, final Set<String> problems) {
        if (present.stream().noneMatch(one -> one.name().equals(port) || String.valueOf(one.number()).equals(port))) {
            problems.add(sentence(gateway, new Problem(leaf, port, "one of the ports of " + nodeId + ": "
                + present.stream().map(SwitchPort::name).sorted().collect(Collectors.joining(", ")))));
        }
    }

    private static String sentence(final String gateway, final Problem problem) {
        return "gateway " + gateway + ": " + problem;
    }

    @Override
    public void close() {
        registration.close();
    }
}
