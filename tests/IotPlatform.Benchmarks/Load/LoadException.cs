namespace IotPlatform.Benchmarks.Load;

/// <summary>A server answered wrongly or not at all: the run has failed, whatever its timings.</summary>
internal sealed class LoadException(string message) : Exception(message);
