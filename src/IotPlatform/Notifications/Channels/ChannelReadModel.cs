using System.Buffers;
using System.Text.Json;
using IotPlatform.Platform;
using Marten;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>
/// Channels as the API answers them: the config is put back as the text that it was sent as, and what the masks stand for is left out.
/// </summary>
public sealed class ChannelReadModel(IDocumentStore store, NpgsqlDataSource database, Freshness freshness)
    : ReadModel<NotificationChannel>(store, database, freshness)
{
    /// <inheritdoc/>
    protected override string Columns => "d.data - 'config' - 'secrets' - 'former', d.data->>'config'";

    /// <summary>Shows a webhook's secret that the platform has made, this once.</summary>
    public override ValueTask WriteNew(IBufferWriter<byte> output, NotificationChannel channel, Action<Utf8JsonWriter>? once)
    {
        var made = channel.ChannelType != ChannelTypes.Webhook || WebhookSecret.IsNamedIn(channel.Config)
            ? null
            : channel.Secrets.GetValueOrDefault(FormerSecret.Member);
        return made is null ? base.WriteNew(output, channel, once) : WriteIssued(output, channel, made);
    }

    /// <summary>Writes a webhook to which a secret was just issued.</summary>
    public ValueTask WriteIssued(IBufferWriter<byte> output, NotificationChannel channel, string secret) =>
        base.WriteNew(output, channel with { Config = WebhookSecret.ShowIn(channel.Config, secret) }, null);

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
