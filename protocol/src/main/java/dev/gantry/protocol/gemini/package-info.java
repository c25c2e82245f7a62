/// Gemini's own dialect, `generateContent` and `streamGenerateContent`: requests out, answers in (Google AI for
/// Developers, Gemini API reference).
@NullMarked
package dev.gantry.protocol.gemini;

import org.jspecify.annotations.NullMarked;
