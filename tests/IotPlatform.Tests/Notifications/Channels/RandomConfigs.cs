using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IotPlatform.Notifications;
using IotPlatform.Platform;

namespace IotPlatform.Tests.Notifications;

/// <summary>A config of any channel type, with secrets anywhere in it.</summary>
public sealed record ConfigSample(string ChannelType, string Text);

/// <summary>Random configs, with all that could confuse whoever looks for places in them. What is secret in them says so.</summary>
public static class RandomConfigs
{
    private static readonly string[] Names =
    [
        "url", "webhook_url", "secret", "headers", "api_key", "Authorization", "token", "to", "a.b", "a", "b", "x[0]", "a\\", "", "größe",
        "clientSecret", "\u2028", "\"",
    ];

    private static readonly string[] Texts =
    [
        "hush", "https://hooks.slack.com/services/hush", "http://h:8080/hush?a=b#c", "not a url hush", "********",
        "https://h/********", "", "\"hush\\", "größe 😀 hush", "<hush&>", "null", "12",
    ];

    private static readonly JsonSerializerOptions Indented = new(Json.Api) { WriteIndented = true };

    public static Arbitrary<ConfigSample> Any() => Arb.From(
        from type in Gen.Elements<string>(ChannelTypes.All)
        from config in Gen.Sized(size => Members(Math.Min(size, 4)))
        from indented in Gen.Elements(true, false)
        select new ConfigSample(type, JsonSerializer.Serialize(config, indented ? Indented : Json.Api)));

    private static Gen<object?> Value(int depth) => depth == 0
        ? Gen.Frequency((6, Gen.Elements(Texts).Select(text => (object?)text)), (1, Gen.Elements<object?>(null, true, false)))
        : Gen.Frequency(
            (4, Value(0)),
            (1, Value(depth - 1).ListOf().Select(items => (object?)items)),
            (2, Members(depth).Select(members => (object?)members)));

    private static Gen<Dictionary<string, object?>> Members(int depth) =>
        from names in Gen.Elements(Names).ListOf()
        from values in Value(Math.Max(0, depth - 1)).ListOf(names.Count)
        select names.Zip(values).DistinctBy(member => member.First).ToDictionary(member => member.First, member => member.Second);
}
