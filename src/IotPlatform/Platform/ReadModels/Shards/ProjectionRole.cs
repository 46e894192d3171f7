using Npgsql;

namespace IotPlatform.Platform;

/// <summary>The right to run the projections, which one node has at a time.</summary>
public sealed class ProjectionRole(NpgsqlDataSource database, TimeProvider time) : NodeRole(database, time, 0x696F7470);
