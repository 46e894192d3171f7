using System.CommandLine;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Simulation.Fleet;
using IotPlatform.Cli.Simulation.Plan;
using IotPlatform.Cli.Simulation.Reporting;
using MQTTnet.Protocol;

namespace IotPlatform.Cli.Simulation;

/// <summary><c>simulate</c>: a fleet that registers over HTTP and publishes over MQTT, as any would.</summary>
public sealed class SimulateVerb
{
    private readonly ApiOptions _api = new();
    private readonly SimulateOptions _fleet = new();
    private readonly Option<string?> _mqtt = new("--mqtt")
    {
        Description = "The broker; else as the API tells, else port 1883 of its machine",
        HelpName = "HOST:PORT",
    };

    private readonly Option<int> _qos = new("--qos")
    {
        Description = "0, 1 or 2; 1 without it",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<double> _rampUp = new("--ramp-up")
    {
        Description = "Devices that connect in a second; 100 without it",
        HelpName = "N",
        DefaultValueFactory = _ => 100,
    };

    private readonly Option<string?> _credentials = new("--credentials")
    {
        Description = "Keeps the devices' passwords for the next run; without it they get new ones",
        HelpName = "FILE",
    };

    private readonly Option<bool> _cleanup = new("--cleanup") { Description = "Delete the devices at the end, after Ctrl+C too" };
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly TimeProvider _time;

    private SimulateVerb(TimeProvider time) => _time = time;

    /// <summary>The verb.</summary>
    public static Verb Build(TimeProvider time)
    {
        var simulate = new SimulateVerb(time);
        var verb = new Verb(
            "simulate",
            "Run a fleet of simulated devices",
            "./iot simulate --devices 100 --rate 50 --duration 1m --cleanup",
            "./iot simulate --devices 20 --every 2s --signal temperature=step:20..40/30s --fault silence:10%@20s..40s --duration 1m",
            "./iot simulate --devices 10 --messages 1000 --rate 100 --seed 7 --credentials fleet.json --json");
        simulate._fleet.AddTo(verb);
        Option[] options = [simulate._qos, simulate._rampUp, simulate._credentials, simulate._cleanup, simulate._json, simulate._mqtt];
        foreach (var option in options) verb.Add(option);
        simulate._api.AddTo(verb);
        return verb.Does(simulate.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var plan = _fleet.Plan(parsed);
        if (parsed.GetValue(_qos) is < 0 or > 2) throw new RefusedException("--qos must be 0, 1 or 2");
        if (parsed.GetValue(_rampUp) is not > 0) throw new RefusedException("--ramp-up must be more than 0");
        using var api = _api.Client(parsed, _time);
        var registration = new Registration(api);
        var ids = plan.Devices.Select(device => device.DeviceId).ToList();
        try
        {
            return await SimulateAsync(parsed, plan, ids, api, registration, stop);
        }
        finally
        {
            if (parsed.GetValue(_cleanup)) await CleanUpAsync(registration, ids, parsed.GetValue(_credentials));
        }
    }

    private async Task<int> SimulateAsync(
        ParseResult parsed, FleetPlan plan, List<string> ids, ApiClient api, Registration registration, CancellationToken stop)
    {
        var broker = await Broker.FindAsync(parsed.GetValue(_mqtt), api, stop);
        var file = parsed.GetValue(_credentials);
        Output.Note($"{ids.Count} devices, {ids[0]} to {ids[^1]}, register at {api.Address} and connect to {broker.Host}:{broker.Port}");
        var logins = await registration.LoginsAsync(ids, file is null ? [] : CredentialsFile.Read(file), stop);
        if (file is not null) CredentialsFile.Write(file, logins);

        using var fleet = new SimulatedFleet(plan, logins, broker, (MqttQualityOfServiceLevel)parsed.GetValue(_qos), registration, _time);
        using var end = new CancellationTokenSource();
        var status = new StatusView(fleet, api, _time).ShowAsync(end.Token);
        try
        {
            await fleet.ConnectAsync(parsed.GetValue(_rampUp), stop);
            if (file is not null) CredentialsFile.Write(file, fleet.Logins);
            await fleet.RunAsync(stop);
        }
        finally
        {
            await end.CancelAsync();
            await status;
            await fleet.LeaveAsync();
        }

        if (parsed.GetValue(_json)) Output.Json(FleetReport.Json(fleet.Tally, fleet.Count, fleet.Elapsed));
        else Output.Line(FleetReport.Text(fleet.Tally, fleet.Count, fleet.Elapsed));
        return fleet.Tally.Unacknowledged == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task CleanUpAsync(Registration registration, IReadOnlyList<string> ids, string? file)
    {
        var deleted = await registration.DeleteAsync(CancellationToken.None);
        if (file is not null) CredentialsFile.Forget(file, ids);
        Output.Note($"{deleted} devices deleted");
    }
}
