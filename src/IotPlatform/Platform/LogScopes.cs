namespace IotPlatform.Platform;

/// <summary>What all lines that are logged in the meantime say of themselves.</summary>
public static class LogScopes
{
    /// <summary>Begins one with a correlation id, as the events that are written meanwhile carry it.</summary>
    public static IDisposable? BeginCorrelated(
        this ILogger log, string correlationId, params ReadOnlySpan<(string Name, string Value)> more)
    {
        List<KeyValuePair<string, object?>> members = [new("CorrelationId", correlationId)];
        foreach (var (name, value) in more) members.Add(new(name, value));
        return log.BeginScope(members);
    }
}
