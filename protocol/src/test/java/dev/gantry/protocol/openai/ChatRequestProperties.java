package dev.gantry.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gantry.protocol.json.JsonArbitraries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Random requests through view and encoder, held against the same rules written a second time over Jackson's tree.
class ChatRequestProperties {
    private static final JsonMapper JACKSON = new JsonMapper();
    private static final ChatRequestEncoder ENCODER = new ChatRequestEncoder();
    private static final ChatRequestDecoder DECODER = new ChatRequestDecoder();
    private static final Map<String, String> ALIASES = Map.of(
            "maxTokens",
            "max_tokens",
            "maxCompletionTokens",
            "max_completion_tokens",
            "topP",
            "top_p",
            "frequencyPenalty",
            "frequency_penalty",
            "toolChoice",
            "tool_choice",
            "responseFormat",
            "response_format",
            "reasoningEffort",
            "reasoning_effort",
            "streamOptions",
            "stream_options");
    private static final Set<String> DOCUMENTED = Set.of(
            "model",
            "messages",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "frequency_penalty",
            "tool_choice",
            "response_format",
            "reasoning_effort",
            "stream",
            "stream_options",
            "seed",
            "stop",
            "user",
            "n");
    private static final Set<String> SAMPLING = Set.of("temperature", "top_p", "frequency_penalty", "top_k");

    private static final String PUNCTUATION = "{}[]\",:0ntf\\ ";

    /// Values that each field may have, null among them.
    private static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put("max_tokens", List.of("1", "7", "100", "null"));
        VALUES.put("maxTokens", List.of("2", "50", "null"));
        VALUES.put("max_completion_tokens", List.of("3", "90", "null"));
        VALUES.put("maxCompletionTokens", List.of("4", "null"));
        VALUES.put("temperature", List.of("0", "0.10", "2", "null"));
        VALUES.put("top_p", List.of("1.0", "5e-1", "null"));
        VALUES.put("topP", List.of("0.25", "null"));
        VALUES.put("frequencyPenalty", List.of("-2", "null"));
        VALUES.put("toolChoice", List.of("\"auto\"", "null"));
        VALUES.put("responseFormat", List.of("{ \"type\" : \"text\" }", "null"));
        VALUES.put("reasoning_effort", List.of("\"low\"", "\"none\"", "null"));
        VALUES.put("reasoningEffort", List.of("\"high\"", "null"));
        VALUES.put("seed", List.of("42", "null"));
        VALUES.put("stop", List.of("[\"a\" , \"b\"]", "null"));
        VALUES.put("n", List.of("1", "3"));
        VALUES.put("user", List.of("\"u\"", "null"));
        VALUES.put("top_k", List.of("5", "null"));
        VALUES.put("timeout", List.of("5", "null"));
        VALUES.put("extra_body", List.of("{\"a\":[1]}"));
    }

    record Scene(String body, RequestTarget target) {}

    @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
    void encodingEqualsTheSameChangesToATree(@ForAll("scenes") Scene scene) {
        byte[] body = scene.body.getBytes(UTF_8);
        ChatRequestView view = ChatRequestView.parse(body, RequestLimits.DEFAULT);
        EncodedRequest encoded = ENCODER.encode(view, scene.target);
        List<String> dropped = new ArrayList<>();
        JsonNode expected = rewritten((ObjectNode) JACKSON.readTree(scene.body), scene.target, dropped);
        assertThat(JACKSON.readTree(new String(encoded.body(), UTF_8)).toString())
                .isEqualTo(expected.toString());
        assertThat(encoded.adjustments().stream()
                        .map(adjustment -> Adjustment.header(List.of(adjustment)))
                        .toList())
                .isEqualTo(dropped);
        assertThat(body).isEqualTo(scene.body.getBytes(UTF_8));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void bytesThatNoWishConcernsStay(@ForAll("unknownOnly") String body) {
        ChatRequestView view = ChatRequestView.parse(body.getBytes(UTF_8), RequestLimits.DEFAULT);
        RequestTarget target = target(Set.of(), SamplingSupport.FULL, false, false, 0, TokenCapField.MAX_TOKENS);
        assertThat(new String(ENCODER.encode(view, target).body(), UTF_8))
                .isEqualTo(body.replace("\"asked/model\"", "\"upstream/model\""));
    }

    @Property
    void refusesAnyBytesOnlyWithItsOwnException(@ForAll byte[] bytes) {
        parses(bytes);
    }

    @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE)
    void survivesDamagedRequests(@ForAll("scenes") Scene scene, @ForAll long seed) {
        byte[] damaged = damage(scene.body.getBytes(UTF_8), new Random(seed));
        if (parses(damaged)) {
            assertEncodesToJson(damaged, scene.target);
        }
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void survivesAnyValueAnywhere(@ForAll("misfits") String body, @ForAll("targets") RequestTarget target) {
        byte[] bytes = body.getBytes(UTF_8);
        if (parses(bytes)) {
            assertEncodesToJson(bytes, target);
        }
    }

    private static boolean parses(byte[] bytes) {
        try {
            ChatRequestView.parse(bytes, RequestLimits.DEFAULT);
            return true;
        } catch (InvalidRequestException e) {
            assertThat(e.error().status()).isEqualTo(400);
            assertThat(e.error().message()).hasSizeLessThan(500);
            return false;
        }
    }

    private static void assertEncodesToJson(byte[] body, RequestTarget target) {
        ChatRequestView view = ChatRequestView.parse(body, RequestLimits.DEFAULT);
        EncodedRequest encoded = ENCODER.encode(view, target);
        JsonNode sent = JACKSON.readTree(new String(encoded.body(), UTF_8));
        assertThat(sent.get("model").asString()).isEqualTo(target.upstreamModel());
        assertThat(sent.get("messages").size()).isEqualTo(view.messageCount());
        int cap =
                sent.path("max_tokens").asInt(sent.path("max_completion_tokens").asInt(Integer.MAX_VALUE));
        assertThat(cap).isLessThanOrEqualTo(view.maxTokens().orElse(Integer.MAX_VALUE));
        view.asksReasoning();
        view.endUser();
        view.promptBytes();
        assertDecodesOrRefuses(view);
    }

    private static void assertDecodesOrRefuses(ChatRequestView view) {
        try {
            DecodedRequest decoded = DECODER.decode(view);
            assertThat(decoded.request().messages()).hasSize(view.messageCount());
            assertThat(decoded.request().tools().isEmpty()).isEqualTo(!view.hasTools());
        } catch (InvalidRequestException e) {
            assertThat(e.error().status()).isEqualTo(400);
            assertThat(e.error().param()).isNotEmpty();
            assertThat(e.error().message()).hasSizeLessThan(500);
        }
    }

    /// What the encoder would send as it came, the decoder reads under the same name or reports.
    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void noUndocumentedFieldIsLost(@ForAll("scenes") Scene scene) {
        ChatRequestView view = ChatRequestView.parse(scene.body.getBytes(UTF_8), RequestLimits.DEFAULT);
        DecodedRequest decoded = DECODER.decode(view);
        ObjectNode tree = (ObjectNode) JACKSON.readTree(scene.body);
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            String name = ALIASES.getOrDefault(member.getKey(), member.getKey());
            boolean kept = decoded.request().extensions().containsKey(name);
            boolean reported = decoded.adjustments().contains(Adjustment.dropped(name));
            assertThat(kept ^ reported).describedAs(name).isEqualTo(!DOCUMENTED.contains(name));
        }
    }

    @Provide
    Arbitrary<Scene> scenes() {
        return Combinators.combine(bodies(), targets()).as(Scene::new);
    }

    @Provide
    Arbitrary<RequestTarget> targets() {
        Arbitrary<Set<String>> dropped = Arbitraries.of("seed", "n", "best_of", "tool_choice", "stop")
                .set()
                .ofMaxSize(3);
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        return Combinators.combine(
                        dropped,
                        Arbitraries.of(SamplingSupport.class),
                        flag,
                        flag,
                        Arbitraries.of(0, 64),
                        Arbitraries.of(TokenCapField.class))
                .as(ChatRequestProperties::target);
    }

    @Provide
    Arbitrary<String> unknownOnly() {
        return unknownMembers()
                .map(unknown -> {
                    List<String> members = new ArrayList<>(unknown);
                    members.add("\"model\":\"asked/model\"");
                    members.add("\"messages\" : [ {\"role\":\"user\",\"content\":\"hi\"}]");
                    return members;
                })
                .flatMap(Arbitraries::shuffle)
                .flatMap(JsonArbitraries::object);
    }

    /// Requests in which any value may stand in any place.
    @Provide
    Arbitrary<String> misfits() {
        Arbitrary<String> anything = JsonArbitraries.value();
        Arbitrary<String> name = Arbitraries.of(
                "stop",
                "tools",
                "functions",
                "tool_choice",
                "response_format",
                "logit_bias",
                "stream",
                "stream_options",
                "streamOptions",
                "reasoning_effort",
                "thinking",
                "reasoning",
                "chat_template_kwargs",
                "max_tokens",
                "n");
        Arbitrary<String> role =
                Arbitraries.of("\"user\"", "\"assistant\"", "\"tool\"", "\"developer\"", "\"function\"", "null", "7");
        Arbitrary<String> field = Arbitraries.of("content", "tool_calls", "tool_call_id", "name", "function_call", "x");
        Arbitrary<String> inner = Arbitraries.of("type", "text", "image_url", "url", "id", "function", "name");
        Arbitrary<String> object = Combinators.combine(inner, anything, inner, anything)
                .as((a, x, b, y) -> "{\"" + a + "\":" + x + ",\"" + b + "\":" + y + "}");
        Arbitrary<String> value = Arbitraries.oneOf(
                anything, object, object.list().ofMaxSize(2).map(list -> "[" + String.join(",", list) + "]"));
        Arbitrary<String> message = Combinators.combine(role, field, value)
                .as((r, f, v) -> "{\"role\":" + r + ",\"" + f + "\":" + v + ",\"refusal\":null}");
        return Combinators.combine(message.list().ofMaxSize(3), name, value)
                .as((messages, n, v) -> "{\"" + n + "\":" + v + ",\"model\":\"m\",\"messages\":["
                        + "{\"role\":\"user\",\"content\":\"x\"}"
                        + messages.stream().map(m -> "," + m).reduce("", String::concat) + "]}");
    }

    private static Arbitrary<String> bodies() {
        Arbitrary<List<String>> known = Arbitraries.of(VALUES.entrySet())
                .set()
                .ofMaxSize(8)
                .flatMap(fields -> Combinators.combine(fields.stream()
                                .map(ChatRequestProperties::member)
                                .toList())
                        .as(list -> list));
        Arbitrary<List<String>> streaming = Arbitraries.of(
                List.of(),
                List.of("\"stream\":false"),
                List.of("\"stream\":true"),
                List.of("\"stream\":true", "\"stream_options\":{ }"),
                List.of("\"stream\":true", "\"stream_options\":{\"include_usage\":false, \"z\":1}"));
        return Combinators.combine(known, streaming, unknownMembers(), JsonArbitraries.string())
                .as((fields, stream, unknown, content) -> {
                    List<String> members = new ArrayList<>(fields);
                    members.addAll(stream);
                    members.addAll(unknown);
                    members.add("\"model\" : \"asked/model\"");
                    members.add("\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]");
                    return members;
                })
                .flatMap(Arbitraries::shuffle)
                .flatMap(JsonArbitraries::object);
    }

    private static Arbitrary<String> member(Map.Entry<String, List<String>> field) {
        return Arbitraries.of(field.getValue()).map(value -> '"' + field.getKey() + "\":" + value);
    }

    private static Arbitrary<List<String>> unknownMembers() {
        return JsonArbitraries.value()
                .filter(value -> !value.equals("null"))
                .list()
                .ofMaxSize(3)
                .map(values -> {
                    List<String> members = new ArrayList<>();
                    for (String value : values) {
                        members.add("\"x" + members.size() + "\": " + value);
                    }
                    return members;
                });
    }

    private static RequestTarget target(
            Set<String> dropped,
            SamplingSupport sampling,
            boolean defaults,
            boolean streamUsage,
            int maxTokens,
            TokenCapField cap) {
        return new RequestTarget("upstream/model", cap, maxTokens, 0, sampling, defaults, streamUsage, true, dropped);
    }

    /// The rules of the wire over a tree.
    private static ObjectNode rewritten(ObjectNode body, RequestTarget target, List<String> dropped) {
        ObjectNode kept = JACKSON.createObjectNode();
        String cap = decisiveCap(body);
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            String written = member.getKey();
            String name = ALIASES.getOrDefault(written, written);
            boolean isCap = name.startsWith("max_");
            boolean overruled = !written.equals(name) && body.hasNonNull(name);
            boolean surplus = (DOCUMENTED.contains(name) && (member.getValue().isNull() || overruled))
                    || (isCap && !written.equals(cap))
                    || (name.equals("stream_options") && !target.streamUsage());
            if (surplus) {
                continue;
            }
            if (isDropped(name, member.getValue(), target)) {
                dropped.add(name + "=dropped");
            } else {
                kept.set(isCap ? target.tokenCapField().field().wireName() : name, member.getValue());
            }
        }
        kept.put("model", target.upstreamModel());
        ObjectNode result = defaults(body, cap, kept, target);
        result.setAll(kept);
        return result;
    }

    private static ObjectNode defaults(ObjectNode body, String cap, ObjectNode kept, RequestTarget target) {
        ObjectNode defaults = JACKSON.createObjectNode();
        String effort = kept.path("reasoning_effort").asString("none");
        if (target.injectSamplingDefaults() && target.sampling() == SamplingSupport.FULL && effort.equals("none")) {
            if (!kept.has("temperature")) {
                defaults.put("temperature", 0.7);
            }
            if (!kept.has("top_p")) {
                defaults.put("top_p", 1);
            }
        }
        if (cap.isEmpty() && target.defaultMaxTokens() > 0) {
            defaults.put(target.tokenCapField().field().wireName(), target.defaultMaxTokens());
        }
        if (body.path("stream").asBoolean(false) && target.streamUsage()) {
            demandUsage(defaults, kept);
        }
        return defaults;
    }

    private static void demandUsage(ObjectNode defaults, ObjectNode kept) {
        if (!kept.has("stream_options")) {
            defaults.putObject("stream_options").put("include_usage", true);
            return;
        }
        ObjectNode options = (ObjectNode) kept.get("stream_options");
        if (options.has("include_usage")) {
            options.put("include_usage", true);
        } else {
            ObjectNode changed = JACKSON.createObjectNode().put("include_usage", true);
            kept.set("stream_options", changed.setAll(options));
        }
    }

    private static boolean isDropped(String name, JsonNode value, RequestTarget target) {
        return value.isNull()
                || Set.of("timeout", "extra_body").contains(name)
                || target.droppedFields().contains(name)
                || (target.sampling() == SamplingSupport.NONE && SAMPLING.contains(name));
    }

    /// The spelling of the cap that survives; empty where there is none.
    private static String decisiveCap(ObjectNode body) {
        String older = body.hasNonNull("max_tokens") ? "max_tokens" : "maxTokens";
        String newer = body.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "maxCompletionTokens";
        int olderCap = body.path(older).asInt(Integer.MAX_VALUE);
        int newerCap = body.path(newer).asInt(Integer.MAX_VALUE);
        if (Math.min(olderCap, newerCap) == Integer.MAX_VALUE) {
            return "";
        }
        return olderCap < newerCap ? older : newer;
    }

    private static byte[] damage(byte[] body, Random random) {
        byte[] damaged = body;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] = (byte) PUNCTUATION.charAt(random.nextInt(PUNCTUATION.length()));
                case 2 -> damaged = Arrays.copyOf(damaged, at + 1);
                default -> damaged = without(damaged, at, Math.min(damaged.length - 1, at + random.nextInt(8)));
            }
        }
        return damaged;
    }

    private static byte[] without(byte[] bytes, int from, int to) {
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - (to - from));
        System.arraycopy(bytes, to, shorter, from, bytes.length - to);
        return shorter;
    }
}
