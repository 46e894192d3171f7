using IotPlatform.Monitoring;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Monitoring;

public sealed class DatabaseRetryTests
{
    private readonly DatabaseRetry _retry = new(NullLogger<DatabaseRetry>.Instance);

    [Fact]
    public async Task what_fails_is_tried_until_it_is_done()
    {
        var attempts = 0;
        var answer = await _retry.UntilDoneAsync(
            () => ++attempts < 3 ? Task.FromException<int>(new TimeoutException()) : Task.FromResult(attempts), CancellationToken.None);
        answer.ShouldBe(3);
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
