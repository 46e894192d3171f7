using System.Globalization;
using System.Reflection;
using IotPlatform.Platform;
using IotPlatform.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Telemetry;

/// <summary>What the route says of its parameters is what it takes.</summary>
public sealed class TelemetryParametersTests
{
    public static TheoryData<string> Names => [.. Parameters.Select(parameter => parameter.Name)];

    private static IEnumerable<QueryParameterAttribute> Parameters =>
        typeof(GetDeviceTelemetryEndpoint)
            .GetMethod(nameof(GetDeviceTelemetryEndpoint.Get))!.GetCustomAttributes<QueryParameterAttribute>();

    [Theory]
    [MemberData(nameof(Names))]
    public void values_within_what_is_said_are_taken_and_others_are_refused(string name)
    {
        var parameter = Parameters.Single(parameter => parameter.Name == name);
        Good(parameter).Where(value => !IsTaken(name, value)).ShouldBeEmpty();
        Bad(parameter).Where(value => IsTaken(name, value)).ShouldBeEmpty();
    }

    private static bool IsTaken(string name, string value) => TelemetryQuery.Parse(
        new QueryCollection(new Dictionary<string, StringValues> { [name] = value }), Instant.FromUtc(2026, 1, 31, 12, 0)).Faults.Count == 0;

    private static string[] Good(QueryParameterAttribute parameter) => parameter switch
    {
        { Words: { Length: > 0 } words } => words,
        { Type.IsEnum: true } => [.. Enum.GetNames(parameter.Type).Select(name => name.ToLowerInvariant())],
        _ when parameter.Type == typeof(int) => [Text(parameter.Min), Text(parameter.Max), $"{parameter.Default}"],
        _ when parameter.Type == typeof(Instant) => parameter.Name == "to" ? ["2026-02-01T00:00:00Z"] : ["2026-01-01T00:00:00+01:00"],
        _ => ["1"],
    };

    private static string[] Bad(QueryParameterAttribute parameter) => parameter switch
    {
        { Words.Length: > 0 } or { Type.IsEnum: true } => ["", "other", "0"],
        _ when parameter.Type == typeof(int) => [Text(parameter.Min - 1), Text(parameter.Max + 1), "x"],
        _ when parameter.Type == typeof(Instant) => ["yesterday", "2026-01-01"],
        _ => [""],
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
