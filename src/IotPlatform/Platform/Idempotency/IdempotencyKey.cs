using System.Security.Cryptography;
using System.Text;

namespace IotPlatform.Platform;

/// <summary>
/// What makes two requests the same one: the API key that sends it, and the <c>Idempotency-Key</c> that it gave the request. Of both only a
/// hash is stored, and the answer is stored encrypted with a key that follows from them: an answer may hold a password, which whoever reads
/// the database alone must not learn.
/// </summary>
public sealed class IdempotencyKey
{
    /// <summary>The longest key that a client may choose.</summary>
    public const int MaxLength = 255;

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly byte[] _secret;

    private IdempotencyKey(string apiKey, string text)
    {
        var material = Encoding.UTF8.GetBytes($"{apiKey}\n{text}");
        Hash = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 32, info: "idempotency key"u8.ToArray());
        _secret = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 32, info: "stored answer"u8.ToArray());
    }

    /// <summary>What is stored of it.</summary>
    public byte[] Hash { get; }

    /// <summary>Reads the header; null when it is no key: 1 to 255 printable ASCII characters.</summary>
    public static IdempotencyKey? TryRead(string apiKey, string text) =>
        text.Length is >= 1 and <= MaxLength && text.All(c => c is > ' ' and <= '~') ? new(apiKey, text) : null;

    /// <summary>Makes an answer unreadable for whoever lacks the API key.</summary>
    public byte[] Encrypt(ReadOnlySpan<byte> answer)
    {
        var sealedAnswer = new byte[NonceLength + answer.Length + TagLength];
        RandomNumberGenerator.Fill(sealedAnswer.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(_secret, TagLength);
        cipher.Encrypt(
            sealedAnswer.AsSpan(0, NonceLength), answer, sealedAnswer.AsSpan(NonceLength, answer.Length), sealedAnswer.AsSpan(NonceLength + answer.Length));
        return sealedAnswer;
    }

    /// <summary>The answer that was encrypted.</summary>
    public byte[] Decrypt(ReadOnlySpan<byte> sealedAnswer)
    {
        var answer = new byte[sealedAnswer.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(_secret, TagLength);
        cipher.Decrypt(
            sealedAnswer[..NonceLength], sealedAnswer[NonceLength..^TagLength], sealedAnswer[^TagLength..], answer);
        return answer;
    }
}
