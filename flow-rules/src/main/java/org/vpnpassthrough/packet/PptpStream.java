/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One direction of a PPTP control connection (RFC 2637 section 2): finds the messages in its TCP segments, however they
 * are split, joined, repeated or overlapping, and remembers which call IDs leave as other ones, so that a repetition
 * leaves as the original did.
 *
 * <p>A room keeps one per direction and asks it about each segment that has payload and {@link TcpHeader#isIntact}:
 * <pre>
 *   case PptpSegment.Read read -&gt; {
 *       for (PptpEvent event : read.events()) {
 *           switch (event) {
 *               case PptpEvent.CallId id -&gt; edits.addAll(id.becomes(the alias))
 *               case PptpEvent.HalfCallId half -&gt; edits.add(half.becomes(first byte of the alias)), if certain
 *               case PptpEvent.Whole whole -&gt; what the message means
 *           }
 *       }
 *       stream = read.stream().with(edits);
 *       stream.edits(sequence, length)   the bytes to change in this segment; if empty, drop it
 *   }
 *   case Early, Late, Malformed: drop the segment, the stream stays as it is
 * </pre>
 * Whose ID it is, is told from the view of the sender. So a gateway gives aliases to {@link PptpCallId#OWN} from inside
 * and takes them back from {@link PptpCallId#PEER} from outside, whichever side the PNS is on.
 *
 * <p>What happens at the edges:
 * <ul>
 * <li>The type of a message stands before its call IDs and the stream is read in order, so the type is always known
 * when an ID comes. An ID is told as soon as its second byte is there, the message when its last byte is.</li>
 * <li>A segment that does not follow what has been read is {@link PptpSegment.Early}. It is not stored: when it is
 * dropped, TCP repeats it, and nothing can leave that has not been read.</li>
 * <li>If a segment ends between the two bytes of an ID, the first byte can leave only if the first byte of the alias is
 * decided with {@link PptpEvent.HalfCallId#becomes}; an alias that begins as the ID does needs no foresight. If it is
 * not decided, {@link #edits} is empty and the segment must be dropped. Its bytes have been read all the same: the next
 * segment brings the ID, and both leave, the first one when TCP repeats it. Only a sender that keeps back small
 * segments until all before them are acknowledged (RFC 9293 section 3.7.4) would wait for ever, so foresight is worth
 * having.</li>
 * <li>A header that is not PPTP, or a length that its type has not, is {@link Malformed}; from there on the bounds of
 * the messages are not known. The stream does not move, so a good repetition of the segment is read as if nothing had
 * happened.</li>
 * <li>A keepalive of TCP repeats the byte before the next one, which is that of SYN if there is none yet; it
 * passes.</li>
 * </ul>
 *
 * <p>Values are immutable: a segment that is dropped for another reason leaves no trace if the stream after it is not
 * kept. The memory is bounded: less than one message, and the changed bytes of the last segment or the last 16 KiB.
 */
public final class PptpStream {
    /** Far more than is ever on its way unacknowledged: one message asks, one answers. */
    private static final int REMEMBERED = 0x4000;

    private final int next;
    private final byte[] begun;
    private final OptionalInt sent;
    private final int oldest;
    private final List<PptpEdit> edits;

    /**
     * Makes a stream of its state.
     *
     * @param next sequence number of the first byte that has not been read
     * @param begun the part of a message that has been read
     * @param sent what the half of a call ID at its end leaves as, if that is decided
     * @param oldest sequence number from which on all changed bytes are known
     * @param edits these
     */
    private PptpStream(int next, byte[] begun, OptionalInt sent, int oldest, List<PptpEdit> edits) {
        this.next = next;
        this.begun = begun;
        this.sent = sent;
        this.oldest = oldest;
        this.edits = edits;
    }

    /**
     * A stream of which nothing has been read. A message must begin where it begins: after the SYN, or, for a
     * connection that is older than the gateway, where one is seen.
     *
     * @param sequence number of the first byte: of SYN plus 1, see {@link TcpHeader#payloadSequence}
     * @return the stream
     */
    public static PptpStream startingAt(int sequence) {
        return new PptpStream(sequence, new byte[0], OptionalInt.empty(), sequence - 1, List.of());
    }

    /**
     * Reads a segment.
     *
     * @param sequence number of the first byte of the payload
     * @param bytes where the payload is, for instance in a frame
     * @param offset of its first byte
     * @param length in bytes; without any, the segment is of no concern
     * @return what is new in it, or why it must be dropped
     * @throws IndexOutOfBoundsException if this is not a range of the bytes
     */
    public PptpSegment read(int sequence, byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        // differences, since sequence numbers wrap (RFC 9293 section 3.4)
        final int known = next - sequence;
        if (length == 0) {
            return new PptpSegment.Read(this, List.of());
        } else if (known < 0) {
            return new PptpSegment.Early();
        } else if (sequence - oldest < 0) {
            return new PptpSegment.Late();
        }
        return known >= length ? new PptpSegment.Read(this, List.of())
            : readNew(sequence, bytes, offset + known, offset + length);
    }

    private PptpSegment readNew(int sequence, byte[] bytes, int from, int to) {
        final var message = Arrays.copyOf(begun, PptpMessage.LONGEST);
        final var events = new ArrayList<PptpEvent>();
        int have = begun.length;
        int at = from;
        while (at < to) {
            final int wanted = have < PptpMessage.HEADER ? PptpMessage.HEADER
                : PptpMessage.type(message, 0).orElseThrow().length();
            final int before = have;
            have = Math.min(wanted, before + to - at);
            System.arraycopy(bytes, at, message, before, have - before);
            at += have - before;
            if (have >= PptpMessage.HEADER) {
                final var type = PptpMessage.type(message, 0);
                if (type.isEmpty()) {
                    return new Malformed(Flaw.PPTP);
                }
                callIds(type.orElseThrow(), message, before, have, next + at - from, events);
                if (have == type.orElseThrow().length()) {
                    PptpMessage.parse(message, 0, have).map(PptpEvent.Whole::new).ifPresent(events::add);
                    have = 0;
                }
            }
        }
        final int end = next + to - from;
        // the segment itself is remembered, however long
        final int limit = end - REMEMBERED - sequence > 0 ? sequence : end - REMEMBERED;
        return new PptpSegment.Read(new PptpStream(end, Arrays.copyOf(message, have), OptionalInt.empty(),
            limit - oldest > 0 ? limit : oldest, edits), events);
    }

    /** Tells of the call IDs that came with the bytes from {@code before} to {@code have} of a message. */
    private void callIds(PptpType type, byte[] message, int before, int have, int position, List<PptpEvent> events) {
        for (var whose : PptpCallId.values()) {
            final int offset = type.offset(whose).orElse(PptpMessage.LONGEST);
            final int first = position - have + offset;
            if (before < offset + 2 && have >= offset + 2) {
                events.add(new PptpEvent.CallId(first, type, whose, Bytes.u16(message, offset),
                    before == offset + 1 ? sent : OptionalInt.empty()));
            } else if (have == offset + 1) {
                events.add(new PptpEvent.HalfCallId(first, type, whose, Bytes.u8(message, offset)));
            }
        }
    }

    /**
     * This stream with bytes that leave as other ones.
     *
     * @param decided what {@link PptpEvent.CallId#becomes} and {@link PptpEvent.HalfCallId#becomes} gave
     * @return the stream to be kept
     */
    public PptpStream with(List<PptpEdit> decided) {
        final var all = new ArrayList<PptpEdit>(edits.size() + decided.size());
        edits.stream().filter(edit -> edit.position() - oldest >= 0).forEach(all::add);
        all.addAll(decided);
        final var half = isInsideCallId() ? decided.stream().filter(edit -> edit.position() == next - 1)
            .mapToInt(edit -> Byte.toUnsignedInt(edit.value())).findFirst() : OptionalInt.empty();
        return new PptpStream(next, begun, half.isPresent() ? half : sent, oldest, List.copyOf(all));
    }

    /**
     * The bytes of a segment that leave as other ones: of a repetition the same as of the original.
     *
     * @param sequence number of the first byte of the payload, which {@link #read} has accepted
     * @param length of the payload in bytes
     * @return empty if the segment must be dropped, because it holds the first byte of a call ID whose second byte has
     *     not come and whose alias is not decided
     */
    public Optional<List<PptpEdit>> edits(int sequence, int length) {
        return isInsideCallId() && sent.isEmpty() && isIn(sequence, length, next - 1) ? Optional.empty()
            : Optional.of(edits.stream().filter(edit -> isIn(sequence, length, edit.position())).toList());
    }

    private static boolean isIn(int sequence, int length, int position) {
        return Integer.compareUnsigned(position - sequence, length) < 0;
    }

    private boolean isInsideCallId() {
        return begun.length > PptpMessage.HEADER && Arrays.stream(PptpCallId.values())
            .anyMatch(whose -> PptpMessage.type(begun, 0).orElseThrow().offset(whose).orElse(0) == begun.length - 1);
    }

    @Override
    public String toString() {
        return "PPTP at " + Integer.toUnsignedString(next) + ", " + begun.length + " bytes into a message, "
            + edits.size() + " changed";
    }
}
