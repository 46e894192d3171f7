namespace IotPlatform.Benchmarks;

/// <summary>The telemetry that the devices send: three values a message.</summary>
internal static class Payloads
{
    /// <summary>Breaches no rule.</summary>
    public static readonly byte[] Normal = """{"temperature":22.5,"humidity":41.2,"battery":3.71}"""u8.ToArray();

    /// <summary>Breaches the rule that the benchmark creates, temperature over 30.</summary>
    public static readonly byte[] Hot = """{"temperature":35.5,"humidity":41.2,"battery":3.71}"""u8.ToArray();
}
