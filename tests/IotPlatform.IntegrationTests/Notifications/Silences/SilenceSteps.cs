using NodaTime;
using NodaTime.Text;

namespace IotPlatform.IntegrationTests.Notifications;

/// <summary>What tests of silences do again and again.</summary>
internal static class SilenceSteps
{
    /// <summary>Matches every alarm.</summary>
    public const string Everything = """{"severities":["info","warning","critical"]}""";

    /// <summary>A time from now on, as requests have it.</summary>
    public static string InHours(int hours) =>
        InstantPattern.General.Format(SystemClock.Instance.GetCurrentInstant() + Duration.FromHours(hours));

    /// <summary>Asks for a silence that ends in so many hours; <paramref name="members"/> are further members of the request.</summary>
    public static Task<Answer> SilenceAsync(this TestCustomer customer, string members = "", string matchers = Everything, int hours = 24)
    {
        var more = members.Length > 0 ? "," + members : "";
        return customer.Api.PostAsync("notifications/silences", $$"""{"matchers":{{matchers}},"ends_at":"{{InHours(hours)}}"{{more}}}""");
    }
}
