using Npgsql;

namespace IotPlatform.Benchmarks.Baselines;

/// <summary>One primary key look-up, the stored JSON handed on as it is.</summary>
internal static class GetById
{
    public static async Task<IResult> Handle(string id, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select data from known_devices where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? Results.Bytes(reader.GetFieldValue<byte[]>(0), "application/json")
            : Results.NotFound();
    }
}
