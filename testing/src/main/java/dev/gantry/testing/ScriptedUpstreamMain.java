package dev.gantry.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The scripted upstream as a program of its own, for clients in any language. Its arguments are the port (0: a free
/// one) and the models to list. Prints its base URL as the first line and ends when its standard input does.
///
/// `POST …/chat/completions` behaves as its model's name says ({@link ScriptedBehaviours} has the table), listed or
/// not; `GET /__count?model=NAME` tells how many chat requests named exactly this model.
public final class ScriptedUpstreamMain {
    /// The key that it refuses; every other one is good.
    public static final String WRONG_KEY = "rc_live_wrong";

    private final ScriptedUpstream upstream;
    private final List<String> listed;

    private ScriptedUpstreamMain(ScriptedUpstream upstream, List<String> listed) {
        this.upstream = upstream;
        this.listed = listed;
    }

    public static void main(String[] arguments) throws IOException {
        int port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
        List<String> listed = Arrays.stream(arguments).skip(1).toList();
        try (ScriptedUpstream upstream = start(port, listed)) {
            System.out.println(upstream.baseUrl());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    static ScriptedUpstream start(int port, List<String> listed) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 1_024);
        ScriptedUpstream upstream = ScriptedUpstream.start(listener);
        return upstream.always(new ScriptedUpstreamMain(upstream, listed)::choose);
    }

    private Script choose(RecordedRequest request) {
        if (request.path().equals("/__count")) {
            return count(request.query());
        }
        if (request.header("authorization").orElse("").equals("Bearer " + WRONG_KEY)) {
            return Script.error(401, "authentication_error", "invalid_api_key", "This key is not known.");
        }
        if (request.path().endsWith("/models")) {
            return Script.json(models());
        }
        return request.path().endsWith("/chat/completions") ? chat(request) : notFound();
    }

    private static Script chat(RecordedRequest request) {
        try {
            return ScriptedBehaviours.of(ScriptedTurn.of(request));
        } catch (IllegalArgumentException e) {
            return Script.error(400, "invalid_request_error", "invalid_value", String.valueOf(e.getMessage()));
        }
    }

    private Script count(String query) {
        String model = URLDecoder.decode(query.replaceFirst("^model=", ""), StandardCharsets.UTF_8);
        long count = upstream.requests().stream()
                .filter(request -> request.path().endsWith("/chat/completions"))
                .filter(request -> request.bodyText().contains(ChatJson.quote(model)))
                .count();
        return Script.json("{\"count\":" + count + "}");
    }

    private String models() {
        return listed.stream()
                .map(name -> "{\"id\":\"" + name + "\",\"object\":\"model\",\"created\":0,\"owned_by\":\"scripted\","
                        + "\"input_modalities\":[\"text\"],\"output_modalities\":[\"text\"],"
                        + "\"supported_features\":[\"tools\"]}")
                .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
    }

    private static Script notFound() {
        return Script.error(404, "invalid_request_error", "not_found", "There is nothing here.");
    }
}
