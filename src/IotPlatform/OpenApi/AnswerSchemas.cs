using System.Reflection;
using IotPlatform.Platform;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IotPlatform.OpenApi;

/// <summary>
/// Completes the schemas that are made from the C# types of answers: an answer always has all of its members but those that wait to be
/// asked for.
/// </summary>
public sealed class AnswerSchemas : ISchemaFilter
{
    /// <inheritdoc/>
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.MemberInfo is not null || schema is not OpenApiSchema { Properties.Count: > 0 } answer) return;
        if (context.Type.GetCustomAttribute<AnswersAlsoAttribute>() is { } also) Extend(answer, also.Members, context);
        answer.Required = answer.Properties!.Keys.Where(name => !IsWhenAsked(context.Type, name)).ToHashSet();
        foreach (var name in answer.Required.Where(name => IsAnyJson(context.Type, name))) answer.Properties[name] = Schemas.Any();
        answer.AdditionalPropertiesAllowed = true;
        answer.Description = Summaries.Of(context.Type);
        foreach (var (name, member) in answer.Properties.ToList())
        {
            if (member is OpenApiSchemaReference reference && IsNullable(context.Type, name))
                answer.Properties[name] = Inline(reference, context);
            Complete(context.Type, name, answer.Properties[name]);
        }
    }

    private static void Extend(OpenApiSchema answer, Type members, SchemaFilterContext context)
    {
        var reference = (OpenApiSchemaReference)context.SchemaGenerator.GenerateSchema(members, context.SchemaRepository);
        foreach (var (name, member) in context.SchemaRepository.Schemas[reference.Reference.Id!].Properties!)
            answer.Properties![name] = member;
    }

    private static OpenApiSchema Inline(OpenApiSchemaReference reference, SchemaFilterContext context)
    {
        var schema = Nullability.Inline(context.SchemaRepository.Schemas[reference.Reference.Id!]);
        schema.Description = null;
        return schema;
    }

    private static bool IsNullable(Type type, string name) =>
        PropertyOf(type, name) is { } property && new NullabilityInfoContext().Create(property).ReadState is NullabilityState.Nullable;

    private static void Complete(Type type, string name, IOpenApiSchema member)
    {
        if (member is not OpenApiSchema schema) return;
        if (Nullability.Allows(schema)) Nullability.Allow(schema);
        // A schema that a mapped type gives is made anew for each member, so describing one leaves the others alone.
        schema.Description ??= PropertyOf(type, name) is { } property && Summaries.Of(property) is { } text ? text : Glossary.Meaning(type.Name, name);
    }

    // The generator takes a value that may be missing for what it is when it is there, which here is an object.
    private static bool IsAnyJson(Type type, string name) => PropertyOf(type, name)?.PropertyType == typeof(RawJson?);

    private static bool IsWhenAsked(Type type, string name) => PropertyOf(type, name)?.IsDefined(typeof(WhenAskedAttribute)) is true;

    private static PropertyInfo? PropertyOf(Type type, string name) =>
        type.GetProperties().FirstOrDefault(property => Json.Api.PropertyNamingPolicy!.ConvertName(property.Name) == name);
}
