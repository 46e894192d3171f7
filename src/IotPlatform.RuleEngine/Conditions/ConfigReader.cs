using System.Globalization;
using System.Text.Json;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>
/// Reads the members of a rule's config and gathers their faults. Members may have several spellings, of which the first present one
/// counts; an explicit null is an absent member.
/// </summary>
internal sealed class ConfigReader
{
    private const int MaxKey = 128;

    private readonly Dictionary<string, JsonElement> _members = [];
    private readonly List<Fault> _faults = [];

    private readonly bool _isObject;

    public ConfigReader(JsonElement config)
    {
        _isObject = config.ValueKind is JsonValueKind.Object;
        if (!_isObject)
        {
            Refuse<object>("config", "must be an object");
            return;
        }

        foreach (var member in config.EnumerateObject())
            if (TryGetName(member) is { } name)
                _members[name] = member.Value;
    }

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>Null when absent.</summary>
    public Member? Find(params ReadOnlySpan<string> spellings)
    {
        foreach (var name in spellings)
            if (_members.TryGetValue(name, out var value) && value.ValueKind is not JsonValueKind.Null)
                return new Member(name, value);

        return null;
    }

    public Member? Require(params ReadOnlySpan<string> spellings)
    {
        var found = Find(spellings);
        if (found is null && _isObject)
            Refuse<object>($"config.{spellings[0]}", "is required");
        return found;
    }

    public string? Text(Member member, int maxLength)
    {
        const string Shape = "must be a string of 1 to {0} characters without control characters";
        return member.Value.TryGetText(out var text)
            && text.Length > 0 && text.Length <= maxLength && !text.Any(char.IsControl)
            ? text
            : Refuse<string>(member, string.Format(CultureInfo.InvariantCulture, Shape, maxLength));
    }

    /// <summary>The key of a datapoint, under any of its spellings.</summary>
    public string? Key(bool isRequired)
    {
        ReadOnlySpan<string> spellings = ["field", "key", "datapoint_key", "metric"];
        var member = isRequired ? Require(spellings) : Find(spellings);
        return member is null ? null : Text(member, MaxKey);
    }

    /// <summary>Null when absent, and when faulty.</summary>
    public Duration? Seconds(int min, int max, params ReadOnlySpan<string> spellings)
    {
        if (Find(spellings) is not { } member)
            return null;
        if (Number(member) is { } seconds && seconds >= min && seconds <= max)
            return Duration.FromSeconds(seconds);
        Refuse<object>(member, string.Create(CultureInfo.InvariantCulture, $"must be a number of seconds from {min} to {max:N0}"));
        return null;
    }

    /// <summary>Null when absent, and when faulty.</summary>
    public int? Count(int min, int max, params ReadOnlySpan<string> spellings)
    {
        if (Find(spellings) is not { } member)
            return null;
        if (Number(member) is { } count && count >= min && count <= max && double.IsInteger(count))
            return (int)count;
        Refuse<object>(member, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max:N0}"));
        return null;
    }

    /// <summary>Null, and no fault yet, when it is none.</summary>
    public static double? Number(Member member) =>
        Scalar.TryRead(member.Value, out var scalar) && scalar.TryGetNumber(out var number) ? number : null;

    public T? Refuse<T>(Member member, string message) where T : class => Refuse<T>($"config.{member.Name}", message);

    public T? Refuse<T>(string field, string message) where T : class
    {
        _faults.Add(new Fault(field, message));
        return null;
    }

    // A name with half a surrogate pair has no text; it can't be one of ours.
    private static string? TryGetName(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A member under the spelling that the client used.</summary>
    public sealed record Member(string Name, JsonElement Value);
}
