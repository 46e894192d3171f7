using Spectre.Console;

namespace IotPlatform.Cli.Devices.Import;

/// <summary>Shows how an import gets on: a bar with rate and time left on a terminal, and everywhere why it has to wait.</summary>
public sealed class ImportProgress(ImportTally tally, ImportFile file, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly long _begin = time.GetTimestamp();
    private int _waits;

    /// <summary>The key's rate limit holds the import back.</summary>
    public void Wait()
    {
        if (Interlocked.Increment(ref _waits) == 1 && !Output.Progress.Profile.Capabilities.Interactive)
            Output.Note("the key's rate limit sets the pace from here on (docs/operations.md)");
    }

    /// <summary>Shows the work until it ends.</summary>
    public async Task ShowAsync(Task work)
    {
        if (!Output.Progress.Profile.Capabilities.Interactive)
        {
            await work;
            return;
        }
        await Output.Progress.Progress().HideCompleted(false)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async display =>
            {
                var bar = display.AddTask("", maxValue: 1);
                bar.IsIndeterminate = file.PartRead is null;
                while (!work.IsCompleted)
                {
                    (bar.Description, bar.Value) = (Text(), file.PartRead ?? 0);
                    await Task.WhenAny(work, Task.Delay(Pause, time));
                }
                (bar.Description, bar.Value) = (Text(), 1);
            });
        await work;
    }

    private string Text()
    {
        var seconds = Math.Max(time.GetElapsedTime(_begin).TotalSeconds, 0.001);
        var pace = Volatile.Read(ref _waits) > 0 ? ", at the key's rate limit" : "";
        return $"{Counted.Of(tally.Rows, "row")}, {Counted.Of((long)(tally.Rows / seconds))}/s{pace}";
    }
}
