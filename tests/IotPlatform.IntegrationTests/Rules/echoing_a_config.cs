using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Rules;

/// <summary>Clients compare a config as text, so it comes back as it was sent, character for character.</summary>
public sealed class echoing_a_config(PlatformFixture platform) : PlatformTest(platform)
{
    public static TheoryData<string> Configs => new(
        """{"value":1.0,"operator":">","field":"t"}""",
        """{ "field" : "t" ,"operator":">",  "value": 1.50e+1 , "unknown" : { } , "list":[1,  2 ] }""",
        "{\n\t\"field\": \"t\",\r\n\t\"operator\": \">\",\n\t\"value\": 1\n}",
        """{"field":"\u0074emp","operator":"\u003e","value":1,"note":"gr\u00f6\u00dfe größe \ud83d\ude00 😀 \/ <&'+>"}""",
        """{"field":"t","operator":"==","value":"hot","z":null,"a":true,"big":12345678901234567890.10}""",
        """{"field":"t","operator":">","value":-0.0,"duration":0,"x":[[],{},[{"y":[]}]]}""");

    [Theory]
    [MemberData(nameof(Configs))]
    public async Task it_is_the_same_text_in_every_answer(string config)
    {
        var created = (await Api.PostAsync("rules", $$"""{"name":"x","rule_type":"threshold","config":{{config}}}""")).Is(201);
        created["config"].GetRawText().ShouldBe(config);
        (await Api.GetAsync($"rules/{created.Id}")).Is(200)["config"].GetRawText().ShouldBe(config);
        (await Api.GetAsync("rules")).Is(200).Items("rules").Single().GetProperty("config").GetRawText().ShouldBe(config);
        (await Api.PostAsync($"rules/{created.Id}/disable")).Is(200)["config"].GetRawText().ShouldBe(config);
        (await Api.PutAsync($"rules/{created.Id}", """{"name":"y"}""")).Is(200)["config"].GetRawText().ShouldBe(config);
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public async Task it_is_the_same_text_when_it_was_changed(string config)
    {
        var id = await Customer.CreateRuleAsync();
        (await Api.PutAsync($"rules/{id}", $$"""{"config":{{config}}}""")).Is(200)["config"].GetRawText().ShouldBe(config);
        (await Api.GetAsync($"rules/{id}"))["config"].GetRawText().ShouldBe(config);
    }

    [Fact]
    public async Task a_config_that_differs_in_its_spaces_alone_is_another_text()
    {
        var id = await Customer.CreateRuleAsync(config: """{"field":"t","operator":">","value":1}""");
        const string spaced = """{"field":"t", "operator":">", "value":1}""";
        (await Api.PutAsync($"rules/{id}", $$"""{"config":{{spaced}}}""")).Is(200);
        (await Api.GetAsync($"rules/{id}"))["config"].GetRawText().ShouldBe(spaced);
    }
}
