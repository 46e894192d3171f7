using System.CommandLine;
using IotPlatform.Cli.Api;
using IotPlatform.Cli.Credentials;
using IotPlatform.Cli.Simulation.Fleet;
using IotPlatform.Cli.Simulation.Plan;
using IotPlatform.Cli.Simulation.Reporting;
using MQTTnet.Protocol;

namespace IotPlatform.Cli.Simulation;

/// <summary><c>simulate</c>: a fleet that registers over HTTP and publishes over MQTT, as any would.</summary>
public sealed class SimulateVerb
{
    private readonly SimulateOptions _fleet = new();
    private readonly Option<string?> _mqtt = new("--mqtt")
    {
        Description = "The broker; else as the API tells, else port 1883 of its machine",
        HelpName = "HOST:PORT",
    };

    private readonly Option<int> _qos = new Option<int>("--qos")
    {
        Description = "0, 1 or 2; 1 without it",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    }.Taking(qos => qos is >= 0 and <= 2, "0, 1 or 2");

    private readonly Option<double> _rampUp = new Option<double>("--ramp-up")
    {
        Description = "Devices that connect in a second; 100 without it",
        HelpName = "N",
        DefaultValueFactory = _ => 100,
    }.Taking(devices => devices > 0, "a number above 0");

    private readonly Option<string?> _credentials = new("--credentials")
    {
        Description = "A CSV that keeps the devices' passwords for the next run; without it they get new ones",
        HelpName = "FILE",
    };

    private readonly Option<bool> _cleanup = new("--cleanup") { Description = "Delete the devices at the end, after Ctrl+C too" };
    private readonly Option<bool> _json = SharedOptions.Json();
    private readonly ApiOptions _api;
    private readonly TimeProvider _time;

    private SimulateVerb(ApiOptions api, TimeProvider time) => (_api, _time) = (api, time);

    /// <summary>The verb.</summary>
    public static Verb Build(ApiOptions api, TimeProvider time)
    {
        var simulate = new SimulateVerb(api, time);
        var verb = new Verb(
            "simulate",
            "Run a fleet of simulated devices",
            "./iot simulate --devices 100 --rate 50 --duration 1m --cleanup",
            "./iot simulate --devices 20 --every 2s --signal temperature=step:20..40/30s --fault silence:10%@20s..40s --duration 1m",
            "./iot simulate --devices 10 --messages 1000 --rate 100 --seed 7 --credentials fleet.csv --json");
        simulate._fleet.AddTo(verb);
        Option[] options = [simulate._qos, simulate._rampUp, simulate._credentials, simulate._cleanup, simulate._json, simulate._mqtt];
        foreach (var option in options) verb.Add(option);
        api.AddTo(verb);
        return verb.Does(simulate.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var plan = _fleet.Plan(parsed);
        using var api = _api.Client(parsed, _time);
        var path = parsed.GetValue(_credentials);
        var known = path is null ? [] : await CredentialFile.ReadAsync(path, stop);
        using var file = path is null ? null : new CredentialFile(path);
        var registration = new Registration(api, file);
        var ids = plan.Devices.Select(device => device.DeviceId).ToList();
        try
        {
            return await SimulateAsync(parsed, plan, ids, known, api, registration, stop);
        }
        finally
        {
            if (parsed.GetValue(_cleanup)) await CleanUpAsync(registration, ids, file);
        }
    }

    private async Task<int> SimulateAsync(
        ParseResult parsed, FleetPlan plan, List<string> ids, IReadOnlyCollection<DeviceCredentials> known, ApiClient api,
        Registration registration, CancellationToken stop)
    {
        var broker = await Broker.FindAsync(parsed.GetValue(_mqtt), api, stop);
        Output.Note($"{ids.Count} devices, {ids[0]} to {ids[^1]}, register at {api.Address} and connect to {broker.Host}:{broker.Port}");
        var credentials = await registration.AllAsync(ids, known, stop);

        var qos = (MqttQualityOfServiceLevel)parsed.GetValue(_qos);
        using var fleet = new SimulatedFleet(plan, credentials, broker, qos, registration, _time);
        using var end = new CancellationTokenSource();
        var status = new StatusView(fleet, api, _time).ShowAsync(end.Token);
        try
        {
            await fleet.ConnectAsync(parsed.GetValue(_rampUp), stop);
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

    private static async Task CleanUpAsync(Registration registration, IReadOnlyList<string> ids, CredentialFile? file)
    {
        var deleted = await registration.DeleteAsync(CancellationToken.None);
        if (file is not null) await file.ForgetAsync(ids);
        Output.Note($"{deleted} devices deleted");
    }
}
