namespace IotPlatform.Platform;

/// <summary>The kinds of members that a <see cref="Body"/> reads.</summary>
public enum MemberKind
{
    Text,
    Flag,
    Whole,
    Texts,
    Members,
    Time,

    /// <summary>A request of its own.</summary>
    Nested,

    /// <summary>Any JSON at all.</summary>
    Any,
}

/// <summary>What a reader has asked of one member of a <see cref="Body"/>.</summary>
/// <param name="Name">The member.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Min">The least value of a whole number, the least length of a text or of each text of a list.</param>
/// <param name="Max">The same at the other end.</param>
public sealed record MemberShape(string Name, MemberKind Kind, int Min = 0, int Max = int.MaxValue)
{
    /// <summary>The words that a text, or each text of a list, must be one of; empty: any.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The shortest list.</summary>
    public int MinCount { get; init; }

    /// <summary>The longest list.</summary>
    public int? MaxCount { get; init; }

    /// <summary>It may only be sent with the value that it has.</summary>
    public bool IsImmutable { get; init; }

    /// <summary>The member that this one stands in for, as older clients send it.</summary>
    public string? AliasOf { get; init; }

    /// <summary>The request that is nested in it.</summary>
    public Type? Nested { get; init; }
}
