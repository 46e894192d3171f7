namespace IotPlatform.IntegrationTests.Audit;

/// <summary>A customer's life in events of most kinds.</summary>
internal static class Chronicle
{
    /// <summary>Devices that are changed, tagged, grouped and deleted; a rule; an alarm that people speak of.</summary>
    /// <returns>The alarm's id.</returns>
    public static async Task<string> MakeAsync(TestCustomer customer, int devices = 8)
    {
        for (var i = 0; i < devices; i++)
        {
            await customer.RegisterAsync(
                $"d-{i}", "\"metadata\":{\"limit\":31.20,\"size\":9007199254740993,\"place\":\"Ulm, 3 °C \\\"north\\\"\\n\"}");
            (await customer.Api.PatchAsync($"devices/d-{i}", $$"""{"name":"Pump {{i}}"}""")).Is(200);
            (await customer.Api.PostAsync($"devices/d-{i}/tags", """{"tags":["a","b"]}""")).Is(200);
        }
        var group = await customer.CreateGroupAsync("Pumps", "d-0", "d-1", "d-2");
        await customer.CreateProfileAsync("Profile", "d-3");
        await customer.DefineAsync("temperature", "\"unit\":\"°C\"");
        (await customer.Api.DeleteAsync($"groups/{group}")).Is(204);
        (await customer.Api.DeleteAsync("devices/d-4")).Is(204);
        await customer.RegisterAsync("d-4");
        await using var hot = await customer.OverheatAsync("hot");
        (string Action, string Note)[] steps =
            [("acknowledge", "Ann is on her way"), ("resolve", "Valve was stuck"), ("reopen", "It is stuck again"), ("resolve", "Replaced")];
        foreach (var (action, note) in steps)
            (await customer.Api.PostAsync($"alarms/{hot.AlarmId}/{action}", $$"""{"note":"{{note}}"}""")).Is(200);
        return hot.AlarmId;
    }
}
