using System.Buffers;
using IotPlatform.Platform;
using Marten;
using Npgsql;

namespace IotPlatform.Commands;

/// <summary>Commands as the API answers them; the payload is put back as the text that it was sent as.</summary>
public sealed class DeviceCommandReadModel(IDocumentStore store, NpgsqlDataSource database, Freshness freshness)
    : ReadModel<DeviceCommand>(store, database, freshness)
{
    /// <inheritdoc/>
    protected override string Columns => "d.data - 'payload', coalesce(d.data->>'payload', 'null')";

    /// <inheritdoc/>
    protected override void WriteRow(IBufferWriter<byte> output, NpgsqlDataReader row) => WriteExtended(
        output,
        row.GetFieldValue<byte[]>(0),
        writer =>
        {
            writer.WritePropertyName("payload");
            writer.WriteRawValue(row.GetString(1), skipInputValidation: true);
        });
}
