using System.Text.Json;
using IotPlatform.Notifications;
using MailKit.Security;
using MimeKit;

namespace IotPlatform.IntegrationTests.Notifications.Senders;

/// <summary>How a mail server behaves.</summary>
/// <param name="Security">none, starttls or tls.</param>
/// <param name="User">Whom it lets in; null: everybody.</param>
/// <param name="Refusal">What it answers to another log-in.</param>
/// <param name="Sender">What it answers to any sender.</param>
/// <param name="Recipients">What it answers to some recipients.</param>
/// <param name="Data">What it answers to any mail.</param>
internal sealed record RelayBehaviour(
    string Security = "none", string? Certificate = null, string? Key = null, string? User = null, string? Password = null, int? Refusal = null,
    int? Sender = null, IReadOnlyDictionary<string, int>? Recipients = null, int? Data = null);

/// <summary>A mail as the server has taken it.</summary>
internal sealed record RelayedMail(string From, IReadOnlyList<string> To, bool Secure, string? User, string Text)
{
    public MimeMessage Parse() => MimeMessage.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Text)));
}

/// <summary>A mail server that is not ours.</summary>
internal sealed class TestRelay : IDisposable
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);
    private readonly NodeProgram _program;

    private TestRelay(NodeProgram program, int port) => (_program, Port) = (program, port);

    public int Port { get; }

    public static async Task<TestRelay> StartAsync(RelayBehaviour? behaviour = null)
    {
        var program = new NodeProgram("relay.mjs", JsonSerializer.Serialize(behaviour ?? new(), Form));
        return new TestRelay(program, JsonElement.Parse(await program.ReadLineAsync()).GetProperty("port").GetInt32());
    }

    /// <summary>The next mail that it takes.</summary>
    public async Task<RelayedMail> NextAsync() => JsonSerializer.Deserialize<RelayedMail>(await _program.ReadLineAsync(), Form)!;

    /// <summary>The settings of a platform that sends through it.</summary>
    public MailRelaySettings Settings(
        SecureSocketOptions security = SecureSocketOptions.Auto, string? user = null, string? password = null) =>
        new("127.0.0.1", Port, security, user, password, "Alarms <alarms@example.com>");

    public void Dispose() => _program.Dispose();
}
