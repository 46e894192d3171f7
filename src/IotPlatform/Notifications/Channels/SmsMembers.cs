using System.Text.RegularExpressions;
using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>Reads the config of a channel to phones.</summary>
public static partial class SmsMembers
{
    public static SmsConfig Read(Body body) => new(ConfigMembers.Addressees(body, FaultIn, "phone_numbers", "to", "recipients"));

    private static string? FaultIn(string number) =>
        Number().IsMatch(number) ? null : "must be a phone number with its country code and nothing but digits, such as +4791234567";

    [GeneratedRegex(@"\A\+[1-9][0-9]{6,14}\z")]
    private static partial Regex Number();
}
