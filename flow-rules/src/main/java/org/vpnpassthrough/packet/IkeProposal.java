/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What one side of IKE proposes, or what the other chose of it. Of version 2 a proposal, of which the responder chooses
 * one transform of each type (RFC 7296 section 3.3.1). Of version 1 a single transform of RFC 2408 section 3.6, whose
 * attributes belong together: a payload with five of them is read as five proposals.
 *
 * @param version of IKE, 1 or 2
 * @param number as the sender counts: of version 2 the proposal, of version 1 the transform, 0 to 255
 * @param protocol that it is for, see the constants, 0 to 255
 * @param transforms in the order of preference; unmodifiable
 * @param lifeSeconds how long the security association shall live; version 1 says so, version 2 does not
 */
public record IkeProposal(int version, int number, int protocol, List<IkeTransform> transforms,
        OptionalLong lifeSeconds) {
    /** IKE itself, ISAKMP in the words of version 1. */
    public static final int IKE = 1;

    /** Copies the list. */
    public IkeProposal {
        transforms = List.copyOf(transforms);
    }

    /**
     * The transforms of one type.
     *
     * @param type one of the constants of {@link IkeTransform}
     * @return in the order of preference, empty if there are none
     */
    public List<IkeTransform> of(int type) {
        return transforms.stream().filter(transform -> transform.type() == type).toList();
    }

    /**
     * The names of the transforms.
     *
     * @return for example {@code AES-CBC-256/HMAC-SHA2-256-128/PRF-HMAC-SHA2-256/MODP-2048}
     */
    @Override
    public String toString() {
        return transforms.stream().map(IkeTransform::toString).collect(Collectors.joining("/"));
    }
}
