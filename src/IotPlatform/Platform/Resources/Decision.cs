namespace IotPlatform.Platform;

/// <summary>What a command comes to: events to append (none, when there is nothing to change), or a refusal.</summary>
public sealed class Decision
{
    private Decision(IReadOnlyList<object> events, Problem? refusal) => (Events, Refusal) = (events, refusal);

    /// <summary>The events, oldest first; empty when refused.</summary>
    public IReadOnlyList<object> Events { get; }

    /// <summary>Why the command is refused, or null.</summary>
    public Problem? Refusal { get; }

    /// <summary>The command changes this.</summary>
    public static Decision Append(params IReadOnlyList<object> events) => new(events, null);

    /// <summary>All is as the command wants it already.</summary>
    public static Decision Nothing { get; } = new([], null);

    /// <summary>The command is refused.</summary>
    public static implicit operator Decision(Problem refusal) => new([], refusal);
}
