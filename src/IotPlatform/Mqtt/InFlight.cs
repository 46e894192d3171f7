namespace IotPlatform.Mqtt;

/// <summary>
/// The commands that a session's device has not acknowledged yet, by packet identifier. They outlive the connection, so that a command
/// goes again under the identifier that the device may have seen.
/// </summary>
internal sealed class InFlight
{
    private readonly Dictionary<ushort, string> _commands = [];
    private readonly Dictionary<string, ushort> _identifiers = [];
    private ushort _last;

    /// <summary>The packet identifier of a command, and whether it was sent under it before.</summary>
    public (ushort PacketId, bool IsAgain) Enter(string commandId)
    {
        lock (_commands)
        {
            if (_identifiers.TryGetValue(commandId, out var known)) return (known, true);
            do _last = (ushort)(_last is ushort.MaxValue ? 1 : _last + 1);
            while (_commands.ContainsKey(_last));
            (_commands[_last], _identifiers[commandId]) = (commandId, _last);
            return (_last, false);
        }
    }

    /// <summary>The device has acknowledged the packet; gives its command, or null where there is none.</summary>
    public string? Acknowledge(ushort packetId)
    {
        lock (_commands)
        {
            if (!_commands.Remove(packetId, out var commandId)) return null;
            _identifiers.Remove(commandId);
            return commandId;
        }
    }

    /// <summary>Frees the identifiers of all other commands: they are closed, and will not be sent again.</summary>
    public void Keep(IReadOnlySet<string> commandIds)
    {
        lock (_commands)
        {
            foreach (var (packetId, commandId) in _commands.Where(command => !commandIds.Contains(command.Value)).ToList())
            {
                _commands.Remove(packetId);
                _identifiers.Remove(commandId);
            }
        }
    }
}
