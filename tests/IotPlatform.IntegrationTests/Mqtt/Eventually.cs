using System.Diagnostics;

namespace IotPlatform.IntegrationTests.Mqtt;

/// <summary>Waits, bounded, for something that another thread brings about.</summary>
public static class Eventually
{
    public static async Task IsTrue(Func<bool> condition, double seconds = 15)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed.TotalSeconds > seconds) throw new TimeoutException("The awaited condition did not come true");
            await Task.Delay(10);
        }
    }
}
