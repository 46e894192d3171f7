using System.Net;

namespace IotPlatform.Observability;

/// <summary>Where <c>/metrics</c> is served.</summary>
/// <param name="Address">The address of a port of its own.</param>
/// <param name="Port">A port of its own; null: the API's.</param>
public sealed record ScrapeSettings(IPAddress Address, int? Port);
