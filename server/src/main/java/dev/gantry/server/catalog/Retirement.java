package dev.gantry.server.catalog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// When a model ends, and what answers then. Immutable.
///
/// @param shutdownDate retired from 00:00 UTC of that day on
/// @param replacement id of the model that answers then
public record Retirement(LocalDate shutdownDate, String replacement) {
    public boolean isInForce(Instant now) {
        return !now.isBefore(shutdownDate.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
