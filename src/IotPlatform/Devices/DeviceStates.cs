using System.Collections.Concurrent;
using IotPlatform.Platform;
using NodaTime;
using Npgsql;

namespace IotPlatform.Devices;

/// <summary>
/// The table that gives each life of a device an integer for the logs, and holds what is true of its connection now. The row is made
/// at the first contact and goes with the device's deletion; a device that is registered again gets a new key, so that nothing of its
/// former life shows through.
/// </summary>
public sealed class DeviceStates
{
    /// <summary>The table. Times and the connection are written by the slices that see them.</summary>
    public static readonly SchemaScript Script = new("device state", """
        create table if not exists iot.device_state (
          device_key integer generated always as identity primary key,
          customer text not null,
          device_id text not null,
          is_connected boolean not null default false,
          session_epoch bigint,
          last_connected_at timestamptz,
          last_disconnected_at timestamptz,
          last_seen timestamptz,
          unique (customer, device_id)
        ) with (fillfactor = 80);
        create index if not exists device_state_connected on iot.device_state (customer) where is_connected;
        create table if not exists iot.device_erasure (device_key integer primary key);
        create table if not exists iot.former_devices (
          device_key integer primary key,
          customer text not null,
          device_id text not null);
        create index if not exists former_devices_of_id on iot.former_devices (customer, device_id);
        """);

    private readonly ConcurrentDictionary<(string Customer, string DeviceId), DeviceHandle> _handles = new();
    private readonly NpgsqlDataSource _database;
    private readonly Lazy<ILastSeen?> _lastSeen;

    public DeviceStates(NpgsqlDataSource database, CommitFeed feed, IServiceProvider services)
    {
        _database = database;
        _lastSeen = new Lazy<ILastSeen?>(services.GetService<ILastSeen>);
        feed.Subscribe(Forget);
    }

    /// <summary>The handle of a registered device; gives it its key at the first call.</summary>
    public async ValueTask<DeviceHandle> HandleAsync(string customer, string deviceId, CancellationToken cancellation)
    {
        if (_handles.TryGetValue((customer, deviceId), out var known)) return known;
        await using var command = _database.CreateCommand("""
            with made as (
              insert into iot.device_state (customer, device_id) values ($1, $2) on conflict do nothing returning device_key)
            select device_key from made union all select device_key from iot.device_state where customer = $1 and device_id = $2
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = deviceId });
        // A concurrent first contact may have inserted the row after this statement's snapshot was taken: then the next look finds it.
        object? key;
        do key = await command.ExecuteScalarAsync(cancellation);
        while (key is null);
        return _handles.GetOrAdd((customer, deviceId), new DeviceHandle((int)key, customer, deviceId));
    }

    /// <summary>The handle of a device that has been in contact, or null.</summary>
    public async ValueTask<DeviceHandle?> FindAsync(string customer, string deviceId, CancellationToken cancellation)
    {
        if (_handles.TryGetValue((customer, deviceId), out var known)) return known;
        await using var command = _database.CreateCommand("select device_key from iot.device_state where customer = $1 and device_id = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = deviceId });
        return await command.ExecuteScalarAsync(cancellation) is int key
            ? _handles.GetOrAdd((customer, deviceId), new DeviceHandle(key, customer, deviceId))
            : null;
    }

    /// <summary>The device that an integer of the logs stands for, or null when that life of it has ended.</summary>
    public async ValueTask<DeviceHandle?> FindAsync(int deviceKey, CancellationToken cancellation)
    {
        await using var command = _database.CreateCommand("select customer, device_id from iot.device_state where device_key = $1");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = deviceKey });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? new DeviceHandle(deviceKey, rows.GetString(0), rows.GetString(1)) : null;
    }

    /// <summary>The stored state, with what this node has heard since; a connect is a sign of life, too.</summary>
    public DeviceState Current(DeviceState stored) => stored with
    {
        LastSeen = Latest(Latest(stored.LastSeen, _lastSeen.Value?.LastSeen(stored.Key)), stored.LastConnectedAt),
    };

    private static Instant? Latest(Instant? one, Instant? other) => one is null || other > one ? other ?? one : one;

    private void Forget(CommittedEvents committed)
    {
        foreach (var e in committed.Events)
            if (e.Data is DeviceDeleted deleted) _handles.TryRemove((committed.Customer, deleted.Id), out _);
    }
}
