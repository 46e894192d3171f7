using System.Text;
using System.Text.Json;
using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>Reads the config of a request, masks that were sent back included.</summary>
public static class SentConfig
{
    private const int MaxBytes = 16 * 1024;

    /// <summary>The config of a new channel, parted. Of one that is faulty only the faults are told.</summary>
    public static MaskedConfig Read(Body body, string channelType, JsonElement sent) =>
        Read(body, channelType, sent, new Dictionary<string, string>());

    /// <summary>The config that takes the place of another. A mask keeps the secret at its place, a webhook its secret.</summary>
    public static MaskedConfig Read(Body body, string channelType, JsonElement sent, IReadOnlyDictionary<string, string> stored)
    {
        if (FormFault(sent) is { } fault)
        {
            body.AddFault("config", fault);
            return MaskedConfig.None;
        }
        List<Fault> masks = [];
        var whole = MaskedConfig.Of(channelType, sent.GetRawText()).Keep(stored, masks).Unmask();
        // A mask that stands for nothing is no value either, and that need not be said twice.
        var faults = ChannelConfigs.FaultsIn(channelType, whole, allowPrivateNetworks: true)
            .Where(fault => !masks.Exists(mask => mask.Field == fault.Field));
        body.AddFaults([.. masks, .. faults]);
        return Complete(MaskedConfig.Of(channelType, whole), channelType, stored);
    }

    private static MaskedConfig Complete(MaskedConfig config, string channelType, IReadOnlyDictionary<string, string> stored) =>
        channelType == ChannelTypes.Webhook && stored.TryGetValue(FormerSecret.Member, out var secret)
            ? config.WithDefault(secret)
            : config;

    private static string? FormFault(JsonElement sent)
    {
        if (Encoding.UTF8.GetByteCount(sent.GetRawText()) > MaxBytes) return "must not be larger than 16 KiB";
        if (!JsonText.IsStorable(sent)) return "must not contain NUL characters, broken surrogates or numbers out of range";
        return FindTwin(sent) is { } twin ? $"must not name a member twice, as '{twin}' is" : null;
    }

    // A mask for two values could not be undone.
    private static string? FindTwin(JsonElement sent) => sent.ValueKind switch
    {
        JsonValueKind.Object => sent.EnumerateObject().GroupBy(member => member.Name).FirstOrDefault(group => group.Count() > 1)?.Key
            ?? sent.EnumerateObject().Select(member => FindTwin(member.Value)).FirstOrDefault(twin => twin is not null),
        JsonValueKind.Array => sent.EnumerateArray().Select(FindTwin).FirstOrDefault(twin => twin is not null),
        _ => null,
    };
}
