using IotPlatform.Platform;

namespace IotPlatform.Datapoints;

/// <summary>
/// There while a key is defined, written in the very transaction that defines it. A unique index over the key is what guarantees that a
/// customer defines it once.
/// </summary>
public sealed record DatapointKey(string Id, string Key, string? Unit, DatapointType DataType) : IResource<DatapointKey>
{
    /// <summary>What a key may be, for messages.</summary>
    public const string Rule = "must have 1 to 64 of the characters A-Z a-z 0-9 _ . -";

    public static string Kind => Datapoint.Kind;
    public static string Path => Datapoint.Path;
    public static IReadOnlyList<Type> EventTypes => Datapoint.EventTypes;

    /// <summary>Whether <paramref name="text"/> keeps the rule.</summary>
    public static bool IsValid(string text) =>
        text.Length is >= 1 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    /// <inheritdoc/>
    public static DatapointKey? Fold(DatapointKey? state, object fact) => fact switch
    {
        DatapointDefined e => new(e.Id, e.Key, e.Unit, e.DataType),
        // Projected before the store sees that a deletion has come first, and refuses it.
        DatapointLabelled e when state is not null => state with { Unit = e.Unit },
        DatapointDeleted => null,
        _ => state,
    };
}
