package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.chat.Message.ContentPart;
import dev.gantry.protocol.chat.Message.ImageSource;
import dev.gantry.protocol.json.JsonWriter;
import dev.gantry.protocol.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns the parts of messages into content blocks, or refuses them by name.
final class ContentBlocks {
    private static final Set<String> IMAGE_TYPES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final String PDF = "application/pdf";
    private static final String PDF_SIGNATURE = "JVBERi";

    private final Adjustments adjustments;

    ContentBlocks(Adjustments adjustments) {
        this.adjustments = adjustments;
    }

    /// What a user says, or what a tool answered. Empty texts are left out, the API refuses them.
    ///
    /// @param param the message's place in the request
    List<Block> of(List<ContentPart> parts, String param) {
        List<Block> blocks = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            String place = param + ".content[" + i + "]";
            switch (parts.get(i)) {
                case ContentPart.Text text -> addText(text.text(), text.cacheControl(), blocks);
                case ContentPart.Image image -> blocks.add(image(image, place));
                case ContentPart.File file -> blocks.add(document(file, place));
                case ContentPart.Refusal(String text) -> addText(text, null, blocks);
                case ContentPart.Audio _ -> throw Refusal.unsupported(place, "takes no audio");
                case ContentPart.Unknown unknown -> throw unknown(unknown, place);
            }
        }
        return blocks;
    }

    /// What an assistant or the system says: text only.
    List<Block> textOf(List<ContentPart> parts, String param) {
        List<Block> blocks = new ArrayList<>(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            String place = param + ".content[" + i + "]";
            switch (parts.get(i)) {
                case ContentPart.Text text -> addText(text.text(), text.cacheControl(), blocks);
                case ContentPart.Refusal(String text) -> addText(text, null, blocks);
                case ContentPart.Image _, ContentPart.File _, ContentPart.Audio _ ->
                    throw Refusal.unsupported(place, "takes nothing but text in a message of this role");
                case ContentPart.Unknown unknown -> throw unknown(unknown, place);
            }
        }
        return blocks;
    }

    /// Ends the object at hand, the client's cache marker last in it.
    static void endWithMarker(JsonWriter json, @Nullable RawJson cacheControl) {
        if (cacheControl != null) {
            json.name("cache_control").value(cacheControl);
        }
        json.endObject();
    }

    private static void addText(String text, @Nullable RawJson cacheControl, List<Block> blocks) {
        if (!text.isEmpty()) {
            blocks.add(new Block.Text(text, cacheControl));
        }
    }

    private Block image(ContentPart.Image image, String place) {
        boolean wished = image.detail() != null && !image.detail().equals("auto");
        adjustments.droppedIf(wished, "image_url.detail");
        return switch (image.source()) {
            case ImageSource.Url(String url) -> block("image", urlSource(url), null, image.cacheControl());
            case ImageSource.Bytes(String mediaType, String base64) ->
                block("image", dataSource("base64", imageType(mediaType, place), base64), null, image.cacheControl());
        };
    }

    private static String imageType(String mediaType, String place) {
        String type = mediaType.toLowerCase(Locale.ROOT).replace("image/jpg", "image/jpeg");
        if (!IMAGE_TYPES.contains(type)) {
            throw Refusal.unsupported(
                    place + ".image_url", "takes images of the types image/jpeg, image/png, image/gif and image/webp");
        }
        return type;
    }

    private static Block document(ContentPart.File file, String place) {
        String base64 = file.base64();
        if (base64 == null) {
            throw Refusal.unsupported(place + ".file.file_id", "knows no files of other providers; send 'file_data'");
        }
        if (!isPdf(file, base64)) {
            throw Refusal.unsupported(place + ".file", "takes files of the type application/pdf");
        }
        return block("document", dataSource("base64", PDF, base64), file.name(), file.cacheControl());
    }

    private static boolean isPdf(ContentPart.File file, String base64) {
        String type = file.mediaType();
        return type == null ? base64.startsWith(PDF_SIGNATURE) : type.equalsIgnoreCase(PDF);
    }

    private static Block block(String type, Block source, @Nullable String title, @Nullable RawJson cacheControl) {
        return json -> {
            json.beginObject().name("type").value(type).name("source");
            source.write(json);
            if (title != null && !title.isEmpty()) {
                json.name("title").value(title);
            }
            endWithMarker(json, cacheControl);
        };
    }

    private static Block urlSource(String url) {
        return json -> json.beginObject()
                .name("type")
                .value("url")
                .name("url")
                .value(url)
                .endObject();
    }

    private static Block dataSource(String type, String mediaType, String data) {
        return json -> json.beginObject()
                .name("type")
                .value(type)
                .name("media_type")
                .value(mediaType)
                .name("data")
                .value(data)
                .endObject();
    }

    private static RuntimeException unknown(ContentPart.Unknown part, String place) {
        String type = part.type().length() <= 40 && part.type().matches("[\\w.-]*") ? part.type() : "?";
        return Refusal.unsupported(place + ".type", "has no part of the type '" + type + "'");
    }
}
