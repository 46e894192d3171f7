using System.Text.Json;
using IotPlatform.IntegrationTests.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Api;

public sealed class describing_itself(PlatformFixture platform) : PlatformTest(platform)
{
    public static TheoryData<string> AllOperations =>
        [.. CommittedDocument.Operations.Select(operation => $"{operation.Verb} {operation.Path}")];

    // If it differs for a good reason: ./iot openapi > docs/openapi.json
    [Fact]
    public async Task the_document_is_the_one_that_the_repository_holds() =>
        (await Platform.Http.GetStringAsync("/openapi/v1.json")).Trim().ShouldBe(CommittedDocument.Text.Trim());

    [Fact]
    public async Task the_document_needs_no_key_and_is_json()
    {
        using var answer = await Platform.Http.GetAsync("/openapi/v1.json");
        (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType).ShouldBe((System.Net.HttpStatusCode.OK, "application/json"));
    }

    [Fact]
    public async Task there_is_a_page_for_people() =>
        (await Platform.Http.GetStringAsync("/swagger/index.html")).ShouldContain("swagger-ui");

    [Fact]
    public void a_reader_of_open_api_3_0_finds_no_fault()
    {
        var read = OpenApiDocument.Parse(CommittedDocument.Text, "json");
        read.Diagnostic!.SpecificationVersion.ShouldBe(OpenApiSpecVersion.OpenApi3_0);
        read.Diagnostic.Errors.ShouldBeEmpty();
        read.Diagnostic.Warnings.ShouldBeEmpty();
        read.Document!.Validate(ValidationRuleSet.GetDefaultRuleSet()).ShouldBeEmpty();
    }

    [Fact]
    public void it_describes_the_routes_that_there_are_and_no_others()
    {
        var routes = Platform.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/v1/iot/", StringComparison.Ordinal))
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(verb => $"{verb} {route.RoutePattern.RawText}"));
        CommittedDocument.Operations.Select(operation => $"{operation.Verb} {operation.Path}").ShouldBe(routes, ignoreOrder: true);
    }

    [Fact]
    public void no_two_operations_have_one_id() => CommittedDocument.Operations
        .GroupBy(operation => operation.Operation.GetProperty("operationId").GetString()).Where(same => same.Count() > 1).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(AllOperations))]
    public void every_operation_is_told_whole(string name)
    {
        var operation = CommittedDocument.Operations.Single(operation => $"{operation.Verb} {operation.Path}" == name).Operation;
        foreach (var member in new[] { "summary", "description", "operationId" })
            operation.GetProperty(member).GetString().ShouldNotBeNullOrEmpty();
        operation.GetProperty("tags").GetArrayLength().ShouldBe(1);
        var statuses = operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).ToList();
        statuses.Count(status => status[0] == '2').ShouldBe(1);
        new[] { "401", "403", "429", "500", "503" }.Except(statuses).ShouldBeEmpty();
        foreach (var parameter in operation.GetProperty("parameters").EnumerateArray().Select(CommittedDocument.Resolve))
            parameter.GetProperty("description").GetString().ShouldNotBeNullOrEmpty(parameter.ToString());
    }

    [Fact]
    public void every_member_of_every_schema_has_a_meaning() => CommittedDocument.Json.GetProperty("components").GetProperty("schemas")
        .EnumerateObject().SelectMany(schema => Undescribed(schema.Name, schema.Value))
        .ShouldBeEmpty("a row in OpenApi/Glossary.Table.cs gives it one");

    public static TheoryData<string> AllExamples =>
        [.. CommittedDocument.Json.GetProperty("components").GetProperty("examples").EnumerateObject().Select(example => example.Name)];

    [Theory]
    [MemberData(nameof(AllExamples))]
    public async Task every_example_keeps_its_schema(string name)
    {
        var components = CommittedDocument.Json.GetProperty("components");
        var schema = components.GetProperty("schemas").TryGetProperty(name, out _) ? name : "Problem";
        var example = components.GetProperty("examples").GetProperty(name).GetProperty("value").GetRawText();
        (await StrictSchemas.FaultsOfAnswer(schema, example)).ShouldBeEmpty(example);
    }

    private static IEnumerable<string> Undescribed(string name, JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out var members)) return schema.TryGetProperty("description", out _) ? [] : [name];
        return members.EnumerateObject()
            .Where(member => !member.Value.TryGetProperty("description", out _) && !member.Value.TryGetProperty("$ref", out _))
            .Select(member => $"{name}.{member.Name}");
    }
}
