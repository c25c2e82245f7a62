package dev.gantry.server.relay;

import dev.gantry.protocol.openai.ApiError;
import dev.gantry.protocol.openai.ChatRequestView;
import dev.gantry.protocol.openai.ErrorCode;
import dev.gantry.server.edge.ClientExchange;
import dev.gantry.server.metering.RequestRecord;
import dev.gantry.server.routing.Routing;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// Takes over each request that was admitted, and knows those that are under way. Confined to one event loop.
public final class ChatRelays {
    private final RelayServices services;
    private final Set<ChatRelay> underWay = Collections.newSetFromMap(new IdentityHashMap<>());

    public ChatRelays(RelayServices services) {
        this.services = services;
    }

    /// Answers the client from the deployments of the route, and settles the record when the answer has ended.
    ///
    /// @param strict any loss in translation is an error instead
    public void relay(
            ClientExchange exchange, ChatRequestView view, Routing.Route route, RequestRecord record, boolean strict) {
        ChatRelay relay = new ChatRelay(services, exchange, view, route, record, strict, underWay::remove);
        underWay.add(relay);
        relay.start();
    }

    /// Ends every request that is still under way with an honest failure: the server stops.
    public void cutAll() {
        ApiError stopping = ApiError.of(
                ErrorCode.NO_HEALTHY_UPSTREAM,
                "The server is stopping, and this answer was not complete in time. Send the request again.");
        for (ChatRelay relay : List.copyOf(underWay)) {
            relay.cut(stopping);
        }
    }
}
