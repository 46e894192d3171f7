using IotPlatform.Cli;
using IotPlatform.Cli.Credentials;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli.Credentials;

public sealed class CredentialFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("iot-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "credentials.csv");

    // Seen red: the first row of a device taken for its last.
    [Fact]
    public async Task of_a_device_the_last_row_counts()
    {
        Keep(new("a", "t/a", "old"), new("b", "t/b", "b"));
        Keep(new DeviceCredentials("a", "t/a", "n,e\"w"));

        (await ReadAsync()).ShouldBe([new("a", "t/a", "n,e\"w"), new("b", "t/b", "b")]);
    }

    [Fact]
    public async Task where_there_is_no_file_nothing_is_known() => (await ReadAsync()).ShouldBeEmpty();

    // Seen red: the mode of the file that takes its place left as it comes.
    [Fact]
    public async Task whoever_is_forgotten_is_taken_out_and_the_rest_stays_its_owner_s()
    {
        Keep(new("a", "t/a", "1"), new("b", "t/b", "2"), new("a", "t/a", "3"));

        await ForgetAsync("a", "c");

        (await ReadAsync()).ShouldBe([new("b", "t/b", "2")]);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await ForgetAsync("b");
        Directory.GetFileSystemEntries(_folder).ShouldBeEmpty();
    }

    // Seen red: the next row written behind the torn one.
    [Fact]
    public async Task a_row_that_a_crash_cut_off_takes_no_other_with_it()
    {
        Keep(new DeviceCredentials("a", "t/a", "1"));
        await File.AppendAllTextAsync(Path, "b,t/");

        Keep(new DeviceCredentials("c", "t/c", "3"));

        (await ReadAsync()).ShouldBe([new("a", "t/a", "1"), new("c", "t/c", "3")]);
    }

    // Seen red: the header not looked at.
    [Fact]
    public async Task a_file_that_holds_something_else_is_refused_and_left_as_it_is()
    {
        await File.WriteAllTextAsync(Path, "device_id,name\na,A\n");

        Should.Throw<RefusedException>(() => new CredentialFile(Path)).Message.ShouldContain("name another file");
        await Should.ThrowAsync<RefusedException>(ReadAsync);
        (await File.ReadAllTextAsync(Path)).ShouldBe("device_id,name\na,A\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Keep(params DeviceCredentials[] all)
    {
        using var file = new CredentialFile(Path);
        foreach (var one in all) file.Add(one);
    }

    private async Task ForgetAsync(params string[] ids)
    {
        using var file = new CredentialFile(Path);
        await file.ForgetAsync(ids);
    }

    private Task<IReadOnlyCollection<DeviceCredentials>> ReadAsync() => CredentialFile.ReadAsync(Path, default);
}
