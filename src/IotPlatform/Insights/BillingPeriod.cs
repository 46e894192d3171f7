using NodaTime;

namespace IotPlatform.Insights;

/// <summary>The UTC month in which usage is added up.</summary>
public readonly record struct BillingPeriod(LocalDate FirstDay)
{
    /// <summary>The period that a moment is in.</summary>
    public static BillingPeriod At(Instant moment) => new(moment.InUtc().Date.With(DateAdjusters.StartOfMonth));

    public LocalDate LastDay => FirstDay.With(DateAdjusters.EndOfMonth);

    /// <summary>Its first moment.</summary>
    public Instant Start => FirstDay.AtMidnight().InUtc().ToInstant();

    /// <summary>The first moment of the next one.</summary>
    public Instant End => FirstDay.PlusMonths(1).AtMidnight().InUtc().ToInstant();
}
