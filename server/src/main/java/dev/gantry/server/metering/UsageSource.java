package dev.gantry.server.metering;

/// Where the token counts of a record come from.
public enum UsageSource {
    /// The provider reported them.
    REPORTED,
    /// Nothing was reported: they are derived from the sizes of what went out and came in.
    ESTIMATED,
    /// No upstream was reached: there is nothing to count.
    NONE
}
