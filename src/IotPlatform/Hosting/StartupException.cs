namespace IotPlatform.Hosting;

/// <summary>
/// The platform cannot start, for a reason that its operator can mend. The message is one line: the fault and the remedy. It goes to
/// standard error as it stands, so it holds no secret.
/// </summary>
public sealed class StartupException(string message, Exception? cause = null) : Exception(message, cause);
