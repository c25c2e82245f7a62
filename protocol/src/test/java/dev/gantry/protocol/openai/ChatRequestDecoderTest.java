package dev.gantry.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.chat.ChatRequest.Controls;
import dev.gantry.protocol.chat.ChatRequest.Effort;
import dev.gantry.protocol.chat.ChatRequest.Reasoning;
import dev.gantry.protocol.chat.ChatRequest.ResponseFormat;
import dev.gantry.protocol.chat.ChatRequest.Tool;
import dev.gantry.protocol.chat.ChatRequest.ToolChoice;
import dev.gantry.protocol.chat.Message.Assistant;
import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.chat.Message.ImageSource;
import dev.gantry.protocol.chat.Message.Instructions;
import dev.gantry.protocol.chat.Message.ToolCall;
import dev.gantry.protocol.chat.Message.ToolResult;
import dev.gantry.protocol.chat.Message.User;
import dev.gantry.protocol.chat.ReasoningDetail;
import dev.gantry.protocol.json.RawJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChatRequestDecoderTest {
    private static final String USER = "'messages':[{'role':'user','content':'hi'}]";

    @Test
    void leavesUnsaidWhatTheClientDidNotSay() {
        ChatRequest request = decode("{'model':'m'," + USER + "}");
        assertThat(request)
                .isEqualTo(new ChatRequest(
                        List.of(new User(List.of(text("hi")), null)),
                        new Controls(null, null, null, null, null, null, 1, List.of(), null, null),
                        List.of(),
                        new ToolChoice.Unsaid(),
                        null,
                        new ResponseFormat.Text(),
                        Reasoning.UNSAID,
                        null,
                        Map.of(),
                        null,
                        Map.of()));
    }

    @Test
    void readsControls() {
        Controls controls = decode("{'model':'m'," + USER
                        + ",'max_tokens':9,'max_completion_tokens':7,'temperature':0.5,'topP':0.25,"
                        + "'frequency_penalty':-1,'presencePenalty':1,'presence_penalty':2,'seed':-9007199254740993,"
                        + "'n':3,'stop':['a','b'],'logprobs':true,'top_logprobs':5,'logit_bias':{ '5':1.0 }}")
                .controls();
        assertThat(controls)
                .isEqualTo(new Controls(
                        7, 0.5, 0.25, -1.0, 2.0, -9007199254740993L, 3, List.of("a", "b"), 5, raw("{ '5':1.0 }")));
    }

    @Test
    void readsOneStopText() {
        assertThat(decode("{'model':'m'," + USER + ",'stop':'a'}").controls().stop())
                .containsExactly("a");
    }

    @Test
    void readsLogprobsWithoutANumber() {
        assertThat(decode("{'model':'m'," + USER + ",'logprobs':true}")
                        .controls()
                        .topLogprobs())
                .isZero();
    }

    @Test
    void reportsTopLogprobsThatNobodyGets() {
        DecodedRequest decoded = decodeAll("{'model':'m'," + USER + ",'top_logprobs':5}");
        assertThat(decoded.request().controls().topLogprobs()).isNull();
        assertThat(decoded.adjustments()).containsExactly(Adjustment.dropped("top_logprobs"));
    }

    @Test
    void readsWhoAndWhat() {
        ChatRequest request = decode("{'model':'m'," + USER
                + ",'user':'u','safety_identifier':'s','metadata':{'b':'1','a':'2'},'service_tier':'flex',"
                + "'reasoningEffort':'xhigh','parallel_tool_calls':false}");
        assertThat(request.endUser()).isEqualTo("s");
        assertThat(request.metadata()).containsExactly(Map.entry("b", "1"), Map.entry("a", "2"));
        assertThat(request.serviceTier()).isEqualTo("flex");
        assertThat(request.reasoning()).isEqualTo(new Reasoning(Effort.XHIGH));
        assertThat(request.parallelToolCalls()).isFalse();
    }

    @Test
    void keepsOtherFieldsAsTheyWereWritten() {
        DecodedRequest decoded = decodeAll("{'model':'m','zeta':{ 'a' : 1.0 },'verbosity':'low'," + USER
                + ",'top_k':40,'thinking':{'type':'enabled'},'store':null,'extra_body':{},'gone':null,'stream':true,"
                + "'streamOptions':{'includeUsage':true}}");
        assertThat(decoded.request().extensions())
                .containsExactly(
                        Map.entry("zeta", raw("{ 'a' : 1.0 }")),
                        Map.entry("verbosity", raw("'low'")),
                        Map.entry("top_k", raw("40")),
                        Map.entry("thinking", raw("{'type':'enabled'}")));
        assertThat(decoded.adjustments()).containsExactly(Adjustment.dropped("extra_body"), Adjustment.dropped("gone"));
    }

    @Test
    void readsMessagesOfEveryRole() {
        ChatRequest request = decode("{'model':'m','messages':[{'role':'system','content':'s'},"
                + "{'role':'developer','content':[{'type':'text','text':'d'}]},"
                + "{'role':'user','content':'','name':'Ann'},"
                + "{'content':null,'role':'assistant','tool_calls':[{'id':'c1','type':'function',"
                + "'function':{'name':'f','arguments':'{\\\"a\\\":1'}}]},"
                + "{'role':'tool','tool_call_id':'c1','content':'r'},"
                + "{'role':'assistant','content':'done'}]}");
        assertThat(request.messages())
                .containsExactly(
                        new Instructions(List.of(text("s"))),
                        new Instructions(List.of(text("d"))),
                        new User(List.of(), "Ann"),
                        new Assistant(List.of(), List.of(new ToolCall("c1", "f", "{\"a\":1", null)), null, List.of()),
                        new ToolResult("c1", List.of(text("r"))),
                        new Assistant(List.of(text("done")), List.of(), null, List.of()));
    }

    @Test
    void readsPartsOfEveryKind() {
        ChatRequest request = decode("{'model':'m','messages':[{'role':'user','content':["
                + "{'text':'t','type':'text','cache_control':{'type':'ephemeral', 'ttl':'1h'}},"
                + "{'type':'image_url','image_url':{'url':'https://x/y.png','detail':'low'}},"
                + "{'type':'image_url','image_url':{'url':'data:image/PNG;base64,AAAA'},"
                + "'prompt_cache_breakpoint':{'mode':'explicit'}},"
                + "{'type':'input_audio','input_audio':{'data':'BBBB','format':'wav'}},"
                + "{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,CCCC'}},"
                + "{'type':'file','file':{'file_data':'DDDD'}},"
                + "{'type':'file','file':{'file_id':'file-1'}},"
                + "{'type':'video_url', 'video_url':{}}]}]}");
        assertThat(request.messages())
                .containsExactly(new User(
                        List.of(
                                new ContentPart.Text("t", raw("{'type':'ephemeral', 'ttl':'1h'}")),
                                new ContentPart.Image(new ImageSource.Url("https://x/y.png"), "low", null),
                                new ContentPart.Image(
                                        new ImageSource.Bytes("image/png", "AAAA"), null, raw("{'type':'ephemeral'}")),
                                new ContentPart.Audio("BBBB", "wav"),
                                new ContentPart.File("a.pdf", "application/pdf", "CCCC", null, null),
                                new ContentPart.File(null, null, "DDDD", null, null),
                                new ContentPart.File(null, null, null, "file-1", null),
                                new ContentPart.Unknown("video_url", raw("{'type':'video_url', 'video_url':{}}"))),
                        null));
    }

    @Test
    void aCacheMarkerOnTheMessageIsItsLastParts() {
        ChatRequest request = decode(
                "{'model':'m','messages':["
                        + "{'role':'system','content':'s','cache_control':{'type':'ephemeral'}},"
                        + "{'role':'user','cache_control':{'a':1},'content':[{'type':'text','text':'x'},{'type':'text','text':'y'}]}]}");
        assertThat(request.messages())
                .containsExactly(
                        new Instructions(List.of(new ContentPart.Text("s", raw("{'type':'ephemeral'}")))),
                        new User(List.of(text("x"), new ContentPart.Text("y", raw("{'a':1}"))), null));
    }

    @Test
    void readsReasoningThatComesBack() {
        ChatRequest request =
                decode("{'model':'m','messages':[{'role':'assistant','content':'','reasoning_content':'r',"
                        + "'reasoning_details':["
                        + "{'type':'reasoning.text','text':'t','signature':'s','format':'anthropic-claude-v1','index':4,'id':'c1'},"
                        + "{'type':'reasoning.encrypted','data':'d','format':'google-gemini-v1'},"
                        + "{'type':'reasoning.summary','summary':'no'}],"
                        + "'tool_calls':[{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'},"
                        + "'extra_content':{'google':{'thought_signature':'sig'}}},"
                        + "{'id':'c2','type':'custom','custom':{'name':'g','input':'free text'}}]}]}");
        assertThat(request.messages())
                .containsExactly(new Assistant(
                        List.of(),
                        List.of(new ToolCall("c1", "f", "{}", "sig"), new ToolCall("c2", "g", "free text", null)),
                        "r",
                        List.of(
                                new ReasoningDetail.Text("t", "s", "anthropic-claude-v1", 4, "c1"),
                                new ReasoningDetail.Encrypted("d", "google-gemini-v1", 1, null))));
    }

    @Test
    void readsTheOlderFormOfToolTurns() {
        ChatRequest request = decode("{'model':'m','messages':["
                + "{'role':'user','content':'q'},"
                + "{'role':'assistant','content':null,'function_call':{'name':'f','arguments':'{}'}},"
                + "{'role':'function','name':'f','content':'r'}],"
                + "'functions':[{'name':'f','parameters':{ 'type' : 'object' }}],'function_call':{'name':'f'}}");
        assertThat(request.messages().subList(1, 3))
                .containsExactly(
                        new Assistant(
                                List.of(), List.of(new ToolCall("function_call_1", "f", "{}", null)), null, List.of()),
                        new ToolResult("function_call_1", List.of(text("r"))));
        assertThat(request.tools()).containsExactly(new Tool("f", null, raw("{ 'type' : 'object' }"), null, null));
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Named("f"));
    }

    @Test
    void findsLostToolCallIds() {
        ChatRequest request = decode("{'model':'m','messages':[{'role':'assistant','content':'','tool_calls':["
                + "{'id':'a\\u0062','type':'function','function':{'name':'f','arguments':''}},"
                + "{'id':'c','type':'function','function':{'name':'f','arguments':''}}]},"
                + "{'role':'tool','content':'1'},{'role':'tool','tool_call_id':'','content':'2'}]}");
        assertThat(request.messages().subList(1, 3))
                .containsExactly(new ToolResult("ab", List.of(text("1"))), new ToolResult("c", List.of(text("2"))));
    }

    @Test
    void reportsMembersOfMessagesThatNobodyGets() {
        DecodedRequest decoded = decodeAll("{'model':'m','messages':[{'role':'system','content':'s','name':'n'},"
                + "{'role':'assistant','content':null,'audio':{'id':'a'},'name':'n'},"
                + "{'role':'user','content':'hi','name':'n'}]}");
        assertThat(decoded.adjustments())
                .containsExactly(Adjustment.dropped("messages.name"), Adjustment.dropped("messages.audio"));
    }

    @Test
    void keepsSchemasByteForByte() {
        String schema = "{ 'type':'object',\n 'properties' : {'b':{'$ref':'#/$defs/é'},'a':{'const':1.0}} }";
        ChatRequest request = decode("{'model':'m'," + USER + ",'tools':[{'type':'function','cache_control':{},"
                + "'function':{'name':'f','description':'d','strict':true,'parameters':" + schema + "}}],"
                + "'responseFormat':{'type':'json_schema','json_schema':{'name':'s','schema':" + schema + "}}}");
        assertThat(request.tools()).containsExactly(new Tool("f", "d", raw(schema), true, raw("{}")));
        assertThat(request.responseFormat()).isEqualTo(new ResponseFormat.JsonSchema("s", null, raw(schema), null));
    }

    static Stream<List<Object>> formats() {
        return Stream.of(
                List.of("{'type':'text'}", new ResponseFormat.Text()),
                List.of("{'type':'json_object'}", new ResponseFormat.JsonObject()),
                List.of(
                        "{'type':'json_object','schema':{}}",
                        new ResponseFormat.JsonSchema("response", null, raw("{}"), null)));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void readsFormats(List<Object> pair) {
        assertThat(decode("{'model':'m'," + USER + ",'response_format':" + pair.getFirst() + "}")
                        .responseFormat())
                .isEqualTo(pair.getLast());
    }

    static Stream<List<Object>> choices() {
        return Stream.of(
                List.of("'none'", new ToolChoice.None()),
                List.of("'auto'", new ToolChoice.Auto()),
                List.of("'required'", new ToolChoice.Required()),
                List.of("{'type':'function','function':{'name':'f'}}", new ToolChoice.Named("f")),
                List.of("{'type':'function','name':'f'}", new ToolChoice.Named("f")),
                List.of(
                        "{'type':'allowed_tools','allowed_tools':{'mode':'required','tools':["
                                + "{'type':'function','function':{'name':'f'}}]}}",
                        new ToolChoice.Allowed(true, List.of("f"))));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void readsToolChoices(List<Object> pair) {
        assertThat(decode("{'model':'m'," + USER + ",'toolChoice':" + pair.getFirst() + "}")
                        .toolChoice())
                .isEqualTo(pair.getLast());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'tool_choice':'sometimes' | tool_choice",
                "'toolChoice':{'type':'mcp'} | toolChoice.type",
                "'tool_choice':{'type':'function','function':{}} | tool_choice.function.name",
                "'tools':[{'type':'web_search'}] | tools[0].type",
                "'tools':[{'type':'function','function':{'name':'f','parameters':7}}] | tools[0].function.parameters",
                "'functions':[{'name':'f','description':{}}] | functions[0].description",
                "'response_format':{'type':'regex'} | response_format.type",
                "'response_format':{'type':'json_schema','json_schema':{'schema':[]}} | response_format.json_schema.schema",
                "'reasoning_effort':'much' | reasoning_effort",
                "'reasoning_effort':0.5 | reasoning_effort",
                "'metadata':{'a':1} | metadata.a"
            })
    void refusesWhatNobodyElseUnderstands(String field, String param) {
        assertRefused("{'model':'m'," + USER + "," + field + "}", param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:image/png,AA'}}]}"
                        + " | messages[0].content[0].image_url.url",
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':'data:;base64,AA'}}]}"
                        + " | messages[0].content[0].image_url.url",
                "{'role':'user','content':[{'type':'file','file':{}}]} | messages[0].content[0].file.file_id",
                "{'role':'user','content':[{'type':'file','file':{'file_data':'https://x'}}]}"
                        + " | messages[0].content[0].file.file_data",
                "{'role':'function','name':'f','content':'r'} | messages[0].name",
                "{'role':'assistant','content':'','reasoning_details':[7]} | messages[0].reasoning_details[0]",
                "{'role':'assistant','content':'','reasoning_details':[{'type':'reasoning.encrypted'}]}"
                        + " | messages[0].reasoning_details[0].data"
            })
    void refusesMessagesThatNobodyElseUnderstands(String message, String param) {
        assertRefused("{'model':'m','messages':[" + message + "]}", param);
    }

    private static void assertRefused(String body, String param) {
        assertThatThrownBy(() -> decode(body)).isInstanceOfSatisfying(InvalidRequestException.class, refusal -> {
            assertThat(refusal.error().param()).isEqualTo(param);
            assertThat(refusal.error().status()).isEqualTo(400);
        });
    }

    private static ChatRequest decode(String body) {
        return decodeAll(body).request();
    }

    private static DecodedRequest decodeAll(String body) {
        byte[] json = body.replace('\'', '"').getBytes(UTF_8);
        return new ChatRequestDecoder().decode(ChatRequestView.parse(json, RequestLimits.DEFAULT));
    }

    private static ContentPart text(String text) {
        return new ContentPart.Text(text, null);
    }

    private static RawJson raw(String json) {
        return RawJson.parse(json.replace('\'', '"'));
    }
}
