namespace IotPlatform.Cli.Devices.Import;

/// <summary>What is wrong with a row, and what to do about it.</summary>
/// <param name="Row">As an editor counts: the header of a table is row 1.</param>
/// <param name="DeviceId">Whom the row is about; empty where nobody can tell.</param>
public sealed record RowFault(long Row, string DeviceId, string What, string Remedy);
