using System.Reflection;
using System.Text.Json;
using IotPlatform.Platform;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using NodaTime;

namespace IotPlatform.OpenApi;

/// <summary>What the code of an endpoint says about it, by the conventions that all endpoints keep.</summary>
public sealed class EndpointFacts
{
    private const string Suffix = "Endpoint";
    private static readonly QueryParameterAttribute[] NoParameters = [];
    private readonly MethodInfo _method;

    public EndpointFacts(ApiDescription description, MethodInfo method)
    {
        _method = method;
        Verb = description.HttpMethod!;
        Path = "/" + description.RelativePath;
        PathParameters = [.. description.ParameterDescriptions.Where(p => p.Source.Id == "Path").Select(p => p.Name)];
        var parameters = method.GetParameters().Select(parameter => parameter.ParameterType).ToList();
        Request = Closing(parameters, typeof(Changes<>)) ?? parameters.FirstOrDefault(RequestMembers.CanRead);
        var written = Closing(parameters, typeof(Resources<>));
        Writes = written is not null;
        Resource = written ?? Closing(parameters, typeof(ReadModel<>));
        IsHistory = Closing(parameters, typeof(History<>)) is not null;
    }

    public string Verb { get; }

    public string Path { get; }

    public IReadOnlyList<string> PathParameters { get; }

    /// <summary>The class that reads the body, if there is one.</summary>
    public Type? Request { get; }

    /// <summary>The body that has no members of the API's own, if it takes such a one.</summary>
    public string? Payload => _method.GetCustomAttribute<TakesPayloadAttribute>()?.Name;

    /// <summary>What it answers in place of JSON to whoever asks for that, if anything.</summary>
    public AnswersInsteadAttribute? Instead => _method.GetCustomAttribute<AnswersInsteadAttribute>();

    /// <summary>It takes a device's own credentials beside an API key.</summary>
    public bool TakesDeviceLogin => _method.GetCustomAttribute<TakesDeviceLoginAttribute>() is not null;

    /// <summary>It refuses what the state of the thing does not allow.</summary>
    public bool DependsOnState => Writes || _method.GetCustomAttribute<DependsOnStateAttribute>() is not null;

    /// <summary>The resource that it reads or writes, if any.</summary>
    public Type? Resource { get; }

    /// <summary>It appends to the stream of its resource, so it can lose a race.</summary>
    public bool Writes { get; }

    /// <summary>It makes a new resource of its kind.</summary>
    public bool Creates => Writes && Verb == "POST" && Path == (string?)Resource!.GetProperty("Path")!.GetValue(null);

    /// <summary>It works on a resource that is there already, in a version that If-Match may name.</summary>
    public bool Changes => Writes && !Creates;

    /// <summary>It answers one resource, or a part of it, with the version.</summary>
    public bool HasVersion => Resource is not null && List is null && Verb != "DELETE";

    /// <summary><c>registerDevice</c> of <c>RegisterDeviceEndpoint</c>.</summary>
    public string OperationId => JsonNamingPolicy.CamelCase.ConvertName(Class.Name[..^Suffix.Length]);

    /// <summary>The slice that it stands in.</summary>
    public string Tag => Class.Namespace!.Split('.')[1];

    public string? Summary => _method.GetCustomAttribute<EndpointSummaryAttribute>()?.Summary;

    /// <summary>What its class says of it after the route, or else what its request is for.</summary>
    public string? Description => Summaries.AfterRoute(Class) ?? (Request is null ? null : Summaries.Of(Request));

    public AnswersAttribute? Answers => IsHistory
        ? new(typeof(ResourceHistory))
        : _method.GetCustomAttribute<AnswersAttribute>();

    public IReadOnlyList<QueryParameterAttribute> Query =>
    [
        .. _method.GetCustomAttributes<QueryParameterAttribute>(),
        .. IsHistory ? [new(Inclusion.Parameter, typeof(string)) { Words = [Inclusion.State] }] : NoParameters,
        .. IsOfOneResource ? [new(AsOf.Parameter, typeof(Instant))] : NoParameters,
    ];

    /// <summary>It tells all that happened to a resource.</summary>
    public bool IsHistory { get; }

    /// <summary>It answers a resource itself, which can be asked for as it stood at any moment.</summary>
    public bool IsOfOneResource => Verb == "GET" && Resource is not null && List is null && Answers is null;

    /// <summary>How its list is paged, sorted and filtered, if it answers one.</summary>
    public ListDefinition? List => Class.GetProperty("List", typeof(ListDefinition))?.GetValue(null) as ListDefinition;

    private Type Class => _method.DeclaringType!;

    private static Type? Closing(IEnumerable<Type> types, Type generic) => types.SelectMany(BaseTypes)
        .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == generic)?.GetGenericArguments()[0];

    private static IEnumerable<Type> BaseTypes(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType!) yield return current;
    }
}
