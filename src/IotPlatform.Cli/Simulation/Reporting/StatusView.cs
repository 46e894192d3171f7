using System.Globalization;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Simulation.Fleet;
using Spectre.Console;

namespace IotPlatform.Cli.Simulation.Reporting;

/// <summary>Shows the fleet at work: a table that is drawn anew each second on a terminal, a line every five seconds elsewhere.</summary>
internal sealed class StatusView(SimulatedFleet fleet, ApiClient api, TimeProvider time)
{
    private static readonly TimeSpan Redraw = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Line = TimeSpan.FromSeconds(5);

    private (long Sent, TimeSpan At) _before;
    private string _alarms = "";

    public Task ShowAsync(CancellationToken end) => Output.Progress.Profile.Out.IsTerminal
        ? Output.Progress.Live(Draw()).StartAsync(live => RepeatAsync(Redraw, () => live.UpdateTarget(Draw()), end))
        : RepeatAsync(Line, () => Output.Note(string.Join(", ", Rows().Select(row => $"{row.Name} {row.Text}"))), end);

    private async Task RepeatAsync(TimeSpan pause, Action show, CancellationToken end)
    {
        while (true)
        {
            await Task.Delay(pause, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (end.IsCancellationRequested) return;
            _alarms = await AlarmsAsync(end);
            show();
        }
    }

    private Table Draw()
    {
        var table = new Table().HideHeaders().Border(TableBorder.Rounded).AddColumns("", "");
        foreach (var (name, text) in Rows()) table.AddRow(Markup.Escape(name), Markup.Escape(text));
        return table;
    }

    private IEnumerable<(string Name, string Text)> Rows()
    {
        var (tally, at) = (fleet.Tally, fleet.Elapsed);
        var seconds = (at - _before.At).TotalSeconds;
        var rate = seconds > 0 ? (tally.Sent - _before.Sent) / seconds : 0;
        _before = (tally.Sent, at);
        yield return ("time", at.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture) + (fleet.IsConnecting ? " (connecting)" : ""));
        yield return ("connected", $"{fleet.Connected} of {fleet.Count}");
        yield return ("messages", string.Create(CultureInfo.InvariantCulture, $"{tally.Sent} sent ({rate:0.0}/s)"));
        yield return ("acknowledged", $"{tally.Acknowledged} ({tally.Unacknowledged} in flight)");
        yield return ("times", FleetReport.Acks(tally));
        if (tally.Faults.Count > 0) yield return ("faults", FleetReport.Faults(tally));
        if (tally.Errors > 0) yield return ("errors", $"{tally.Errors}, the last: {tally.LastError}");
        if (_alarms.Length > 0) yield return ("alarms", _alarms);
    }

    // Whoever watches the fleet wants to see what the platform makes of it; that it can't be asked right now ends nothing.
    private async Task<string> AlarmsAsync(CancellationToken end)
    {
        try
        {
            var answer = await api.SendAsync(HttpMethod.Get, "alarms/summary", null, end);
            return answer is { IsSuccess: true, Body: { } body } ? $"{body["active"]} active, {body["acknowledged"]} acknowledged" : "";
        }
        catch (Exception fault) when (fault is RefusedException or OperationCanceledException)
        {
            return "";
        }
    }
}
