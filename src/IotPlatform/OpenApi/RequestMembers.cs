using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IotPlatform.Platform;

namespace IotPlatform.OpenApi;

/// <summary>A member of a request.</summary>
/// <param name="Shape">What its reader asks of it.</param>
/// <param name="IsRequired">A request without it is refused.</param>
/// <param name="IsNullable">It may be null.</param>
public sealed record RequestMember(MemberShape Shape, bool IsRequired, bool IsNullable);

/// <summary>
/// The members of a request, found out by running its reader: on a body that notes what is asked, on an empty one for what is required,
/// and on one null after the other. So they cannot differ from what the API takes.
/// </summary>
public static class RequestMembers
{
    /// <summary>Whether the type is a request with a reader.</summary>
    public static bool CanRead(Type type) => Reader(type) is not null;

    /// <summary>All members that the reader asks for, in its order.</summary>
    public static IReadOnlyList<RequestMember> Of(Type request)
    {
        var asked = Body.Describe();
        Read(request, asked);
        var empty = Read(request, Body.Parse("{}"));
        return
        [
            .. asked.Shapes.DistinctBy(shape => shape.Name).Select(shape => new RequestMember(
                shape, IsFaulty(empty, shape.Name), !IsFaulty(Read(request, WithNull(shape.Name)), shape.Name))),
        ];
    }

    private static Body WithNull(string name) => Body.Parse(JsonSerializer.Serialize(new Dictionary<string, string?> { [name] = null }));

    private static bool IsFaulty(Body body, string member) => body.Faults.Any(fault => fault.Field == member);

    private static Body Read(Type request, Body body)
    {
        var reader = Reader(request)!;
        reader.Invoke(null, [body, .. reader.GetParameters().Skip(1).Select(current => Blank(current.ParameterType))]);
        return body;
    }

    // A reader looks at what is to be changed; that it is there is all that matters.
    private static object Blank(Type resource)
    {
        var blank = RuntimeHelpers.GetUninitializedObject(resource);
        foreach (var property in resource.GetProperties().Where(property => property.PropertyType == typeof(string) && property.CanWrite))
            if (new NullabilityInfoContext().Create(property).WriteState is NullabilityState.NotNull) property.SetValue(blank, "");
        return blank;
    }

    private static MethodInfo? Reader(Type type) => type.GetMethods(BindingFlags.Public | BindingFlags.Static)
        .FirstOrDefault(method => method.Name == "Read" && method.ReturnType == type
            && method.GetParameters() is [{ } body, ..] && body.ParameterType == typeof(Body));
}
