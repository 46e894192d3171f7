namespace IotPlatform.Platform;

/// <summary>
/// What an endpoint answers, for the API's description; needed where it does not follow from the resource that it works on.
/// </summary>
/// <param name="body">The answer's type; nothing writes it by itself.</param>
/// <param name="more">Types whose members the answer carries beside those of <paramref name="body"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AnswersAttribute(Type body, params Type[] more) : Attribute
{
    public Type Body => body;

    public IReadOnlyList<Type> More => more;
}

/// <summary>The endpoint answers text of another type to whoever asks for it with Accept.</summary>
/// <param name="mediaType">The type.</param>
/// <param name="example">Such an answer.</param>
/// <param name="header">A header that it has, beside those of every answer.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AnswersInsteadAttribute(string mediaType, string example, string header) : Attribute
{
    public string MediaType => mediaType;

    public string Example => example;

    public string Header => header;
}

/// <summary>
/// The endpoint is for devices too: beside an API key it takes the device's own credentials, as HTTP Basic. It must see to it that a device
/// acts for itself alone.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TakesDeviceLoginAttribute : Attribute;

/// <summary>The endpoint refuses, with 409, what the state of the thing does not allow; of resources that goes without saying.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DependsOnStateAttribute : Attribute;

/// <summary>The endpoint takes JSON whose members are the customer's own: an object, or an array of objects.</summary>
/// <param name="name">What the API's description calls it.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TakesPayloadAttribute(string name) : Attribute
{
    public string Name => name;
}

/// <summary>Members that all answers of a resource carry beside those that its events tell.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AnswersAlsoAttribute(Type members) : Attribute
{
    public Type Members => members;
}

/// <summary>The answer has this member only if the request asks for it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WhenAskedAttribute : Attribute;

/// <summary>A query parameter of an endpoint, for the API's description; those of lists follow from their definition.</summary>
/// <param name="name">As in the query string.</param>
/// <param name="type">What it holds: text, number, flag, time.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class QueryParameterAttribute(string name, Type type) : Attribute
{
    public string Name => name;

    public Type Type => type;

    /// <summary>The words that it must be one of; empty: any.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>The least number.</summary>
    public int Min { get; init; } = int.MinValue;

    /// <summary>The greatest number.</summary>
    public int Max { get; init; } = int.MaxValue;

    /// <summary>What stands in for it where it is not sent; null: nothing.</summary>
    public object? Default { get; init; }

    /// <summary>It may be sent more than once.</summary>
    public bool IsRepeatable { get; init; }
}
