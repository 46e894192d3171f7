using System.CommandLine;
using IotPlatform.Cli;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Alarms;

/// <summary><c>./iot alarms replay ID [--as-of TIME] [--customer NAME]</c>, <c>./iot alarms erase-notes ID [--customer NAME]</c></summary>
public static class AlarmsVerb
{
    /// <summary>The verb with those below it.</summary>
    public static Verb Build(Visit visit) =>
        new("alarms", "Replay an alarm step by step, or erase what people noted on it") { Replay(visit), EraseNotes(visit) };

    private static Verb Replay(Visit visit)
    {
        var (id, customer, json) = (Id(), Customer(), SharedOptions.Json());
        var asOf = new Option<string?>("--as-of")
        {
            Description = "Stop the replay at this time, as 2026-01-31T12:00:00Z",
            HelpName = "TIME",
        };
        string[] examples = [
            "./iot alarms replay 01a208e0-2221-7b35-a22c-590e0faf81ac", "./iot alarms replay 01a208e0-2221-7b35-a22c-590e0faf81ac --json"];
        return new Verb(
            "replay", "Go through an alarm's event stream, and show what each event changed", examples) { id, customer, asOf, json }.Does(
            visit,
            (services, args, token) => ReplayAsync(
                services.GetRequiredService<AlarmArchive>(), args.GetValue(id)!, args.GetValue(customer), ReadTime(args.GetValue(asOf)),
                args.GetValue(json), token));
    }

    private static Verb EraseNotes(Visit visit)
    {
        var (id, customer, json) = (Id(), Customer(), SharedOptions.Json());
        var example = "./iot alarms erase-notes 01a208e0-2221-7b35-a22c-590e0faf81ac";
        const string description = "Erase what people wrote on an alarm; the events stay, with the hash of each note";
        return new Verb("erase-notes", description, example) { id, customer, json }.Does(
            visit,
            (services, args, token) => EraseNotesAsync(
                services.GetRequiredService<AlarmArchive>(), args.GetValue(id)!, args.GetValue(customer), args.GetValue(json), token));
    }

    private static async Task<int> ReplayAsync(
        AlarmArchive archive, string id, string? customer, Instant? asOf, bool asJson, CancellationToken cancellation)
    {
        var owner = await OwnerAsync(archive, id, customer, cancellation);
        if (await archive.ReplayAsync(owner, id, asOf, cancellation) is not { } replay)
            throw new RefusedException($"There was no alarm '{id}' yet at {Json.Format(asOf!.Value)}.");
        if (asJson) return Print.Result(true, replay, "");
        ReplayPrinter.Print(ReplayText.Of(replay));
        return ExitCode.Done;
    }

    private static async Task<int> EraseNotesAsync(
        AlarmArchive archive, string id, string? customer, bool asJson, CancellationToken cancellation)
    {
        var (alarm, erased) = await archive.EraseNotesAsync(await OwnerAsync(archive, id, customer, cancellation), id, cancellation);
        return Print.Result(asJson, alarm, erased switch
        {
            0 => $"The alarm {alarm.Id} has no notes.",
            1 => $"Erased the one note of the alarm {alarm.Id}.",
            _ => $"Erased the {erased} notes of the alarm {alarm.Id}.",
        });
    }

    private static async Task<string> OwnerAsync(AlarmArchive archive, string id, string? customer, CancellationToken cancellation)
    {
        var (owner, refusal) = await archive.FindAsync(id, customer, cancellation);
        return owner ?? throw new RefusedException(refusal!);
    }

    private static Argument<string> Id() => new("ID") { Description = "The alarm's id" };

    private static Option<string?> Customer() => new("--customer")
    {
        Description = "The name or id of the customer whose alarm it is; else all customers' alarms are searched",
        HelpName = "NAME",
    };

    private static Instant? ReadTime(string? text)
    {
        if (text is null) return null;
        return Times.TryParse(text, out var time) ? time : throw new RefusedException("--as-of takes a time such as 2026-01-31T12:00:00Z");
    }
}
