using System.Text.Json.Nodes;
using IotPlatform.Cli.Telemetry.Files;

namespace IotPlatform.Cli.Telemetry.Import;

/// <summary>Rows of one device, as entries of one post: one for each moment.</summary>
public sealed class DeviceBatch(string deviceId)
{
    // Below the platform's limits, 1,000 entries with 100 keys each and 128 KiB.
    private const int MostEntries = 1_000;
    private const int MostKeys = 100;
    private const int MostBytes = 100_000;

    private readonly List<BatchEntry> _entries = [];
    private readonly Dictionary<NodaTime.Instant, BatchEntry> _open = [];
    private int _bytes;

    /// <summary>Whose rows they are.</summary>
    public string DeviceId => deviceId;

    /// <summary>The entries.</summary>
    public IReadOnlyList<BatchEntry> Entries => _entries;

    /// <summary>How many rows it has.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether it is to be sent before anything is added.</summary>
    public bool IsFull => _entries.Count >= MostEntries || _bytes >= MostBytes;

    /// <summary>Adds a row. Of the same key at the same time the last counts, as everywhere.</summary>
    public void Add(FileRow row)
    {
        if (!_open.TryGetValue(row.Time, out var entry) || entry.Rows.Count >= MostKeys)
        {
            _entries.Add(_open[row.Time] = entry = new BatchEntry(row.Time, []));
            _bytes += 64;
        }

        entry.Rows.Add(row);
        Rows++;
        // An escaped character takes six bytes at most.
        _bytes += ((row.Key.Length + row.Value.Text.Length) * 6) + 8;
    }

    /// <summary>The body of a post.</summary>
    public static JsonArray BodyOf(IEnumerable<BatchEntry> entries) => [.. entries.Select(entry => entry.Body)];
}

/// <summary>What a device measured at one time, and where it stood in the file.</summary>
public sealed record BatchEntry(NodaTime.Instant Time, List<FileRow> Rows)
{
    /// <summary>As it is posted.</summary>
    public JsonNode Body
    {
        get
        {
            var values = new JsonObject();
            foreach (var row in Rows) values[row.Key] = JsonNode.Parse(row.Value.Json);
            return new JsonObject { ["ts"] = TimeText.Format(Time), ["values"] = values };
        }
    }
}
