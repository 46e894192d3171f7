using System.Security.Cryptography;
using System.Text;
using Marten;

namespace IotPlatform.Platform;

/// <summary>The secret by which a caller has shown who it is. It goes nowhere.</summary>
public sealed class CallerSecret(string text)
{
    /// <summary>The secret itself.</summary>
    public string Reveal() => text;
}

/// <summary>A request that a client may send again without having it carried out again.</summary>
public sealed class IdempotentRequest(IdempotencyKey key, byte[] fingerprint, IdempotentAnswers answers)
{
    /// <summary>What the client calls it.</summary>
    public IdempotencyKey Key => key;

    /// <summary>A hash of what it asks for: path, query and body.</summary>
    public byte[] Fingerprint => fingerprint;

    /// <summary>The fingerprint of a request with this body.</summary>
    public static byte[] FingerprintOf(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>
    /// Lets the answer of a command be committed together with what the command does, if the request wants to be answered alike again.
    /// </summary>
    public static async Task<IResult> KeepAsync(HttpContext http, IDocumentSession session, IResult answer)
    {
        if (http.Features.Get<IdempotentRequest>() is not { } request) return answer;
        var stored = await StoredAnswer.OfAsync(answer, http);
        request.Keep(session, stored);
        return stored;
    }

    private void Keep(IDocumentSession session, StoredAnswer answer) => answers.Keep(session, this, answer);
}
