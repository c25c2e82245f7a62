package dev.gantry.server.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// What the head of a GGUF file says about it (format: `docs/gguf.md` of ggml, versions 2 and 3). The engine gives no
/// reason when it cannot load a file, so that this reader finds the truncated and the foreign ones first. Immutable.
///
/// @param sizeBytes size of the file
/// @param metadata its numbers, truth values and texts; lists are left out
public record GgufFile(long sizeBytes, Map<String, Object> metadata) {
    private static final int MAGIC = 0x46554747; // "GGUF", little endian
    private static final int DEFAULT_ALIGNMENT = 32;
    private static final long MAX_ENTRIES = 1 << 20;
    private static final int MAX_DIMENSIONS = 8;
    private static final long KV_VALUE_BYTES = 2; // the engine keeps keys and values as F16

    public GgufFile {
        metadata = Map.copyOf(metadata);
    }

    /// Reads and checks the head, and that the file is long enough for every tensor it lists.
    ///
    /// @throws ProvisioningException when it is missing, unreadable, not GGUF, of an unknown version, or truncated
    public static GgufFile read(Path file) throws ProvisioningException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            long size = channel.size();
            GgufCursor cursor = new GgufCursor(channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena));
            return readHead(file, size, cursor);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new ProvisioningException(file + " is truncated or corrupt: its head does not end.", e);
        } catch (NoSuchFileException e) {
            throw new ProvisioningException("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new ProvisioningException(file + " cannot be read (" + e + ").", e);
        }
    }

    private static GgufFile readHead(Path file, long size, GgufCursor cursor) throws ProvisioningException {
        if (size < Integer.BYTES || cursor.readInt() != MAGIC) {
            throw new ProvisioningException(file + " is not a GGUF file: it does not begin with \"GGUF\".");
        }
        int version = cursor.readInt();
        if (version < 2 || version > 3) {
            throw new ProvisioningException(file + " is GGUF version " + version + "; expected 2 or 3.");
        }
        long tensors = requireCount(file, cursor.readLong());
        long entries = requireCount(file, cursor.readLong());
        Map<String, Object> metadata = new HashMap<>();
        for (long i = 0; i < entries; i++) {
            String key = cursor.readString();
            cursor.readValue().ifPresent(value -> metadata.put(key, value));
        }
        GgufFile head = new GgufFile(size, metadata);
        head.requireTensors(file, tensors, cursor);
        return head;
    }

    private static long requireCount(Path file, long count) throws ProvisioningException {
        if (count < 0 || count > MAX_ENTRIES) {
            throw new ProvisioningException(file + " is corrupt: it claims to list " + count + " entries.");
        }
        return count;
    }

    private void requireTensors(Path file, long tensors, GgufCursor cursor) throws ProvisioningException {
        long dataBytes = 0;
        for (long i = 0; i < tensors; i++) {
            cursor.readString();
            int dimensions = cursor.readInt();
            if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
                throw new ProvisioningException(file + " is corrupt: a tensor has " + dimensions + " dimensions.");
            }
            long values = 1;
            for (int d = 0; d < dimensions; d++) {
                values = Math.multiplyExact(values, cursor.readLong());
            }
            TensorType type = TensorType.of(cursor.readInt());
            dataBytes = Math.max(dataBytes, Math.addExact(cursor.readLong(), type.bytes(values)));
        }
        long alignment = number("general.alignment").orElse(DEFAULT_ALIGNMENT);
        long needed = Math.addExact(Math.ceilDiv(cursor.position(), alignment) * alignment, dataBytes);
        if (sizeBytes < needed) {
            throw new ProvisioningException(file + " is truncated: it has " + sizeBytes + " bytes and its tensors need "
                    + needed + "; download it again.");
        }
    }

    /// Tokens of context that the model was trained for, where the file says so.
    public OptionalLong contextTokens() {
        return number(architecture() + ".context_length");
    }

    /// Bytes of key-value cache for one token of context, where the file says what is needed to know it.
    OptionalLong cacheBytesPerToken() {
        OptionalLong layers = number(architecture() + ".block_count");
        OptionalLong heads = number(architecture() + ".attention.head_count");
        OptionalLong width = number(architecture() + ".embedding_length");
        if (layers.isEmpty() || heads.isEmpty() || width.isEmpty() || heads.getAsLong() <= 0) {
            return OptionalLong.empty();
        }
        long cachedHeads = number(architecture() + ".attention.head_count_kv").orElse(heads.getAsLong());
        long headWidth = width.getAsLong() / heads.getAsLong();
        long keyWidth = number(architecture() + ".attention.key_length").orElse(headWidth);
        long valueWidth = number(architecture() + ".attention.value_length").orElse(headWidth);
        return OptionalLong.of(layers.getAsLong() * cachedHeads * (keyWidth + valueWidth) * KV_VALUE_BYTES);
    }

    /// Whether this is a projector that turns images into tokens for that model.
    boolean projectsInto(GgufFile model) {
        OptionalLong width = model.number(model.architecture() + ".embedding_length");
        return architecture().equals("clip")
                && width.isPresent()
                && number("clip.vision.projection_dim").equals(width);
    }

    /// Whether the chat template writes `<think>` tags.
    boolean templateThinks() {
        return template().contains("<think>");
    }

    /// Whether the chat template shows tools to the model.
    boolean templateTakesTools() {
        return template().contains("tools");
    }

    private String template() {
        return String.valueOf(metadata.get("tokenizer.chat_template"));
    }

    private String architecture() {
        return String.valueOf(metadata.get("general.architecture"));
    }

    private OptionalLong number(String key) {
        return metadata.get(key) instanceof Number number && number.longValue() > 0
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }
}
