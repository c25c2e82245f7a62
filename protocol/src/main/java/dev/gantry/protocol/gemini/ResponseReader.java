package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.Usage;
import dev.gantry.protocol.gemini.GenerateContentResponse.Candidate;
import dev.gantry.protocol.gemini.GenerateContentResponse.FunctionCall;
import dev.gantry.protocol.gemini.GenerateContentResponse.Part;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one `GenerateContentResponse` from JSON, whatever the order of its members. Confined to one thread.
final class ResponseReader {
    private final byte[] bytes;
    private final JsonScanner scanner;
    private final List<Candidate> candidates = new ArrayList<>();
    private boolean isError;
    private String responseId = "";
    private String blockReason = "";
    private @Nullable Usage usage;

    private ResponseReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.scanner = new JsonScanner(bytes, from, to, JsonScanner.DEFAULT_MAX_DEPTH);
    }

    /// The response in `bytes[from, to)`. Of an array, which errors may come in, the elements count together.
    ///
    /// @throws dev.gantry.protocol.json.JsonSyntaxException where that is not JSON
    static GenerateContentResponse read(byte[] bytes, int from, int to) {
        return new ResponseReader(bytes, from, to).read();
    }

    private GenerateContentResponse read() {
        if (scanner.next() == JsonToken.ARRAY_START) {
            ValueReader.elements(scanner, this::readResponse);
        } else {
            readResponse();
        }
        scanner.next();
        return new GenerateContentResponse(isError, responseId, List.copyOf(candidates), blockReason, usage);
    }

    private void readResponse() {
        ValueReader.members(scanner, name -> {
            switch (name) {
                case "candidates" -> ValueReader.elements(scanner, this::readCandidate);
                case "usageMetadata" -> usage = UsageMetadata.read(scanner);
                case "responseId" -> responseId = ValueReader.text(scanner);
                case "promptFeedback" -> readPromptFeedback();
                case "error" -> {
                    isError |= scanner.current() != JsonToken.NULL;
                    scanner.skipValue();
                }
                default -> scanner.skipValue();
            }
        });
    }

    private void readPromptFeedback() {
        ValueReader.members(scanner, name -> {
            if (name.equals("blockReason")) {
                blockReason = ValueReader.text(scanner);
            } else {
                scanner.skipValue();
            }
        });
    }

    private void readCandidate() {
        CandidateFields fields = new CandidateFields();
        ValueReader.members(scanner, name -> {
            switch (name) {
                case "index" -> fields.index = ValueReader.number(scanner);
                case "finishReason" -> fields.finishReason = ValueReader.text(scanner);
                case "content" -> readContent(fields.parts);
                case "logprobsResult" -> fields.logprobs = LogprobsResult.read(scanner, bytes);
                case "citationMetadata" -> fields.annotations = CitationMetadata.read(scanner);
                default -> scanner.skipValue();
            }
        });
        candidates.add(fields.toCandidate());
    }

    private void readContent(List<Part> parts) {
        ValueReader.members(scanner, name -> {
            if (name.equals("parts")) {
                ValueReader.elements(scanner, () -> parts.add(readPart()));
            } else {
                scanner.skipValue();
            }
        });
    }

    private Part readPart() {
        PartFields fields = new PartFields();
        ValueReader.members(scanner, name -> {
            switch (name) {
                case "text" -> fields.text = ValueReader.text(scanner);
                case "thought" -> fields.thought = ValueReader.flag(scanner);
                case "thoughtSignature" -> fields.signature = ValueReader.text(scanner);
                case "functionCall" -> fields.call = readCall();
                default -> scanner.skipValue();
            }
        });
        return new Part(fields.text, fields.thought, fields.call, fields.signature);
    }

    private @Nullable FunctionCall readCall() {
        if (scanner.current() != JsonToken.OBJECT_START) {
            scanner.skipValue();
            return null;
        }
        CallFields fields = new CallFields();
        ValueReader.members(scanner, name -> {
            switch (name) {
                case "id" -> fields.id = ValueReader.text(scanner);
                case "name" -> fields.name = ValueReader.text(scanner);
                case "args" -> fields.arguments = readArguments();
                default -> scanner.skipValue();
            }
        });
        return new FunctionCall(fields.id, fields.name, fields.arguments);
    }

    private String readArguments() {
        boolean isObject = scanner.current() == JsonToken.OBJECT_START;
        int start = scanner.start();
        int end = scanner.skipValue();
        return isObject ? compact(bytes, start, end) : "{}";
    }

    /// The JSON without white space between its tokens: answers that are not streamed come indented.
    private static String compact(byte[] json, int from, int to) {
        byte[] compact = new byte[to - from];
        int length = 0;
        boolean inString = false;
        for (int i = from; i < to; i++) {
            byte b = json[i];
            if (b == '"') {
                inString = !inString;
            }
            if (inString && b == '\\') {
                compact[length++] = b;
                compact[length++] = json[++i];
            } else if (inString || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
                compact[length++] = b;
            }
        }
        return new String(compact, 0, length, StandardCharsets.UTF_8);
    }

    private static final class CandidateFields {
        final List<Part> parts = new ArrayList<>();
        long index;
        String finishReason = "";

        @Nullable
        RawJson logprobs;

        @Nullable
        RawJson annotations;

        Candidate toCandidate() {
            return new Candidate(index, List.copyOf(parts), finishReason, logprobs, annotations);
        }
    }

    private static final class PartFields {
        String text = "";
        boolean thought;
        String signature = "";

        @Nullable
        FunctionCall call;
    }

    private static final class CallFields {
        String id = "";
        String name = "";
        String arguments = "{}";
    }
}
