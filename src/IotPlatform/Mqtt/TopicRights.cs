using System.Text;

namespace IotPlatform.Mqtt;

/// <summary>
/// The topics of one device: it publishes <c>devices/{id}/telemetry</c>, <c>telemetry/{key}</c>, <c>status</c> and <c>events/#</c>
/// and subscribes <c>devices/{id}/commands/#</c> and what is narrower. Everything else is closed to it.
/// </summary>
public sealed class TopicRights
{
    private readonly string _commands;
    private readonly byte[] _prefix;

    /// <summary>The rights of the device with this id.</summary>
    public TopicRights(string deviceId)
    {
        _prefix = Encoding.UTF8.GetBytes($"devices/{deviceId}/");
        _commands = $"devices/{deviceId}/commands";
    }

    /// <summary>UTF-8 length of <c>devices/{id}/</c>: what comes after it is the topic as the ingest names it.</summary>
    public int PrefixBytes => _prefix.Length;

    /// <summary>Whether the device may publish to this topic name (UTF-8).</summary>
    public bool MayPublish(ReadOnlySpan<byte> topic)
    {
        if (!topic.StartsWith(_prefix)) return false;
        var below = topic[_prefix.Length..];
        if (below.SequenceEqual("telemetry"u8) || below.SequenceEqual("status"u8) || below.SequenceEqual("events"u8)) return true;
        if (below.StartsWith("events/"u8)) return true;
        return below.StartsWith("telemetry/"u8) && below["telemetry/"u8.Length..] is { Length: > 0 } key && !key.Contains((byte)'/');
    }

    /// <summary>The topic of a command to the device.</summary>
    public string CommandTopic(string name) => $"{_commands}/{name}";

    /// <summary>Whether the device may subscribe to this well-formed filter.</summary>
    public bool MaySubscribe(string filter) =>
        filter.StartsWith(_commands, StringComparison.Ordinal)
        && (filter.Length == _commands.Length || filter[_commands.Length] is '/');
}
