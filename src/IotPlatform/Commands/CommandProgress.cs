using NodaTime;

namespace IotPlatform.Commands;

/// <summary>What may happen to a command that is open.</summary>
public enum CommandStep
{
    /// <summary>It was written to the device's connection, and the device will acknowledge it.</summary>
    Sent,

    /// <summary>It was written to the device's connection, and the device will say nothing.</summary>
    SentUnacknowledged,

    /// <summary>The device acknowledged it.</summary>
    Delivered,

    /// <summary>Its time has ended.</summary>
    Expired,

    /// <summary>The device is gone.</summary>
    Cancelled,
}

/// <summary>
/// How a command gets on. What comes after its end changes nothing: of an acknowledgement and a deadline that race, the one that comes
/// first on the stream is true.
/// </summary>
public static class CommandProgress
{
    /// <summary>The events that the steps make, in their order. A pure function.</summary>
    public static IReadOnlyList<object> Decide(OpenCommand command, IEnumerable<(CommandStep Step, Instant At)> steps)
    {
        List<object> events = [];
        OpenCommand? state = command;
        foreach (var (step, at) in steps)
        {
            if (state is null) break;
            if (EventOf(state, step, at) is not { } fact) continue;
            events.Add(fact);
            state = OpenCommand.Fold(state, fact);
        }
        return events;
    }

    private static object? EventOf(OpenCommand command, CommandStep step, Instant at) => step switch
    {
        CommandStep.Sent => new CommandSent(command.Id, false, at),
        CommandStep.SentUnacknowledged => new CommandSent(command.Id, true, at),
        CommandStep.Delivered => new CommandDelivered(command.Id, at),
        CommandStep.Expired => at < command.ExpiresAt ? null : new CommandExpired(command.Id, at),
        _ => new CommandCancelled(command.Id, at),
    };
}
