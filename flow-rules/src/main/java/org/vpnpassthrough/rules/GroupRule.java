/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A group of type ALL (OpenFlow 1.3.5, section 5.6.1): a packet that reaches it is copied to every bucket, and each
 * bucket changes its own copy. It is made, used by one rule and removed, and never changed: a rule is swapped to
 * another group in one step.
 *
 * @param id the group's number, 1 to {@link #MAX_ID}
 * @param buckets what happens to each copy, at least one; each ends with an output
 */
public record GroupRule(int id, List<List<Action>> buckets) {
    /** The largest number we give. OpenFlow allows more, up to 0xffffff00. */
    public static final int MAX_ID = Integer.MAX_VALUE;

    /**
     * Checks the group.
     *
     * @throws IllegalArgumentException when the number is out of range, there is no bucket, or one is empty or holds
     *     anything but fields to set, the time to live and outputs
     */
    public GroupRule {
        buckets = buckets.stream().map(List::copyOf).toList();
        if (id < 1) {
            throw new IllegalArgumentException("group " + id + " is not within 1.." + MAX_ID);
        }
        if (buckets.isEmpty() || buckets.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("group " + id + " needs buckets, each with an action: " + buckets);
        }
        for (final List<Action> bucket : buckets) {
            for (final Action action : bucket) {
                if (action instanceof Action.ToGroup || action instanceof Action.ToController) {
                    throw new IllegalArgumentException("group " + id + ": a bucket cannot do " + action);
                }
            }
        }
    }

    /**
     * The group as {@code ovs-ofctl -O OpenFlow13 add-group} takes it.
     *
     * @return one line, such as {@code group_id=1,type=all,bucket=actions=output:1}
     */
    public String toOvs() {
        return "group_id=" + id + ",type=all," + buckets.stream()
            .map(bucket -> "bucket=actions=" + bucket.stream().map(Action::toString).collect(Collectors.joining(",")))
            .collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return toOvs();
    }
}
