using System.Text.Json;

namespace IotPlatform.Platform;

/// <content>Lists of which each entry counts once.</content>
public sealed partial class Body
{
    /// <summary>Some of a closed set of words, each once; null is a fault.</summary>
    public Field<IReadOnlyList<string>> Choices(string name, IReadOnlyList<string> words, int minCount = 0)
    {
        _shapes?.Add(new(name, MemberKind.Texts) { Words = words, MinCount = minCount, MaxCount = words.Count });
        var sent = Texts(name, words.Count, 1, 64);
        if (!sent.IsPresent) return default;
        if (sent.Value.Count < minCount) AddFault(name, "must not be empty");
        foreach (var unknown in sent.Value.Except([.. words, ""]))
            AddFault(name, $"must be of {string.Join(", ", words)}; '{unknown}' is none");
        return new(true, [.. sent.Value.Intersect(words)]);
    }

    /// <summary>Some of an enum's words, each once; null and absence stand for a default of the caller's.</summary>
    public IReadOnlyList<T>? OptionalChoices<T>(string name, int minCount = 0) where T : struct, Enum
    {
        if (IsNull(name)) return null;
        var words = Choices(name, Words.All<T>(), minCount);
        return words.IsPresent ? [.. words.Value.Select(Words.Parse<T>)] : null;
    }

    /// <summary>A list that is for life: it may be left out, or sent with the entries that it has, in any order.</summary>
    public void ImmutableSet(string name, IReadOnlyList<string>? current)
    {
        _shapes?.Add(new(name, MemberKind.Texts) { IsImmutable = true });
        if (Find(name) is { } member && !IsSet(member, current)) AddFault(name, "cannot be changed");
    }

    private static bool IsSet(JsonElement member, IReadOnlyList<string>? entries)
    {
        if (member.ValueKind is not JsonValueKind.Array || entries is null)
            return member.ValueKind is JsonValueKind.Null && entries is null;
        var sent = member.EnumerateArray().Select(item => TryString(item, out var text) ? text.Trim() : null).ToHashSet();
        return sent.SetEquals(entries);
    }
}
