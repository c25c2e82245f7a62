package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.ChatRequest;
import dev.gantry.protocol.chat.ChatRequest.Effort;
import dev.gantry.protocol.chat.ChatRequest.Reasoning;
import dev.gantry.protocol.chat.Message;
import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Understands a client's request in full, for an upstream of another dialect. Stateless and thread-safe.
public final class ChatRequestDecoder {

    /// @throws InvalidRequestException for what the view let pass because an OpenAI-compatible upstream may
    ///     understand it, and nobody else does: with {@link ErrorCode#INVALID_VALUE},
    ///     {@link ErrorCode#MISSING_REQUIRED_PARAMETER} or {@link ErrorCode#UNSUPPORTED_PARAMETER}, and the path of
    ///     the field at fault
    public DecodedRequest decode(ChatRequestView view) {
        return new Decoding(view).run();
    }

    /// One request.
    private static final class Decoding {
        private final ChatRequestView view;
        private final byte[] body;
        private final RequestFields fields;
        private final List<Adjustment> adjustments = new ArrayList<>();

        Decoding(ChatRequestView view) {
            this.view = view;
            this.body = view.body();
            this.fields = view.fields();
        }

        DecodedRequest run() {
            FieldValues values = new FieldValues(body, fields);
            ToolsDecoder tools = new ToolsDecoder(values);
            ChatRequest request = new ChatRequest(
                    messages(),
                    ControlsDecoder.decode(view, values),
                    tools.tools(),
                    tools.choice(),
                    values.flag(RequestField.PARALLEL_TOOL_CALLS),
                    ResponseFormatDecoder.decode(values),
                    reasoning(),
                    view.endUser().orElse(null),
                    metadata(),
                    values.text(RequestField.SERVICE_TIER),
                    extensions());
            if (request.controls().topLogprobs() == null && fields.find(RequestField.TOP_LOGPROBS) != null) {
                drop(RequestField.TOP_LOGPROBS.wireName());
            }
            return new DecodedRequest(request, adjustments);
        }

        private List<Message> messages() {
            RequestMember member = fields.find(RequestField.MESSAGES);
            if (member == null) {
                throw new IllegalStateException("a view without messages");
            }
            MessagesDecoder decoder = new MessagesDecoder(body, member, view.conversation());
            List<Message> messages = decoder.decode();
            decoder.dropped().forEach(this::drop);
            return messages;
        }

        private Reasoning reasoning() {
            RequestMember member = fields.find(RequestField.REASONING_EFFORT);
            if (member == null) {
                return Reasoning.UNSAID;
            }
            JsonScanner value = member.value(body);
            String word = value.current() == JsonToken.STRING ? value.text().toUpperCase(Locale.ROOT) : "";
            for (Effort effort : Effort.values()) {
                if (effort.name().equals(word)) {
                    return new Reasoning(effort);
                }
            }
            throw RequestProblem.invalid(
                    member.name(), "one of 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'", value);
        }

        private Map<String, String> metadata() {
            RequestMember member = fields.find(RequestField.METADATA);
            if (member == null) {
                return Map.of();
            }
            Map<String, String> metadata = new LinkedHashMap<>();
            JsonScanner value = member.value(body);
            while (value.next() == JsonToken.NAME) {
                String name = value.text();
                if (value.next() != JsonToken.STRING) {
                    throw RequestProblem.invalid(member.name() + "." + RequestProblem.excerpt(name), "a string", value);
                }
                metadata.put(name, value.text());
            }
            return metadata;
        }

        private Map<String, RawJson> extensions() {
            Map<String, RawJson> extensions = new LinkedHashMap<>();
            for (RequestMember member : fields.members()) {
                RequestField field = member.field();
                if (member.isNoise()) {
                    drop(member.name());
                } else if (field == null || (isExtension(field) && member.equals(fields.find(field)))) {
                    extensions.put(member.wireName(), member.raw(body));
                }
            }
            return extensions;
        }

        /// Whether the request has no component for it.
        private static boolean isExtension(RequestField field) {
            return switch (field) {
                case VERBOSITY,
                        MODALITIES,
                        AUDIO,
                        PREDICTION,
                        WEB_SEARCH_OPTIONS,
                        STORE,
                        PROMPT_CACHE_KEY,
                        PROMPT_CACHE_RETENTION,
                        PROMPT_CACHE_OPTIONS,
                        MODERATION -> true;
                case MODEL,
                        MESSAGES,
                        MAX_TOKENS,
                        MAX_COMPLETION_TOKENS,
                        TEMPERATURE,
                        TOP_P,
                        FREQUENCY_PENALTY,
                        PRESENCE_PENALTY,
                        N,
                        STOP,
                        STREAM,
                        STREAM_OPTIONS,
                        TOOLS,
                        FUNCTIONS,
                        TOOL_CHOICE,
                        FUNCTION_CALL,
                        PARALLEL_TOOL_CALLS,
                        RESPONSE_FORMAT,
                        LOGPROBS,
                        TOP_LOGPROBS,
                        LOGIT_BIAS,
                        SEED,
                        REASONING_EFFORT,
                        SERVICE_TIER,
                        METADATA,
                        USER,
                        SAFETY_IDENTIFIER -> false;
            };
        }

        private void drop(String field) {
            adjustments.add(Adjustment.dropped(field));
        }
    }
}
