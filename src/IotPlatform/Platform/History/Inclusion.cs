using Microsoft.Extensions.Primitives;

namespace IotPlatform.Platform;

/// <summary>The query parameter that asks a history for more than the events.</summary>
public static class Inclusion
{
    public const string Parameter = "include";

    /// <summary>The state before and after each event.</summary>
    public const string State = "state";

    /// <summary>Whether the states are asked for; false as the result, when something else is.</summary>
    public static bool TryParse(StringValues sent, out bool states)
    {
        var words = sent.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)).ToList();
        states = words.Count > 0;
        return words.TrueForAll(word => word == State);
    }

    /// <summary>What is wrong with any other word.</summary>
    public static Fault Fault { get; } = new(Parameter, $"must be {State}");
}
