namespace IotPlatform.Cli.Devices.Import;

/// <summary>What became of a row.</summary>
public enum RowOutcome
{
    /// <summary>The device is new.</summary>
    Registered,

    /// <summary>The device was there, and was made what the row says.</summary>
    Updated,

    /// <summary>The device was what the row says.</summary>
    Unchanged,

    /// <summary>The device is not what the row says, and was left as it is.</summary>
    Left,

    /// <summary>The row could not be carried out.</summary>
    Faulty,
}

/// <summary>Counts what became of rows; rows are carried out side by side.</summary>
public sealed class ImportTally
{
    private readonly long[] _counts = new long[Enum.GetValues<RowOutcome>().Length];

    /// <summary>How many rows came to an end.</summary>
    public long Rows => _counts.Sum();

    /// <summary>How many rows ended so.</summary>
    public long this[RowOutcome outcome] => Interlocked.Read(ref _counts[(int)outcome]);

    /// <summary>Counts a row.</summary>
    public void Add(RowOutcome outcome) => Interlocked.Increment(ref _counts[(int)outcome]);

    /// <summary>A row that was counted turns out faulty.</summary>
    public void Revoke(RowOutcome outcome) => Interlocked.Decrement(ref _counts[(int)outcome]);

    /// <summary><c>1,000 rows: 990 registered, 5 updated, 3 unchanged, 2 faulty</c></summary>
    public string Summary(bool isDry)
    {
        var would = isDry ? "to be " : "";
        var left = this[RowOutcome.Left] > 0 ? $"{Counted.Of(this[RowOutcome.Left])} left as they are, " : "";
        return $"{Counted.Of(Rows, "row")}: {Counted.Of(this[RowOutcome.Registered])} {would}registered, "
            + $"{Counted.Of(this[RowOutcome.Updated])} {would}updated, {Counted.Of(this[RowOutcome.Unchanged])} unchanged, "
            + $"{left}{Counted.Of(this[RowOutcome.Faulty])} faulty";
    }
}
