package dev.gantry.protocol.gemini;

import static dev.gantry.protocol.gemini.RequestBuilder.ask;
import static dev.gantry.protocol.gemini.RequestBuilder.call;
import static dev.gantry.protocol.gemini.RequestBuilder.image;
import static dev.gantry.protocol.gemini.RequestBuilder.signed;
import static dev.gantry.protocol.gemini.RequestBuilder.text;

import dev.gantry.protocol.chat.ChatRequest.Controls;
import dev.gantry.protocol.chat.ChatRequest.Effort;
import dev.gantry.protocol.chat.ChatRequest.ResponseFormat;
import dev.gantry.protocol.chat.ChatRequest.Tool;
import dev.gantry.protocol.chat.ChatRequest.ToolChoice;
import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.json.RawJson;
import dev.gantry.protocol.openai.EncodedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A request and the target that it goes to, one for each feature.
record RequestCase(String name, RequestBuilder request, GeminiTarget target) {
    private static final ResponseFormat SCHEMA =
            new ResponseFormat.JsonSchema("city", null, RequestBuilder.CITY_SCHEMA, true);
    private static final ContentPart PDF = new ContentPart.File("a.pdf", "application/pdf", "JVBERi0=", null, null);

    EncodedRequest encode() {
        return new GenerateContentEncoder().encode(request.build(), target);
    }

    @Override
    public String toString() {
        return name;
    }

    static List<RequestCase> all() {
        List<RequestCase> cases = new ArrayList<>();
        conversations(cases);
        media(cases);
        tools(cases);
        signatures(cases);
        controls(cases);
        thinking(cases);
        return cases;
    }

    private static void conversations(List<RequestCase> cases) {
        add(cases, "plain", Targets.FLASH_25, ask().user("Hi"));
        add(
                cases,
                "late-instructions",
                Targets.FLASH_3,
                ask().system("Be brief.")
                        .user("Hi")
                        .assistant("Hello")
                        .system("Be kind.")
                        .user("Again"));
        add(cases, "only-instructions", Targets.FLASH_3, ask().system("Say hi."));
        add(
                cases,
                "merged-turns",
                Targets.FLASH_3,
                ask().user("a")
                        .named("bob", "b")
                        .assistant("c")
                        .assistant("d")
                        .assistant("")
                        .user("")
                        .user("e"));
        RequestBuilder instructed = ask().system("Be brief.").user("Hi");
        add(cases, "no-instructions", Targets.PLAIN, instructed);
        add(cases, "no-instructions-nor-json", Targets.PLAIN, ask().user("x").format(SCHEMA));
        add(cases, "empty-user", Targets.FLASH_3, ask().user(""));
        add(cases, "line-separators", Targets.FLASH_3, ask().system("\u2028").user("\u0085\"\\\n\uD83D\uDE80"));
    }

    private static void media(List<RequestCase> cases) {
        RequestBuilder images = ask().user(
                        text("Compare"),
                        image("image/png", "low"),
                        image("image/JPG", "high"),
                        image("image/webp", "auto"),
                        image("image/heic", null));
        add(cases, "images-3", Targets.FLASH_3, images);
        add(cases, "images-25", Targets.FLASH_25, images);
        add(
                cases,
                "audio-and-pdf",
                Targets.FLASH_25,
                ask().user(new ContentPart.Audio("UklGRg==", "wav"), PDF, text("Summarise")));
        RequestBuilder results = ask().user("Look")
                .assistant("", call("c1", "shoot", "{}"), call("c2", "shoot", "{}"))
                .result("c1", text("done"), image("image/png", null))
                .result("c2", text("done"), image("image/png", "low"))
                .user("Which is better?");
        add(cases, "tool-images-3", Targets.PRO_3, results);
        add(cases, "tool-images-25", Targets.PRO_25, results);
    }

    private static void tools(List<RequestCase> cases) {
        RequestBuilder turn = ask().user("Weather?")
                .assistant("Let me see.", call("c1", "weather", "{\"city\": \"Paris\"}"), call("c2", "time", ""))
                .result("c2", "noon")
                .result("c1", "{\"celsius\": 21}")
                .tool("weather")
                .tool("time");
        add(cases, "tool-turn-25", Targets.FLASH_25, turn);
        add(cases, "tool-turn-3", Targets.FLASH_3, turn);
        add(
                cases,
                "broken-arguments",
                Targets.FLASH_3,
                ask().user("x")
                        .assistant("", call("c1", "f", "{\"a\":"), call("c2", "f", "[1]"))
                        .result("c1", "[1,2]")
                        .result("c2", ""));
        add(
                cases,
                "choice-auto",
                Targets.PRO_3,
                one().choice(new ToolChoice.Auto()).parallel(false));
        add(
                cases,
                "choice-none",
                Targets.PRO_3,
                one().choice(new ToolChoice.None()).parallel(true));
        add(cases, "choice-required", Targets.PRO_3, one().choice(new ToolChoice.Required()));
        add(cases, "choice-named", Targets.PRO_3, one().choice(new ToolChoice.Named("weather")));
        ToolChoice some = new ToolChoice.Allowed(true, List.of("weather"));
        ToolChoice may = new ToolChoice.Allowed(false, List.of("weather"));
        add(cases, "choice-allowed-required", Targets.PRO_3, one().tool("time").choice(some));
        add(
                cases,
                "choice-allowed-validated",
                Targets.FLASH_3,
                one().tool("time").choice(may));
        add(cases, "choice-allowed-withheld", Targets.PRO_3, one().tool("time").choice(may));
        Tool strict = new Tool("f", null, null, true, RawJson.parse("{\"type\":\"ephemeral\"}"));
        add(cases, "strict-validated", Targets.FLASH_3, ask().user("x").tool(strict));
        add(cases, "strict-dropped", Targets.PRO_3, ask().user("x").tool(strict));
        add(cases, "schema-and-tools-3", Targets.PRO_3, one().format(SCHEMA));
        add(
                cases,
                "schema-and-tools-25",
                Targets.PRO_25,
                one().system("Be brief.").format(SCHEMA));
    }

    private static void signatures(List<RequestCase> cases) {
        ReasoningDetail ofCall = new ReasoningDetail.Encrypted("c2ln", GeminiFormat.NAME, 0, "c1");
        ReasoningDetail ofText = new ReasoningDetail.Encrypted("dGV4dA==", GeminiFormat.NAME, 1, null);
        ReasoningDetail foreign = new ReasoningDetail.Text("hm", "Zm9y", "anthropic-claude-v1", 0, "c1");
        add(
                cases,
                "signatures",
                Targets.PRO_3,
                ask().user("x")
                        .assistant("", signed("c0", "f", "{}", "b24="), call("c9", "f", "{}"))
                        .result("c0", "1")
                        .result("c9", "2")
                        .assistant("Now", List.of(ofCall, ofText), call("c1", "f", "{}"))
                        .result("c1", "3")
                        .assistant("", List.of(ofText))
                        .user("y"));
        RequestBuilder strangers = ask().user("x")
                .assistant("", List.of(foreign), call("c1", "f", "{}"), call("c2", "f", "{}"))
                .result("c1", "1")
                .result("c2", "2");
        add(cases, "signatures-foreign-3", Targets.PRO_3, strangers);
        add(cases, "signatures-foreign-25", Targets.PRO_25, strangers);
        add(
                cases,
                "invented-ids",
                Targets.PRO_3,
                ask().user("x")
                        .assistant("", call(InventedCallId.of(0, 0), "f", "{}"))
                        .result(InventedCallId.of(0, 0), "1"));
    }

    private static void controls(List<RequestCase> cases) {
        Controls every = new Controls(
                100_000, 0.25, 0.9, 0.5, -0.5, 5_000_000_000L, 1, List.of("a", "b"), 3, RawJson.parse("{\"1\":-100}"));
        RequestBuilder all = ask().user("x")
                .controls(every)
                .endUser("u")
                .metadata("k", "v")
                .tier("flex")
                .extension("top_k", "40")
                .extension("safety_settings", "[{\"category\":\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"OFF\"}]")
                .extension("cached_content", "\"cachedContents/other\"")
                .extension("best_of", "3");
        add(cases, "controls-all", Targets.PRO_25, all);
        add(cases, "controls-refused", Targets.PLAIN, all);
        Controls zeros = new Controls(5, 0.0, 0.0, 0.0, 0.0, 0L, 1, List.of(), 0, null);
        add(
                cases,
                "controls-zero",
                Targets.PLAIN,
                ask().user("x").controls(zeros).tier("auto"));
        add(cases, "tier-unknown", Targets.PRO_3, ask().user("x").tier("scale"));
        add(cases, "candidates", Targets.PRO_3, ask().user("x").choices(3));
        add(cases, "sampling-defaults", Targets.FLASH_25, ask().user("x").effort(Effort.NONE));
        add(cases, "json-object", Targets.FLASH_25, ask().user("x").format(new ResponseFormat.JsonObject()));
        add(cases, "json-schema", Targets.FLASH_25, ask().user("x").format(SCHEMA));
    }

    private static void thinking(List<RequestCase> cases) {
        for (Effort effort : List.of(Effort.NONE, Effort.MINIMAL, Effort.MEDIUM, Effort.MAX)) {
            String name = "effort-" + effort.name().toLowerCase(Locale.ROOT);
            RequestBuilder request = ask().user("x").effort(effort).maxTokens(60_000);
            add(cases, name + "-flash-25", Targets.FLASH_25, request);
            add(cases, name + "-pro-25", Targets.PRO_25, request);
            add(cases, name + "-flash-3", Targets.FLASH_3, request);
            add(cases, name + "-pro-3", Targets.PRO_3, request);
            add(cases, name + "-plain", Targets.PLAIN, request);
        }
        RequestBuilder capped = ask().user("x").effort(Effort.HIGH);
        add(cases, "effort-half-of-cap", Targets.FLASH_25, capped.maxTokens(8_000));
        RequestBuilder tight = ask().user("x").effort(Effort.HIGH).maxTokens(2_000);
        add(cases, "effort-cap-too-small-flash-25", Targets.FLASH_25, tight);
        add(cases, "effort-cap-too-small-pro-25", Targets.PRO_25, tight);
    }

    private static RequestBuilder one() {
        return ask().user("x").tool("weather");
    }

    private static void add(List<RequestCase> cases, String name, GeminiTarget target, RequestBuilder request) {
        cases.add(new RequestCase(name, request, target));
    }
}
