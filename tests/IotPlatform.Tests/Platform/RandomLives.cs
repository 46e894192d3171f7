using FsCheck;
using FsCheck.Fluent;

namespace IotPlatform.Tests.Platform;

/// <summary>A turn of a resource's life: which command comes, and how many microseconds after the one before.</summary>
public sealed record Turn(int Command, int Gap);

/// <summary>Commands that a resource gets one after the other.</summary>
public sealed record Life(IReadOnlyList<Turn> Turns)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Turns.Select(turn => $"{turn.Command} after {turn.Gap}"));
}

/// <summary>Makes lives in which some commands come at one instant.</summary>
public static class RandomLives
{
    public static Arbitrary<Life> Lives()
    {
        var turns = from command in Gen.Choose(0, 11) from gap in Gen.Choose(0, 3) select new Turn(command, gap);
        return turns.ListOf().Select(all => new Life([.. all])).ToArbitrary();
    }
}
