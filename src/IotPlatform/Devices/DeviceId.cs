namespace IotPlatform.Devices;

/// <summary>The rule for device ids: they stand as one level in MQTT topics and as one segment in URLs.</summary>
public static class DeviceId
{
    /// <summary>What an id may be, for messages.</summary>
    public const string Rule = "must have 1 to 128 of the characters A-Z a-z 0-9 . _ - : and must not be . or ..";

    /// <summary>Whether <paramref name="text"/> keeps the rule.</summary>
    public static bool IsValid(string text) =>
        text.Length is >= 1 and <= 128 && text is not ("." or "..") && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or ':');
}
