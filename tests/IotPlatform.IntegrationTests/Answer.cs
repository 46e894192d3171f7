using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Shouldly;

namespace IotPlatform.IntegrationTests;

/// <summary>What the API answered.</summary>
public sealed record Answer(int Status, string Text, HttpResponseHeaders Headers, string? ContentType)
{
    /// <summary>The body.</summary>
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>A member of the body.</summary>
    public JsonElement this[string member] => Json.GetProperty(member);

    /// <summary>A string member of the body.</summary>
    public string? Member(string member) => this[member].GetString();

    /// <summary>The version that If-Match takes.</summary>
    public string ETag => Headers.ETag!.ToString();

    /// <summary>The id of a resource that is no device.</summary>
    public string Id => Member("id")!;

    /// <summary>How many devices a group or profile has.</summary>
    public int DeviceCount => this["device_count"].GetInt32();

    /// <summary>How many resources a list counts.</summary>
    public int Total => this["total"].GetInt32();

    /// <summary>The page of a list.</summary>
    public IReadOnlyList<JsonElement> Items(string name) => [.. this[name].EnumerateArray()];

    /// <summary>One string member of all resources on the page of a list.</summary>
    public IReadOnlyList<string> Each(string name, string member) => [.. Items(name).Select(item => item.GetProperty(member).GetString()!)];

    /// <summary>This answer, which must have the status.</summary>
    public Answer Is(int status)
    {
        Status.ShouldBe(status, Text);
        return this;
    }

    /// <summary>
    /// This answer, which must be a problem of this status and code, with a member for all that RFC 9457 and the API promise.
    /// </summary>
    public Answer IsProblem(int status, string code)
    {
        Is(status);
        ContentType.ShouldBe("application/problem+json");
        this["type"].GetString().ShouldNotBeNullOrEmpty();
        this["title"].GetString().ShouldNotBeNullOrEmpty();
        this["status"].GetInt32().ShouldBe(status);
        this["detail"].GetString().ShouldNotBeNullOrEmpty();
        this["instance"].GetString().ShouldStartWith("/");
        Member("code").ShouldBe(code);
        this["trace_id"].GetString().ShouldNotBeNullOrEmpty();
        this["errors"].ValueKind.ShouldBe(JsonValueKind.Array);
        foreach (var inside in new[] { "Exception", "   at ", "Npgsql", "Marten", "/src/" }) Text.ShouldNotContain(inside, Case.Sensitive);
        return this;
    }

    /// <summary>This answer, which must be a 422 about exactly these fields.</summary>
    public Answer IsInvalid(params string[] fields)
    {
        IsProblem(422, "validation_failed");
        Faults.Distinct().Order(StringComparer.Ordinal).ShouldBe(fields.Order(StringComparer.Ordinal), Text);
        this["errors"].EnumerateArray().ShouldAllBe(fault => fault.GetProperty("message").GetString()!.Length > 0);
        return this;
    }

    /// <summary>The fields that a 422 names.</summary>
    public IReadOnlyList<string> Faults => Each("errors", "field");

    /// <summary>A time as the API writes it.</summary>
    public static DateTimeOffset Time(JsonElement member) =>
        DateTimeOffset.Parse(member.GetString()!, CultureInfo.InvariantCulture);

    /// <summary>This answer, which must be a new resource: found where it says, at its first version, with just these members.</summary>
    public Answer IsCreated(string path, params string[] members)
    {
        Is(201);
        Json.EnumerateObject().Select(member => member.Name).ShouldBe(members, ignoreOrder: true);
        Headers.Location!.ToString().ShouldEndWith($"/v1/iot/{path}/{Id}");
        ETag.ShouldBe("\"1\"");
        Guid.Parse(Id).Version.ShouldBe(7);
        Member("created_at").ShouldNotBeNull().ShouldEndWith("Z");
        Member("updated_at").ShouldBe(Member("created_at"));
        return this;
    }

    /// <summary>
    /// This answer, whose body must be the same JSON as another's; the order of members and the space between them may differ.
    /// </summary>
    public Answer Shows(Answer other)
    {
        JsonElement.DeepEquals(Json, other.Json).ShouldBeTrue($"{Text}\nshould be\n{other.Text}");
        return this;
    }

    /// <summary>The body of the answer, to read in a failure.</summary>
    public override string ToString() => $"{Status} {Text}";
}
