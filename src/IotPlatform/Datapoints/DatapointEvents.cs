using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Datapoints;

/// <summary>A key was defined.</summary>
public sealed record DatapointDefined(string Id, string Key, string? Label, string? Unit, DatapointType DataType, Instant At) : IFact;

/// <summary>How a datapoint is shown was changed; the full new label and unit.</summary>
public sealed record DatapointLabelled(string Id, string? Label, string? Unit, Instant At) : IFact;

/// <summary>The key is defined no more; what was stored under it stays.</summary>
public sealed record DatapointDeleted(string Id, string Key, Instant At) : IFact;
