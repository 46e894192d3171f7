using System.Text;

namespace IotPlatform.Mqtt;

/// <summary>
/// What one connection knows about topics already: its topic aliases, and the strings of the topics that it published lately, so that a
/// device that reports to the same few topics costs no string per message. Used by the connection's reader alone.
/// </summary>
internal sealed class TopicMemory
{
    private const int Remembered = 16;
    private readonly List<(byte[] Utf8, string Text)> _texts =
        [(("telemetry"u8).ToArray(), "telemetry"), (("status"u8).ToArray(), "status")];
    private byte[]?[]? _aliases;
    private int _oldest;

    /// <summary>Lets <paramref name="alias"/> (1..<see cref="MqttLimits.TopicAliases"/>) stand for a topic name from now on.</summary>
    public void Bind(ushort alias, ReadOnlySpan<byte> topic)
    {
        _aliases ??= new byte[]?[MqttLimits.TopicAliases + 1];
        if (_aliases[alias] is not { } bound || !topic.SequenceEqual(bound)) _aliases[alias] = topic.ToArray();
    }

    /// <summary>The topic name that an alias stands for, or null.</summary>
    public byte[]? Resolve(ushort alias) => _aliases?[alias];

    /// <summary>The text of a topic or of a part of one.</summary>
    public string TextOf(ReadOnlySpan<byte> utf8)
    {
        foreach (var (known, text) in _texts)
            if (utf8.SequenceEqual(known)) return text;

        var added = (utf8.ToArray(), Encoding.UTF8.GetString(utf8));
        if (_texts.Count < Remembered) _texts.Add(added);
        else _texts[_oldest++ % Remembered] = added;
        return added.Item2;
    }
}
