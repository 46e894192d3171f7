using System.Text.Json;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using IotPlatform.IntegrationTests.Notifications;
using IotPlatform.IntegrationTests.OpenApi;
using IotPlatform.Tests.Platform;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Api;

/// <summary>Random requests to every route that the description knows: bodies, queries and ids, sound and hostile ones mixed.</summary>
public sealed partial class sending_anything_at_all(PlatformFixture platform) : PlatformTest(platform)
{
    private const int RequestsToEachRoute = 40;

    // Longer request lines the server refuses by itself, before there is a route.
    private const int MostParameters = 8;

    private static readonly string[] Hostile =
    [
        "", " ", "0", "-1", "x", "%00", "a%00b", "%ud800", "%ED%A0%80", "%FF", "..", "%2F", "%2e%2e%2f", "a%2Fb", "%25", "'; drop table x--", "{0}",
        "99999999999999999999", "1e400", "true", "2026-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999+18:00", "🌡", new string('x', 600),
        "active", "critical", "-name", "*", "\"", "a,b", "null",
    ];

    public static TheoryData<string, string> Routes
    {
        get
        {
            var routes = new TheoryData<string, string>();
            foreach (var (verb, path, _) in CommittedDocument.Operations) routes.Add(verb, path);
            return routes;
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task nothing_that_is_sent_makes_the_platform_fail(string verb, string path)
    {
        var ids = await MakeOneOfEachAsync();
        var operation = CommittedDocument.Operations.Single(known => known.Verb == verb && known.Path == path).Operation;
        Prop.ForAll(Arb.From(Requests(path, QueryOf(operation), ids)), request =>
        {
            var answer = SendAsync(verb, request).GetAwaiter().GetResult();
            answer.Status.ShouldBeLessThan(500, $"{verb} {request.Path} {request.Body}: {answer}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(RequestsToEachRoute));
    }

    private sealed record RandomRequest(string Path, string? Body);

    private async Task<Dictionary<string, string>> MakeOneOfEachAsync()
    {
        await using var hot = await Customer.OverheatAsync();
        return new()
        {
            ["device_id"] = hot.Device.Id,
            ["rule_id"] = hot.RuleId,
            ["alarm_id"] = hot.AlarmId,
            ["command_id"] = (await Customer.QueueAsync()).Id,
            ["channel_id"] = await Customer.CreateChannelAsync(),
            ["group_id"] = (await Api.PostAsync("groups", """{"name":"Pumps"}""")).Is(201).Id,
            ["profile_id"] = (await Api.PostAsync("profiles", """{"name":"Pump"}""")).Is(201).Id,
            ["policy_id"] = await Customer.PolicyAsync(),
            ["silence_id"] = (await Customer.SilenceAsync()).Id,
            ["delivery_id"] = (await Api.PostAsync($"notifications/channels/{await Customer.CreateChannelAsync()}/test")).Is(200).Member("delivery_id")!,
            ["datapoint_id"] = (await Api.PostAsync("datapoints", """{"key":"temperature"}""")).Is(201).Id,
        };
    }

    private async Task<Answer> SendAsync(string verb, RandomRequest request) =>
        await Api.SendAsync(new HttpMethod(verb), request.Path, verb is "GET" or "DELETE" ? null : request.Body);

    private static string[] QueryOf(JsonElement operation) =>
    [
        .. operation.GetProperty("parameters").EnumerateArray().Select(CommittedDocument.Resolve)
            .Where(parameter => parameter.GetProperty("in").GetString() == "query")
            .Select(parameter => parameter.GetProperty("name").GetString()!),
        "unknown",
    ];

    private static Gen<RandomRequest> Requests(string template, string[] query, Dictionary<string, string> ids) =>
        from path in Paths(template["/v1/iot/".Length..], ids)
        from parameters in Parameter(query).ListOf()
        from body in Gen.Frequency((4, RandomJson.Any().Generator.Select(json => (string?)json.Text)), (1, Gen.Elements("", "{", "[]", "\u0000", null)))
        select new RandomRequest(parameters.Count == 0 ? path : $"{path}?{string.Join('&', parameters.Take(MostParameters))}", body);

    private static Gen<string> Paths(string template, Dictionary<string, string> ids)
    {
        var path = Gen.Constant(template);
        foreach (Match parameter in PathParameter().Matches(template))
        {
            var known = ids.GetValueOrDefault(parameter.Groups[1].Value, "x");
            path = from soFar in path
                   from id in Gen.Frequency((3, Gen.Constant(known)), (1, Gen.Elements(Hostile.Where(value => value.Length > 0))))
                   select soFar.Replace(parameter.Value, id, StringComparison.Ordinal);
        }
        return path;
    }

    private static Gen<string> Parameter(string[] names) =>
        from name in Gen.Elements(names)
        from value in Gen.Elements(Hostile)
        select $"{name}={value}";

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();
}
