package dev.gantry.protocol.json;

/// Bytes that are not one well-formed JSON value (RFC 8259), or that exceed a limit of the scanner.
/// The message is safe to show to a client: it names what was found and where, never a value.
public final class JsonSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    /// @param offset zero-based position of the offending byte, relative to the first byte of the text
    JsonSyntaxException(String problem, int offset) {
        super(problem + " at byte " + offset, null, false, false);
        this.offset = offset;
    }

    /// Zero-based position of the offending byte, relative to the first byte of the text.
    public int offset() {
        return offset;
    }
}
