using System.Collections.Concurrent;
using System.Text;
using IotPlatform.Connectivity;
using IotPlatform.Devices;
using IotPlatform.Mqtt;
using IotPlatform.Telemetry;
using NodaTime;

namespace IotPlatform.IntegrationTests.Mqtt;

/// <summary>Devices and their passwords.</summary>
public sealed class FakeDevices : IDeviceAuthenticator
{
    private readonly ConcurrentDictionary<string, (string Password, DeviceHandle Device)> _devices = [];
    private readonly ConcurrentDictionary<string, bool> _deactivated = [];

    /// <summary>Runs after the credentials were read and before the answer is given.</summary>
    public Func<Task> BeforeAnswer { get; set; } = () => Task.CompletedTask;

    public void Add(string username, string password, DeviceHandle device) => _devices[username] = (password, device);

    public void Deactivate(string username) => _deactivated[username] = true;

    public async ValueTask<(LoginOutcome Outcome, DeviceHandle? Device)> AuthenticateAsync(
        string username, string password, CancellationToken cancellation)
    {
        var wasDeactivated = _deactivated.ContainsKey(username);
        await BeforeAnswer();
        if (!_devices.TryGetValue(username, out var known) || known.Password != password) return (LoginOutcome.BadCredentials, null);
        return wasDeactivated ? (LoginOutcome.Deactivated, null) : (LoginOutcome.Accepted, known.Device);
    }

    public ValueTask<(LoginOutcome Outcome, DeviceHandle? Device)> IdentifyAsync(string username, CancellationToken cancellation) =>
        AuthenticateAsync(username, _devices.GetValueOrDefault(username).Password, cancellation);
}

/// <summary>A message as the ingest got it.</summary>
public sealed record Received(DeviceHandle Device, string Topic, string Text, int PayloadBytes, int TopicBytes);

/// <summary>An ingest whose commits a test can hold, let go and fail.</summary>
public sealed class FakeIngest : ITelemetryIngest
{
    private readonly ConcurrentQueue<TaskCompletionSource> _held = [];
    private volatile bool _isHolding;

    public ConcurrentQueue<Received> Messages { get; } = [];

    public ConcurrentQueue<RefusedPublish> Refused { get; } = [];

    public void Hold() => _isHolding = true;

    public void CommitNext() => Next().SetResult();

    public void FailNext() => Next().SetException(new IOException("disk full at /var/lib/secret"));

    public void CommitAll()
    {
        _isHolding = false;
        while (_held.TryDequeue(out var held)) held.SetResult();
    }

    public ValueTask<Task> EnqueueAsync(DevicePublish message, CancellationToken cancellation)
    {
        var text = Encoding.UTF8.GetString(message.Payload.Span[..Math.Min(message.Payload.Length, 1000)]);
        var committed = Task.CompletedTask;
        if (_isHolding)
        {
            var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _held.Enqueue(held);
            committed = held.Task;
        }

        Messages.Enqueue(new Received(message.Device, message.Topic, text, message.Payload.Length, message.TopicBytes));
        return ValueTask.FromResult(committed);
    }

    public void Refuse(in RefusedPublish refused) => Refused.Enqueue(refused);

    private TaskCompletionSource Next() => _held.TryDequeue(out var held) ? held : throw new InvalidOperationException("Nothing is held");
}

/// <summary>Commands of devices, in memory.</summary>
public sealed class FakeCommands : ICommandSource
{
    private readonly Lock _lock = new();
    private readonly List<(DeviceHandle Device, WaitingCommand Command)> _open = [];
    private TaskCompletionSource _held = new();
    private int _failures;

    public FakeCommands() => LetGo();

    public ConcurrentQueue<CommandReport> Reports { get; } = [];

    /// <summary>How many commands the connections asked for at most, each time.</summary>
    public ConcurrentQueue<int> Asked { get; } = [];

    /// <summary>The next time it will not answer.</summary>
    public void FailNext() => _failures = 1;

    /// <summary>It takes its time to note reports, until it is let go.</summary>
    public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => _held.SetResult();

    public void Add(DeviceHandle device, string name, string payload, Instant? expiresAt = null)
    {
        var command = new WaitingCommand(name, name, Encoding.UTF8.GetBytes(payload), expiresAt ?? Instant.FromUtc(2100, 1, 1, 0, 0));
        lock (_lock) _open.Add((device, command));
    }

    public void Close(string commandId)
    {
        lock (_lock) _open.RemoveAll(open => open.Command.Id == commandId);
    }

    public Task<IReadOnlyList<WaitingCommand>> WaitingAsync(
        DeviceHandle device, IReadOnlyCollection<string> except, int count, Instant now, CancellationToken cancellation)
    {
        FailIfDue();
        Asked.Enqueue(count);
        lock (_lock)
            return Task.FromResult<IReadOnlyList<WaitingCommand>>(
                [.. _open.Where(open => open.Device == device && !except.Contains(open.Command.Id)).Select(open => open.Command).Take(count)]);
    }

    public async Task ReportAsync(DeviceHandle device, IReadOnlyList<CommandReport> reports, CancellationToken cancellation)
    {
        await _held.Task;
        FailIfDue();
        foreach (var report in reports)
        {
            if (report.IsAcknowledged || report.QoS is 0) Close(report.CommandId);
            Reports.Enqueue(report);
        }
    }

    private void FailIfDue()
    {
        if (Interlocked.Decrement(ref _failures) >= 0) throw new IOException("the store is away");
    }
}

/// <summary>A connection log in memory.</summary>
public sealed class FakeConnectionLog : IConnectionLog
{
    private readonly ConcurrentDictionary<LoggedConnection, int> _open = [];
    private int _opened;

    public ConcurrentQueue<ConnectionStart> Opened { get; } = [];

    public ConcurrentQueue<ConnectionEnd> Closed { get; } = [];

    /// <summary>The most connections of one device that were ever open at once.</summary>
    public int MostAtOnce { get; private set; }

    public ValueTask<LoggedConnection> OpenedAsync(ConnectionStart start)
    {
        Opened.Enqueue(start);
        var connection = new LoggedConnection(start);
        _open[connection] = Interlocked.Increment(ref _opened);
        lock (Opened) MostAtOnce = Math.Max(MostAtOnce, _open.Keys.Count(x => x.Start.Device == start.Device));
        return ValueTask.FromResult(connection);
    }

    public ValueTask ClosedAsync(LoggedConnection connection, ConnectionEnd end)
    {
        _open.TryRemove(connection, out _);
        Closed.Enqueue(end);
        return ValueTask.CompletedTask;
    }
}
