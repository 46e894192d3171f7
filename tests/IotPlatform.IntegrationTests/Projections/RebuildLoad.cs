using Shouldly;

namespace IotPlatform.IntegrationTests.Projections;

/// <summary>Clients that write and read what they wrote, without end, and take no answer but the right one.</summary>
internal sealed class RebuildLoad(TestCustomer customer)
{
    private const int Writers = 4;
    private volatile bool _isOver;
    private int _registered;
    private int _answers;

    /// <summary>How many devices were acknowledged.</summary>
    public int Registered => Volatile.Read(ref _registered);

    /// <summary>How many answers were looked at.</summary>
    public int Answers => Volatile.Read(ref _answers);

    /// <summary>Runs it during a piece of work; throws what the first client did not like.</summary>
    public async Task DuringAsync(Func<Task> work)
    {
        var clients = Enumerable.Range(0, Writers).Select(WriteAsync).Append(ListAsync()).ToList();
        try
        {
            await Poll.UntilAsync(() => Registered > Writers || clients.Any(client => client.IsCompleted), "the load runs", 60);
            await work();
        }
        finally
        {
            _isOver = true;
        }
        await Task.WhenAll(clients);
    }

    // The device is folded after its event, the key of the datapoint with it.
    private async Task WriteAsync(int writer)
    {
        for (var number = 0; !_isOver; number++)
        {
            var id = $"w{writer}-{number}";
            (await customer.Api.PostAsync("devices", $$"""{"device_id":"{{id}}","name":"first"}""")).Is(201);
            Interlocked.Increment(ref _registered);
            (await customer.Api.GetAsync($"devices/{id}")).Is(200).Member("name").ShouldBe("first");
            (await customer.Api.PatchAsync($"devices/{id}", """{"name":"second"}""")).Is(200);
            (await customer.Api.GetAsync($"devices/{id}")).Is(200).Member("name").ShouldBe("second");
            (await customer.Api.PostAsync("datapoints", $$"""{"key":"k{{writer}}_{{number}}"}""")).Is(201);
            (await customer.Api.PostAsync("datapoints", $$"""{"key":"k{{writer}}_{{number}}"}""")).Status.ShouldBe(409);
            Interlocked.Add(ref _answers, 6);
        }
    }

    private async Task ListAsync()
    {
        while (!_isOver)
        {
            var least = Registered;
            var list = (await customer.Api.GetAsync("devices?page_size=5")).Is(200);
            list.Total.ShouldBeGreaterThanOrEqualTo(least);
            list.Items("devices").Count.ShouldBe(Math.Min(5, list.Total));
            Interlocked.Increment(ref _answers);
        }
    }
}
