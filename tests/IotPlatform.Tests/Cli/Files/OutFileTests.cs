using IotPlatform.Cli;
using IotPlatform.Cli.Files;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Cli.Files;

public sealed class OutFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("iot-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "rules.yaml");

    [Fact]
    public async Task a_file_that_is_not_finished_leaves_the_one_that_was_there()
    {
        await OutFile.WriteTextAsync(Path, text => text.WriteLineAsync("old"));

        await Should.ThrowAsync<RefusedException>(() => OutFile.WriteTextAsync(Path, async text =>
        {
            await text.WriteLineAsync("new");
            throw new RefusedException("no more");
        }));

        (await File.ReadAllTextAsync(Path)).ShouldBe("old\n");
        Directory.GetFiles(_folder).ShouldBe([Path]);
    }

    // Seen red: the missing folder told as a failure that nobody expected.
    [Fact]
    public async Task a_folder_that_is_not_there_is_a_refusal() =>
        (await Should.ThrowAsync<RefusedException>(() => OutFile.WriteTextAsync($"{_folder}/none/a", _ => Task.CompletedTask)))
            .Message.ShouldContain("cannot be written");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
