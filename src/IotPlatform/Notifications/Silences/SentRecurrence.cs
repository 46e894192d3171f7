using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>When, between start and end, it is to be silent.</summary>
public sealed record SentRecurrence(SilenceRecurrence Recurrence) : IRequestBody<SentRecurrence>
{
    /// <inheritdoc/>
    public static SentRecurrence Read(Body body)
    {
        var days = body.IsNull("days") ? [] : body.Choices("days", Weekdays.Words).Or([]);
        var (start, end) = (TimeOfDay(body, "from"), TimeOfDay(body, "to"));
        var zone = body.RequiredText("time_zone", 1, 64);
        if (!body.IsFaulty("time_zone") && SilenceRecurrence.ZoneOf(zone) is null)
            body.AddFault("time_zone", $"must be the name of a time zone such as Europe/Oslo or UTC; '{zone}' is none");
        return new(new SilenceRecurrence([.. days.Select(Words.Parse<IsoDayOfWeek>)], start, end, zone));
    }

    private static LocalTime TimeOfDay(Body body, string name)
    {
        var text = body.RequiredText(name, 1, 5);
        if (TimesOfDay.TryParse(text, out var time) || body.IsFaulty(name)) return time;
        body.AddFault(name, "must be a time of day from 00:00 to 23:59");
        return default;
    }
}
