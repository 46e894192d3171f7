using IotPlatform.Monitoring;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Monitoring;

public sealed class DatabaseRetryTests
{
    private readonly DatabaseRetry _retry = new(TimeSpan.FromMilliseconds(1), NullLogger<DatabaseRetry>.Instance);

    [Fact]
    public async Task what_cannot_reach_the_database_is_tried_until_it_is_done()
    {
        var attempts = 0;
        await _retry.UntilDoneAsync(
            () => ++attempts < 13 ? Task.FromException(new TimeoutException()) : Task.CompletedTask, CancellationToken.None);
        attempts.ShouldBe(13);
    }

    [Fact]
    public async Task what_fails_though_the_database_is_there_is_given_up()
    {
        var attempts = 0;
        await Should.ThrowAsync<FormatException>(() => _retry.UntilDoneAsync(
            () => ++attempts > 0 ? Task.FromException(new FormatException()) : Task.CompletedTask, CancellationToken.None));
        attempts.ShouldBe(10);
    }

    [Fact]
    public async Task only_a_stop_ends_it_undone()
    {
        using var stopping = new CancellationTokenSource();
        var trying = _retry.UntilDoneAsync(() => Task.FromException(new TimeoutException()), stopping.Token);
        trying.IsCompleted.ShouldBeFalse();
        await stopping.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => trying);
    }
}
