using System.Diagnostics;
using IotPlatform.IntegrationTests.OpenApi;
using Shouldly;

namespace IotPlatform.IntegrationTests.Notifications.Senders;

/// <summary>A program of tests/clients. <c>./iot test</c> sees to it that what it needs is there.</summary>
internal sealed class NodeProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    public NodeProgram(string script, params string[] arguments) => _process = Process.Start(
        new ProcessStartInfo("node", [Path.Combine(CommittedDocument.Root, "tests", "clients", script), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>Gives the program something to read, and waits for what it prints and its end.</summary>
    public static async Task<string> RunAsync(string script, string[] arguments, string input)
    {
        using var program = new NodeProgram(script, arguments);
        await program._process.StandardInput.WriteAsync(input);
        program._process.StandardInput.Close();
        var said = Task.WhenAll(program._process.StandardOutput.ReadToEndAsync(), program._process.StandardError.ReadToEndAsync());
        await program._process.WaitForExitAsync().WaitAsync(Patience);
        program._process.ExitCode.ShouldBe(0, string.Concat(await said));
        return (await said)[0].Trim();
    }

    /// <summary>The next line that it prints.</summary>
    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new EndOfStreamException(await _process.StandardError.ReadToEndAsync());

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
