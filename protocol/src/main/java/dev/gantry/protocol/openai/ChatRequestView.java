package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The few fields of a chat request that the gateway acts on, with their byte ranges. The body is scanned and
/// checked once and is never changed; what a view does not name goes to the upstream as it came. Immutable, so
/// long as nobody writes to the body.
public final class ChatRequestView {
    private final byte[] body;
    private final int objectStart;
    private final RequestFields fields;
    private final Conversation conversation;
    private final boolean hasTools;
    private final String model;
    private final boolean includeUsage;
    private final @Nullable TokenCap tokenCap;
    private final int choices;
    private final boolean hasRemoteImages;

    ChatRequestView(byte[] body, int objectStart, RequestFields fields, Conversation conversation, boolean hasTools) {
        this.body = body;
        this.objectStart = objectStart;
        this.fields = fields;
        this.conversation = conversation;
        this.hasTools = hasTools;
        this.model = text(RequestField.MODEL).orElse("");
        this.includeUsage = readStreamOptions().map(StreamOptions::wantsUsage).orElse(false);
        this.tokenCap = TokenCap.of(body, fields);
        this.choices = number(RequestField.N, 1);
        this.hasRemoteImages = conversation.images().stream().anyMatch(ImageUrl::remote);
    }

    /// Reads a request body; the array is kept, not copied, and must not change afterwards.
    ///
    /// @throws InvalidRequestException where the body is not one JSON object that follows the wire: with
    ///     {@link ErrorCode#INVALID_JSON}, {@link ErrorCode#MISSING_REQUIRED_PARAMETER} or
    ///     {@link ErrorCode#INVALID_VALUE}, and the path of the field at fault, as the client wrote it
    public static ChatRequestView parse(byte[] body, RequestLimits limits) {
        return new ChatRequestReader(body, limits).read();
    }

    /// The body as it came; not a copy.
    public byte[] body() {
        return body;
    }

    /// The model as the client asked for it: an id or an alias.
    public String model() {
        return model;
    }

    public boolean stream() {
        return fields.isTrue(RequestField.STREAM);
    }

    /// Whether the client wants the usage chunk at the end of the stream.
    public boolean includeUsage() {
        return includeUsage;
    }

    /// The client's cap on generated tokens, at least 1: the smaller one where it set it under two names.
    public OptionalInt maxTokens() {
        return tokenCap == null ? OptionalInt.empty() : OptionalInt.of(tokenCap.tokens());
    }

    /// How many answers the client wants, 1 to 128.
    public int choices() {
        return choices;
    }

    /// Whether the request offers at least one tool, in the new form or the old.
    public boolean hasTools() {
        return hasTools;
    }

    public boolean hasImages() {
        return !conversation.images().isEmpty();
    }

    /// Whether an image has to be fetched by someone: its URL is not a {@code data:} URL.
    public boolean hasRemoteImages() {
        return hasRemoteImages;
    }

    /// All images, in the order of the messages.
    public List<ImageUrl> images() {
        return conversation.images();
    }

    /// Whether the request turns thinking on.
    public boolean asksReasoning() {
        return ThinkingSwitch.isOn(body, fields);
    }

    /// The client's opaque id of its own user, never empty.
    public Optional<String> endUser() {
        return text(RequestField.SAFETY_IDENTIFIER).or(() -> text(RequestField.USER));
    }

    public int messageCount() {
        return conversation.messageCount();
    }

    /// How many bytes the messages and tools have, without those of {@code data:} URLs: what an estimate of the
    /// input tokens can start from.
    public int promptBytes() {
        int bytes = length(RequestField.MESSAGES) + length(RequestField.TOOLS) + length(RequestField.FUNCTIONS);
        for (ImageUrl image : conversation.images()) {
            bytes -= image.end() - image.start();
        }
        return bytes;
    }

    int objectStart() {
        return objectStart;
    }

    RequestFields fields() {
        return fields;
    }

    Conversation conversation() {
        return conversation;
    }

    @Nullable
    TokenCap tokenCap() {
        return tokenCap;
    }

    Optional<StreamOptions> readStreamOptions() {
        return Optional.ofNullable(fields.find(RequestField.STREAM_OPTIONS))
                .map(member -> StreamOptions.read(member.value(body), member.name()));
    }

    private Optional<String> text(RequestField field) {
        return Optional.ofNullable(fields.find(field))
                .map(member -> member.value(body))
                .filter(value -> !value.textIsEmpty())
                .map(JsonScanner::text);
    }

    private int number(RequestField field, int absent) {
        RequestMember member = fields.find(field);
        return member == null ? absent : (int) member.value(body).longValue();
    }

    private int length(RequestField field) {
        RequestMember member = fields.find(field);
        return member == null ? 0 : member.valueEnd() - member.valueStart();
    }
}
