using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Audit;

/// <summary>One stream with all that proves it, in one file that is checked without a database.</summary>
/// <param name="Format">The form of the file: <see cref="CurrentFormat"/>.</param>
/// <param name="BeginsAfter">Events up to this place in the store are older than the chain.</param>
public sealed record AuditFile(
    string Format, Instant ExportedAt, string Customer, string Stream, long BeginsAfter, IReadOnlyList<FiledEvent> Events,
    IReadOnlyList<FiledSeal> Seals)
{
    /// <summary>The form that this version writes and reads.</summary>
    public const string CurrentFormat = "iot-audit/1";

    private static readonly JsonSerializerOptions Form =
        new(Json.Api) { WriteIndented = true, RespectRequiredConstructorParameters = true };

    /// <summary>The file's text.</summary>
    public string Write() => JsonSerializer.Serialize(this, Form);

    /// <summary>The file of this text, or what is wrong with the text.</summary>
    public static (AuditFile? File, string? Fault) Read(string text)
    {
        try
        {
            var file = JsonSerializer.Deserialize<AuditFile>(text, Form);
            if (file is not { Format: CurrentFormat }) return (null, $"it does not say \"format\": \"{CurrentFormat}\"");
            return file.Hashes().All(IsHash) ? (file, null) : (null, "not all of its hashes are hashes");
        }
        catch (JsonException fault)
        {
            return (null, $"it cannot be read at {fault.Path}, line {fault.LineNumber + 1}");
        }
    }

    private static bool IsHash(string? text) => string.IsNullOrEmpty(text) || !Hash.Parse(text).IsNone;

    private IEnumerable<string?> Hashes() =>
    [
        .. Events.SelectMany(e => new[] { e.Content, e.Link }), .. Events.SelectMany(e => e.Proof?.Path ?? []),
        .. Seals.SelectMany(seal => new[] { seal.Root, seal.Previous, seal.Hash }),
    ];
}

/// <summary>An event in a file.</summary>
/// <param name="Data">The event as it is stored, with the notes' salts.</param>
/// <param name="Content">The hash of its content; null for events that are older than the chain.</param>
/// <param name="Link">Its link in the chain.</param>
/// <param name="Proof">Where a seal holds it; null for what was newer than the last seal.</param>
public sealed record FiledEvent(
    long Sequence, long Version, Guid Id, string Type, Instant Timestamp, string? Actor, string? CorrelationId, string? CausationId,
    JsonElement Data, string? Content, string? Link, SealProof? Proof)
{
    /// <summary>The event beside its link, for checking.</summary>
    public ChainRow Row(string customer, string stream) => new(
        new(Sequence, new(customer, stream, Version, Id, Type, Timestamp, Actor, CorrelationId, CausationId, Data)),
        Link is null ? null : new(customer, stream, Version, Sequence, Hash.Parse(Content), Hash.Parse(Link)));

    /// <summary>The event for a file.</summary>
    public static FiledEvent Of(ChainRow row, SealProof? proof)
    {
        var (sequence, content) = row.Event!;
        return new(
            sequence, content.Version, content.Id, content.Type, content.Timestamp, content.Actor, content.CorrelationId, content.CausationId,
            content.Data, row.Link?.Content.ToString(), row.Link?.Hash.ToString(), proof);
    }
}

/// <summary>The way from a link to the root of the seal that holds it.</summary>
/// <param name="Seal">The seal's number.</param>
/// <param name="Index">The link's place among those that the seal holds, from 0.</param>
/// <param name="Path">The hashes beside the way.</param>
public sealed record SealProof(long Seal, long Index, IReadOnlyList<string> Path);

/// <summary>A seal in a file.</summary>
public sealed record FiledSeal(
    long Number, Instant SealedAt, long After, long Through, long Events, string Root, string Previous, string Hash)
{
    /// <summary>The seal for checking.</summary>
    public StoredSeal Stored(string customer) => new(
        new(customer, Number, SealedAt, After, Through, Events, Audit.Hash.Parse(Root), Audit.Hash.Parse(Previous)), Audit.Hash.Parse(Hash));

    /// <summary>The seal for a file.</summary>
    public static FiledSeal Of(StoredSeal stored)
    {
        var seal = stored.Seal;
        var (root, previous, hash) = (seal.Root.ToString(), seal.Previous.ToString(), stored.Hash.ToString());
        return new(seal.Number, seal.SealedAt, seal.After, seal.Through, seal.Events, root, previous, hash);
    }
}
