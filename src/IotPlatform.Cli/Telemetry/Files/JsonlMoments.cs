using System.Text.Encodings.Web;
using System.Text.Json;

namespace IotPlatform.Cli.Telemetry.Files;

/// <summary>Telemetry as a JSON object a line: for each value, or, in the wide form, for each moment.</summary>
public sealed class JsonlMoments(Stream output, bool isWide) : IMomentFile
{
    private static readonly JsonWriterOptions Relaxed =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly BufferedStream _output = new(output, 1 << 16);

    /// <inheritdoc/>
    public ValueTask WriteAsync(Moment moment)
    {
        if (isWide) Line(moment, json => Write(json, moment.Values));
        else foreach (var (key, value) in moment.Values) Line(moment, json => Write(json, key, value));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _output.DisposeAsync();

    private static void Write(Utf8JsonWriter json, string key, Scalar value)
    {
        json.WriteString(Columns.Key, key);
        json.WritePropertyName(Columns.Value);
        json.WriteRawValue(value.Json);
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, Scalar>> values)
    {
        json.WriteStartObject(Columns.Values);
        foreach (var (key, value) in values)
        {
            json.WritePropertyName(key);
            json.WriteRawValue(value.Json);
        }

        json.WriteEndObject();
    }

    private void Line(Moment moment, Action<Utf8JsonWriter> rest)
    {
        using (var json = new Utf8JsonWriter(_output, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString(Columns.Device, moment.DeviceId);
            json.WriteString(Columns.Time, TimeText.Format(moment.Time));
            rest(json);
            json.WriteEndObject();
        }

        _output.WriteByte((byte)'\n');
    }
}
