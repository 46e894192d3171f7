using IotPlatform.Platform;

namespace IotPlatform.Alarms;

/// <summary>What somebody says with a transition; the body of all three actions, and optional.</summary>
public sealed record AlarmNote(ErasableText? Note) : IRequestBody<AlarmNote>
{
    /// <summary>Reads the note, and draws the salt by which it can be erased.</summary>
    public static AlarmNote Read(Body body) => new(body.OptionalText("note", 1000).Value is { } note ? ErasableText.New(note) : null);
}
