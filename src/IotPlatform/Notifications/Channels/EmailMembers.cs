using System.Net.Mail;
using System.Text.RegularExpressions;
using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>Reads the config of a channel to mailboxes.</summary>
public static partial class EmailMembers
{
    private const int MaxAddressLength = 254;
    private const int MaxPrefixLength = 100;

    public static EmailConfig Read(Body body) => new(
        ConfigMembers.Addressees(body, FaultIn, "recipients", "to", "email"), ConfigMembers.Line(body, "subject_prefix", MaxPrefixLength));

    private static string? FaultIn(string address) =>
        address.Length <= MaxAddressLength && Address().IsMatch(address) && MailAddress.TryCreate(address, out _)
            ? null
            : "must be a bare mail address, such as ops@example.com; several go into a list";

    // Quoted names and comments are legal in an address, and have been used by nobody but attackers for decades.
    [GeneratedRegex("""\A[^\s\p{C}@"<>(),:;\\\[\]]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?\z""", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
