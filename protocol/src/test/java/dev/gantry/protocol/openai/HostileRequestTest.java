package dev.gantry.protocol.openai;

import static dev.gantry.protocol.openai.ErrorCode.INVALID_JSON;
import static dev.gantry.protocol.openai.ErrorCode.INVALID_VALUE;
import static dev.gantry.protocol.openai.ErrorCode.MISSING_REQUIRED_PARAMETER;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the wire refuses, with the code and the field that the client is told.
class HostileRequestTest {
    private static final RequestLimits LIMITS = RequestLimits.DEFAULT;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "7",
                "'text'",
                "{",
                "{'model'",
                "{'model':'m'",
                "{'model':'m',}",
                "{'model':'m','messages':[{'role':'user','content':'x'}]}}",
                "{'model':'m','messages':[{'role':'user','content':'x'}]} trailing",
                "{'model':'m','messages':[{'role':'user','content':'x'}],'a':nul}",
                "{'model':'m','messages':[{'role':'user','content':'a\nb'}]}",
                "{'model':'m','messages':[{'role':'user','content':'\\x'}]}",
                "{model:'m'}",
                "\uFEFF{}"
            })
    void refusesWhatIsNotOneJsonObject(String json) {
        ApiError error = refusal(json);
        assertThat(error.code()).isEqualTo(INVALID_JSON);
        assertThat(error.param()).isNull();
        assertThat(error.message()).startsWith("Invalid request body: ");
    }

    @Test
    void namesTheOffsetOfASyntaxError() {
        assertThat(refusal("{'model':'m' 'x'}").message())
                .isEqualTo("Invalid request body: expected ',' or '}' at byte 13.");
    }

    @Test
    void refusesBadUtf8() {
        byte[] body =
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"caf\u00e9 \"}]}".getBytes(ISO_8859_1);
        assertThat(refusal(body).code()).isEqualTo(INVALID_JSON);
    }

    @Test
    void refusesDepth() {
        String deep = "[".repeat(200) + "]".repeat(200);
        ApiError error = refusal("{'model':'m','messages':[{'role':'user','content':'x'}],'x':" + deep + "}");
        assertThat(error.code()).isEqualTo(INVALID_JSON);
        assertThat(error.message()).contains("nested deeper than 128 levels");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'model':'b'                                      | model",
                "'\\u006dodel':'b'                                | model",
                "'temperature':1,'temperature':1                  | temperature",
                "'maxTokens':1,'maxTokens':1                      | maxTokens",
                "'x':1,'y':2,'x':3                                | x",
                "'x':null,'x':null                                | x",
                "'':1,'':2                                        | ``",
                "'stream':true,'stream_options':{'include_usage':true,'include_usage':false} | stream_options.include_usage"
            })
    void refusesDuplicates(String members, String param) {
        assertRefused(with(members), INVALID_JSON, param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                          | model",
                "{'messages':[{'role':'user','content':'x'}]}                | model",
                "{'model':null,'messages':[{'role':'user','content':'x'}]}   | model",
                "{'model':'m'}                                               | messages",
                "{'model':'m','messages':null}                               | messages",
            })
    void demandsModelAndMessages(String json, String param) {
        assertRefused(json, MISSING_REQUIRED_PARAMETER, param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'model':'','messages':[{'role':'user','content':'x'}]}     | model",
                "{'model':7,'messages':[{'role':'user','content':'x'}]}      | model",
                "{'model':{},'messages':[{'role':'user','content':'x'}]}     | model",
                "{'model':'m','messages':[]}                                 | messages",
                "{'model':'m','messages':{}}                                 | messages",
                "{'model':'m','messages':'hi'}                               | messages",
                "{'model':'m','messages':['hi']}                             | messages[0]",
                "{'model':'m','messages':[null]}                             | messages[0]",
                "{'model':'m','messages':[{'role':'user','content':'x'},[]]} | messages[1]",
            })
    void refusesModelsAndMessagesOfTheWrongType(String json, String param) {
        assertRefused(json, INVALID_VALUE, param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'temperature':2.1 | temperature",
                "'temperature':-0.1 | temperature",
                "'temperature':'1' | temperature",
                "'temperature':1e999 | temperature",
                "'temperature':true | temperature",
                "'temperature':[] | temperature",
                "'top_p':1.0001 | top_p",
                "'topP':-1 | topP",
                "'frequency_penalty':2.5 | frequency_penalty",
                "'frequencyPenalty':-3 | frequencyPenalty",
                "'presencePenalty':'0' | presencePenalty",
                "'n':0 | n",
                "'n':129 | n",
                "'n':1.0 | n",
                "'n':'1' | n",
                "'max_tokens':0 | max_tokens",
                "'max_tokens':-1 | max_tokens",
                "'max_tokens':1.5 | max_tokens",
                "'max_tokens':1e3 | max_tokens",
                "'max_tokens':'10' | max_tokens",
                "'max_tokens':2147483648 | max_tokens",
                "'max_tokens':99999999999999999999999 | max_tokens",
                "'maxTokens':0 | maxTokens",
                "'max_tokens':5,'maxTokens':0 | maxTokens",
                "'max_completion_tokens':{} | max_completion_tokens",
                "'maxCompletionTokens':false | maxCompletionTokens",
                "'top_logprobs':21 | top_logprobs",
                "'top_logprobs':-1 | top_logprobs",
                "'logprobs':1 | logprobs",
                "'seed':1.5 | seed",
                "'seed':9223372036854775808 | seed",
                "'seed':'1' | seed",
                "'stream':'true' | stream",
                "'stream':1 | stream",
                "'stop':7 | stop",
                "'stop':{} | stop",
                "'stop':['a',7] | stop[1]",
                "'stop':[null] | stop[0]",
                "'stop':['a','b','c','d','e'] | stop",
                "'logit_bias':[] | logit_bias",
                "'logit_bias':{'1':101} | logit_bias",
                "'logit_bias':{'1':'x'} | logit_bias",
                "'parallel_tool_calls':'yes' | parallel_tool_calls",
                "'reasoning_effort':{} | reasoning_effort",
                "'reasoningEffort':true | reasoningEffort",
                "'verbosity':1 | verbosity",
                "'modalities':'text' | modalities",
                "'modalities':[1] | modalities[0]",
                "'audio':'x' | audio",
                "'metadata':[] | metadata",
                "'user':7 | user",
                "'safety_identifier':{} | safety_identifier",
                "'service_tier':1 | service_tier",
                "'store':'no' | store",
                "'prediction':'x' | prediction",
                "'web_search_options':true | web_search_options",
                "'prompt_cache_key':1 | prompt_cache_key",
                "'moderation':[] | moderation",
                "'stream_options':{'include_usage':true} | stream_options",
                "'stream':false,'streamOptions':{} | streamOptions",
                "'stream':true,'stream_options':7 | stream_options",
                "'stream':true,'stream_options':{'include_usage':1} | stream_options.include_usage",
                "'stream':true,'streamOptions':{'includeUsage':'y'} | streamOptions.includeUsage",
                "'stream':true,'stream_options':{'include_obfuscation':1} | stream_options.include_obfuscation",
                "'tools':{} | tools",
                "'tools':[7] | tools[0]",
                "'tools':[{'type':7}] | tools[0].type",
                "'tools':[{'type':'function','function':'f'}] | tools[0].function",
                "'tools':[{'type':'function','function':{'name':7}}] | tools[0].function.name",
                "'tools':[{'type':'function','function':{'name':''}}] | tools[0].function.name",
                "'tools':[{'type':'function','function':{'name':'a b'}}] | tools[0].function.name",
                "'tools':[{'type':'x'},{'function':{'name':'é'},'type':'function'}] | tools[1].function.name",
                "'functions':[{'name':'a.b'}] | functions[0].name",
                "'functions':['f'] | functions[0]",
                "'functions':'f' | functions",
                "'tool_choice':7 | tool_choice",
                "'tool_choice':{'type':7} | tool_choice.type",
                "'toolChoice':[] | toolChoice",
                "'function_call':{'name':null} | function_call.name",
                "'function_call':false | function_call",
                "'response_format':'json' | response_format",
                "'response_format':{'type':1} | response_format.type",
                "'responseFormat':{'type':'json_schema','json_schema':'x'} | responseFormat.json_schema",
            })
    void refusesFieldsOfTheWrongTypeOrRange(String members, String param) {
        assertRefused(with(members), INVALID_VALUE, param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'tools':[{}] | tools[0].type",
                "'tools':[{'type':'function'}] | tools[0].function",
                "'tools':[{'type':'function','function':null}] | tools[0].function",
                "'tools':[{'type':'function','name':'f'}] | tools[0].function",
                "'tools':[{'type':'function','function':{}}] | tools[0].function.name",
                "'functions':[{}] | functions[0].name",
                "'tool_choice':{} | tool_choice.type",
                "'function_call':{} | function_call.name",
                "'response_format':{} | response_format.type",
                "'response_format':{'type':'json_schema'} | response_format.json_schema",
                "'response_format':{'type':'json_schema','json_schema':null} | response_format.json_schema",
            })
    void namesWhatAStructuredFieldLacks(String members, String param) {
        assertRefused(with(members), MISSING_REQUIRED_PARAMETER, param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'role':'robot','content':'x'} | .role",
                "{'role':7,'content':'x'} | .role",
                "{'role':'User','content':'x'} | .role",
                "{'role':'','content':'x'} | .role",
                "{'role':'user','content':7} | .content",
                "{'role':'user','content':{}} | .content",
                "{'role':'user','content':true} | .content",
                "{'role':'user','content':[]} | .content",
                "{'role':'user','content':['x']} | .content[0]",
                "{'role':'user','content':[null]} | .content[0]",
                "{'role':'user','content':[{'type':7}]} | .content[0].type",
                "{'role':'user','content':[{'type':null}]} | .content[0].type",
                "{'role':'user','content':[{'type':'text','text':7}]} | .content[0].text",
                "{'role':'user','content':[{'text':null,'type':'text'}]} | .content[0].text",
                "{'role':'user','content':[{'type':'image_url','image_url':'https://x'}]} | .content[0].image_url",
                "{'role':'user','content':[{'image_url':7,'type':'image_url'}]} | .content[0].image_url",
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':7}}]} | .content[0].image_url.url",
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':''}}]} | .content[0].image_url.url",
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':'file:///etc/passwd'}}]} | .content[0].image_url.url",
                "{'role':'user','content':[{'type':'text','text':'a'},{'type':'image_url','image_url':{'url':'ftp://x'}}]} | .content[1].image_url.url",
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':'//example.org'}}]} | .content[0].image_url.url",
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':'https://x','detail':7}}]} | .content[0].image_url.detail",
                "{'role':'user','content':[{'type':'input_audio','input_audio':'x'}]} | .content[0].input_audio",
                "{'role':'user','content':[{'type':'input_audio','input_audio':{'data':7}}]} | .content[0].input_audio.data",
                "{'role':'user','content':[{'type':'file','file':'x'}]} | .content[0].file",
                "{'role':'user','content':[{'type':'refusal','refusal':7}]} | .content[0].refusal",
                "{'role':'user','content':'x','name':7} | .name",
                "{'role':'assistant','content':'x','refusal':7} | .refusal",
                "{'role':'assistant','tool_calls':{}} | .tool_calls",
                "{'role':'assistant','tool_calls':['x']} | .tool_calls[0]",
                "{'role':'assistant','tool_calls':[{'id':7}]} | .tool_calls[0].id",
                "{'role':'assistant','tool_calls':[{'id':'a','type':1}]} | .tool_calls[0].type",
                "{'role':'assistant','tool_calls':[{'id':'a','function':'f'}]} | .tool_calls[0].function",
                "{'role':'assistant','tool_calls':[{'id':'a','function':{'name':1}}]} | .tool_calls[0].function.name",
                "{'role':'assistant','tool_calls':[{'id':'a','function':{'name':'f','arguments':{}}}]} | .tool_calls[0].function.arguments",
                "{'role':'assistant','function_call':'f'} | .function_call",
                "{'role':'tool','tool_call_id':7,'content':'x'} | .tool_call_id",
            })
    void refusesMessagesOfTheWrongForm(String message, String param) {
        assertRefused(second(message), INVALID_VALUE, "messages[1]" + param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'content':'x'} | .role",
                "{'role':null,'content':'x'} | .role",
                "{} | .role",
                "{'role':'user'} | .content",
                "{'role':'user','content':null} | .content",
                "{'role':'system','name':'s'} | .content",
                "{'role':'developer'} | .content",
                "{'role':'assistant'} | .content",
                "{'role':'assistant','content':null} | .content",
                "{'role':'assistant','content':null,'tool_calls':[]} | .content",
                "{'role':'assistant','tool_calls':null} | .content",
                "{'role':'tool','tool_call_id':'c'} | .content",
                "{'role':'function','content':'x'} | .name",
                "{'role':'user','content':[{}]} | .content[0].type",
                "{'role':'user','content':[{'text':'x'}]} | .content[0].type",
                "{'role':'user','content':[{'type':'text'}]} | .content[0].text",
                "{'role':'user','content':[{'type':'image_url'}]} | .content[0].image_url",
                "{'role':'user','content':[{'type':'image_url','image_url':{}}]} | .content[0].image_url.url",
                "{'role':'user','content':[{'type':'input_audio','input_audio':{}}]} | .content[0].input_audio.data",
                "{'role':'user','content':[{'type':'input_audio','input_audio':{'data':''}}]} | .content[0].input_audio.format",
                "{'role':'assistant','tool_calls':[{}]} | .tool_calls[0].id",
                "{'role':'assistant','tool_calls':[{'id':'a'}]} | .tool_calls[0].function",
                "{'role':'assistant','tool_calls':[{'id':'a','function':null}]} | .tool_calls[0].function",
                "{'role':'assistant','tool_calls':[{'id':'a','function':{}}]} | .tool_calls[0].function.name",
                "{'role':'tool','content':'x'} | .tool_call_id",
                "{'role':'tool','content':'x','tool_call_id':null} | .tool_call_id",
                "{'role':'tool','content':'x','tool_call_id':''} | .tool_call_id",
            })
    void namesWhatAMessageLacks(String message, String param) {
        assertRefused(second(message), MISSING_REQUIRED_PARAMETER, "messages[1]" + param);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'role':'user','role':'tool','content':'x'} | .role",
                "{'role':'user','content':'x','content':[]} | .content",
                "{'role':'user','content':[{'type':'text','type':'text','text':'x'}]} | .content[0].type",
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':'https://a','url':'https://b'}}]} | .content[0].image_url.url",
                "{'role':'user','content':[{'image_url':{},'type':'image_url','image_url':{}}]} | .content[0].image_url",
                "{'role':'assistant','tool_calls':[{'id':'a','id':'b'}]} | .tool_calls[0].id",
            })
    void refusesDuplicatesInWhatItActsOn(String message, String param) {
        assertRefused(second(message), INVALID_JSON, "messages[1]" + param);
    }

    @Test
    void namesTheClientThatLosesToolCallIds() {
        ApiError error = refusal(second("{'role':'assistant','content':''},{'role':'tool','content':'r'}"));
        assertThat(error.param()).isEqualTo("messages[2].tool_call_id");
        assertThat(error.message()).contains("tool_calls", "runcrate-sdk");
    }

    @Test
    void saysWhenThereAreMoreAnswersThanCalls() {
        ApiError error = refusal(second("{'role':'assistant','tool_calls':[{'id':'a','function':{'name':'f'}}]},"
                + "{'role':'tool','content':'r'},{'role':'tool','content':'s'}"));
        assertThat(error.param()).isEqualTo("messages[3].tool_call_id");
        assertThat(error.message()).contains("answered already");
    }

    @Test
    void saysWhatWasExpectedAndFound() {
        assertThat(refusal(with("'temperature':3.5")).message())
                .isEqualTo("Invalid value for 'temperature': expected a number from 0 to 2, found the number 3.5.");
        assertThat(refusal(with("'temperature':'hot'")).message()).endsWith("found the string \"hot\".");
        assertThat(refusal(with("'n':{}")).message()).endsWith("expected an integer from 1 to 128, found an object.");
    }

    @Test
    void neverEchoesLongOrHostileValues() {
        ApiError error = refusal(with("'temperature':'\\u001b[31m\\u202e\\ud800\\u0000" + "x".repeat(1_000_000) + "'"));
        assertThat(error.message()).hasSizeLessThan(160).contains("?[31m???xxx").endsWith("x…\".");
        assertThat(refusal(with("'n':" + "9".repeat(100_000))).message()).hasSizeLessThan(160);
        String name = "k".repeat(100_000);
        ApiError duplicate = refusal(with("'" + name + "':1,'" + name + "':2"));
        assertThat(duplicate.message()).hasSizeLessThan(160);
        assertThat(duplicate.param()).hasSizeLessThan(50);
    }

    @Test
    void boundsWhatItCounts() {
        RequestLimits limits = new RequestLimits(16, 8, 3, 2, 1);
        String image = "{'type':'image_url','image_url':{'url':'https://x'}}";
        String user = "{'role':'user','content':'x'}";
        String call = "{'id':'a','function':{'name':'f'}}";
        assertThat(refusal(with("'a':1,'b':1,'c':1,'d':1,'e':1,'f':1,'g':1"), limits)
                        .code())
                .isEqualTo(INVALID_JSON);
        assertThat(refusal(second(user + "," + user + "," + user), limits).param())
                .isEqualTo("messages");
        assertThat(refusal(with("'tools':[{'type':'a'},{'type':'a'},{'type':'a'}]"), limits)
                        .param())
                .isEqualTo("tools");
        assertThat(refusal(second("{'role':'assistant','tool_calls':[" + call + "," + call + "," + call + "]}"), limits)
                        .param())
                .isEqualTo("messages[1].tool_calls");
        assertThat(refusal(second("{'role':'user','content':[" + image + "," + image + "]}"), limits)
                        .message())
                .contains("at most 1 images");
    }

    @Test
    void refusesLimitsThatLetNothingThrough() {
        assertThatThrownBy(() -> new RequestLimits(0, 8, 3, 2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RequestLimits(8, 8, 0, 2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RequestLimits(8, 8, 3, 2, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void staysLinearOnHostileShapes() {
        String escapedNames = "'" + "\\u0061".repeat(200_000) + "':1";
        StringBuilder orphans = new StringBuilder("{'role':'assistant','tool_calls':[");
        for (int i = 0; i < 1_000; i++) {
            orphans.append(i == 0 ? "" : ",").append("{'id':'call_").append(i).append("','function':{'name':'f'}}");
        }
        orphans.append("]}");
        for (int i = 0; i < 999; i++) {
            orphans.append(",{'role':'tool','content':'x','tool_call_id':'call_")
                    .append(999 - i)
                    .append("'}");
        }
        orphans.append(",{'role':'tool','content':'x'}");
        Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
            parse(with("'x':{" + escapedNames + "}"), LIMITS);
            parse(second(orphans.toString()), LIMITS);
        });
    }

    private static void assertRefused(String json, ErrorCode code, String param) {
        ApiError error = refusal(json);
        assertThat(error.param()).as(error.message()).isEqualTo(param);
        assertThat(error.code()).as(error.message()).isEqualTo(code);
        assertThat(error.message()).contains("'" + param + "'");
    }

    private static String with(String members) {
        return "{'model':'m','messages':[{'role':'user','content':'hi'}]," + members + "}";
    }

    private static String second(String messages) {
        return "{'model':'m','messages':[{'role':'user','content':'hi'}," + messages + "]}";
    }

    private static ApiError refusal(String json) {
        return refusal(json, LIMITS);
    }

    private static ApiError refusal(String json, RequestLimits limits) {
        return catchThrowableOfType(InvalidRequestException.class, () -> parse(json, limits))
                .error();
    }

    private static ApiError refusal(byte[] body) {
        return catchThrowableOfType(InvalidRequestException.class, () -> ChatRequestView.parse(body, LIMITS))
                .error();
    }

    private static void parse(String json, RequestLimits limits) {
        ChatRequestView.parse(json.replace('\'', '"').getBytes(UTF_8), limits);
    }
}
