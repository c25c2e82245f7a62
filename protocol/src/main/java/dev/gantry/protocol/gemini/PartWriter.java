package dev.gantry.protocol.gemini;

import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.chat.Message.ImageSource;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import dev.gantry.protocol.openai.Adjustment;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the parts of a message, and says by its path which part Gemini cannot take.
final class PartWriter {
    /// Gemini API, "Image understanding".
    private static final Set<String> IMAGE_TYPES =
            Set.of("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif");
    /// Gemini API, "Audio understanding".
    private static final Set<String> AUDIO_FORMATS = Set.of("wav", "mp3", "aiff", "aac", "ogg", "flac");

    private final JsonWriter json;
    private final SequencedSet<Adjustment> adjustments;
    private final GeminiTarget target;

    PartWriter(JsonWriter json, SequencedSet<Adjustment> adjustments, GeminiTarget target) {
        this.json = json;
        this.adjustments = adjustments;
        this.target = target;
    }

    /// Bytes that go inline.
    ///
    /// @param detail the client's `detail` of an image
    record Media(String type, String base64, @Nullable String detail) {}

    /// Writes all parts but empty texts.
    ///
    /// @param path of the array that holds them
    /// @return whether there was anything to write
    boolean writeAll(List<ContentPart> content, String path) {
        boolean written = false;
        for (int i = 0; i < content.size(); i++) {
            written |= write(content.get(i), path + "[" + i + "]");
        }
        return written;
    }

    /// The text of a part that is text; null for others.
    @Nullable
    String text(ContentPart part) {
        return switch (part) {
            case ContentPart.Text(String text, RawJson cacheControl) -> {
                reportCacheControl(cacheControl);
                yield text;
            }
            case ContentPart.Refusal(String text) -> text;
            case ContentPart.Image _, ContentPart.Audio _, ContentPart.File _, ContentPart.Unknown _ -> null;
        };
    }

    /// The bytes of a part that is not text.
    Media media(ContentPart part, String path) {
        return switch (part) {
            case ContentPart.Image image -> image(image, path);
            case ContentPart.Audio(String base64, String format) -> audio(base64, format, path);
            case ContentPart.File file -> file(file, path);
            case ContentPart.Unknown(String type, var _) ->
                throw Refusal.unsupported(path, "a Gemini model takes no part of the type '" + type + "'");
            case ContentPart.Text _, ContentPart.Refusal _ -> throw new IllegalArgumentException("text is no media");
        };
    }

    /// Writes a part of its own for the bytes.
    void write(Media media) {
        json.beginObject().name("inlineData").beginObject();
        json.name("mimeType").value(media.type()).name("data").value(media.base64());
        json.endObject();
        writeResolution(media.detail());
        json.endObject();
    }

    private boolean write(ContentPart part, String path) {
        String text = text(part);
        if (text == null) {
            write(media(part, path));
            return true;
        }
        if (!text.isEmpty()) {
            json.beginObject().name("text").value(text).endObject();
        }
        return !text.isEmpty();
    }

    private Media image(ContentPart.Image image, String path) {
        reportCacheControl(image.cacheControl());
        return switch (image.source()) {
            case ImageSource.Url _ ->
                throw Refusal.unsupported(
                        path + ".image_url.url", "Gemini fetches no images; send the image's bytes as a 'data:' URL");
            case ImageSource.Bytes(String type, String base64) -> {
                String known = type.toLowerCase(Locale.ROOT).equals("image/jpg") ? "image/jpeg" : type;
                if (!IMAGE_TYPES.contains(known.toLowerCase(Locale.ROOT))) {
                    throw Refusal.unsupported(
                            path + ".image_url.url", "Gemini takes PNG, JPEG, WebP, HEIC and HEIF images");
                }
                yield new Media(known.toLowerCase(Locale.ROOT), base64, image.detail());
            }
        };
    }

    private static Media audio(String base64, String format, String path) {
        if (!AUDIO_FORMATS.contains(format)) {
            throw Refusal.unsupported(
                    path + ".input_audio.format", "Gemini takes wav, mp3, aiff, aac, ogg and flac audio");
        }
        return new Media("audio/" + format, base64, null);
    }

    private Media file(ContentPart.File file, String path) {
        reportCacheControl(file.cacheControl());
        if (file.base64() == null) {
            throw Refusal.unsupported(
                    path + ".file.file_id", "Gemini does not know the files of other providers; send 'file_data'");
        }
        String type = fileType(file);
        if (!type.equals("application/pdf") && !type.startsWith("text/")) {
            throw Refusal.unsupported(path + ".file.file_data", "Gemini takes PDF and text files");
        }
        return new Media(type, file.base64(), null);
    }

    private static String fileType(ContentPart.File file) {
        if (file.mediaType() != null) {
            return file.mediaType().toLowerCase(Locale.ROOT);
        }
        String name = file.name() == null ? "" : file.name().toLowerCase(Locale.ROOT);
        return name.endsWith(".txt") || name.endsWith(".md") ? "text/plain" : "application/pdf";
    }

    /// `auto` is what Gemini does unasked.
    private void writeResolution(@Nullable String detail) {
        if (detail == null || detail.equals("auto")) {
            return;
        }
        boolean known = detail.equals("low") || detail.equals("high");
        if (!known || target.generation() != GeminiGeneration.V3) {
            adjustments.add(Adjustment.dropped("detail"));
            return;
        }
        json.name("mediaResolution").beginObject();
        json.name("level").value("MEDIA_RESOLUTION_" + detail.toUpperCase(Locale.ROOT));
        json.endObject();
    }

    private void reportCacheControl(@Nullable RawJson cacheControl) {
        if (cacheControl != null) {
            adjustments.add(Adjustment.dropped("cache_control"));
        }
    }
}
