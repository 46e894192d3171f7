using IotPlatform.Platform;

namespace IotPlatform.Alarms;

/// <summary>What somebody says with a transition; the body of all three actions, and optional.</summary>
public sealed record AlarmNote(string? Note) : IRequestBody<AlarmNote>
{
    /// <inheritdoc/>
    public static AlarmNote Read(Body body) => new(body.OptionalText("note", 1000).Value);
}
