using IotPlatform.Hosting;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Hosting;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData(DatabaseUse.Serve)]
    [InlineData(DatabaseUse.Serve, "run")]
    [InlineData(DatabaseUse.Serve, "--verbose")]
    [InlineData(DatabaseUse.Visit, "customers", "list")]
    [InlineData(DatabaseUse.Visit, "KEYS", "list")]
    [InlineData(DatabaseUse.None, "help")]
    [InlineData(DatabaseUse.None, "codegen", "write")]
    public void a_verb_gets_the_database_it_needs(DatabaseUse use, params string[] args) => CommandLine.UseOf(args).ShouldBe(use);
}
