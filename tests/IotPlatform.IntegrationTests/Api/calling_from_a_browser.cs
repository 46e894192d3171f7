using IotPlatform.Rules;
using Marten;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Api;

[Collection(GuardedPlatformTests.Name)]
public sealed class calling_from_a_browser(GuardedPlatform platform)
{
    [Theory]
    [InlineData("devices", "PATCH")]
    [InlineData("no-such-thing", "GET")]
    public async Task the_browsers_question_is_answered_without_a_key(string path, string method)
    {
        var answer = await AskAsync(path, method, GuardedPlatform.Origin);

        answer.Is(204);
        Header(answer, "Access-Control-Allow-Origin").ShouldBe(GuardedPlatform.Origin);
        Header(answer, "Access-Control-Allow-Methods").ShouldBe("GET,HEAD,POST,PUT,PATCH,DELETE");
        Header(answer, "Access-Control-Allow-Headers").ShouldBe("x-api-key,content-type");
        Header(answer, "Access-Control-Max-Age").ShouldBe("600");
        Header(answer, "X-Request-Id").ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com:444")]
    [InlineData("https://sub.app.example.com")]
    [InlineData("null")]
    public async Task other_origins_are_allowed_nothing(string origin)
    {
        var customer = await platform.NewCustomerAsync();
        var read = await FromAsync(origin, customer.Api, "devices");
        foreach (var answer in new[] { await AskAsync("devices", "GET", origin), read.Is(200) })
            answer.Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control", StringComparison.Ordinal));
    }

    [Fact]
    public async Task an_answer_may_be_read_with_the_headers_that_matter_and_without_cookies()
    {
        var customer = await platform.NewCustomerAsync();
        await customer.RegisterAsync();

        var answer = (await FromAsync("http://localhost:3000", customer.Api, "devices/pump-1")).Is(200);

        Header(answer, "Access-Control-Allow-Origin").ShouldBe("http://localhost:3000");
        Header(answer, "Access-Control-Expose-Headers").ShouldBe("ETag,Location,X-Request-Id,Retry-After,Idempotency-Replayed,X-Sequence");
        Header(answer, "Access-Control-Allow-Credentials").ShouldBeNull();
    }

    [Fact]
    public async Task refusals_may_be_read_too()
    {
        var customer = await platform.NewCustomerAsync();
        var refusals = new[]
        {
            (await FromAsync(GuardedPlatform.Origin, platform.As(null), "devices")).IsProblem(401, "unauthorized"),
            (await FromAsync(GuardedPlatform.Origin, customer.Api, "devices/unknown")).IsProblem(404, "not_found"),
            (await FromAsync(GuardedPlatform.Origin, customer.Api, "devices?page=0")).IsProblem(422, "validation_failed"),
            (await FailAsync(customer)).IsProblem(500, "internal"),
            await LimitedAsync(customer),
        };
        refusals.ShouldAllBe(answer => Header(answer, "Access-Control-Allow-Origin") == GuardedPlatform.Origin);
        refusals.ShouldAllBe(answer => Header(answer, "Access-Control-Expose-Headers") != null);
        refusals.ShouldAllBe(answer => Header(answer, "X-Request-Id") != null);
    }

    private Task<Answer> AskAsync(string path, string method, string origin) => platform.As(null).SendAsync(
        HttpMethod.Options, path, null as string,
        ("Origin", origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "x-api-key,content-type"));

    private static Task<Answer> FromAsync(string origin, ApiClient api, string path) =>
        api.SendAsync(HttpMethod.Get, path, null as string, ("Origin", origin));

    private static async Task<Answer> LimitedAsync(TestCustomer customer)
    {
        await GuardedPlatform.TireAsync(customer.Api);
        return (await FromAsync(GuardedPlatform.Origin, customer.Api, "devices")).IsProblem(429, "rate_limited");
    }

    /// <summary>A request that fails for a reason that the platform does not expect: a table is gone.</summary>
    private async Task<Answer> FailAsync(TestCustomer customer)
    {
        var table = platform.Get<IDocumentStore>().Options.FindOrResolveDocumentType(typeof(AlarmRule)).TableName;
        await using var database = NpgsqlDataSource.Create(platform.ConnectionString);
        await ExecuteAsync(database, $"alter table {table.QualifiedName} rename to hidden");
        try
        {
            return await FromAsync(GuardedPlatform.Origin, customer.Api, "rules");
        }
        finally
        {
            await ExecuteAsync(database, $"alter table {table.Schema}.hidden rename to {table.Name}");
        }
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string statement)
    {
        await using var command = database.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    private static string? Header(Answer answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
