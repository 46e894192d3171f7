using IotPlatform.Benchmarks.Load;
using Npgsql;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// The documents of a registered device: found by looking for the key of a known one, so that the benchmark does not depend on how
/// the read models and their keys are named.
/// </summary>
internal sealed class ReadModelTables : IDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly List<NpgsqlCommand> _lookUps = [];
    private readonly List<string> _keyPatterns = [];

    public ReadModelTables(NpgsqlConnection connection, string knownDeviceId)
    {
        _connection = connection;
        foreach (var table in DocumentTables())
            if (Holds(table, knownDeviceId) is { } key)
            {
                var lookUp = new NpgsqlCommand($"select exists (select 1 from {table} where id = $1 and tenant_id = $2)", connection);
                lookUp.Parameters.Add(new NpgsqlParameter<string>());
                lookUp.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key.Tenant });
                _lookUps.Add(lookUp);
                _keyPatterns.Add(key.Id.Replace(knownDeviceId, "{0}", StringComparison.Ordinal));
            }
        if (_lookUps.Count is 0) throw new LoadException($"no document of the platform's database holds the device {knownDeviceId}");
    }

    /// <summary>Whether every read model has the device.</summary>
    public bool Show(string deviceId)
    {
        for (var i = 0; i < _lookUps.Count; i++)
        {
            var key = (NpgsqlParameter<string>)_lookUps[i].Parameters[0];
            key.TypedValue = _keyPatterns[i].Replace("{0}", deviceId, StringComparison.Ordinal);
            if (!(bool)_lookUps[i].ExecuteScalar()!) return false;
        }
        return true;
    }

    public void Dispose() => _lookUps.ForEach(lookUp => lookUp.Dispose());

    private List<string> DocumentTables()
    {
        const string sql = """
            select c.table_schema || '.' || c.table_name from information_schema.columns c
            where c.table_name like 'mt\_doc\_%' and c.column_name in ('id', 'tenant_id', 'data')
              and c.data_type in ('character varying', 'text', 'jsonb')
            group by 1 having count(*) = 3
            """;
        using var command = new NpgsqlCommand(sql, _connection);
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read()) tables.Add(reader.GetString(0));
        return tables;
    }

    private (string Id, string Tenant)? Holds(string table, string deviceId)
    {
        const string sql = "select id, tenant_id from {0} where id like '%' || $1 limit 1";
        using var command = new NpgsqlCommand(sql.Replace("{0}", table, StringComparison.Ordinal), _connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = deviceId });
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetString(0), reader.GetString(1)) : null;
    }
}
