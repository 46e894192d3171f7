using System.Security.Cryptography;
using System.Text;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Accounts;

/// <summary>A customer was created.</summary>
public sealed record CustomerCreated(string Id, string Name, Instant At) : IFact;

/// <summary>
/// Whose devices, rules and alarms they are: the tenant. Its id is made of its name, so that it can stand in front of every MQTT
/// user name and be read there: customer <c>Acme GmbH</c>, id <c>acme-gmbh</c>, user name <c>acme-gmbh.sensor-1</c>.
/// </summary>
public sealed record Customer(string Id, string Name, Instant CreatedAt) : IResource<Customer>
{
    public static string Kind => "customer";
    public static string Path => "";
    public static IReadOnlyList<Type> EventTypes { get; } = [typeof(CustomerCreated)];

    /// <inheritdoc/>
    public static Customer? Fold(Customer? state, object fact) => fact switch
    {
        CustomerCreated e => new(e.Id, e.Name, e.At),
        _ => state,
    };

    /// <summary>The id that a customer of this name has: lower-case letters, digits and dashes, at most 40, never a dot.</summary>
    public static string IdOf(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        var id = slug.ToString().Trim('-');
        // A name in another script leaves nothing to read; its hash is as unique as the name.
        if (id.Length == 0) id = "c-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..12];
        return id.Length <= 40 ? id : id[..40].TrimEnd('-');
    }
}
