package dev.gantry.protocol.openai;

import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.chat.Message.ImageSource;
import dev.gantry.protocol.json.JsonToken;
import dev.gantry.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the content of messages that were checked before. Stateless.
final class ContentDecoder {
    private static final String CONTENT = "content";
    private static final String CACHE_CONTROL = "cache_control";
    private static final RawJson EPHEMERAL = RawJson.parse("{\"type\":\"ephemeral\"}");

    private ContentDecoder() {}

    /// The parts of a message's content. A cache marker on the message itself belongs to its last part.
    static List<ContentPart> decode(BodyObject message) {
        RawJson marker = cacheControl(message);
        List<ContentPart> parts = new ArrayList<>();
        if (message.kind(CONTENT) == JsonToken.STRING) {
            String text = message.requireText(CONTENT);
            if (!text.isEmpty()) {
                parts.add(new ContentPart.Text(text, marker));
            }
            return parts;
        }
        message.objects(CONTENT).forEach(part -> parts.add(part(part)));
        if (marker != null && !parts.isEmpty()) {
            parts.addLast(mark(parts.removeLast(), marker));
        }
        return parts;
    }

    private static ContentPart part(BodyObject part) {
        String type = part.requireText("type");
        return switch (type) {
            case "text" -> new ContentPart.Text(part.requireText("text"), cacheControl(part));
            case "refusal" -> new ContentPart.Refusal(part.requireText("refusal"));
            case "image_url" -> image(part);
            case "input_audio" -> audio(require(part, "input_audio"));
            case "file" -> file(require(part, "file"), cacheControl(part));
            default -> new ContentPart.Unknown(type, part.raw());
        };
    }

    private static ContentPart image(BodyObject part) {
        BodyObject image = require(part, "image_url");
        String url = image.requireText("url");
        return new ContentPart.Image(source(image, url), image.text("detail"), cacheControl(part));
    }

    private static ImageSource source(BodyObject image, String url) {
        if (!DataUrl.isOne(url)) {
            return new ImageSource.Url(url);
        }
        DataUrl data = DataUrl.parse(url)
                .filter(parsed -> !parsed.mediaType().isEmpty())
                .orElseThrow(() -> RequestProblem.invalid(
                        image.path("url"),
                        "a data: URL with a media type and base64, such as data:image/png;base64,…",
                        "another form"));
        return new ImageSource.Bytes(data.mediaType(), data.base64());
    }

    private static ContentPart audio(BodyObject audio) {
        return new ContentPart.Audio(audio.requireText("data"), audio.requireText("format"));
    }

    private static ContentPart file(BodyObject file, @Nullable RawJson marker) {
        String name = file.text("filename");
        if (!file.has("file_data")) {
            return new ContentPart.File(name, null, null, file.requireText("file_id"), marker);
        }
        String data = file.requireText("file_data");
        if (data.contains("://")) {
            throw RequestProblem.invalid(file.path("file_data"), "base64 or a data: URL with base64", "another URL");
        }
        if (!DataUrl.isOne(data)) {
            return new ContentPart.File(name, null, data, null, marker);
        }
        DataUrl url = DataUrl.parse(data)
                .orElseThrow(() -> RequestProblem.invalid(
                        file.path("file_data"), "base64 or a data: URL with base64", "a data: URL without base64"));
        String mediaType = url.mediaType().isEmpty() ? null : url.mediaType();
        return new ContentPart.File(name, mediaType, url.base64(), null, marker);
    }

    private static BodyObject require(BodyObject part, String payload) {
        return part.findObject(payload).orElseThrow(() -> RequestProblem.missing(part.path(payload)));
    }

    /// The cache marker on a part, a message or a tool.
    static @Nullable RawJson cacheControl(BodyObject marked) {
        RawJson marker = marked.raw(CACHE_CONTROL);
        return marker == null && marked.has("prompt_cache_breakpoint") ? EPHEMERAL : marker;
    }

    private static ContentPart mark(ContentPart part, RawJson marker) {
        return switch (part) {
            case ContentPart.Text(String text, RawJson own) -> new ContentPart.Text(text, own == null ? marker : own);
            case ContentPart.Image(var source, String detail, RawJson own) ->
                new ContentPart.Image(source, detail, own == null ? marker : own);
            case ContentPart.File(String name, String mediaType, String base64, String id, RawJson own) ->
                new ContentPart.File(name, mediaType, base64, id, own == null ? marker : own);
            case ContentPart.Audio _, ContentPart.Refusal _, ContentPart.Unknown _ -> part;
        };
    }
}
