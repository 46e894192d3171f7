using NodaTime;

namespace IotPlatform.Platform;

/// <summary>
/// An event: what has happened to one resource. It is stored under its own time, so that whoever asks how things stood at a moment that an
/// answer gave, such as <c>updated_at</c>, sees what that answer showed.
/// </summary>
public interface IFact
{
    /// <summary>The key of its stream.</summary>
    string Id { get; }

    /// <summary>When it was decided.</summary>
    Instant At { get; }
}
