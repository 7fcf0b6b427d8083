/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads SA payloads: proposals, their transforms, the attributes of these (RFC 7296 section 3.3; RFC 2408 sections 3.4
 * to 3.6 with RFC 2409 appendix A).
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *
 *  |                   DOI, 1 for IPsec                            |   version 1 only
 *  |                   situation, 1 for identity only              |
 *
 *  | 0 last/2 more |   reserved    |         proposal length       |   proposal
 *  |    number     |   protocol    |   SPI size    |  transforms   |
 *  |                         SPI                                   |
 *
 *  | 0 last/3 more |   reserved    |        transform length       |   transform, version 2
 *  |     type      |   reserved    |              id               |
 *
 *  | 0 last/3 more |   reserved    |        transform length       |   transform, version 1
 *  |    number     |      id       |           reserved            |
 *
 *  |1|         attribute           |             value             |   attribute, short
 *  |0|         attribute           |         length of value       |   attribute, long
 * </pre>
 *
 * <p>Every length must fit exactly; nothing is read past the payload. The work is bounded by the payload's length.
 */
final class IkeSaParser {
    private static final int PROPOSAL_HEADER = 8;
    private static final int TRANSFORM_HEADER = 8;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int LAST = 0;
    private static final int MORE_PROPOSALS = 2;
    private static final int MORE_TRANSFORMS = 3;
    /** Proposals, and transforms of version 1, are numbered with one byte. */
    private static final int MAX_PROPOSALS = 255;

    private static final int V1_DOI_AND_SITUATION = 8;
    private static final int IPSEC_DOI = 1;
    private static final int IDENTITY_ONLY = 1;

    private static final int SHORT = 0x8000;
    private static final int KEY_LENGTH = 14;
    private static final int LIFE_TYPE = 11;
    private static final int LIFE_DURATION = 12;
    private static final int IN_SECONDS = 1;

    private final byte[] frame;
    private final int version;
    private final List<IkeProposal> proposals = new ArrayList<>();
    private boolean broken;

    private IkeSaParser(byte[] frame, int version) {
        this.frame = frame;
        this.version = version;
    }

    static Optional<List<IkeProposal>> version2(byte[] frame, IkePayload payload) {
        final var parser = new IkeSaParser(frame, 2);
        parser.proposals(payload.offset(), payload.offset() + payload.length());
        return parser.result();
    }

    /** Of another domain of interpretation, or with labels of secrecy, nothing can be read and nothing is wrong. */
    static Optional<List<IkeProposal>> version1(byte[] frame, IkePayload payload) {
        if (payload.length() < V1_DOI_AND_SITUATION) {
            return Optional.empty();
        }
        if (Bytes.i32(frame, payload.offset()) != IPSEC_DOI
                || Bytes.i32(frame, payload.offset() + 4) != IDENTITY_ONLY) {
            return Optional.of(List.of());
        }
        final var parser = new IkeSaParser(frame, 1);
        parser.proposals(payload.offset() + V1_DOI_AND_SITUATION, payload.offset() + payload.length());
        return parser.result();
    }

    private Optional<List<IkeProposal>> result() {
        return broken || proposals.size() > MAX_PROPOSALS ? Optional.empty() : Optional.of(proposals);
    }

    private void proposals(int from, int end) {
        int at = from;
        int more = MORE_PROPOSALS;
        while (more == MORE_PROPOSALS && !broken) {
            final int length = part(at, end, PROPOSAL_HEADER, MORE_PROPOSALS);
            if (!broken) {
                proposal(at, at + length);
                more = Bytes.u8(frame, at);
                at += length;
            }
        }
        broken |= at != end;
    }

    /** The length of the proposal or transform that begins here, if it fits and says that it is the last if it is. */
    private int part(int at, int end, int header, int more) {
        final int length = end - at < header ? 0 : Bytes.u16(frame, at + 2);
        if (length < header || length > end - at) {
            broken = true;
            return 0;
        }
        broken = Bytes.u8(frame, at) != (at + length == end ? LAST : more);
        return length;
    }

    private void proposal(int start, int end) {
        final int number = Bytes.u8(frame, start + 4);
        final int protocol = Bytes.u8(frame, start + 5);
        final int announced = Bytes.u8(frame, start + 7);
        int at = start + PROPOSAL_HEADER + Bytes.u8(frame, start + 6);
        broken |= at > end;
        final var transforms = new ArrayList<IkeTransform>();
        int count = 0;
        while (at < end && !broken) {
            final int length = part(at, end, TRANSFORM_HEADER, MORE_TRANSFORMS);
            if (broken) {
                return;
            }
            if (version == 1) {
                v1Transform(at, at + length, protocol);
            } else {
                transforms.add(v2Transform(at, at + length));
            }
            count++;
            at += length;
        }
        broken |= count != announced;
        if (version == 2) {
            proposals.add(new IkeProposal(2, number, protocol, transforms, OptionalLong.empty()));
        }
    }

    private IkeTransform v2Transform(int start, int end) {
        final var keyLength = new long[1];
        attributes(start + TRANSFORM_HEADER, end, (type, value) -> {
            if (type == KEY_LENGTH) {
                keyLength[0] = value;
            }
        });
        return new IkeTransform(2, Bytes.u8(frame, start + 4), Bytes.u16(frame, start + 6), (int) keyLength[0]);
    }

    private void v1Transform(int start, int end, int protocol) {
        final var attributes = new V1Attributes();
        attributes(start + TRANSFORM_HEADER, end, attributes);
        proposals.add(new IkeProposal(1, Bytes.u8(frame, start + 4), protocol,
            protocol == IkeProposal.IKE ? attributes.transforms() : List.of(), attributes.lifeSeconds));
    }

    private void attributes(int from, int end, AttributeReader reader) {
        int at = from;
        while (at < end && !broken) {
            final boolean isShort = end - at >= ATTRIBUTE_HEADER && (Bytes.u16(frame, at) & SHORT) != 0;
            final int length = end - at < ATTRIBUTE_HEADER ? end : isShort ? 0 : Bytes.u16(frame, at + 2);
            if (length > end - at - ATTRIBUTE_HEADER) {
                broken = true;
                return;
            }
            reader.read(Bytes.u16(frame, at) & ~SHORT,
                isShort ? Bytes.u16(frame, at + 2) : number(at + ATTRIBUTE_HEADER, length));
            at += ATTRIBUTE_HEADER + length;
        }
    }

    /** A long value as a number; the largest int if it is larger, as none that means something is. */
    private long number(int at, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = Math.min(Integer.MAX_VALUE, value << Byte.SIZE | Bytes.u8(frame, at + i));
        }
        return value;
    }

    @FunctionalInterface
    private interface AttributeReader {
        void read(int type, long value);
    }

    /** Some attributes speak of each other. */
    private static final class V1Attributes implements AttributeReader {
        private final List<IkeTransform> transforms = new ArrayList<>();
        private OptionalLong lifeSeconds = OptionalLong.empty();
        private long lifeType;
        private long keyLength;

        @Override
        public void read(int type, long value) {
            switch (type) {
                case IkeTransform.V1_ENCRYPTION, IkeTransform.V1_HASH, IkeTransform.V1_AUTHENTICATION,
                        IkeTransform.V1_GROUP -> transforms.add(new IkeTransform(1, type, (int) value, 0));
                case KEY_LENGTH -> keyLength = value;
                case LIFE_TYPE -> lifeType = value;
                case LIFE_DURATION -> lifeSeconds = lifeType == IN_SECONDS ? OptionalLong.of(value) : lifeSeconds;
                default -> { }
            }
        }

        List<IkeTransform> transforms() {
            return transforms.stream().map(transform -> transform.type() != IkeTransform.V1_ENCRYPTION ? transform
                : new IkeTransform(1, transform.type(), transform.id(), (int) keyLength)).toList();
        }
    }
}
