using System.Buffers;
using System.Data;
using System.Text.Json;
using Marten;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>
/// The read path of a resource: its documents are stored in the very shape that the API answers, so a GET passes the stored JSON on. A
/// resource whose answer holds more than its document says so by overriding <see cref="Columns"/>, <see cref="Joins"/> and the Write
/// methods.
/// </summary>
public partial class ReadModel<T>(IDocumentStore store, NpgsqlDataSource database, Freshness freshness) where T : class, IResource<T>
{
    private readonly IDocumentStore _store = store;
    private readonly string _table = store.Options.FindOrResolveDocumentType(typeof(T)).TableName.QualifiedName;

    /// <summary>What is selected for each resource; the first column is its JSON object. <c>d</c> is the document's table.</summary>
    protected virtual string Columns => "d.data";

    /// <summary>Further tables, joined to <c>d</c>.</summary>
    protected virtual string Joins => "";

    /// <summary>The tables that <see cref="Columns"/> and filters speak of.</summary>
    protected NpgsqlDataSource Database => database;

    /// <summary>200 with the stored resource, or as it stood at the moment that <c>as_of</c> names; or 404.</summary>
    /// <param name="owner">A member of the document that has to have the value which the route names.</param>
    public async Task<IResult> Get(HttpContext http, string id, (string Member, string Value)? owner = null)
    {
        if (http.Request.Query.TryGetValue(AsOf.Parameter, out var moment)) return await GetPast(http, id, owner, moment);
        var customer = Caller.Of(http).Customer;
        await CatchUpAsync(customer, http.RequestAborted);
        var belongs = owner is var (member, _) ? $" and d.data->>'{member}' = $3" : "";
        await using var command = database.CreateCommand(
            $"select {Columns}, d.mt_version from {_table} d {Joins} where d.tenant_id = $1 and d.id = $2{belongs}");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        if (owner is var (_, value)) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        await using var rows = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, http.RequestAborted);
        if (!await rows.ReadAsync(http.RequestAborted)) return Problem.NotFound(T.Kind, id);
        var answer = new ArrayBufferWriter<byte>(1024);
        WriteRow(answer, rows);
        return new ResourceAnswer(200, rows.GetInt64(rows.FieldCount - 1), (buffer, _) => Copy(answer, buffer));
    }

    /// <summary>The stored resource and its version, or null.</summary>
    public async Task<(T? State, long Version)> LoadAsync(HttpContext http, string id)
    {
        var customer = Caller.Of(http).Customer;
        await CatchUpAsync(customer, http.RequestAborted);
        await using var command = database.CreateCommand(
            $"select d.data, d.mt_version from {_table} d where d.tenant_id = $1 and d.id = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        await using var rows = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, http.RequestAborted);
        if (!await rows.ReadAsync(http.RequestAborted)) return (null, 0);
        return (JsonSerializer.Deserialize<T>(rows.GetFieldValue<byte[]>(0), Json.Store), rows.GetInt64(1));
    }

    /// <summary>Writes a resource that a command has just changed, as a GET would answer it.</summary>
    public virtual ValueTask WriteAsync(IBufferWriter<byte> output, string customer, string id, T state, CancellationToken cancellation)
    {
        WriteState(output, state, null);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes a resource that a command has just created, with members that only this answer carries.</summary>
    public virtual ValueTask WriteNew(IBufferWriter<byte> output, T state, Action<Utf8JsonWriter>? once)
    {
        WriteState(output, state, once);
        return ValueTask.CompletedTask;
    }

    /// <summary>Waits until what the customer has committed here can be read.</summary>
    protected ValueTask CatchUpAsync(string customer, CancellationToken cancellation) => freshness.CatchUpAsync(customer, cancellation);

    /// <summary>Writes the current row of a query over <see cref="Columns"/>.</summary>
    protected virtual void WriteRow(IBufferWriter<byte> output, NpgsqlDataReader row) => output.Write(row.GetFieldValue<byte[]>(0));

    /// <summary>Writes a state as JSON, with further members at its end.</summary>
    protected static void WriteState(IBufferWriter<byte> output, T state, Action<Utf8JsonWriter>? more) =>
        WriteExtended(output, JsonSerializer.SerializeToUtf8Bytes(state, Json.Api), more);

    /// <summary>Writes a JSON object with further members at its end.</summary>
    protected static void WriteExtended(IBufferWriter<byte> output, ReadOnlySpan<byte> json, Action<Utf8JsonWriter>? more)
    {
        if (more is null)
        {
            output.Write(json);
            return;
        }
        output.Write(json[..json.LastIndexOf((byte)'}')]);
        output.Write(","u8);
        var members = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(members, new JsonWriterOptions { Encoder = Json.Api.Encoder }))
        {
            writer.WriteStartObject();
            more(writer);
            writer.WriteEndObject();
        }
        output.Write(members.WrittenSpan[1..]);
    }

    private static ValueTask Copy(ArrayBufferWriter<byte> from, IBufferWriter<byte> to)
    {
        to.Write(from.WrittenSpan);
        return ValueTask.CompletedTask;
    }
}
