using System.Text;
using IotPlatform.Cli;

namespace IotPlatform.IntegrationTests.Cli;

/// <summary>What a verb printed, and how it ended.</summary>
public sealed record Printed(int ExitCode, string Output, string Errors)
{
    /// <summary>The lines on standard output.</summary>
    public IReadOnlyList<string> Lines => Output.TrimEnd().Split('\n');
}

/// <summary>Runs the verbs that are clients of the API in this process, each with an output of its own.</summary>
public static class PrintedTerminal
{
    private static readonly Split Out = new(Console.Out);
    private static readonly Split Errors = new(Console.Error);

    static PrintedTerminal()
    {
        Console.SetOut(Out);
        Console.SetError(Errors);
    }

    /// <summary>Runs a verb as the customer's own client.</summary>
    public static async Task<Printed> RunAsync(PlatformFixture platform, TestCustomer customer, params string[] arguments)
    {
        var (output, errors) = (Out.Begin(), Errors.Begin());
        string[] access = ["--url", platform.Http.BaseAddress!.ToString(), "--key", customer.Key.Text];
        var code = await new CommandTree("test", ClientVerbs.Of(TimeProvider.System)).RunAsync([.. arguments, .. access]);
        return new(code, output.ToString(), errors.ToString());
    }

    // Tests run side by side, and the console is one.
    private sealed class Split(TextWriter usual) : TextWriter
    {
        private readonly AsyncLocal<TextWriter?> _own = new();

        public override Encoding Encoding => Encoding.UTF8;

        public StringWriter Begin()
        {
            var own = new StringWriter { NewLine = "\n" };
            _own.Value = Synchronized(own);
            return own;
        }

        public override void Write(char value) => (_own.Value ?? usual).Write(value);

        public override void Write(string? value) => (_own.Value ?? usual).Write(value);

        public override void WriteLine(string? value) => (_own.Value ?? usual).WriteLine(value);
    }
}
