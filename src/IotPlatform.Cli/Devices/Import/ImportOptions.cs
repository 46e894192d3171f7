namespace IotPlatform.Cli.Devices.Import;

/// <summary>How an import goes about its work.</summary>
/// <param name="Parallel">How many rows are under way at a time.</param>
/// <param name="IsDry">Nothing is written.</param>
/// <param name="Updates">Whether devices that exist are made what the file says.</param>
/// <param name="CreatesMissing">Whether groups and profiles that the platform does not know are created, by name.</param>
public sealed record ImportOptions(int Parallel, bool IsDry, bool Updates, bool CreatesMissing);
