using System.Text;
using System.Text.Json;
using NodaTime;

namespace IotPlatform.Platform;

/// <summary>
/// The JSON object of a request, read member by member. Faults are gathered instead of thrown, so that one answer names them all;
/// a faulty member reads as its default, and the request is refused once reading is done. Unknown members are ignored.
/// </summary>
public sealed partial class Body
{
    /// <summary>The largest metadata, in bytes of UTF-8.</summary>
    public const int MaxMetadataBytes = 16 * 1024;

    /// <summary>The empty object: the metadata of what has none.</summary>
    public static JsonElement NoMetadata { get; } = JsonElement.Parse("{}");

    private readonly List<Fault> _faults = [];
    private readonly List<MemberShape>? _shapes;

    /// <param name="members">Anything: what is no object is a fault.</param>
    public Body(JsonElement members)
    {
        if (members.ValueKind is not JsonValueKind.Object) AddFault("body", "must be a JSON object");
        else if (!JsonText.HasReadableNames(members)) AddFault("body", "must not have member names with broken surrogate pairs");
        else Root = members;
    }

    private Body(List<MemberShape> shapes) => _shapes = shapes;

    /// <summary>A body that seems to have every member, reads each as its default, and notes what was asked of it.</summary>
    public static Body Describe() => new([]);

    /// <summary>The body of a test or of a request without one.</summary>
    public static Body Parse(string json) => new(JsonElement.Parse(json));

    /// <summary>The object itself; undefined when it is none.</summary>
    public JsonElement Root { get; }

    /// <summary>What was found wrong so far.</summary>
    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>What was asked of the members of a body that describes, in order; empty for others.</summary>
    public IReadOnlyList<MemberShape> Shapes => _shapes ?? [];

    /// <summary>Records a fault that a single member's reader cannot see.</summary>
    public void AddFault(string field, string message) => _faults.Add(new Fault(field, message));

    /// <summary>Records faults found elsewhere.</summary>
    public void AddFaults(IEnumerable<Fault> faults) => _faults.AddRange(faults);

    /// <summary>Whether something is wrong with the member already.</summary>
    public bool IsFaulty(string name) => _faults.Exists(fault => fault.Field == name);

    /// <summary>Whether the member was sent as null.</summary>
    public bool IsNull(string name) => Find(name) is { ValueKind: JsonValueKind.Null };

    /// <summary>Whether the member was sent, be it as null.</summary>
    public bool Has(string name) => _shapes is not null || Find(name) is not null;

    /// <summary>A string that must be there, of <paramref name="min"/> to <paramref name="max"/> characters.</summary>
    public string RequiredText(string name, int min, int max)
    {
        if (!Has(name)) AddFault(name, "is required");
        return Text(name, min, max).Value ?? "";
    }

    /// <summary>A string that must be there, under its name or, failing that, an alias that older clients send.</summary>
    public string RequiredTextOf(int min, int max, string name, string alias)
    {
        _shapes?.Add(new(alias, MemberKind.Text, min, max) { AliasOf = name });
        return RequiredText(!Has(name) && Has(alias) ? alias : name, min, max);
    }

    /// <summary>A string that may be absent but not null.</summary>
    public Field<string> Text(string name, int min, int max)
    {
        var text = OptionalText(name, max, min);
        if (text is { IsPresent: true, Value: null } && Find(name) is { ValueKind: JsonValueKind.Null }) AddFault(name, "must not be null");
        return new(text.IsPresent, text.Value ?? "");
    }

    /// <summary>A string that may be absent or null.</summary>
    public Field<string?> OptionalText(string name, int max, int min = 0)
    {
        _shapes?.Add(new(name, MemberKind.Text, min, max));
        if (Find(name) is not { } member) return default;
        if (member.ValueKind is JsonValueKind.Null) return new(true, null);
        if (!TryString(member, out var text))
        {
            AddFault(name, "must be a string");
            return new(true, null);
        }
        if (TextFault(text, min, max) is { } fault) AddFault(name, fault);
        return new(true, text);
    }

    /// <summary>True or false; null is a fault.</summary>
    public Field<bool> Flag(string name)
    {
        _shapes?.Add(new(name, MemberKind.Flag));
        if (Find(name) is not { } member) return default;
        if (member.ValueKind is JsonValueKind.True or JsonValueKind.False) return new(true, member.GetBoolean());
        AddFault(name, "must be true or false");
        return default;
    }

    /// <summary>True, false or null.</summary>
    public Field<bool?> NullableFlag(string name)
    {
        if (Find(name) is { ValueKind: JsonValueKind.Null }) return new(true, null);
        var flag = Flag(name);
        return new(flag.IsPresent, flag.IsPresent ? flag.Value : null);
    }

    /// <summary>A whole number within bounds; null is a fault.</summary>
    public Field<int> Whole(string name, int min, int max)
    {
        _shapes?.Add(new(name, MemberKind.Whole, min, max));
        if (Find(name) is not { } member) return default;
        if (member.ValueKind is JsonValueKind.Number && member.TryGetInt32(out var number) && number >= min && number <= max)
            return new(true, number);
        AddFault(name, $"must be a whole number from {min} to {max}");
        return default;
    }

    /// <summary>One of a closed set of words; null is a fault.</summary>
    public Field<string> Choice(string name, params IReadOnlyList<string> words)
    {
        _shapes?.Add(new(name, MemberKind.Text) { Words = words });
        if (Find(name) is not { } member) return default;
        if (TryString(member, out var word) && words.Contains(word)) return new(true, word);
        AddFault(name, $"must be one of {string.Join(", ", words)}");
        return default;
    }

    /// <summary>One of an enum's words; null and absence stand for a default of the caller's.</summary>
    public T? OptionalChoice<T>(string name) where T : struct, Enum
    {
        if (IsNull(name)) return null;
        var word = Choice(name, Words.All<T>());
        return word.IsPresent ? Words.Parse<T>(word.Value) : null;
    }

    /// <summary>A whole number within bounds, or null.</summary>
    public Field<int?> NullableWhole(string name, int min, int max)
    {
        if (IsNull(name)) return new(true, null);
        var number = Whole(name, min, max);
        return new(number.IsPresent, number.IsPresent ? number.Value : null);
    }

    /// <summary>Strings of a list, or null.</summary>
    public Field<IReadOnlyList<string>?> NullableTexts(string name, int maxCount, int minLength, int maxLength)
    {
        if (IsNull(name)) return new(true, null);
        var texts = Texts(name, maxCount, minLength, maxLength);
        return new(texts.IsPresent, texts.Value);
    }

    /// <summary>Strings of a list that must be there and must not be empty.</summary>
    public IReadOnlyList<string> RequiredTexts(string name, int maxCount, int minLength, int maxLength)
    {
        _shapes?.Add(new(name, MemberKind.Texts, minLength, maxLength) { MinCount = 1, MaxCount = maxCount });
        if (!Has(name)) AddFault(name, "is required");
        var texts = Texts(name, maxCount, minLength, maxLength);
        if (texts is { IsPresent: true, Value.Count: 0 }) AddFault(name, "must not be empty");
        return texts.Value ?? [];
    }

    /// <summary>Strings of a list, each checked alike; null is a fault.</summary>
    public Field<IReadOnlyList<string>> Texts(string name, int maxCount, int minLength, int maxLength)
    {
        _shapes?.Add(new(name, MemberKind.Texts, minLength, maxLength) { MaxCount = maxCount });
        if (Find(name) is not { } member) return default;
        if (member.ValueKind is not JsonValueKind.Array || member.GetArrayLength() > maxCount)
        {
            AddFault(name, $"must be an array of at most {maxCount} strings");
            return default;
        }
        var texts = new List<string>();
        foreach (var item in member.EnumerateArray())
        {
            if (!TryString(item, out var text)) AddFault($"{name}[{texts.Count}]", "must be a string");
            else if (TextFault(text.Trim(), minLength, maxLength) is { } fault) AddFault($"{name}[{texts.Count}]", fault);
            texts.Add(text?.Trim() ?? "");
        }
        return new(true, texts);
    }

    /// <summary>
    /// A JSON object of the caller's own making, replaced whole; null empties it, absence leaves <paramref name="current"/>.
    /// </summary>
    public JsonElement Metadata(string name, JsonElement current)
    {
        _shapes?.Add(new(name, MemberKind.Members));
        if (Find(name) is not { } member) return current;
        if (member.ValueKind is JsonValueKind.Null) return NoMetadata;
        if (member.ValueKind is not JsonValueKind.Object) AddFault(name, "must be an object");
        else if (Encoding.UTF8.GetByteCount(member.GetRawText()) > MaxMetadataBytes) AddFault(name, "must not be larger than 16 KiB");
        else if (!JsonText.IsStorable(member)) AddFault(name, "must not contain NUL characters, broken surrogates or numbers out of range");
        return member;
    }

    /// <summary>Any JSON, null too, whose very text is kept; absence reads as none.</summary>
    public RawJson? Any(string name, int maxBytes)
    {
        _shapes?.Add(new(name, MemberKind.Any));
        if (Find(name) is not { } member) return null;
        var json = RawJson.Of(member);
        if (Encoding.UTF8.GetByteCount(json.Text) > maxBytes) AddFault(name, $"must not be larger than {maxBytes / 1024} KiB");
        else if (!JsonText.IsStorable(member)) AddFault(name, "must not contain NUL characters, broken surrogates or numbers out of range");
        return json;
    }

    /// <summary>A JSON object whose very text is kept; null is a fault.</summary>
    public Field<JsonElement> Members(string name)
    {
        _shapes?.Add(new(name, MemberKind.Members));
        if (Find(name) is not { } member) return default;
        if (member.ValueKind is JsonValueKind.Object) return new(true, member);
        AddFault(name, "must be an object");
        return default;
    }

    /// <summary>A member that is for life: it may be left out, or sent with the value that it has.</summary>
    public void Immutable(string name, string? current)
    {
        _shapes?.Add(new(name, MemberKind.Text) { IsImmutable = true });
        if (Find(name) is not { } member) return;
        var isSame = member.ValueKind is JsonValueKind.Null ? current is null : TryString(member, out var text) && text == current;
        if (!isSame) AddFault(name, "cannot be changed");
    }

    /// <summary>A JSON object that must be there.</summary>
    public Field<JsonElement> RequiredMembers(string name)
    {
        if (!Has(name)) AddFault(name, "is required");
        return Members(name);
    }

    /// <summary>A time; null is a fault.</summary>
    public Field<Instant> Time(string name)
    {
        _shapes?.Add(new(name, MemberKind.Time));
        if (Find(name) is not { } member) return default;
        if (TryString(member, out var text) && Times.TryParse(text, out var time)) return new(true, time);
        AddFault(name, "must be a time as in RFC 3339, such as 2026-01-31T12:00:00Z");
        return default;
    }

    /// <summary>A time that must be there.</summary>
    public Instant RequiredTime(string name)
    {
        if (!Has(name)) AddFault(name, "is required");
        return Time(name).Value;
    }

    /// <summary>A request within the request, whose faults are named by their path; absence reads as null, null is a fault.</summary>
    public T? Nested<T>(string name) where T : class, IRequestBody<T>
    {
        _shapes?.Add(new(name, MemberKind.Nested) { Nested = typeof(T) });
        if (!Members(name).IsPresent) return null;
        var inner = new Body(Find(name)!.Value);
        var nested = T.Read(inner);
        AddFaults(inner.Faults.Select(fault => fault with { Field = $"{name}.{fault.Field}" }));
        return nested;
    }

    private JsonElement? Find(string name) =>
        Root.ValueKind is JsonValueKind.Object && Root.TryGetProperty(name, out var member) ? member : null;

    private static bool TryString(JsonElement member, out string text) => JsonText.TryGetString(member, out text);

    private static string? TextFault(string text, int min, int max)
    {
        if (min > 0 && string.IsNullOrWhiteSpace(text)) return "must not be blank";
        var length = text.EnumerateRunes().Count();
        if (length < min || length > max) return $"must have {min} to {max} characters";
        return text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? "must not contain control characters" : null;
    }
}
