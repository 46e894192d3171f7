namespace IotPlatform.Monitoring;

/// <summary>
/// Devices are spread over partitions, each with a checkpoint of its own, so that each can be evaluated on another node. It goes by the
/// device and never by its connection, and never changes.
/// </summary>
public static class Partitions
{
    /// <summary>How many there are. Stored states say which they belong to, so this is for life.</summary>
    public const int Count = 16;

    /// <summary>The partition of a device: FNV-1a over the characters of its names.</summary>
    public static int Of(string customer, string deviceId)
    {
        var hash = 2_166_136_261u;
        foreach (var character in customer) hash = (hash ^ character) * 16_777_619u;
        hash = (hash ^ '/') * 16_777_619u;
        foreach (var character in deviceId) hash = (hash ^ character) * 16_777_619u;
        return (int)(hash % Count);
    }
}
