using System.Diagnostics;

namespace IotPlatform.IntegrationTests.Observability;

/// <summary>The checker that comes with Prometheus.</summary>
internal static class Promtool
{
    /// <summary>What it finds wrong with a page of metrics; empty: nothing.</summary>
    public static Task<string> CheckMetricsAsync(string page) => RunAsync(page, "check", "metrics");

    /// <summary>What it finds wrong with a file of rules; empty: nothing.</summary>
    public static Task<string> CheckRulesAsync(string file) => RunAsync("", "check", "rules", "--lint=all", "--lint-fatal", file);

    private static async Task<string> RunAsync(string input, params string[] arguments)
    {
        using var tool = Process.Start(new ProcessStartInfo("promtool", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (tool.StandardOutput.ReadToEndAsync(), tool.StandardError.ReadToEndAsync());
        await tool.StandardInput.WriteAsync(input);
        tool.StandardInput.Close();
        await tool.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return tool.ExitCode == 0 ? await errors : $"{await output}{await errors}";
    }
}
