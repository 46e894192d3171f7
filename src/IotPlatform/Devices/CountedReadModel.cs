using System.Buffers;
using System.Text.Json;
using IotPlatform.Platform;
using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Devices;

/// <summary>A resource that devices belong to, answered with the number of them.</summary>
public sealed class CountedReadModel<T>(IDocumentStore store, NpgsqlDataSource database, Freshness freshness)
    : ReadModel<T>(store, database, freshness)
    where T : class, IResource<T>
{
    private const string Member = "device_count";
    private const string Count = "coalesce((c.data->>'devices')::integer, 0)";

    /// <inheritdoc/>
    protected override string Columns => $"d.data, {Count}";

    /// <inheritdoc/>
    protected override string Joins => "left join iot.mt_doc_devicecount c on c.tenant_id = d.tenant_id and c.id = d.id";

    /// <inheritdoc/>
    protected override void WriteRow(IBufferWriter<byte> output, NpgsqlDataReader row)
    {
        var count = row.GetInt32(1);
        WriteExtended(output, row.GetFieldValue<byte[]>(0), writer => writer.WriteNumber(Member, count));
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(
        IBufferWriter<byte> output, string customer, string id, T state, CancellationToken cancellation)
    {
        await CatchUpAsync(customer, cancellation);
        await using var command = Database.CreateCommand(
            $"select {Count} from iot.mt_doc_devicecount c where c.tenant_id = $1 and c.id = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        var count = await command.ExecuteScalarAsync(cancellation) as int? ?? 0;
        WriteState(output, state, writer => writer.WriteNumber(Member, count));
    }

    /// <inheritdoc/>
    public override async ValueTask WritePast(
        IBufferWriter<byte> output, string customer, string id, T state, Instant moment, CancellationToken cancellation)
    {
        var count = await PastMembers.CountAsync(Database, customer, id, moment, cancellation);
        WriteState(output, state, writer => writer.WriteNumber(Member, count));
    }

    /// <inheritdoc/>
    public override ValueTask WriteNew(IBufferWriter<byte> output, T state, Action<Utf8JsonWriter>? once)
    {
        WriteState(output, state, writer => writer.WriteNumber(Member, 0));
        return ValueTask.CompletedTask;
    }
}

/// <summary>What the answer adds.</summary>
/// <param name="DeviceCount">How many devices belong to it.</param>
public sealed record CountedDevices(int DeviceCount);
