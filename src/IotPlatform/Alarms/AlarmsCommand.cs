using IotPlatform.Accounts;
using IotPlatform.Platform;
using JasperFx.CommandLine;
using NodaTime;

namespace IotPlatform.Alarms;

/// <summary>The arguments of <c>alarms</c>.</summary>
public sealed class AlarmsInput
{
    [Description("replay or erase-notes")]
    public string Action { get; set; } = "";

    [Description("The alarm's id")]
    public string Id { get; set; } = "";

    [Description("The name or id of the customer whose alarm it is; else all customers' alarms are searched")]
    public string? CustomerFlag { get; set; }

    [Description("Stop the replay at this time, as 2026-01-31T12:00:00Z")]
    public string? AsOfFlag { get; set; }

    [Description("Print JSON")]
    public bool JsonFlag { get; set; }
}

/// <summary><c>./iot alarms replay ID [--as-of TIME] [--customer NAME]</c>, <c>./iot alarms erase-notes ID [--customer NAME]</c></summary>
[Description("Replay an alarm step by step, or erase what people noted on it", Name = "alarms")]
public sealed class AlarmsCommand : JasperFxAsyncCommand<AlarmsInput>
{
    private readonly AlarmArchive _archive;

    public AlarmsCommand(AlarmArchive archive)
    {
        _archive = archive;
        Usage("Replay an alarm, or erase its notes").Arguments(input => input.Action, input => input.Id);
    }

    /// <inheritdoc/>
    public override async Task<bool> Execute(AlarmsInput input)
    {
        if (input.Action is not ("replay" or "erase-notes"))
            return Output.Refuse($"'alarms {input.Action}' is no command; there are replay and erase-notes.");
        var (customer, refusal) = await _archive.FindAsync(input.Id, input.CustomerFlag, CancellationToken.None);
        if (customer is null) return Output.Refuse(refusal!);
        return input.Action is "replay" ? await ReplayAsync(input, customer) : await EraseNotesAsync(input, customer);
    }

    private async Task<bool> ReplayAsync(AlarmsInput input, string customer)
    {
        if (!TryReadTime(input.AsOfFlag, out var asOf)) return Output.Refuse("--as-of takes a time such as 2026-01-31T12:00:00Z");
        if (await _archive.ReplayAsync(customer, input.Id, asOf, CancellationToken.None) is not { } replay)
            return Output.Refuse($"There was no alarm '{input.Id}' yet at {Json.Format(asOf!.Value)}.");
        if (input.JsonFlag) Output.Write(true, replay, "");
        else ReplayPrinter.Print(ReplayText.Of(replay));
        return true;
    }

    private async Task<bool> EraseNotesAsync(AlarmsInput input, string customer)
    {
        var (alarm, erased) = await _archive.EraseNotesAsync(customer, input.Id, CancellationToken.None);
        Output.Write(input.JsonFlag, alarm, erased switch
        {
            0 => $"The alarm {alarm.Id} has no notes.",
            1 => $"Erased the one note of the alarm {alarm.Id}.",
            _ => $"Erased the {erased} notes of the alarm {alarm.Id}.",
        });
        return true;
    }

    private static bool TryReadTime(string? text, out Instant? time)
    {
        time = text is not null && Times.TryParse(text, out var read) ? read : null;
        return text is null || time is not null;
    }
}
