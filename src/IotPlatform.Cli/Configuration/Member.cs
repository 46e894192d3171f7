using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Configuration;

/// <summary>A member that a client may set, as the API names it.</summary>
/// <param name="Name">As in requests and answers.</param>
public sealed record Member(string Name)
{
    /// <summary>Whether a document must have it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether a resource keeps what it was created with.</summary>
    public bool IsForLife { get; init; }

    /// <summary>Whether the order of its entries does not matter.</summary>
    public bool IsSet { get; init; }

    /// <summary>Whether it is written even where it is what it is by itself.</summary>
    public bool IsAlwaysShown { get; init; }

    /// <summary>What it is where a document does not name it; depends on the document in a few cases.</summary>
    public Func<JsonObject, JsonNode?> Default { get; init; } = _ => null;

    /// <summary>The kind of resource that it names, if it names one.</summary>
    public Func<JsonObject, string?> Refers { get; init; } = _ => null;
}
