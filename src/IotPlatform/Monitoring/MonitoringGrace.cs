using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>How long devices may take to connect again after the platform was away.</summary>
public sealed record MonitoringGrace(Duration Length);
