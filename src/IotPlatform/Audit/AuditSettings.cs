namespace IotPlatform.Audit;

/// <summary>How the platform makes its events tamper-evident.</summary>
/// <param name="IsOn">Whether events are linked and sealed.</param>
/// <param name="SealEvery">The time between two seals.</param>
/// <param name="PublishTo">Where seals are sent, out of reach of who administers the database; null: only to the log.</param>
public sealed record AuditSettings(bool IsOn, TimeSpan SealEvery, Uri? PublishTo);
