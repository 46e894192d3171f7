namespace IotPlatform.Platform;

/// <summary>Who makes a request: the customer whose data it sees, and the actor that its events name.</summary>
/// <param name="Customer">The customer (= Marten tenant); every read and write of the request is bound to it.</param>
/// <param name="Actor">As in timelines: <c>api_key:&lt;lookup characters&gt;</c> or <c>system</c>.</param>
public sealed record Caller(string Customer, string Actor)
{
    /// <summary>The device that makes the request with credentials of its own; null for the holder of an API key.</summary>
    public string? DeviceId { get; init; }

    /// <summary>The actor of what the platform does by itself.</summary>
    public const string PlatformActor = "system";

    /// <summary>The platform itself acting for a customer.</summary>
    public static Caller System(string customer) => new(customer, PlatformActor);

    /// <summary>A device acting for itself.</summary>
    public static Caller Device(string customer, string deviceId) => new(customer, $"device:{deviceId}") { DeviceId = deviceId };

    /// <summary>The authenticated caller of this request.</summary>
    public static Caller Of(HttpContext http) =>
        http.Features.Get<Caller>() ?? throw new InvalidOperationException("The route is not behind API key authentication.");
}
