namespace IotPlatform.Cli;

/// <summary>What a verb's exit code says to a script.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Refused or failed; standard error says why. Of <c>diff</c>: there are differences.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong; nothing was tried.</summary>
    public const int Usage = 2;
}
