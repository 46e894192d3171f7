using System.Text.Json.Nodes;
using IotPlatform.Platform;
using Microsoft.OpenApi;

namespace IotPlatform.OpenApi;

/// <summary>The schemas that are not made from C# types.</summary>
public static class Schemas
{
    public static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    public static OpenApiSchema Time() => new() { Type = JsonSchemaType.String, Format = "date-time" };

    public static OpenApiSchema Date() => new() { Type = JsonSchemaType.String, Format = "date" };

    public static OpenApiSchema TimeOfDay() => new() { Type = JsonSchemaType.String, Pattern = "^[0-9]{2}:[0-9]{2}$" };

    public static OpenApiSchema Flag() => new() { Type = JsonSchemaType.Boolean };

    /// <summary>A JSON object of the customer's own.</summary>
    public static OpenApiSchema Free() => new() { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema() };

    /// <summary>JSON of any kind.</summary>
    public static OpenApiSchema Any() => new();

    /// <summary>A value of telemetry: there is no coercion between the three.</summary>
    public static OpenApiSchema Scalar() =>
        new() { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" }, Text(), Flag()] };

    public static OpenApiSchema Whole(int min = int.MinValue, int max = int.MaxValue) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int32",
        Minimum = min == int.MinValue ? null : Invariant(min),
        Maximum = max == int.MaxValue ? null : Invariant(max),
    };

    public static OpenApiSchema Words(IReadOnlyList<string> words) =>
        new() { Type = JsonSchemaType.String, Enum = words.Count == 0 ? null : [.. words.Select(word => (JsonNode)word)] };

    public static OpenApiSchema ArrayOf(IOpenApiSchema items) => new() { Type = JsonSchemaType.Array, Items = items };

    /// <summary>An object all of whose members are always there, described by the glossary.</summary>
    public static OpenApiSchema ObjectOf(string owner, params (string Name, OpenApiSchema Schema)[] members)
    {
        foreach (var (name, member) in members) member.Description ??= Glossary.Meaning(owner, name);
        return new()
        {
            Type = JsonSchemaType.Object,
            Properties = members.ToDictionary(member => member.Name, IOpenApiSchema (member) => member.Schema),
            Required = members.Select(member => member.Name).ToHashSet(),
        };
    }

    /// <summary>The schema of a member that a request may have.</summary>
    public static OpenApiSchema Of(MemberShape shape) => shape.Kind switch
    {
        MemberKind.Text => Bounded(shape),
        MemberKind.Flag => Flag(),
        MemberKind.Time => Time(),
        MemberKind.Whole => Whole(shape.Min, shape.Max),
        MemberKind.Texts => new() { Type = JsonSchemaType.Array, Items = Bounded(shape), MinItems = shape.MinCount > 0 ? shape.MinCount : null, MaxItems = shape.MaxCount },
        MemberKind.Any => Any(),
        _ => Free(),
    };

    private static OpenApiSchema Bounded(MemberShape shape)
    {
        var text = Words(shape.Words);
        text.MinLength = shape.Min > 0 ? shape.Min : null;
        text.MaxLength = shape.Max < int.MaxValue ? shape.Max : null;
        return text;
    }

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
