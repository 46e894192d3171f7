using System.Diagnostics;

namespace IotPlatform.Platform;

/// <summary>
/// The platform's own spans: one for a batch, a page or an attempt, never one for a message. Without a listener they are null.
/// </summary>
public static class Tracing
{
    /// <summary>The source's name.</summary>
    public const string Name = "IotPlatform";

    /// <summary>Where slices start their spans.</summary>
    public static readonly ActivitySource Source = new(Name);
}
