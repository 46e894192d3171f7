namespace IotPlatform.Platform;

/// <summary>
/// The tables of one slice that are no Marten documents, as SQL that may run on every start: <c>create … if not exists</c>.
/// A module registers its script as a singleton; they run in the order of registration, in one transaction, after Marten's own schema.
/// </summary>
/// <param name="Name">What the script makes, for the log.</param>
/// <param name="Sql">Statements in schema <c>iot</c>, each safe to repeat.</param>
public sealed record SchemaScript(string Name, string Sql);
