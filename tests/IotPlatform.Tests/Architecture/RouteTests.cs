using System.Reflection;
using System.Text.RegularExpressions;
using Shouldly;
using Wolverine.Http;
using Xunit;

namespace IotPlatform.Tests.Architecture;

public sealed partial class RouteTests
{
    private static IEnumerable<(Type Class, string Verb, string Path)> Routes() =>
        from type in Product.App.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        from route in method.GetCustomAttributes<WolverineHttpMethodAttribute>()
        select (type, route.HttpMethod, route.Template);

    // Seen red: an endpoint with two routes, a route on a class of another name.
    [Fact]
    public void every_endpoint_has_one_route_and_every_route_is_on_an_endpoint() => Product.App.GetTypes()
        .Where(type => type.Name.EndsWith("Endpoint", StringComparison.Ordinal) && type is { IsAbstract: true, IsSealed: true })
        .Concat(Routes().Select(route => route.Class)).Distinct()
        .Where(type => !type.Name.EndsWith("Endpoint", StringComparison.Ordinal) || Routes().Count(route => route.Class == type) != 1)
        .Select(type => $"{type.Name}: {string.Join(", ", Routes().Where(route => route.Class == type).Select(route => $"{route.Verb} {route.Path}"))}")
        .ShouldBeEmpty();

    // Seen red: a second GET /v1/iot/devices/{id}.
    [Fact]
    public void every_route_appears_once()
    {
        var routes = Routes().Select(route => $"{route.Verb} {Parameter().Replace(route.Path, "{}")}").ToList();
        routes.Count.ShouldBeGreaterThan(0);
        routes.GroupBy(route => route).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();
    }

    // Seen red: GET /other/{Id}.
    [Fact]
    public void every_route_lies_behind_the_api_key_and_names_its_parameters_in_snake_case() => Routes()
        .Where(route => !route.Path.StartsWith("/v1/iot/", StringComparison.Ordinal)
            || Parameter().Matches(route.Path).Any(parameter => !SnakeCase().IsMatch(parameter.Value)))
        .Select(route => $"{route.Class.Name}: {route.Path}").ShouldBeEmpty();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^\{[a-z]+(_[a-z]+)*\}$")]
    private static partial Regex SnakeCase();
}
