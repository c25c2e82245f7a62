package dev.gantry.protocol.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GenerateContentAnswerDecoderTest {
    private static final String ANSWER = """
            {
              "candidates": [
                {
                  "finishReason": "STOP",
                  "content": {
                    "role": "model",
                    "parts": [
                      {"thought": true, "text": "Let me \\"see\\"."},
                      {"text": "I ask."},
                      {"thoughtSignature": "c2ln", "functionCall": {"args": {
                          "city": "Paris \\" { \\\\", "n": [1, 2.50]
                        }, "name": "weather"}},
                      {"functionCall": {"name": "time"}}
                    ]
                  }
                }
              ],
              "usageMetadata": {
                "promptTokenCount": 10, "candidatesTokenCount": 5, "thoughtsTokenCount": 7, "totalTokenCount": 25,
                "cachedContentTokenCount": 4, "toolUsePromptTokenCount": 3
              },
              "responseId": "r1"
            }
            """;

    @Test
    void readsAnIndentedAnswer() {
        assertThat(Decoded.whole(200, ANSWER)).isEqualTo("""
                        Started[responseId=r1]
                        UsageReported[usage=Usage[inputTokens=13, cachedInputTokens=4, cacheWriteTokens=0, \
                        outputTokens=12, reasoningTokens=7]]
                        ReasoningDelta[choice=0, text=Let me "see".]
                        TextDelta[choice=0, text=I ask.]
                        ToolCallStarted[choice=0, index=0, callId=gemini-call-0-0, name=weather, signature=c2ln]
                        ToolArgumentsDelta[choice=0, index=0, fragment={"city":"Paris \\" { \\\\","n":[1,2.50]}]
                        ReasoningKept[choice=0, detail=Encrypted[data=c2ln, format=google-gemini-v1, index=0, \
                        callId=gemini-call-0-0]]
                        ToolCallStarted[choice=0, index=1, callId=gemini-call-0-1, name=time, signature=]
                        ToolArgumentsDelta[choice=0, index=1, fragment={}]
                        Finished[choice=0, reason=TOOL_CALLS]
                        """);
    }

    @Test
    void saysTheSameAsAStreamOfOneEvent() {
        String sse = "data: " + ANSWER.replace("\n", "") + "\r\n\r\n";

        assertThat(Decoded.stream(sse.getBytes(StandardCharsets.UTF_8), 9)).isEqualTo(Decoded.whole(200, ANSWER));
    }

    @Test
    void failsWhereThereIsNoAnswer() {
        for (String body : new String[] {"", "{}", "[]", "null", "<html></html>", "{\"candidates\":[]}", "{\"cand"}) {
            assertThat(Decoded.whole(200, body)).as(body).startsWith("failed: UpstreamProblem[kind=PROTOCOL_VIOLATION");
        }
    }

    @Test
    void failsWhereACandidateHasNoEnd() {
        assertThat(Decoded.whole(200, "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hel\"}]}}]}"))
                .contains("PROTOCOL_VIOLATION");
    }

    @Test
    void readsAnErrorUnderAnyStatus() {
        String error = "{\"error\":{\"code\":503,\"message\":\"Overloaded.\",\"status\":\"UNAVAILABLE\"}}";

        assertThat(Decoded.whole(503, error)).contains("OVERLOADED");
        assertThat(Decoded.whole(200, error)).contains("OVERLOADED");
        assertThat(Decoded.whole(200, "[" + error + "]")).contains("OVERLOADED");
    }

    @Test
    void takesContentThatIsMissing() {
        assertThat(Decoded.whole(200, "{\"candidates\":[{\"finishReason\":\"MAX_TOKENS\",\"index\":0}]}"))
                .contains("LENGTH");
        assertThat(Decoded.whole(200, "{\"candidates\":[{\"finishReason\":\"SAFETY\",\"content\":{}}]}"))
                .contains("CONTENT_FILTER");
    }
}
