using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace IotPlatform.Benchmarks.Baselines;

/// <summary>One row, one insert: state overwritten in place, as a program without history would do it.</summary>
internal static class PostSingleRow
{
    public static async Task<IResult> Handle(NewDevice device, NpgsqlDataSource database, TimeProvider time, CancellationToken cancellation)
    {
        var created = CreatedDevice.From(device, time.GetUtcNow());
        var json = JsonSerializer.Serialize(created with { Password = null });
        await using var command = database.CreateCommand("insert into single_rows (id, data) values ($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = device.DeviceId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = json, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(cancellation);
        return Results.Created($"/devices/{device.DeviceId}", created);
    }
}
