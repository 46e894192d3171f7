namespace IotPlatform.Hosting;

/// <summary>One thing that is wrong with the settings.</summary>
/// <param name="Setting">The environment variable, such as <c>Http__Port</c>.</param>
/// <param name="Given">What was given, already masked where it is a secret; null where nothing was.</param>
/// <param name="Expected">What is expected instead, as the end of a sentence.</param>
public sealed record SettingFault(string Setting, string? Given, string Expected)
{
    /// <summary>The stand-in for a secret in messages.</summary>
    public const string Masked = "********";

    /// <summary>The fault as one sentence.</summary>
    public override string ToString() =>
        Given is null ? $"{Setting} is not set, but must be {Expected}" : $"{Setting} is \"{Given}\", but must be {Expected}";
}
