using System.Globalization;

namespace IotPlatform.Benchmarks;

/// <summary>What a figure should come to.</summary>
/// <param name="Limit">The limit, of the ratio to the baseline or of our figure itself.</param>
/// <param name="AtLeast">Whether the limit is a lower one.</param>
/// <param name="Unit">"×" for a ratio; otherwise the unit of our figure.</param>
internal sealed record Aim(double Limit, bool AtLeast, string Unit)
{
    public bool OfRatio => Unit is "×";

    public static Aim RatioAtLeast(double limit) => new(limit, true, "×");

    public static Aim RatioAtMost(double limit) => new(limit, false, "×");

    public static Aim AtMost(double limit, string unit) => new(limit, false, " " + unit);

    public bool MetBy(double figure) => AtLeast ? figure >= Limit : figure <= Limit;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(AtLeast ? "≥" : "≤")} {Limit:#,0.##}{Unit}");
}
