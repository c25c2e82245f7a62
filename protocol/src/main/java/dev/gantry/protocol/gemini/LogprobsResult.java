package dev.gantry.protocol.gemini;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `logprobsResult` (Gemini API, "LogprobsResult") and says it in the words of the wire.
final class LogprobsResult {
    private static final RawJson ZERO = RawJson.parse("0");

    private final JsonScanner scanner;
    private final byte[] bytes;
    private final List<Token> chosen = new ArrayList<>();
    private final List<List<Token>> top = new ArrayList<>();

    private LogprobsResult(JsonScanner scanner, byte[] bytes) {
        this.scanner = scanner;
        this.bytes = bytes;
    }

    /// @param logprob as the provider wrote the number
    private record Token(String text, RawJson logprob) {}

    /// The wire's `logprobs` object; null where there are no tokens.
    ///
    /// @param bytes what the scanner scans
    static @Nullable RawJson read(JsonScanner scanner, byte[] bytes) {
        LogprobsResult result = new LogprobsResult(scanner, bytes);
        ValueReader.members(scanner, result::take);
        return result.chosen.isEmpty() ? null : result.toWire();
    }

    private void take(String name) {
        switch (name) {
            case "chosenCandidates" -> ValueReader.elements(scanner, () -> chosen.add(readToken()));
            case "topCandidates" -> ValueReader.elements(scanner, () -> top.add(readTop()));
            default -> scanner.skipValue();
        }
    }

    private List<Token> readTop() {
        List<Token> tokens = new ArrayList<>();
        ValueReader.members(scanner, name -> {
            if (name.equals("candidates")) {
                ValueReader.elements(scanner, () -> tokens.add(readToken()));
            } else {
                scanner.skipValue();
            }
        });
        return tokens;
    }

    private Token readToken() {
        var fields = new Object() {
            String text = "";
            RawJson logprob = ZERO;
        };
        ValueReader.members(scanner, name -> {
            if (name.equals("token")) {
                fields.text = ValueReader.text(scanner);
            } else if (name.equals("logProbability") && scanner.current() == JsonToken.NUMBER) {
                fields.logprob = RawJson.copyOf(bytes, scanner.start(), scanner.end());
            } else {
                scanner.skipValue();
            }
        });
        return new Token(fields.text, fields.logprob);
    }

    private RawJson toWire() {
        JsonWriter json = new JsonWriter().beginObject().name("content").beginArray();
        for (int i = 0; i < chosen.size(); i++) {
            json.beginObject();
            writeToken(chosen.get(i), json);
            json.name("top_logprobs").beginArray();
            for (Token token : i < top.size() ? top.get(i) : List.<Token>of()) {
                json.beginObject();
                writeToken(token, json);
                json.endObject();
            }
            json.endArray().endObject();
        }
        byte[] wire = json.endArray().name("refusal").nullValue().endObject().toByteArray();
        return RawJson.copyOf(wire, 0, wire.length);
    }

    private static void writeToken(Token token, JsonWriter json) {
        json.name("token").value(token.text).name("logprob").value(token.logprob);
        json.name("bytes").beginArray();
        for (byte b : token.text.getBytes(StandardCharsets.UTF_8)) {
            json.value(b & 0xFF);
        }
        json.endArray();
    }
}
