package dev.gantry.server.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Builds GGUF files that are small, and right or wrong as a test wants them.
final class TestingGguf {
    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private int magic = 0x46554747;
    private int version = 3;
    private int tensorType;

    /// A model with 2 layers, 4 heads of 16, 2 of them cached, trained for 2048 tokens, and one tensor of 64 F32.
    static TestingGguf model() {
        return new TestingGguf()
                .with("general.architecture", "llama")
                .with("llama.context_length", 2048)
                .with("llama.block_count", 2)
                .with("llama.embedding_length", 64)
                .with("llama.attention.head_count", 4)
                .with("llama.attention.head_count_kv", 2)
                .with("tokenizer.ggml.tokens", new String[] {"a", "bc", "<|end|>"});
    }

    static TestingGguf projector(int width) {
        return new TestingGguf().with("general.architecture", "clip").with("clip.vision.projection_dim", width);
    }

    TestingGguf with(String key, Object value) {
        metadata.put(key, value);
        return this;
    }

    TestingGguf withMagic(int value) {
        magic = value;
        return this;
    }

    TestingGguf withVersion(int value) {
        version = value;
        return this;
    }

    TestingGguf withTensorType(int code) {
        tensorType = code;
        return this;
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(magic).putInt(version).putLong(1).putLong(metadata.size());
        metadata.forEach((key, value) -> putEntry(buffer, key, value));
        putString(buffer, "blk.0.weight");
        buffer.putInt(1).putLong(64).putInt(tensorType).putLong(0);
        buffer.position(Math.ceilDiv(buffer.position(), 32) * 32 + 64 * Float.BYTES);
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static void putEntry(ByteBuffer buffer, String key, Object value) {
        putString(buffer, key);
        switch (value) {
            case Integer number -> buffer.putInt(4).putInt(number);
            case Boolean truth -> buffer.putInt(7).put((byte) (truth ? 1 : 0));
            case String text -> putString(buffer.putInt(8), text);
            case String[] texts -> {
                buffer.putInt(9).putInt(8).putLong(texts.length);
                for (String text : texts) {
                    putString(buffer, text);
                }
            }
            default -> throw new IllegalArgumentException(String.valueOf(value));
        }
    }

    private static void putString(ByteBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.putLong(bytes.length).put(bytes);
    }
}
