namespace IotPlatform.Operations;

/// <summary>How a part of the installation is.</summary>
public enum Condition
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, and something should be done.</summary>
    Warning,

    /// <summary>The platform does not work, or does not keep its promises.</summary>
    Fault,
}

/// <summary>What <c>./iot doctor</c> finds out about one part.</summary>
/// <param name="Part">What was looked at.</param>
/// <param name="Condition">How it is.</param>
/// <param name="Says">What was seen.</param>
/// <param name="Remedy">What to do, unless all is well.</param>
public sealed record Diagnosis(string Part, Condition Condition, string Says, string? Remedy = null)
{
    /// <summary>All is well.</summary>
    public static Diagnosis Ok(string part, string says) => new(part, Condition.Ok, says);

    /// <summary>Something should be done.</summary>
    public static Diagnosis Warning(string part, string says, string remedy) => new(part, Condition.Warning, says, remedy);

    /// <summary>Something must be done.</summary>
    public static Diagnosis Fault(string part, string says, string remedy) => new(part, Condition.Fault, says, remedy);
}
