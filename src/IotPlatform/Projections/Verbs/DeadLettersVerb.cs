using System.Globalization;
using IotPlatform.Cli;
using IotPlatform.Platform;

namespace IotPlatform.Projections;

/// <summary><c>./iot projections dead-letters</c></summary>
public static class DeadLettersVerb
{
    /// <summary>The verb.</summary>
    public static Verb Build(Visit visit)
    {
        var json = SharedOptions.Json();
        return new Verb(
            "dead-letters", "List the events that projections have left out, as they could not read or fold them", "./iot projections dead-letters")
        {
            json,
        }.Does(visit, async (services, args, token) => Print.Table(
            args.GetValue(json),
            await services.GetRequiredService<DeadLetters>().ListAsync(null, token),
            ["PROJECTION", "EVENT", "TYPE", "CUSTOMER", "STREAM", "KIND", "FAULT", "FOUND"],
            letter =>
            [
                letter.Projection, letter.Event.ToString(CultureInfo.InvariantCulture), letter.Type, letter.Customer, letter.Stream,
                letter.Kind.ToString(), letter.Fault, Json.Format(letter.FoundAt),
            ]));
    }
}
