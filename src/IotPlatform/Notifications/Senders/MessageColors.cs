namespace IotPlatform.Notifications;

/// <summary>The colours of messages.</summary>
internal static class MessageColors
{
    /// <summary>As HTML writes it.</summary>
    public static string Of(MessageTone tone) => tone switch
    {
        MessageTone.Critical => "#C62828",
        MessageTone.Warning => "#EF6C00",
        MessageTone.Good => "#2E7D32",
        _ => "#1565C0",
    };

    /// <summary>As Adaptive Cards name them.</summary>
    public static string CardStyle(MessageTone tone) => tone switch
    {
        MessageTone.Critical => "attention",
        MessageTone.Warning => "warning",
        MessageTone.Good => "good",
        _ => "accent",
    };
}
