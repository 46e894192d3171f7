using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using JasperFx.Events;
using JasperFx.Events.Grouping;
using Marten;
using Marten.Events.Projections;

namespace IotPlatform.Alarms;

/// <summary>How many alarms of each severity there are.</summary>
public sealed record SeverityCounts(long Critical, long Warning, long Info)
{
    public static readonly SeverityCounts None = new(0, 0, 0);

    /// <summary>All of them.</summary>
    public long Sum() => Critical + Warning + Info;

    /// <summary>These and those.</summary>
    public SeverityCounts With(SeverityCounts more) => new(Critical + more.Critical, Warning + more.Warning, Info + more.Info);

    /// <summary>So many more of one severity.</summary>
    public SeverityCounts With(Severity severity, int more) => severity switch
    {
        Severity.Critical => this with { Critical = Critical + more },
        Severity.Warning => this with { Warning = Warning + more },
        _ => this with { Info = Info + more },
    };
}

/// <summary>How many alarms a customer has in each status, counted from their events: it costs the same however many there are.</summary>
/// <param name="Id">Always <see cref="Key"/>, as there is one for each customer.</param>
public sealed record AlarmTally(string Id, SeverityCounts Active, SeverityCounts Acknowledged, SeverityCounts Resolved)
{
    /// <summary>Under what it is stored.</summary>
    public const string Key = "alarms";

    /// <summary>No alarms.</summary>
    public static readonly AlarmTally Empty = new(Key, SeverityCounts.None, SeverityCounts.None, SeverityCounts.None);

    /// <summary>The tally after an event of an alarm.</summary>
    public AlarmTally After(object fact) => fact switch
    {
        AlarmTriggered e => Count(AlarmStatus.Active, e.Severity, 1),
        AlarmAcknowledged e => Move(e.Severity, AlarmStatus.Active, AlarmStatus.Acknowledged),
        AlarmResolved e => Move(e.Severity, e.From, AlarmStatus.Resolved),
        AlarmReopened e => Move(e.Severity, AlarmStatus.Resolved, AlarmStatus.Active),
        _ => this,
    };

    private AlarmTally Move(Severity severity, AlarmStatus from, AlarmStatus to) => Count(from, severity, -1).Count(to, severity, 1);

    private AlarmTally Count(AlarmStatus status, Severity severity, int more) => status switch
    {
        AlarmStatus.Active => this with { Active = Active.With(severity, more) },
        AlarmStatus.Acknowledged => this with { Acknowledged = Acknowledged.With(severity, more) },
        _ => this with { Resolved = Resolved.With(severity, more) },
    };
}

/// <summary>Counts the alarms of each customer.</summary>
public sealed class AlarmTallyProjection : MultiStreamProjection<AlarmTally, string>
{
    private readonly WithheldEvents _withheld;

    /// <param name="withheld">What the daemon leaves out.</param>
    public AlarmTallyProjection(WithheldEvents withheld)
    {
        _withheld = withheld;
        Count<AlarmTriggered>();
        Count<AlarmAcknowledged>();
        Count<AlarmResolved>();
        Count<AlarmReopened>();
    }

    /// <inheritdoc/>
    public override IEventSlicer BuildSlicer(IQuerySession session) => new WithholdingSlicer(base.BuildSlicer(session), _withheld);

    /// <inheritdoc/>
    public override AlarmTally? Evolve(AlarmTally? snapshot, string id, IEvent e) => (snapshot ?? AlarmTally.Empty).After(e.Data);

    private void Count<T>() where T : notnull
    {
        IncludeType<T>();
        Identity<T>(_ => AlarmTally.Key);
    }
}
