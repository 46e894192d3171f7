using IotPlatform.Platform;
using Microsoft.OpenApi;

namespace IotPlatform.OpenApi;

/// <summary>Describes what a list can be asked for, by its definition.</summary>
public static class ListParameters
{
    private static readonly OpenApiParameter[] NoParameters = [];

    /// <summary>Paging, sorting and all filters but those whose value the path gives.</summary>
    public static IEnumerable<OpenApiParameter> Of(ListDefinition list, IReadOnlyList<string> given) =>
    [
        Parameter("page", WithDefault(Schemas.Whole(1), 1)),
        Parameter("page_size", WithDefault(Schemas.Whole(1, 100), 50)),
        Parameter("sort", WithDefault(Schemas.Words([.. list.Sortable.Keys.SelectMany(field => new[] { field, $"-{field}" })]), list.DefaultSort)),
        .. list.HasPast ? [Parameter(AsOf.Parameter, Schemas.Time())] : NoParameters,
        .. list.Filters.Where(filter => !given.Contains(filter.Name)).SelectMany(Of),
    ];

    private static IEnumerable<OpenApiParameter> Of(ListFilter filter) =>
    [
        Parameter(filter.Name, Schema(filter)),
        .. filter.Names.Skip(1).Select(alias => new OpenApiParameter
        {
            Name = alias,
            In = ParameterLocation.Query,
            Description = $"Stands in for {filter.Name}.",
            Deprecated = true,
            Schema = Schema(filter),
        }),
    ];

    private static OpenApiSchema Schema(ListFilter filter) => filter.Kind switch
    {
        ListFilterKind.Flag => Schemas.Flag(),
        ListFilterKind.Choices => Schemas.ArrayOf(Schemas.Words(filter.Words)),
        ListFilterKind.Time => Schemas.Time(),
        _ => Schemas.Words(filter.Words),
    };

    private static OpenApiSchema WithDefault(OpenApiSchema schema, System.Text.Json.Nodes.JsonNode standard)
    {
        schema.Default = standard;
        return schema;
    }

    private static OpenApiParameter Parameter(string name, OpenApiSchema schema) =>
        new() { Name = name, In = ParameterLocation.Query, Description = Glossary.Meaning("query", name), Schema = schema };
}
