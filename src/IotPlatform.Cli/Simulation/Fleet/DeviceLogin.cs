namespace IotPlatform.Cli.Simulation.Fleet;

/// <summary>What a device logs in with.</summary>
public sealed record DeviceLogin(string DeviceId, string Username, string Password);
