using System.Text.Json;
using IotPlatform.Audit;
using IotPlatform.Platform;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Alarms;

/// <summary>Notes may tell of people, who have a right to be forgotten; the events that hold them are for ever.</summary>
public sealed class erasing_notes(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Secret = "Ann Example, +49 170 5550123";

    private static string Note(string text) => $$"""{"note":"{{text}}"}""";

    [Fact]
    public async Task what_was_said_is_nowhere_any_more()
    {
        await using var hot = await Customer.OverheatAsync();
        foreach (var action in new[] { "acknowledge", "resolve", "reopen", "acknowledge" })
            (await Api.PostAsync($"alarms/{hot.AlarmId}/{action}", Note($"{action}: {Secret}"))).Is(200);
        (await Api.GetAsync($"alarms/{hot.AlarmId}")).Text.ShouldContain(Secret);
        (await TablesWithAsync(Secret)).ShouldBe(["iot.mt_doc_alarm", "iot.mt_events"], "or else the search finds nothing");

        var erased = (await Api.PostAsync($"alarms/{hot.AlarmId}/erase-notes")).Is(200);

        (erased.Member("status"), erased.Member("acknowledge_note"), erased.Member("resolve_note")).ShouldBe(("acknowledged", null, null));
        (await Api.GetAsync($"alarms/{hot.AlarmId}")).Shows(erased);
        (await TablesWithAsync(Secret)).ShouldBeEmpty();
    }

    [Fact]
    public async Task the_timeline_says_by_whom_and_keeps_all_else()
    {
        await using var hot = await Customer.OverheatAsync();
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", Note(Secret))).Is(200);
        var before = (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Items("events");
        (await Api.PostAsync($"alarms/{hot.AlarmId}/erase-notes")).Is(200);

        var after = (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Items("events");

        after.Select(Told).ShouldBe(
        [
            ("triggered", "system", null), ("acknowledged", Customer.Actor, null), ("notes_erased", Customer.Actor, null),
        ]);
        foreach (var member in new[] { "id", "created_at", "from_status", "to_status", "actor" })
            after[1].GetProperty(member).GetString().ShouldBe(before[1].GetProperty(member).GetString());
    }

    [Fact]
    public async Task each_note_leaves_its_commitment_and_no_salt()
    {
        await using var hot = await Customer.OverheatAsync();
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", Note("first"))).Is(200);
        (await Api.PostAsync($"alarms/{hot.AlarmId}/resolve", Note("second"))).Is(200);
        var before = await NotesAsync(hot.AlarmId);
        before.Select(note => note.Text).ShouldBe(["first", "second"]);

        (await Api.PostAsync($"alarms/{hot.AlarmId}/erase-notes")).Is(200);

        (await NotesAsync(hot.AlarmId)).ShouldBe(before.Select(note => note.Erase()));
    }

    [Fact]
    public async Task the_chain_of_its_events_holds_on_unless_somebody_touches_what_is_left()
    {
        await using var hot = await Customer.OverheatAsync();
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", Note(Secret))).Is(200);
        (await Api.PostAsync($"alarms/{hot.AlarmId}/erase-notes")).Is(200);
        (await VerifyAsync()).ShouldBeEmpty();

        await QueryAsync($$"""
            update iot.mt_events set data = jsonb_set(data, '{note,commitment}', '"00"') where stream_id = '{{hot.AlarmId}}' and data ? 'note'
            """);
        (await VerifyAsync()).ShouldAllBe(finding => finding.Stream == hot.AlarmId);
        (await VerifyAsync()).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task a_note_from_before_there_were_salts_is_erased_too()
    {
        await using var hot = await Customer.OverheatAsync();
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", Note("new"))).Is(200);
        await QueryAsync($$"""
            update iot.mt_events set data = jsonb_set(data, '{note}', '"old"') where stream_id = '{{hot.AlarmId}}' and data ? 'note'
            """);
        (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Items("events")[1].GetProperty("note").GetString().ShouldBe("old");

        (await Api.PostAsync($"alarms/{hot.AlarmId}/erase-notes")).Is(200);

        (await NotesAsync(hot.AlarmId)).ShouldBe([ErasableText.Plain("old").Erase()]);
    }

    [Fact]
    public async Task repeating_it_changes_nothing()
    {
        await using var hot = await Customer.OverheatAsync();
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", Note(Secret))).Is(200);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Api.PostAsync($"alarms/{hot.AlarmId}/erase-notes")));

        answers.Select(answer => answer.Is(200).ETag).ShouldAllBe(version => version == "\"3\"");
        (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Items("events").Count.ShouldBe(3);
    }

    [Fact]
    public async Task where_nothing_was_said_nothing_is_erased()
    {
        await using var hot = await Customer.OverheatAsync();
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge")).Is(200);
        (await Api.PostAsync($"alarms/{hot.AlarmId}/erase-notes")).Is(200).ETag.ShouldBe("\"2\"");
        (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Each("events", "event_type").ShouldBe(["triggered", "acknowledged"]);
    }

    [Fact]
    public async Task whatever_is_said_later_can_be_erased_again()
    {
        await using var hot = await Customer.OverheatAsync();
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", Note(Secret))).Is(200);
        (await Api.PostAsync($"alarms/{hot.AlarmId}/erase-notes")).Is(200);
        (await Api.PostAsync($"alarms/{hot.AlarmId}/resolve", Note("Replaced"))).Is(200).Member("resolve_note").ShouldBe("Replaced");
        (await Api.PostAsync($"alarms/{hot.AlarmId}/erase-notes")).Is(200).Member("resolve_note").ShouldBeNull();
        (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Each("events", "event_type")
            .ShouldBe(["triggered", "acknowledged", "notes_erased", "resolved", "notes_erased"]);
    }

    [Fact]
    public async Task another_alarms_notes_stay()
    {
        await using var hot = await Customer.OverheatAsync();
        await using var other = await Customer.OverheatAsync("pump-2", "\"scope_type\":\"device\",\"scope_device_id\":\"pump-2\"");
        foreach (var id in new[] { hot.AlarmId, other.AlarmId })
            (await Api.PostAsync($"alarms/{id}/acknowledge", Note("On my way"))).Is(200);
        (await Api.PostAsync($"alarms/{hot.AlarmId}/erase-notes")).Is(200);
        (await Api.GetAsync($"alarms/{other.AlarmId}")).Member("acknowledge_note").ShouldBe("On my way");
        (await NotesAsync(other.AlarmId)).Single().Text.ShouldBe("On my way");
    }

    [Fact]
    public async Task an_outdated_version_and_an_unknown_alarm_are_refused()
    {
        await using var hot = await Customer.OverheatAsync();
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", Note("On my way"))).Is(200);
        (await Api.SendAsync(HttpMethod.Post, $"alarms/{hot.AlarmId}/erase-notes", "{}", ("If-Match", "\"1\""))).Is(412);
        (await Api.PostAsync("alarms/unknown/erase-notes")).IsProblem(404, "not_found");
        (await Api.PostAsync("alarms/pump-1/erase-notes")).IsProblem(404, "not_found");
        (await NotesAsync(hot.AlarmId)).Single().Text.ShouldBe("On my way");
    }

    private static (string?, string?, string?) Told(JsonElement e) =>
        (e.GetProperty("event_type").GetString(), e.GetProperty("actor").GetString(), e.GetProperty("note").GetString());

    private async Task<IReadOnlyList<ErasableText>> NotesAsync(string alarmId) =>
    [
        .. (await QueryAsync($"""
            select data ->> 'note' from iot.mt_events where stream_id = '{alarmId}' and data ->> 'note' is not null order by version
            """)).Select(Read),
    ];

    private async Task<IReadOnlyList<Finding>> VerifyAsync() => (await Platform.Get<AuditVerifier>()
        .VerifyAsync(new(Customer.Id, null), new Dictionary<long, Hash>(), CancellationToken.None)).Findings;

    private static ErasableText Read(string note) =>
        note.StartsWith('{') ? JsonSerializer.Deserialize<ErasableText>(note, Json.Store)! : ErasableText.Plain(note);

    /// <summary>The tables of which any row, whatever its columns, holds the text, or its bytes.</summary>
    private async Task<IReadOnlyList<string>> TablesWithAsync(string text)
    {
        var tables = await QueryAsync("""
            select table_schema || '.' || table_name from information_schema.tables
            where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1
            """);
        var bytes = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text));
        List<string> found = [];
        foreach (var table in tables)
        {
            var rows = await QueryAsync($"select 'x' from {table} t where strpos(t::text, '{text}') > 0 or strpos(t::text, '{bytes}') > 0");
            if (rows.Count > 0) found.Add(table);
        }
        return found;
    }

    private async Task<IReadOnlyList<string>> QueryAsync(string sql)
    {
        await using var command = Platform.Get<NpgsqlDataSource>().CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        List<string> values = [];
        while (await rows.ReadAsync()) values.Add(rows.GetString(0));
        return values;
    }
}
