using IotPlatform.Cli;
using Spectre.Console;

namespace IotPlatform.Projections;

/// <summary>
/// Shows how far a rebuild is, with rate and time left, on a terminal, and says so when nothing moves for a while.
/// </summary>
internal static class FoldingView
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>Shows the progress of a piece of work.</summary>
    /// <exception cref="RefusedException">An event cannot be folded.</exception>
    public static async Task<T> WatchAsync<T>(string title, TimeProvider time, Func<Action<RebuildProgress>, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await Output.Progress.Progress().Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RateColumn(time), new RemainingTimeColumn())
                .StartAsync(context => WatchAsync(context.AddTask(Markup.Escape(title)), time, work, cancellation));
        }
        catch (FaultyEventException fault)
        {
            throw new RefusedException($"{fault.Message} Nothing of what is shown was changed.");
        }
    }

    private static async Task<T> WatchAsync<T>(
        ProgressTask bar, TimeProvider time, Func<Action<RebuildProgress>, Task<T>> work, CancellationToken cancellation)
    {
        var watch = new Watch(bar, time);
        using var timer = time.CreateTimer(_ => watch.Look(), null, Silence, Silence);
        var result = await work(watch.Tell);
        cancellation.ThrowIfCancellationRequested();
        bar.Value = bar.MaxValue;
        return result;
    }

    private sealed class Watch(ProgressTask bar, TimeProvider time)
    {
        private long _last = time.GetTimestamp();
        private RebuildProgress? _told;

        public void Tell(RebuildProgress progress)
        {
            Interlocked.Exchange(ref _last, time.GetTimestamp());
            _told = progress;
            bar.MaxValue = Math.Max(1, progress.Events);
            bar.Value = progress.Folded;
        }

        public void Look()
        {
            var silent = time.GetElapsedTime(Interlocked.Read(ref _last));
            if (silent < Silence) return;
            var where = _told is { } told ? $"{told.Phase} at event {told.Folded} of {told.Events}" : "beginning";
            Output.Note($"No progress for {silent.TotalSeconds:f0} s ({where}). It goes on by itself if the database does; Ctrl-C ends it without a change.");
        }
    }

    private sealed class RateColumn(TimeProvider time) : ProgressColumn
    {
        private readonly long _began = time.GetTimestamp();

        public override Spectre.Console.Rendering.IRenderable Render(
            Spectre.Console.Rendering.RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text($"{task.Value / Math.Max(0.001, time.GetElapsedTime(_began).TotalSeconds):f0} events/s");
    }
}
