using IotPlatform.Platform;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>The right to send, which one node has at a time.</summary>
public sealed class SendingRole(NpgsqlDataSource database, TimeProvider time) : NodeRole(database, time, 0x696F746E);
