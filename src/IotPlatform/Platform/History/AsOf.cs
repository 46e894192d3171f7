using Microsoft.Extensions.Primitives;
using NodaTime;

namespace IotPlatform.Platform;

/// <summary>The query parameter that asks for a moment of the past.</summary>
public static class AsOf
{
    public const string Parameter = "as_of";

    /// <summary>What is wrong with one that is no time.</summary>
    public static Fault Fault { get; } = new(Parameter, "must be an RFC 3339 time, for example 2026-01-31T12:00:00Z");

    /// <summary>The moment, which may be one of the future: then there is no difference to the present.</summary>
    public static bool TryParse(StringValues sent, out Instant moment) => Times.TryParse(sent.ToString(), out moment);
}
