package dev.gantry.server.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One conversation with a server over its own API. Blocking; confined to one thread.
final class ChatClient {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    private final ServerAccess access;
    private final String model;
    private final Terminal terminal;
    private final ArrayNode messages = JSON.createArrayNode();

    ChatClient(ServerAccess access, String model, Terminal terminal) {
        this.access = access;
        this.model = model;
        this.terminal = terminal;
    }

    /// Sends a user's message and prints the answer as it comes. Fails with a {@link ChatFailure} that says why.
    void say(String text) {
        messages.addObject().put("role", "user").put("content", text);
        ObjectNode body = JSON.createObjectNode();
        body.put("model", model).put("stream", true).set("messages", messages);
        HttpRequest request = HttpRequest.newBuilder(access.url().resolve("/v1/chat/completions"))
                .header("authorization", "Bearer " + access.apiKey())
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        StringBuilder answer = new StringBuilder();
        try {
            HttpResponse<Stream<String>> response = http.send(request, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                if (response.statusCode() != 200) {
                    throw new ChatFailure(errorMessage(String.join("\n", lines.toList()), response.statusCode()));
                }
                print(lines.iterator(), answer);
            }
        } catch (java.io.UncheckedIOException | IOException cut) {
            terminal.endOfAnswer();
            throw new ChatFailure(reason(cut));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ChatFailure("Interrupted.");
        }
        terminal.endOfAnswer();
        messages.addObject().put("role", "assistant").put("content", answer.toString());
    }

    private void print(Iterator<String> lines, StringBuilder answer) {
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.equals("data: [DONE]")) {
                return;
            }
            if (line.startsWith("data: ")) {
                printChunk(JSON.readTree(line.substring(6)), answer);
            }
        }
        throw new ChatFailure("The answer was cut off.");
    }

    private void printChunk(JsonNode chunk, StringBuilder answer) {
        if (chunk.has("error")) {
            terminal.endOfAnswer();
            throw new ChatFailure(chunk.at("/error/message").asString());
        }
        JsonNode delta = chunk.at("/choices/0/delta");
        String reasoning = delta.path("reasoning_content").asString("");
        if (!reasoning.isEmpty()) {
            terminal.reasoning(reasoning);
        }
        String content = delta.path("content").asString("");
        if (!content.isEmpty()) {
            terminal.content(content);
            answer.append(content);
        }
    }

    private String reason(Exception failure) {
        return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException
                ? "Nothing answers at " + access.url() + ": is the server running?"
                : "The connection to " + access.url() + " broke before the answer was complete.";
    }

    private static String errorMessage(String body, int status) {
        try {
            String message = JSON.readTree(body).at("/error/message").asString("");
            return message.isEmpty() ? "The server answered with status " + status + "." : message;
        } catch (JacksonException notJson) {
            return "The server answered with status " + status + ", and not in JSON: is this a Gantry?";
        }
    }
}
