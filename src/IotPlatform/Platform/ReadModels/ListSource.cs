using Npgsql;

namespace IotPlatform.Platform;

/// <summary>What a page and a total are selected from.</summary>
/// <param name="From">SQL that gives the documents as <c>d</c>.</param>
/// <param name="Parameters">All values from <c>$2</c> on; <c>$1</c> is the customer.</param>
public sealed record ListSource(string From, IReadOnlyList<NpgsqlParameter> Parameters);
