using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace IotPlatform.Benchmarks.Baselines;

/// <summary>
/// Stream row, event row and read-model row in one transaction and one round trip: a batch between two Syncs is one
/// transaction to PostgreSQL. This is about the least that durable event sourcing can cost.
/// </summary>
internal static class PostByHand
{
    private const string Tenant = "default";

    public static async Task<IResult> Handle(NewDevice device, NpgsqlDataSource database, TimeProvider time, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var created = CreatedDevice.From(device, now);
        var fact = JsonSerializer.Serialize(new { device.DeviceId, device.Name, PasswordHash = created.PasswordHash(), At = now });
        var readModel = JsonSerializer.Serialize(created with { Password = null });
        await using var batch = database.CreateBatch();
        Add(batch,
            "insert into streams (tenant_id, id, type, version) values ($1, $2, 'device', 1)",
            Text(Tenant), Text(device.DeviceId));
        Add(batch,
            "insert into events (id, tenant_id, stream_id, version, type, data) values ($1, $2, $3, 1, 'device_registered', $4)",
            new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7(now) }, Text(Tenant), Text(device.DeviceId), Json(fact));
        Add(batch,
            "insert into devices (tenant_id, id, data, version) values ($1, $2, $3, 1)",
            Text(Tenant), Text(device.DeviceId), Json(readModel));
        await batch.ExecuteNonQueryAsync(cancellation);
        return Results.Created($"/devices/{device.DeviceId}", created);
    }

    private static void Add(NpgsqlBatch batch, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<string> Json(string value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Jsonb };
}
