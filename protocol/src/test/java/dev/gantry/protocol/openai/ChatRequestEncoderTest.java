package dev.gantry.protocol.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestEncoderTest {
    private static final String USER = "'messages':[{'role':'user','content':'hi'}]";
    private static final ChatRequestEncoder ENCODER = new ChatRequestEncoder();

    /// A target without a wish, changed step by step.
    private record Wishes(
            TokenCapField cap,
            int defaultMaxTokens,
            int maxOutputTokens,
            SamplingSupport sampling,
            boolean defaults,
            boolean streamUsage,
            boolean developer,
            Set<String> dropped) {
        static final Wishes NONE =
                new Wishes(TokenCapField.MAX_TOKENS, 0, 0, SamplingSupport.FULL, false, false, true, Set.of());

        RequestTarget target() {
            return new RequestTarget(
                    "up/m",
                    cap,
                    defaultMaxTokens,
                    maxOutputTokens,
                    sampling,
                    defaults,
                    streamUsage,
                    developer,
                    dropped);
        }

        Wishes cap(TokenCapField field, int byDefault, int most) {
            return new Wishes(field, byDefault, most, sampling, defaults, streamUsage, developer, dropped);
        }

        Wishes sampling(SamplingSupport support, boolean inject) {
            return new Wishes(cap, defaultMaxTokens, maxOutputTokens, support, inject, streamUsage, developer, dropped);
        }

        Wishes withStreamUsage() {
            return new Wishes(cap, defaultMaxTokens, maxOutputTokens, sampling, defaults, true, developer, dropped);
        }

        Wishes withoutDeveloper() {
            return new Wishes(cap, defaultMaxTokens, maxOutputTokens, sampling, defaults, streamUsage, false, dropped);
        }

        Wishes dropping(String... fields) {
            return new Wishes(
                    cap, defaultMaxTokens, maxOutputTokens, sampling, defaults, streamUsage, developer, Set.of(fields));
        }
    }

    @Test
    void changesNothingButTheModel() {
        String body = "\n{ 'zeta' : [1.0,1e2, {}] ,\t" + USER
                + ", 'model':'m' , 'temperature' :0.70,'top_p':1.0, 'n':1," + " 'stop':[] , 'Ωmega': '\\u00e9' } ";
        assertThat(encode(body, Wishes.NONE)).isEqualTo(body.replace("'m'", "'up/m'") + " | ");
    }

    @Test
    void quotesTheUpstreamModel() {
        RequestTarget target = new RequestTarget(
                "a\"b\\", TokenCapField.MAX_TOKENS, 0, 0, SamplingSupport.FULL, false, false, true, Set.of());
        byte[] body = ENCODER.encode(view("{'model':'m'," + USER + "}"), target).body();
        assertThat(new String(body, UTF_8)).startsWith("{\"model\":\"a\\\"b\\\\\",");
    }

    @Test
    void encodesAnewAndLeavesTheBodyAlone() {
        ChatRequestView view = view("{'model':'m','max_tokens':9," + USER + "}");
        byte[] before = view.body().clone();
        byte[] first = ENCODER.encode(
                        view,
                        Wishes.NONE
                                .cap(TokenCapField.MAX_COMPLETION_TOKENS, 0, 5)
                                .target())
                .body();
        byte[] second = ENCODER.encode(view, Wishes.NONE.target()).body();
        assertThat(new String(first, UTF_8)).contains("\"max_completion_tokens\":5");
        assertThat(new String(second, UTF_8)).contains("\"max_tokens\":9");
        assertThat(view.body()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "MAX_TOKENS            | 0    | 0   | -                                         | -                              |",
                "MAX_TOKENS            | 4096 | 0   | -                                         | 'max_tokens':4096,             |",
                "MAX_COMPLETION_TOKENS | 4096 | 0   | -                                         | 'max_completion_tokens':4096,  |",
                "MAX_TOKENS            | 4096 | 512 | -                                         | 'max_tokens':512,              |",
                "MAX_TOKENS            | 4096 | 0   | 'max_tokens':10                           | =                              |",
                "MAX_TOKENS            | 4096 | 0   | 'max_completion_tokens':10                | 'max_tokens':10                |",
                "MAX_COMPLETION_TOKENS | 0    | 0   | 'max_tokens':10                           | 'max_completion_tokens':10     |",
                "MAX_COMPLETION_TOKENS | 0    | 0   | 'maxTokens' : 10                          | 'max_completion_tokens' : 10   |",
                "MAX_TOKENS            | 0    | 0   | 'maxCompletionTokens':10                  | 'max_tokens':10                |",
                "MAX_TOKENS            | 0    | 0   | 'max_tokens':20,'max_completion_tokens':7 | 'max_tokens':7                 |",
                "MAX_TOKENS            | 0    | 0   | 'max_tokens':7,'max_completion_tokens':20 | 'max_tokens':7                 |",
                "MAX_COMPLETION_TOKENS | 0    | 0   | 'max_tokens':7,'max_completion_tokens':20 | 'max_completion_tokens':7      |",
                "MAX_COMPLETION_TOKENS | 0    | 0   | 'max_tokens':7,'max_completion_tokens':7  | 'max_completion_tokens':7      |",
                "MAX_TOKENS            | 0    | 0   | 'max_tokens':8,'maxTokens':3              | 'max_tokens':8                 |",
                "MAX_TOKENS            | 0    | 0   | 'maxTokens':3,'max_tokens':null           | 'max_tokens':3                 |",
                "MAX_TOKENS            | 0    | 9   | 'max_tokens':10                           | 'max_tokens':9                 | max_tokens=clamped;to=9",
                "MAX_TOKENS            | 0    | 9   | 'max_completion_tokens':10                | 'max_tokens':9                 | max_completion_tokens=clamped;to=9",
                "MAX_TOKENS            | 0    | 10  | 'maxTokens':10                            | 'max_tokens':10                |",
                "MAX_TOKENS            | 0    | 9   | 'maxTokens':10                            | 'max_tokens':9                 | max_tokens=clamped;to=9",
                "MAX_TOKENS            | 0    | 5   | 'max_tokens':20,'max_completion_tokens':7 | 'max_tokens':5                 | max_completion_tokens=clamped;to=5",
                "MAX_TOKENS            | 64   | 0   | 'max_tokens':null                         | 'max_tokens':64,               |",
            })
    void sendsOneCapThatIsNeverMoreThanTheClients(
            TokenCapField field, int byDefault, int most, String asked, String sent, String header) {
        String body = "{'model':'m'" + (asked == null ? "" : "," + asked) + "," + USER + "}";
        boolean inserted = sent != null && sent.endsWith(",");
        String kept = sent == null || inserted ? "" : "," + (sent.equals("=") ? asked : sent);
        String expected = "{" + (inserted ? sent : "") + "'model':'up/m'" + kept + "," + USER + "}";
        assertThat(encode(body, Wishes.NONE.cap(field, byDefault, most)))
                .isEqualTo(expected + " | " + (header == null ? "" : header));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "-                                     | 'temperature':0.7,'top_p':1,",
                "'temperature':0.1                     | 'top_p':1,",
                "'top_p':0.5                           | 'temperature':0.7,",
                "'topP':0.5,'temperature':1            | -",
                "'reasoning_effort':'low'              | -",
                "'enable_thinking':true                | -",
                "'thinking':{'type':'disabled'}        | 'temperature':0.7,'top_p':1,",
                "'reasoning_effort':'none'             | 'temperature':0.7,'top_p':1,",
            })
    void insertsSamplingDefaultsUnlessThinkingIsOn(String asked, String inserted) {
        String rest = (asked == null ? "" : "," + asked) + "," + USER + "}";
        String expected =
                "{" + (inserted == null ? "" : inserted) + "'model':'up/m'" + rest.replace("'topP'", "'top_p'");
        assertThat(encode("{'model':'m'" + rest, Wishes.NONE.sampling(SamplingSupport.FULL, true)))
                .isEqualTo(expected + " | ");
    }

    @Test
    void replacesANullByItsDefault() {
        assertThat(encode(
                        "{'temperature':null,'model':'m'," + USER + "}",
                        Wishes.NONE.sampling(SamplingSupport.FULL, true)))
                .isEqualTo("{'temperature':0.7,'top_p':1,'model':'up/m'," + USER + "} | ");
    }

    @Test
    void insertsNoDefaultThatTheHostDrops() {
        Wishes wishes = Wishes.NONE.sampling(SamplingSupport.FULL, true).dropping("top_p");
        assertThat(encode("{'model':'m'," + USER + "}", wishes))
                .isEqualTo("{'temperature':0.7,'model':'up/m'," + USER + "} | ");
    }

    @Test
    void dropsSamplingParametersWhereTheModelTakesNone() {
        String body = "{'temperature':0.1,'model':'m','topP':1,'frequency_penalty':0,'presencePenalty':0," + USER
                + ",'seed':1,'top_k':5,'min_p':0.1}";
        assertThat(encode(body, Wishes.NONE.sampling(SamplingSupport.NONE, true)))
                .isEqualTo("{'model':'up/m'," + USER + ",'seed':1} | temperature=dropped, top_p=dropped, "
                        + "frequency_penalty=dropped, presence_penalty=dropped, top_k=dropped, min_p=dropped");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'stream':true                                                       | 'stream_options':{'include_usage':true}, | 'stream':true",
                "'stream':true,'stream_options':null                                 | 'stream_options':{'include_usage':true}, | 'stream':true",
                "'stream':true,'stream_options':{}                                   | `` | 'stream':true,'stream_options':{'include_usage':true}",
                "'stream':true,'stream_options':{'include_usage':true}               | `` | 'stream':true,'stream_options':{'include_usage':true}",
                "'stream':true,'stream_options':{'include_usage':false,'x':1}        | `` | 'stream':true,'stream_options':{'include_usage':true,'x':1}",
                "'stream':true,'stream_options':{'include_usage':null}               | `` | 'stream':true,'stream_options':{'include_usage':true}",
                "'stream':true,'stream_options':{'include_obfuscation':false}        | `` | 'stream':true,'stream_options':{'include_usage':true,'include_obfuscation':false}",
                "'stream':true,'streamOptions':{'includeUsage':false}                | `` | 'stream':true,'stream_options':{'include_usage':true}",
                "'streamOptions':{'includeUsage':true,'include_usage':null},'stream':true | `` | 'stream_options':{'include_usage':true},'stream':true",
                "'streamOptions':{'includeUsage':true},'stream_options':{'y':1},'stream':true | `` | 'stream_options':{'include_usage':true,'y':1},'stream':true",
                "'stream':false                                                      | `` | 'stream':false",
                "'stream':false,'stream_options':null                                | `` | 'stream':false",
            })
    void asksHostsThatTakeItForStreamedUsage(String asked, String inserted, String sent) {
        assertThat(encode("{'model':'m'," + asked + "," + USER + "}", Wishes.NONE.withStreamUsage()))
                .isEqualTo("{" + inserted + "'model':'up/m'," + sent + "," + USER + "} | ");
    }

    @Test
    void keepsStreamOptionsFromHostsThatDoNotTakeThem() {
        String body = "{'model':'m','stream':true,'stream_options':{'include_usage':true}," + USER + "}";
        assertThat(encode(body, Wishes.NONE)).isEqualTo("{'model':'up/m','stream':true," + USER + "} | ");
    }

    @Test
    void turnsDevelopersIntoSystemWhereTheHostHasNone() {
        String messages = "'messages':[{'role':'developer','content':'a'},{'content':'b', 'role' : 'develop\\u0065r'},"
                + "{'role':'user','content':'developer'}]";
        assertThat(encode("{'model':'m'," + messages + "}", Wishes.NONE.withoutDeveloper()))
                .isEqualTo(
                        "{'model':'up/m','messages':[{'role':'system','content':'a'},{'content':'b', 'role' : 'system'},"
                                + "{'role':'user','content':'developer'}]} | ");
        assertThat(encode("{'model':'m'," + messages + "}", Wishes.NONE)).contains("'role':'developer'");
    }

    @Test
    void restoresLostToolCallIdsByPosition() {
        String calls = "{'role':'assistant','content':null,'tool_calls':[{'id':'a','function':{'name':'f'}},"
                + "{'function':{'name':'g'},'id':'b\\u0062'}]}";
        String body = "{'model':'m','messages':[" + calls + ",{'role':'tool','content':'1'},"
                + "{ 'role':'tool','tool_call_id':null,'content':'2'}]}";
        assertThat(encode(body, Wishes.NONE))
                .isEqualTo("{'model':'up/m','messages':[" + calls + ",{'tool_call_id':'a','role':'tool','content':'1'},"
                        + "{ 'role':'tool','tool_call_id':'b\\u0062','content':'2'}]} | ");
    }

    @Test
    void givesAnOrphanTheCallThatNobodyElseAnswers() {
        String calls = "{'role':'assistant','tool_calls':[{'id':'a','function':{'name':'f'}},"
                + "{'id':'b','function':{'name':'g'}}]}";
        String user = "{'role':'user','content':'go on'}";
        String body = "{'model':'m','messages':[" + calls + ",{'role':'tool','content':'2'},"
                + "{'role':'tool','tool_call_id':'a','content':'1'}," + user + "," + calls + ","
                + "{'role':'tool','content':'3','tool_call_id':''}]}";
        assertThat(encode(body, Wishes.NONE))
                .isEqualTo("{'model':'up/m','messages':[" + calls + ",{'tool_call_id':'b','role':'tool','content':'2'},"
                        + "{'role':'tool','tool_call_id':'a','content':'1'}," + user + "," + calls + ","
                        + "{'role':'tool','content':'3','tool_call_id':'a'}]} | ");
    }

    @Test
    void renamesAliases() {
        String body =
                "{'model':'m','maxTokens':5,'topP':1,'frequencyPenalty':0,'presencePenalty':0,'toolChoice':'auto',"
                        + "'responseFormat':{'type':'text'},'reasoningEffort':'low'," + USER + "}";
        assertThat(encode(body, Wishes.NONE))
                .isEqualTo("{'model':'up/m','max_tokens':5,'top_p':1,'frequency_penalty':0,'presence_penalty':0,"
                        + "'tool_choice':'auto','response_format':{'type':'text'},'reasoning_effort':'low'," + USER
                        + "} | ");
    }

    @Test
    void letsSnakeCaseWinOverAliases() {
        String body =
                "{'topP':0.1,'model':'m','top_p':0.2," + USER + ",'reasoning_effort':null,'reasoningEffort':'low'}";
        assertThat(encode(body, Wishes.NONE))
                .isEqualTo("{'model':'up/m','top_p':0.2," + USER + ",'reasoning_effort':'low'} | ");
    }

    @Test
    void removesNullsAndReportsThoseOfUnknownFields() {
        String body =
                "{'seed':null,'top_k':null,'model':'m','stop':null," + USER + ",'usage':{'include':true},'user':null}";
        assertThat(encode(body, Wishes.NONE))
                .isEqualTo("{'model':'up/m'," + USER + ",'usage':{'include':true}} | top_k=dropped");
    }

    @Test
    void dropsLeakedClientKeywords() {
        String body = "{'model':'m'," + USER + ",'timeout':5,'extra_headers':{},'extra_query':{},'extra_body':{'a':1}}";
        assertThat(encode(body, Wishes.NONE))
                .isEqualTo("{'model':'up/m'," + USER
                        + "} | timeout=dropped, extra_headers=dropped, extra_query=dropped, extra_body=dropped");
    }

    @Test
    void dropsWhatTheHostLists() {
        String body = "{'best_of':3,'model':'m','seed':7,'toolChoice':'auto','n':2," + USER + "}";
        assertThat(encode(body, Wishes.NONE.dropping("best_of", "seed", "tool_choice", "n_predict")))
                .isEqualTo("{'model':'up/m','n':2," + USER + "} | best_of=dropped, seed=dropped, tool_choice=dropped");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "messages", "stream", "max_tokens", "max_completion_tokens"})
    void refusesTargetsThatDropWhatIsIndispensable(String field) {
        assertThatThrownBy(() -> Wishes.NONE.dropping(field).target())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(field);
    }

    private static String encode(String json, Wishes wishes) {
        EncodedRequest request = ENCODER.encode(view(json), wishes.target());
        return new String(request.body(), UTF_8).replace('"', '\'') + " | " + Adjustment.header(request.adjustments());
    }

    private static ChatRequestView view(String json) {
        return ChatRequestView.parse(json.replace('\'', '"').getBytes(UTF_8), RequestLimits.DEFAULT);
    }
}
