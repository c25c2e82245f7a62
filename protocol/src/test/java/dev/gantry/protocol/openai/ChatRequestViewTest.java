package dev.gantry.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestViewTest {
    private static final String PIXEL = "data:image/png;base64,iVBORw0KGgo=";

    @Test
    void readsTheSmallestRequest() {
        ChatRequestView view = view("{'model':'m','messages':[{'role':'user','content':'hi'}]}");
        assertThat(view.model()).isEqualTo("m");
        assertThat(view.messageCount()).isEqualTo(1);
        assertThat(view.stream()).isFalse();
        assertThat(view.includeUsage()).isFalse();
        assertThat(view.maxTokens()).isEmpty();
        assertThat(view.choices()).isEqualTo(1);
        assertThat(view.hasTools()).isFalse();
        assertThat(view.hasImages()).isFalse();
        assertThat(view.hasRemoteImages()).isFalse();
        assertThat(view.asksReasoning()).isFalse();
        assertThat(view.endUser()).isEmpty();
    }

    @Test
    void keepsTheBodyItself() {
        byte[] body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".getBytes(UTF_8);
        assertThat(ChatRequestView.parse(body, RequestLimits.DEFAULT).body()).isSameAs(body);
    }

    @Test
    void decodesEscapesInNamesAndValues() {
        ChatRequestView view =
                view("{'\\u006dodel':'a\\/b\\u00e9','messages':[{'r\\u006fle':'us\\u0065r','content':'x'}]}");
        assertThat(view.model()).isEqualTo("a/bé");
    }

    @Test
    void takesNullForAbsent() {
        ChatRequestView view = with("'max_tokens':null,'temperature':null,'stream':null,'stream_options':null,'n':null,"
                + "'tools':null,'stop':null,'user':null,'reasoning_effort':null,'response_format':null");
        assertThat(view.maxTokens()).isEmpty();
        assertThat(view.choices()).isEqualTo(1);
        assertThat(view.stream()).isFalse();
        assertThat(view.asksReasoning()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'max_tokens':10                                                  | 10",
                "'max_completion_tokens':10                                       | 10",
                "'maxTokens':10                                                   | 10",
                "'maxCompletionTokens':10                                         | 10",
                "'max_tokens':10,'max_completion_tokens':7                        | 7",
                "'max_tokens':7,'max_completion_tokens':10                        | 7",
                "'maxTokens':5,'max_tokens':10                                    | 10",
                "'max_tokens':null,'maxTokens':5                                  | 5",
                "'maxTokens':5,'max_completion_tokens':7,'max_tokens':2147483647  | 7"
            })
    void findsTheTightestCap(String members, int cap) {
        assertThat(with(members).maxTokens()).hasValue(cap);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'stream_options':{'include_usage':true}                        | true",
                "'stream_options':{'include_usage':false}                       | false",
                "'stream_options':{'include_usage':null}                        | false",
                "'stream_options':{}                                            | false",
                "'stream_options':{'includeUsage':true}                         | true",
                "'streamOptions':{'includeUsage':true}                          | true",
                "'streamOptions':{'include_usage':true}                         | true",
                "'streamOptions':{'includeUsage':true,'include_usage':false}    | false",
                "'streamOptions':{'includeUsage':true},'stream_options':{}      | false",
                "'streamOptions':{'includeUsage':true},'stream_options':null    | true"
            })
    void knowsWhetherUsageIsWanted(String members, boolean wanted) {
        assertThat(with("'stream':true," + members).includeUsage()).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'reasoning_effort':'low'                              | true",
                "'reasoningEffort':'high'                              | true",
                "'reasoning_effort':0.5                                | true",
                "'reasoning_effort':'none'                             | false",
                "'reasoning_effort':null                               | false",
                "'thinking':{'type':'enabled','budget_tokens':1024}    | true",
                "'thinking':{'type':'adaptive'}                        | true",
                "'thinking':{'type':'disabled'}                        | false",
                "'thinking':{'type':null}                              | true",
                "'thinking':true                                       | true",
                "'thinking':false                                      | false",
                "'enable_thinking':true                                | true",
                "'enable_thinking':false                               | false",
                "'enable_thinking':null                                | false",
                "'reasoning':{'effort':'high'}                         | true",
                "'reasoning':{'effort':'none'}                         | false",
                "'reasoning':{'enabled':false}                         | false",
                "'reasoning':{'max_tokens':0}                          | false",
                "'reasoning':{'max_tokens':2000}                       | true",
                "'chat_template_kwargs':{'enable_thinking':true}       | true",
                "'chat_template_kwargs':{'thinking':true}              | true",
                "'chat_template_kwargs':{'enable_thinking':false}      | false",
                "'chat_template_kwargs':{'other':true}                 | false",
                "'chat_template_kwargs':7                              | false"
            })
    void knowsWhetherThinkingIsOn(String members, boolean on) {
        assertThat(with(members).asksReasoning()).isEqualTo(on);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'tools':[]                                                        | false",
                "'tools':[{'type':'function','function':{'name':'f'}}]             | true",
                "'tools':[{'function':{'parameters':{},'name':'f'},'type':'function'}] | true",
                "'tools':[{'type':'web_search'}]                                   | true",
                "'tools':[{'type':'builtin_function','function':{'name':'$web'}}]  | true",
                "'functions':[{'name':'f'}]                                        | true",
                "'functions':[],'tools':[]                                         | false"
            })
    void knowsWhetherToolsAreOffered(String members, boolean offered) {
        assertThat(with(members).hasTools()).isEqualTo(offered);
    }

    @Test
    void prefersTheSafetyIdentifierAsEndUser() {
        assertThat(with("'user':'u'").endUser()).hasValue("u");
        assertThat(with("'user':'u','safety_identifier':'s'").endUser()).hasValue("s");
        assertThat(with("'user':'u','safety_identifier':''").endUser()).hasValue("u");
        assertThat(with("'user':''").endUser()).isEmpty();
    }

    @Test
    void findsImagesWhereverTheTypeStands() {
        ChatRequestView view = messages("{'role':'user','content':[{'type':'text','text':'a'},"
                + "{'type':'image_url','image_url':{'url':'" + PIXEL + "'}},"
                + "{'image_url':{'detail':'low','url':'HTTPS://example.org/a.png'},'type':'image_url'}]},"
                + "{'content':[{'type':'image_url','image_url':{'url':'http:\\/\\/example.org','detail':null}}],"
                + "'role':'user'}");
        assertThat(view.hasImages()).isTrue();
        assertThat(view.hasRemoteImages()).isTrue();
        assertThat(view.images()).extracting(ImageUrl::remote).containsExactly(false, true, true);
        assertThat(view.images())
                .extracting(ImageUrl::param)
                .containsExactly(
                        "messages[0].content[1].image_url.url",
                        "messages[0].content[2].image_url.url",
                        "messages[1].content[0].image_url.url");
        ImageUrl first = view.images().get(0);
        assertThat(new String(view.body(), first.start(), first.end() - first.start(), UTF_8))
                .isEqualTo("\"" + PIXEL + "\"");
    }

    @Test
    void countsInlineImagesAsNotRemote() {
        ChatRequestView view =
                messages("{'role':'user','content':[{'type':'image_url','image_url':{'url':'" + PIXEL + "'}}]}");
        assertThat(view.hasImages()).isTrue();
        assertThat(view.hasRemoteImages()).isFalse();
    }

    @Test
    void seesASchemeThroughEscapes() {
        ChatRequestView view = messages(
                "{'role':'user','content':[{'type':'image_url','image_url':{'url':'\\u0068ttps:\\/\\/example.org'}}]}");
        assertThat(view.hasRemoteImages()).isTrue();
    }

    @Test
    void leavesInlineImagesOutOfThePromptBytes() {
        String image = "data:image/png;base64," + "A".repeat(100_000);
        ChatRequestView view =
                messages("{'role':'user','content':[{'type':'image_url','image_url':{'url':'" + image + "'}}]}");
        assertThat(view.promptBytes()).isBetween(50, 100);
        assertThat(with("'tools':[{'type':'x','y':'" + "z".repeat(500) + "'}]").promptBytes())
                .isGreaterThan(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'role':'system','content':'s'}",
                "{'role':'developer','content':[{'type':'text','text':'s'}]}",
                "{'role':'user','content':''}",
                "{'role':'user','content':'a','name':'bob'}",
                "{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'AA==','format':'wav'}}]}",
                "{'role':'user','content':[{'type':'file','file':{'file_id':'f'}}]}",
                "{'role':'user','content':[{'type':'video_url','video_url':'anything'}]}",
                "{'role':'user','content':[{'type':'input_image','image_url':'https://example.org'}]}",
                "{'role':'user','content':[{'text':'t','type':'text','cache_control':{'type':'ephemeral'}}]}",
                "{'role':'assistant','content':''}",
                "{'role':'assistant','content':[{'type':'refusal','refusal':'no'}]}",
                "{'role':'assistant','content':null,'refusal':'no'}",
                "{'role':'assistant','audio':{'id':'a'}}",
                "{'role':'assistant','content':'x','reasoning_content':'r','reasoning_details':[{}]}",
                "{'role':'assistant','content':'x','tool_calls':null,'function_call':null,'name':null}",
                "{'role':'assistant','content':'x','tool_calls':[]}",
                "{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function','function':{'name':'f','arguments':'{bad'}}]}",
                "{'role':'assistant','tool_calls':[{'id':'c','function':{'name':'f'}}]}",
                "{'role':'assistant','tool_calls':[{'id':'c','type':'custom','custom':{'name':'f','input':'x'}}]}",
                "{'role':'assistant','tool_calls':[{'id':'c','type':'custom','function':null,'custom':{}}]}",
                "{'role':'assistant','function_call':{'name':'f','arguments':'{}'}}",
                "{'role':'tool','tool_call_id':'c','content':'r'}",
                "{'role':'tool','tool_call_id':'c','content':[{'type':'text','text':'r'}]}",
                "{'role':'function','name':'f','content':null}",
            })
    void acceptsMessagesOfAllRoles(String message) {
        assertThat(messages(message).messageCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'temperature':0",
                "'temperature':2.0",
                "'temperature':-0",
                "'top_p':1",
                "'top_p':0.0",
                "'frequency_penalty':-2",
                "'presence_penalty':2",
                "'n':128",
                "'top_logprobs':20,'logprobs':true",
                "'seed':9223372036854775807",
                "'seed':-9223372036854775808",
                "'stop':'x'",
                "'stop':[]",
                "'stop':['a','b','c','d']",
                "'logit_bias':{'50256':-100,'1':100}",
                "'logit_bias':{}",
                "'tool_choice':'auto'",
                "'toolChoice':{'type':'function','function':{'name':'f'}}",
                "'tool_choice':{'type':'allowed_tools','allowed_tools':{}}",
                "'function_call':'none'",
                "'function_call':{'name':'f'}",
                "'response_format':{'type':'text'}",
                "'response_format':{'type':'json_object'}",
                "'responseFormat':{'json_schema':{'name':'s','schema':{}},'type':'json_schema'}",
                "'response_format':{'type':'regex','pattern':'x'}",
                "'parallel_tool_calls':false",
                "'modalities':['text','audio'],'audio':{'voice':'v','format':'mp3'}",
                "'metadata':{'a':'b'}",
                "'prediction':{'type':'content','content':'x'}",
                "'service_tier':'flex'",
                "'store':true",
                "'verbosity':'low'",
                "'prompt_cache_key':'k'",
                "'moderation':{'model':'m'}",
                "'top_k':5,'guided_json':{},'usage':{'include':true}"
            })
    void acceptsDocumentedAndUnknownFields(String members) {
        assertThat(with(members).model()).isEqualTo("m");
    }

    private static ChatRequestView with(String members) {
        return view("{'model':'m','messages':[{'role':'user','content':'hi'}]," + members + "}");
    }

    private static ChatRequestView messages(String messages) {
        return view("{'model':'m','messages':[" + messages + "]}");
    }

    private static ChatRequestView view(String json) {
        return ChatRequestView.parse(json.replace('\'', '"').getBytes(UTF_8), RequestLimits.DEFAULT);
    }
}
