namespace IotPlatform.RuleEngine;

/// <summary>How much an alarm matters, in rising order.</summary>
public enum Severity
{
    Info,
    Warning,
    Critical,
}
