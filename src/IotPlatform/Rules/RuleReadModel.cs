using System.Buffers;
using IotPlatform.Platform;
using Marten;
using Npgsql;

namespace IotPlatform.Rules;

/// <summary>Rules as the API answers them; the config is put back as the text that it was sent as.</summary>
public sealed class RuleReadModel(IDocumentStore store, NpgsqlDataSource database, Freshness freshness)
    : ReadModel<AlarmRule>(store, database, freshness)
{
    /// <inheritdoc/>
    protected override string Columns => "d.data - 'config', d.data->>'config'";

    /// <inheritdoc/>
    protected override void WriteRow(IBufferWriter<byte> output, NpgsqlDataReader row) => WriteExtended(
        output,
        row.GetFieldValue<byte[]>(0),
        writer =>
        {
            writer.WritePropertyName("config");
            writer.WriteRawValue(row.GetString(1), skipInputValidation: true);
        });
}
