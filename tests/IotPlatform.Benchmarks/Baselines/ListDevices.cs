using System.Buffers;
using Npgsql;

namespace IotPlatform.Benchmarks.Baselines;

/// <summary>A page of the platform's own table, without key, filters or total: what a list costs at the least.</summary>
internal static class ListDevices
{
    public static async Task Handle(string customer, HttpContext http, PlatformDatabase database)
    {
        await using var command = database.Source.CreateCommand(
            "select data from iot.mt_doc_device where tenant_id = $1 order by data->>'created_at', id limit 50");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        await using var rows = await command.ExecuteReaderAsync(http.RequestAborted);
        http.Response.ContentType = "application/json";
        var output = http.Response.BodyWriter;
        output.Write("{\"devices\":["u8);
        for (var first = true; await rows.ReadAsync(http.RequestAborted); first = false)
        {
            if (!first) output.Write(","u8);
            output.Write(rows.GetFieldValue<byte[]>(0));
        }
        output.Write("]}"u8);
        await output.FlushAsync(http.RequestAborted);
    }
}

/// <summary>The database that the platform under test writes.</summary>
internal sealed record PlatformDatabase(NpgsqlDataSource Source);
