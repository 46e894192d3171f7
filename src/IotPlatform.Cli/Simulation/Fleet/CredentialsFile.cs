using System.Text.Json;

namespace IotPlatform.Cli.Simulation.Fleet;

/// <summary>Keeps the fleet's credentials from one run to the next, readable to their owner alone.</summary>
internal static class CredentialsFile
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What is kept; nothing where there is no file yet.</summary>
    public static IReadOnlyList<DeviceLogin> Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<List<DeviceLogin>>(File.ReadAllText(path), Indented) ?? [] : [];
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"{path} can't be read as credentials ({fault.Message}): name another file with --credentials, or remove it");
        }
    }

    /// <summary>Keeps these, beside those of other fleets.</summary>
    public static void Write(string path, IReadOnlyList<DeviceLogin> logins)
    {
        var others = Read(path).ExceptBy(logins.Select(login => login.DeviceId), login => login.DeviceId);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Delete(path);
        using var file = new FileStream(path, options);
        JsonSerializer.Serialize(file, others.Concat(logins), Indented);
    }

    /// <summary>Forgets devices that are gone.</summary>
    public static void Forget(string path, IReadOnlyList<string> deviceIds)
    {
        var rest = Read(path).Where(login => !deviceIds.Contains(login.DeviceId)).ToList();
        File.Delete(path);
        if (rest.Count > 0) Write(path, rest);
    }
}
