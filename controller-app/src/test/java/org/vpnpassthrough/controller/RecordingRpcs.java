/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.SettableFuture;
import java.util.ArrayList;
import java.util.List;
import org.opendaylight.mdsal.binding.api.RpcService;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.AddFlow;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.AddFlowOutput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.RemoveFlow;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.service.rev130918.AddGroup;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.service.rev130918.RemoveGroup;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.service.rev130918.AddMeter;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.service.rev130918.RemoveMeter;
import org.opendaylight.yang.gen.v1.urn.opendaylight.packet.service.rev130709.TransmitPacket;
import org.opendaylight.yangtools.binding.DataObject;
import org.opendaylight.yangtools.binding.Rpc;
import org.opendaylight.yangtools.yang.common.RpcResult;
import org.opendaylight.yangtools.yang.common.RpcResultBuilder;

/** The plugin's RPCs, ending in a list. All succeed at once but add-flow, which a test answers when it likes. */
final class RecordingRpcs implements RpcService {
    final List<DataObject> inputs = new ArrayList<>();
    final List<SettableFuture<RpcResult<AddFlowOutput>>> addFlowAnswers = new ArrayList<>();

    @Override
    public <R extends Rpc<?, ?>> R getRpc(final Class<R> rpc) {
        return rpc.cast(rpc(rpc));
    }

    private Rpc<?, ?> rpc(final Class<?> rpc) {
        if (rpc == AddFlow.class) {
            return (AddFlow) input -> {
                inputs.add(input);
                final var answer = SettableFuture.<RpcResult<AddFlowOutput>>create();
                addFlowAnswers.add(answer);
                return answer;
            };
        } else if (rpc == RemoveFlow.class) {
            return (RemoveFlow) this::done;
        } else if (rpc == AddGroup.class) {
            return (AddGroup) this::done;
        } else if (rpc == RemoveGroup.class) {
            return (RemoveGroup) this::done;
        } else if (rpc == AddMeter.class) {
            return (AddMeter) this::done;
        } else if (rpc == RemoveMeter.class) {
            return (RemoveMeter) this::done;
        } else if (rpc == TransmitPacket.class) {
            return (TransmitPacket) this::done;
        }
        throw new IllegalArgumentException(rpc + " is not for us to call");
    }

    private <O> ListenableFuture<RpcResult<O>> done(final DataObject input) {
        inputs.add(input);
        return Futures.immediateFuture(RpcResultBuilder.<O>success().build());
    }
}
