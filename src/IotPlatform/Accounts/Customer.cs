using System.Security.Cryptography;
using System.Text;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Accounts;

/// <summary>A customer was created.</summary>
public sealed record CustomerCreated(string Id, string Name, Instant At) : IFact;

/// <summary>The customer has another plan.</summary>
/// <param name="Plan">Its name; null: whatever is the default.</param>
public sealed record CustomerPlanChanged(string Id, string? Plan, Instant At) : IFact;

/// <summary>The customer may read, and no more.</summary>
/// <param name="Reason">What the customer is told about it.</param>
public sealed record CustomerSuspended(string Id, string? Reason, Instant At) : IFact;

/// <summary>The customer may do everything again.</summary>
public sealed record CustomerResumed(string Id, Instant At) : IFact;

/// <summary>
/// Whose devices, rules and alarms they are: the tenant. Its id is made of its name, so that it can stand in front of every MQTT
/// user name and be read there: customer <c>Acme GmbH</c>, id <c>acme-gmbh</c>, user name <c>acme-gmbh.sensor-1</c>.
/// </summary>
public sealed record Customer(string Id, string Name, Instant CreatedAt) : IResource<Customer>
{
    /// <summary>The name of the customer's plan; null: the default one.</summary>
    public string? Plan { get; init; }

    /// <summary>Since when the customer may only read; null: it may do everything.</summary>
    public Instant? SuspendedAt { get; init; }

    /// <summary>What the customer is told about that.</summary>
    public string? SuspensionReason { get; init; }

    public static string Kind => "customer";
    public static string Path => "";

    public static IReadOnlyList<Type> EventTypes { get; } =
        [typeof(CustomerCreated), typeof(CustomerPlanChanged), typeof(CustomerSuspended), typeof(CustomerResumed)];

    /// <inheritdoc/>
    public static Customer? Fold(Customer? state, object fact) => fact switch
    {
        CustomerCreated e => new(e.Id, e.Name, e.At),
        CustomerPlanChanged e => state! with { Plan = e.Plan },
        CustomerSuspended e => state! with { SuspendedAt = e.At, SuspensionReason = e.Reason },
        CustomerResumed => state! with { SuspendedAt = null, SuspensionReason = null },
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
