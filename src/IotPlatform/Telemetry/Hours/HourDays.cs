using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>The partitions of packed hours, one for each UTC day of the values; made by the first hour that is packed into them.</summary>
public sealed class HourDays(NpgsqlDataSource database)
    : DayTables(database, ["telemetry_hours"], "telemetry_add_hours_day");
