using IotPlatform.Devices;
using IotPlatform.Monitoring;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using IotPlatform.Telemetry;
using IotPlatform.Tests.Devices;
using IotPlatform.Tests.Rules;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Monitoring;

public sealed class RuleBookTests
{
    private static readonly Instant Now = SampleRule.Now;
    private static readonly RuleRevised Revision =
        new("rule-1", "Dry", null, new("""{"key":"humidity","operator":"lt","value":20}"""), Severity.Critical, ["mark_unhealthy"], 5, true, Now);

    private readonly Units _units = new();
    private readonly RuleBook _book;

    public RuleBookTests() => _book = new(_units);

    private void Put(AlarmRule rule) => _book.Put("acme", rule);

    private void Put(string id, RuleScope? scope = null) => Put(AlarmRule.Fold(null, SampleRule.Creation(id, scope))!);

    private string[] Matching(string deviceId, string key, string customer = "acme") =>
        Matching(SampleDevice.Of() with { DeviceId = deviceId }, key, customer);

    private string[] Matching(Device device, string key = "temperature", string customer = "acme")
    {
        List<ActiveRule> found = [];
        _book.ObserversOf(customer)?.Collect(device, Topic.SamplesOf(key), found);
        return [.. found.Select(rule => rule.Id).Order()];
    }

    private bool Wants(string customer, string key = "temperature") => _book.ObserversOf(customer)?.Has(Topic.SamplesOf(key)) is true;

    [Fact]
    public void whether_any_rule_looks_at_a_key_is_known_without_the_device()
    {
        Put("r", new(RuleScope.Device, "a", null, null));
        Wants("acme").ShouldBeTrue();
        Wants("acme", "humidity").ShouldBeFalse();
    }

    [Fact]
    public void a_rule_of_the_fleet_looks_at_its_key_on_every_device()
    {
        Put("r");
        Matching("a", "temperature").ShouldBe(["r"]);
        Matching("b", "temperature").ShouldBe(["r"]);
        Matching("a", "humidity").ShouldBeEmpty();
    }

    [Fact]
    public void a_rule_of_a_device_looks_at_it_alone()
    {
        Put("fleet");
        Put("own", new(RuleScope.Device, "a", null, null));
        Matching("a", "temperature").ShouldBe(["fleet", "own"]);
        Matching("b", "temperature").ShouldBe(["fleet"]);
    }

    [Fact]
    public void a_rule_of_a_group_or_a_profile_looks_at_the_devices_in_it()
    {
        Put("of-group", new(RuleScope.Group, null, "g", null));
        Put("of-profile", new(RuleScope.Profile, null, null, "p"));
        var device = SampleDevice.Of();
        Matching(device).ShouldBeEmpty();
        Matching(device with { GroupIds = ["f", "g"], ProfileId = "q" }).ShouldBe(["of-group"]);
        Matching(device with { GroupIds = ["f"], ProfileId = "p" }).ShouldBe(["of-profile"]);
    }

    [Fact]
    public void a_rule_covers_a_device_as_long_as_it_belongs_to_its_scope()
    {
        Put("of-group", new(RuleScope.Group, null, "g", null));
        var rule = _book.Find("acme", "of-group")!;
        rule.Covers(SampleDevice.Of() with { GroupIds = ["g"] }).ShouldBeTrue();
        rule.Covers(SampleDevice.Of()).ShouldBeFalse();
        rule.Covers(SampleDevice.Of() with { GroupIds = ["g"], IsActive = false }).ShouldBeFalse();
    }

    [Fact]
    public void customers_do_not_see_each_others_rules()
    {
        Put("r");
        Matching("a", "temperature", "other").ShouldBeEmpty();
        (Wants("acme"), Wants("other")).ShouldBe((true, false));
        _book.Find("other", "r").ShouldBeNull();
    }

    [Fact]
    public void a_revision_counts_from_the_next_sample_on()
    {
        Put(SampleRule.Of());
        Put(SampleRule.Of(Revision));
        Matching("a", "temperature").ShouldBeEmpty();
        Matching("a", "humidity").ShouldBe(["rule-1"]);
        var rule = _book.Find("acme", "rule-1")!.For(null);
        (rule.Name, rule.Severity, rule.Actions, rule.Cooldown, rule.AutoResolve)
            .ShouldBe(("Dry", Severity.Critical, RuleActions.MarkUnhealthy, Duration.FromSeconds(5), true));
    }

    [Fact]
    public void a_revision_that_is_told_before_an_older_one_stays()
    {
        Put(SampleRule.Of(Revision));
        Put(SampleRule.Of());
        Matching("a", "humidity").ShouldBe(["rule-1"]);
    }

    [Theory]
    [InlineData(SampleRule.Config, "create_alarm", false)]
    [InlineData(SampleRule.Config, "mark_unhealthy", true)]
    [InlineData("""{"key":"temperature","operator":"gt","value":31}""", "create_alarm", true)]
    public void what_is_remembered_counts_on_unless_config_or_create_alarm_changes(string config, string action, bool isAnew)
    {
        Put(SampleRule.Of());
        var revision = Revision with { Config = new(config), Actions = [action, "send_webhook"] };
        _book.Put("acme", SampleRule.Of(revision)).IsAnew.ShouldBe(isAnew);
    }

    [Fact]
    public void switching_a_rule_begins_it_anew()
    {
        Put(SampleRule.Of());
        _book.Put("acme", SampleRule.Of(new RuleDisabled("rule-1", Now))).IsAnew.ShouldBeTrue();
        _book.Put("acme", SampleRule.Of(new RuleDisabled("rule-1", Now), new RuleEnabled("rule-1", Now))).IsAnew.ShouldBeTrue();
    }

    [Fact]
    public void all_actions_reach_the_engine()
    {
        Put(SampleRule.Of() with { Actions = ["create_alarm", "send_webhook", "mark_unhealthy"] });
        _book.Find("acme", "rule-1")!.For(null).Actions
            .ShouldBe(RuleActions.CreateAlarm | RuleActions.SendWebhook | RuleActions.MarkUnhealthy);
    }

    [Fact]
    public void a_rule_knows_what_its_values_are_measured_in_and_learns_it_anew()
    {
        _units.Temperature = "°C";
        Put(SampleRule.Of());
        var rule = _book.Find("acme", "rule-1")!;
        rule.Unit.ShouldBe("°C");
        foreach (var unit in new[] { "K", null })
        {
            _units.Temperature = unit;
            _book.LearnUnits("other");
            rule.Unit.ShouldNotBe(unit);
            _book.LearnUnits("acme");
            (_book.Find("acme", "rule-1"), rule.Unit).ShouldBe((rule, unit));
        }
    }

    [Fact]
    public void a_disabled_rule_looks_at_nothing_until_it_is_enabled()
    {
        Put(SampleRule.Of(new RuleDisabled("rule-1", Now)));
        (Wants("acme"), _book.Find("acme", "rule-1")).ShouldBe((false, null));
        Matching("a", "temperature").ShouldBeEmpty();
        Put(SampleRule.Of(new RuleDisabled("rule-1", Now), new RuleEnabled("rule-1", Now)));
        Matching("a", "temperature").ShouldBe(["rule-1"]);
    }

    [Fact]
    public void a_deleted_rule_is_gone_for_ever()
    {
        Put(SampleRule.Of());
        _book.Remove("acme", "rule-1");
        (Wants("acme"), _book.Find("acme", "rule-1")).ShouldBe((false, null));
        Put(SampleRule.Of(Revision));
        _book.Find("acme", "rule-1").ShouldBeNull();
    }

    [Fact]
    public void deleting_a_rule_leaves_the_others()
    {
        Put("a");
        Put("b");
        _book.Remove("acme", "a");
        _book.Remove("acme", "never-known");
        Matching("x", "temperature").ShouldBe(["b"]);
    }

    private sealed class Units : IDatapointCatalog
    {
        public string? Temperature { get; set; }

        public IReadOnlyDictionary<string, DatapointInfo>? OfCustomer(string customer) => customer == "acme"
            ? new Dictionary<string, DatapointInfo> { ["temperature"] = new("datapoint-1", "temperature", Temperature, SampleKind.Number) }
            : null;

        public DatapointInfo? FindById(string customer, string id) => null;
    }
}
