package dev.gantry.protocol.anthropic;

import static dev.gantry.protocol.anthropic.Request.call;
import static dev.gantry.protocol.anthropic.Request.hi;
import static dev.gantry.protocol.anthropic.Request.image;
import static dev.gantry.protocol.anthropic.Request.imageAt;
import static dev.gantry.protocol.anthropic.Request.pdf;
import static dev.gantry.protocol.anthropic.Request.text;
import static dev.gantry.protocol.anthropic.Request.thought;

import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.chat.ChatRequest.Effort;
import dev.gantry.protocol.chat.ChatRequest.ResponseFormat;
import dev.gantry.protocol.chat.ChatRequest.Tool;
import dev.gantry.protocol.chat.ChatRequest.ToolChoice;
import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.json.RawJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One request for each feature, by name: what the goldens and the schema check are made of.
final class RequestCases {
    private static final RawJson MARKER = RawJson.parse("{\"type\":\"ephemeral\",\"ttl\":\"1h\"}");
    private static final String SCHEMA = """
            {"type":"object","properties":{"n":{"type":"integer","minimum":1},"tags":{"type":"array","maxItems":3,\
            "items":{"type":"string","minLength":1}},"minimum":{"oneOf":[{"type":"null"},{"$ref":"#/$defs/p"}]}},\
            "required":["n"],"$defs":{"p":{"type":"object","properties":{"x":{"type":"number"}}}}}""";

    private RequestCases() {}

    static Map<String, ChatRequest> all() {
        Map<String, Request> cases = new TreeMap<>();
        conversations(cases);
        toolRounds(cases);
        toolChoices(cases);
        controls(cases);
        forms(cases);
        thinking(cases);
        Map<String, ChatRequest> built = new TreeMap<>();
        cases.forEach((name, request) -> built.put(name, request.build()));
        return built;
    }

    private static void conversations(Map<String, Request> cases) {
        cases.put("plain", hi());
        cases.put(
                "system-gathered",
                new Request()
                        .system("Be brief.")
                        .user("Hi")
                        .assistant("Hello")
                        .system("Be polite.")
                        .user("Again"));
        cases.put(
                "merged-turns",
                new Request()
                        .user("One")
                        .user(text(""), text("Two"))
                        .assistant("")
                        .assistant("A")
                        .assistant("B")
                        .user("Three"));
        cases.put("line-separators", hi().user("a\u2028b\u0085c \uD83D\uDE80"));
        cases.put(
                "images",
                new Request()
                        .user(
                                text("Compare"),
                                imageAt("https://images.example/cat.png"),
                                image("image/png"),
                                image("image/JPG")));
        cases.put("pdf", new Request().user(pdf("report.pdf"), text("Sum it up")));
        cases.put(
                "cache-markers",
                new Request()
                        .message(new Message.Instructions(List.of(new ContentPart.Text("Long instructions", MARKER))))
                        .user(new ContentPart.Text("Long document", MARKER), text("Question"))
                        .tool(new Tool("look", null, null, null, MARKER))
                        .extension("cache_control", "{\"type\":\"ephemeral\"}"));
    }

    private static void toolRounds(Map<String, Request> cases) {
        cases.put(
                "tool-round",
                hi().tool("weather")
                        .assistant("Looking.", call("toolu_1", "weather", "{\"city\": \"Paris\"}"))
                        .result("toolu_1", text("Sunny")));
        cases.put(
                "parallel-results-first",
                hi().tool("weather")
                        .assistant("", call("a", "weather", "{\"city\":\"Paris\"}"), call("b", "weather", ""))
                        .user("Hurry")
                        .result("b", image("image/webp"), text("See"))
                        .result("a"));
        cases.put(
                "foreign-ids",
                hi().tool("weather")
                        .assistant("", call("call:1|x", "weather", "{}"), call("call:1/x", "weather", "{}"))
                        .result("call:1|x", text("A"))
                        .result("call:1/x", text("B")));
        cases.put(
                "wrapped-arguments",
                hi().tool("weather")
                        .assistant("", call("a", "weather", "{\"city\":\"Par"), call("b", "weather", "[1]"))
                        .result("a", text("Bad arguments"))
                        .result("b", text("Bad arguments")));
        cases.put(
                "tool-schemas",
                hi().tool("none", null)
                        .tool("untyped", "{ \"properties\" : {} , \"$defs\":{}}")
                        .tool(new Tool("strict", null, RawJson.parse("{\"type\":\"object\"}"), true, null)));
    }

    private static void toolChoices(Map<String, Request> cases) {
        cases.put("choice-auto", hi().tool("a").choice(new ToolChoice.Auto()));
        cases.put("choice-none", hi().tool("a").choice(new ToolChoice.None()).oneCallAtATime());
        cases.put("choice-required", hi().tool("a").choice(new ToolChoice.Required()));
        cases.put(
                "choice-named",
                hi().tool("a").tool("b").choice(new ToolChoice.Named("b")).oneCallAtATime());
        cases.put("choice-allowed", hi().tool("a").tool("b").tool("c").choice(allowed(false)));
        cases.put("choice-allowed-required", hi().tool("a").tool("b").tool("c").choice(allowed(true)));
        cases.put("one-call-at-a-time", hi().tool("a").oneCallAtATime());
        cases.put("one-call-without-tools", hi().oneCallAtATime());
    }

    private static ToolChoice allowed(boolean required) {
        return new ToolChoice.Allowed(required, List.of("c", "a"));
    }

    private static void controls(Map<String, Request> cases) {
        cases.put("sampling", hi().sampling(0.25, 1.0).maxTokens(100));
        cases.put("sampling-top-p", hi().sampling(null, 0.9).extension("top_k", "40"));
        cases.put("sampling-both", hi().sampling(1.5, 0.9));
        cases.put("sampling-default", hi().sampling(1.0, 1.0));
        cases.put("stop", hi().stop("END", "\n", "###"));
        cases.put("cap-clamped", hi().maxTokens(1_000_000));
        cases.put(
                "inexpressible",
                hi().penalty(0.5)
                        .seed(7)
                        .logprobs(3)
                        .logitBias("{\"1\":2}")
                        .metadata("k", "v")
                        .serviceTier("flex")
                        .extension("zeta", "1")
                        .extension("alpha", "{}"));
        cases.put("penalty-zero", hi().penalty(0));
        cases.put("end-user", hi().endUser("u-1").serviceTier("default"));
        cases.put("tier-priority", hi().serviceTier("priority"));
        cases.put(
                "image-detail",
                new Request()
                        .user(new ContentPart.Image(new Message.ImageSource.Url("https://i.example/"), "low", null)));
        cases.put("named-user", new Request().message(new Message.User(List.of(text("Hi")), "Ann")));
    }

    private static void forms(Map<String, Request> cases) {
        cases.put("json-object", hi().system("Be brief.").format(new ResponseFormat.JsonObject()));
        cases.put("json-schema", hi().schema(SCHEMA));
        cases.put("json-schema-missing", hi().format(new ResponseFormat.JsonSchema("a", null, null, null)));
        cases.put("json-schema-beside-tools", hi().schema(SCHEMA).tool("weather"));
        cases.put("json-schema-tools-off", hi().schema(SCHEMA).tool("weather").choice(new ToolChoice.None()));
        cases.put("json-schema-tool-forced", hi().schema(SCHEMA).tool("weather").choice(new ToolChoice.Required()));
        cases.put(
                "json-schema-recursive",
                hi().schema("{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#\"}}}"));
        cases.put(
                "json-schema-map", hi().schema("{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}"));
    }

    private static void thinking(Map<String, Request> cases) {
        for (Effort effort : Effort.values()) {
            cases.put(
                    "effort-" + effort.name().toLowerCase(Locale.ROOT),
                    hi().effort(effort).maxTokens(50_000));
        }
        cases.put("effort-small-cap", hi().effort(Effort.HIGH).maxTokens(6_000).sampling(0.2, null));
        cases.put("effort-tiny-cap", hi().effort(Effort.HIGH).maxTokens(2_000).sampling(0.2, null));
        cases.put("effort-forced-tool", hi().effort(Effort.LOW).tool("a").choice(new ToolChoice.Named("a")));
        cases.put(
                "thinking-returns",
                hi().tool("weather")
                        .effort(Effort.LOW)
                        .maxTokens(9_000)
                        .thinking(
                                List.of(
                                        thought("First", 0, null),
                                        new ReasoningDetail.Encrypted("cGFk", ReasoningFormat.ANTHROPIC, 1, null),
                                        thought("Then", 2, "b")),
                                "Looking.",
                                call("a", "weather", "{}"),
                                call("b", "weather", "{}"))
                        .result("a", text("A"))
                        .result("b", text("B")));
        cases.put(
                "thinking-of-others",
                hi().tool("weather")
                        .effort(Effort.LOW)
                        .maxTokens(9_000)
                        .thinking(
                                List.of(
                                        new ReasoningDetail.Encrypted("Zw==", "google-gemini-v1", 0, "a"),
                                        new ReasoningDetail.Text("unsigned", null, ReasoningFormat.ANTHROPIC, 1, null)),
                                "",
                                call("a", "weather", "{}"))
                        .result("a", text("A")));
    }
}
