/// Neutral values of a chat: usage, finish reasons, failures.
@NullMarked
package dev.gantry.protocol.chat;

import org.jspecify.annotations.NullMarked;
