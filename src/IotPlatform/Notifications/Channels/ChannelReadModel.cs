using System.Buffers;
using System.Text.Json;
using IotPlatform.Platform;
using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>
/// Channels as the API answers them: the config is put back as the text that it was sent as, and what the masks stand for is left out.
/// </summary>
public sealed class ChannelReadModel(IDocumentStore store, NpgsqlDataSource database, Freshness freshness)
    : ReadModel<NotificationChannel>(store, database, freshness)
{
    /// <inheritdoc/>
    protected override string Columns => "d.data - 'config' - 'secrets' - 'former', d.data->>'config', d.data->>'channel_type'";

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
    public override ValueTask WriteAsync(
        IBufferWriter<byte> output, string customer, string id, NotificationChannel channel, CancellationToken cancellation) =>
        base.WriteAsync(output, customer, id, Masked(channel), cancellation);

    /// <inheritdoc/>
    public override ValueTask WritePast(
        IBufferWriter<byte> output, string customer, string id, NotificationChannel channel, Instant moment, CancellationToken cancellation) =>
        base.WritePast(output, customer, id, Masked(channel), moment, cancellation);

    /// <inheritdoc/>
    protected override void WriteRow(IBufferWriter<byte> output, NpgsqlDataReader row) => WriteExtended(
        output,
        row.GetFieldValue<byte[]>(0),
        writer =>
        {
            writer.WritePropertyName("config");
            writer.WriteRawValue(Masked(row.GetString(2), new(row.GetString(1))).Text, skipInputValidation: true);
        });

    private static NotificationChannel Masked(NotificationChannel channel) =>
        channel with { Config = Masked(channel.ChannelType, channel.Config) };

    // A secret that the platform has made is not in the config that was sent.
    private static RawJson Masked(string channelType, RawJson config) =>
        channelType == ChannelTypes.Webhook && !WebhookSecret.IsNamedIn(config) ? WebhookSecret.ShowIn(config, MaskedConfig.Mask) : config;
}
