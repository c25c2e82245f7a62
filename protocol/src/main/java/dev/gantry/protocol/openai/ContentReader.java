package dev.gantry.protocol.openai;

import dev.gantry.protocol.json.JsonScanner;
import dev.gantry.protocol.json.JsonToken;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads and checks the {@code content} of messages. Parts of a type that is not documented pass unseen. For one
/// request.
final class ContentReader {
    private final byte[] body;
    private final JsonScanner scanner;
    private final ImageReader images;
    private final EnumSet<PartField> seen = EnumSet.noneOf(PartField.class);
    private final ByteRanges payloadsBeforeType = new ByteRanges();
    private final List<PartField> fieldsBeforeType = new ArrayList<>();
    private int messageIndex;
    private int partIndex;

    ContentReader(byte[] body, JsonScanner scanner, int maxImages) {
        this.body = body;
        this.scanner = scanner;
        this.images = new ImageReader(body, maxImages);
    }

    /// Reads the content that the scanner is at, which is not null, up to its end.
    void read(int messageIndex) {
        this.messageIndex = messageIndex;
        switch (scanner.current()) {
            case STRING -> {}
            case ARRAY_START -> readParts();
            default -> throw RequestProblem.invalid(contentPath(), "a string or an array of content parts", scanner);
        }
    }

    /// The images of all content that was read.
    List<ImageUrl> images() {
        return images.images();
    }

    private void readParts() {
        for (partIndex = 0; scanner.next() != JsonToken.ARRAY_END; partIndex++) {
            if (scanner.current() != JsonToken.OBJECT_START) {
                throw RequestProblem.invalid(partPath(), "an object with a 'type'", scanner);
            }
            readPart();
        }
        if (partIndex == 0) {
            throw RequestProblem.invalid(
                    contentPath(), "a string or a non-empty array of content parts", "an empty array");
        }
    }

    private void readPart() {
        seen.clear();
        payloadsBeforeType.clear();
        fieldsBeforeType.clear();
        PartField type = null;
        while (scanner.next() == JsonToken.NAME) {
            PartField field = PartField.find(scanner);
            if (field != null && !seen.add(field)) {
                throw RequestProblem.duplicate(path(field));
            }
            scanner.next();
            if (field == PartField.TYPE) {
                require(JsonToken.STRING, PartField.TYPE, "a string", scanner);
                type = PartField.findPayload(scanner);
            } else if (field != null && field == type) {
                checkPayload(field, scanner);
            } else if (field != null) {
                rememberPayload(field);
            }
            scanner.skipValue();
        }
        finishPart(type);
    }

    private void rememberPayload(PartField field) {
        int start = scanner.start();
        payloadsBeforeType.add(start, scanner.skipValue());
        fieldsBeforeType.add(field);
    }

    private void finishPart(@Nullable PartField type) {
        if (!seen.contains(PartField.TYPE)) {
            throw RequestProblem.missing(path(PartField.TYPE));
        }
        if (type == null) {
            return;
        }
        if (!seen.contains(type)) {
            throw RequestProblem.missing(path(type), "a part of the type '" + type.wireName() + "' needs it");
        }
        int early = fieldsBeforeType.indexOf(type);
        if (early >= 0) {
            JsonScanner payload = new JsonScanner(
                    body, payloadsBeforeType.start(early), payloadsBeforeType.end(early), Integer.MAX_VALUE);
            payload.next();
            checkPayload(type, payload);
        }
    }

    private void checkPayload(PartField type, JsonScanner payload) {
        switch (type) {
            case TEXT, REFUSAL -> require(JsonToken.STRING, type, "a string", payload);
            case FILE -> require(JsonToken.OBJECT_START, type, "an object", payload);
            case INPUT_AUDIO -> readAudio(payload);
            case IMAGE_URL -> images.read(payload, messageIndex, partIndex);
            case TYPE -> throw new IllegalArgumentException("the type is no payload");
        }
    }

    private void readAudio(JsonScanner payload) {
        require(JsonToken.OBJECT_START, PartField.INPUT_AUDIO, "an object with 'data' and 'format'", payload);
        boolean hasData = false;
        boolean hasFormat = false;
        while (payload.next() == JsonToken.NAME) {
            if (payload.textEquals("data")) {
                requireString(PartField.INPUT_AUDIO, ".data", payload);
                hasData = true;
            } else if (payload.textEquals("format")) {
                requireString(PartField.INPUT_AUDIO, ".format", payload);
                hasFormat = true;
            } else {
                payload.next();
                payload.skipValue();
            }
        }
        if (!hasData || !hasFormat) {
            throw RequestProblem.missing(path(PartField.INPUT_AUDIO) + (hasData ? ".format" : ".data"));
        }
    }

    private void requireString(PartField field, String member, JsonScanner payload) {
        if (payload.next() != JsonToken.STRING) {
            throw RequestProblem.invalid(path(field) + member, "a string", payload);
        }
    }

    private void require(JsonToken kind, PartField field, String expected, JsonScanner payload) {
        if (payload.current() != kind) {
            throw RequestProblem.invalid(path(field), expected, payload);
        }
    }

    private String contentPath() {
        return "messages[" + messageIndex + "].content";
    }

    private String partPath() {
        return contentPath() + "[" + partIndex + "]";
    }

    private String path(PartField field) {
        return partPath() + "." + field.wireName();
    }
}
