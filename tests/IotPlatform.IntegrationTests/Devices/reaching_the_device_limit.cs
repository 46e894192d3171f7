using IotPlatform.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Devices;

public sealed class reaching_the_device_limit(PlatformFixture platform) : PlatformTest(platform)
{
    private const int Limit = 10;

    [Fact]
    public async Task of_many_registrations_at_once_just_as_many_succeed_as_the_plan_allows()
    {
        await GivePlanAsync("free");

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Api.PostAsync("devices", Named($"d-{number}"))));

        answers.Count(answer => answer.Status is 201).ShouldBe(Limit);
        foreach (var refused in answers.Where(answer => answer.Status is not 201)) IsRefused(refused, Limit);
        (await Api.GetAsync("devices")).Total.ShouldBe(Limit);
        (await Api.GetAsync("subscription"))["device_count"].GetInt32().ShouldBe(Limit);
    }

    [Fact]
    public async Task two_processes_together_let_in_no_more()
    {
        await GivePlanAsync("free");
        await using var second = await SecondProcess.StartAsync(Platform);

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(number =>
            (number % 2 == 0 ? Api : second.As(Customer.Key.Text)).PostAsync("devices", Named($"d-{number}"))));

        answers.Count(answer => answer.Status is 201).ShouldBe(Limit);
        foreach (var refused in answers.Where(answer => answer.Status is not 201)) IsRefused(refused, Limit);
    }

    [Fact]
    public async Task an_id_in_use_is_a_duplicate_all_the_same()
    {
        await GivePlanAsync("free");
        await FillAsync();
        (await Api.PostAsync("devices", Named("d-3"))).IsProblem(409, "duplicate");
    }

    [Fact]
    public async Task an_inactive_device_counts_and_a_deleted_one_makes_room_for_one()
    {
        await GivePlanAsync("free");
        await FillAsync();
        (await Api.PatchAsync("devices/d-1", """{"is_active":false}""")).Is(200);
        IsRefused(await Api.PostAsync("devices", Named("late")), Limit);

        (await Api.DeleteAsync("devices/d-2")).Is(204);

        (await Api.PostAsync("devices", Named("d-2"))).Is(201);
        IsRefused(await Api.PostAsync("devices", Named("late")), Limit);
    }

    [Fact]
    public async Task below_the_number_of_devices_they_go_on_and_none_is_added()
    {
        await FillAsync(Limit + 2);
        await GivePlanAsync("free");

        IsRefused(await Api.PostAsync("devices", Named("late")), Limit + 2);
        await using var connection = await Customer.ConnectAsync(await RotateAsync("d-11"));
        await connection.MeasureAsync(1);
        var subscription = (await Api.GetAsync("subscription")).Is(200);
        (subscription["device_limit"].GetInt32(), subscription["device_count"].GetInt32(), subscription["devices_remaining"].GetInt32())
            .ShouldBe((Limit, Limit + 2, 0));
    }

    private static void IsRefused(Answer answer, int current)
    {
        answer.IsProblem(403, "device_limit_reached");
        (answer["limit"].GetInt32(), answer["current"].GetInt32()).ShouldBe((Limit, current));
    }

    private static string Named(string id) => $$"""{"device_id":"{{id}}","name":"x"}""";

    private async Task FillAsync(int count = Limit)
    {
        for (var number = 0; number < count; number++) await Customer.RegisterAsync($"d-{number}");
    }

    private async Task<TestDevice> RotateAsync(string id)
    {
        var answer = (await Api.PostAsync($"devices/{id}/credentials/rotate")).Is(200);
        return new(id, answer.Member("mqtt_username")!, answer.Member("mqtt_password")!);
    }

    private async Task GivePlanAsync(string name)
    {
        await using var process = Platform.Build();
        await process.Services.GetRequiredService<AccountStore>()
            .ChangePlanAsync(Customer.Id, process.Services.GetRequiredService<Plans>().Find(name), default);
        await Poll.UntilAsync(async () => (await Api.GetAsync("subscription")).Member("plan") == name, "the change of plan is heard", 5);
    }
}
