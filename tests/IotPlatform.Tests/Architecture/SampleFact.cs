using System.Collections;
using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Tests.Architecture;

/// <summary>Makes an event of any type in which every member has a value, the same one each time.</summary>
internal static class SampleFact
{
    private static readonly Instant Time = Instant.FromUtc(2026, 11, 22, 12, 0);

    /// <summary>The event of a type.</summary>
    public static object Of(Type type) => Make(type)!;

    private static object? Make(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? Make(inner)
        : type == typeof(string) ? "text"
        : type == typeof(bool) ? true
        : type == typeof(int) ? 7
        : type == typeof(long) ? 7L
        : type == typeof(double) ? 1.5
        : type == typeof(Instant) ? Time
        : type == typeof(LocalTime) ? new LocalTime(6, 30)
        : type == typeof(JsonElement) ? JsonElement.Parse("""{"a":1}""")
        : type == typeof(RawJson) ? new RawJson("""{"b": 2}""")
        : type == typeof(ErasableText) ? ErasableText.With("note", "0123456789abcdef"u8)
        : type.IsEnum ? Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)
        : type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? Many(type)
        : Record(type);

    private static object Many(Type type)
    {
        var arguments = type.GetGenericArguments();
        if (arguments is [var key, var value])
        {
            var entries = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value))!;
            entries.Add(Make(key)!, Make(value));
            return entries;
        }
        var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(arguments))!;
        items.Add(Make(arguments[0]));
        return items;
    }

    private static object Record(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(known => known.GetParameters().Length)
            ?? throw new NotSupportedException($"There is no sample of {type.Name}: add one here.");
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType))]);
    }
}
