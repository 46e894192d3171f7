using System.Diagnostics;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;
using Npgsql;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>Sees an alarm at two places: in the event store, as soon as another connection can, and in the API's list.</summary>
internal sealed class AlarmWatch : IDisposable
{
    private const string EventType = "alarm_triggered";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _lastSequence;
    private readonly NpgsqlCommand _triggered;
    private readonly HttpConnection _http;
    private readonly string _apiKey;

    public AlarmWatch(Stand stand, string apiKey)
    {
        _connection = stand.Postgres.Open(Platform.Database);
        var events = EventTable.Find(_connection);
        _lastSequence = new NpgsqlCommand($"select coalesce(max(seq_id), 0) from {events}", _connection);
        _triggered = new NpgsqlCommand(
            $"select exists (select 1 from {events} where seq_id > $1 and type = '{EventType}' and data::text like $2)", _connection);
        _triggered.Parameters.Add(new NpgsqlParameter<long>());
        _triggered.Parameters.Add(new NpgsqlParameter<string>());
        _http = new HttpConnection(stand.Platform.HttpPort);
        _apiKey = apiKey;
    }

    /// <summary>Only alarms from now on count.</summary>
    public void Begin() => ((NpgsqlParameter<long>)_triggered.Parameters[0]).TypedValue = (long)_lastSequence.ExecuteScalar()!;

    /// <summary>Asks every millisecond: asking without a pause would take one of the cores from what is measured.</summary>
    public void AwaitCommit(string deviceId, TimeSpan limit)
    {
        ((NpgsqlParameter<string>)_triggered.Parameters[1]).TypedValue = $"%{deviceId}%";
        for (var start = Stopwatch.GetTimestamp(); !(bool)_triggered.ExecuteScalar()!; Thread.Sleep(1))
            if (Stopwatch.GetElapsedTime(start) > limit)
                throw new LoadException($"{deviceId} had no {EventType} event {limit.TotalSeconds} s after its acknowledged breach");
    }

    public void AwaitAnswer(string deviceId, TimeSpan limit)
    {
        var request = EncodedRequest.Get($"/v1/iot/alarms?device_id={deviceId}", _apiKey);
        for (var start = Stopwatch.GetTimestamp(); ;)
        {
            var status = _http.Exchange(request);
            if (status is not 200) throw new LoadException($"GET alarms answered {status}");
            if (_http.Body.Span.IndexOf("\"triggered_at\""u8) >= 0) return;
            if (Stopwatch.GetElapsedTime(start) > limit)
                throw new LoadException($"the committed alarm of {deviceId} is in no GET after {limit.TotalSeconds} s");
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _triggered.Dispose();
        _lastSequence.Dispose();
        _connection.Dispose();
    }
}
