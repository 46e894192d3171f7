using System.Collections;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>
/// The last few of a sequence that grows by one at each sample. A longer one shares its buffer with the one that it grew from, which sees
/// no further than it did, so that growing seldom copies.
/// </summary>
internal sealed class Tail : IReadOnlyList<Sample>
{
    private readonly Sample?[] _buffer;
    private readonly int _start;

    private Tail(Sample?[] buffer, int start, int count) => (_buffer, _start, Count) = (buffer, start, count);

    public int Count { get; }

    public Sample this[int index] => _buffer[_start + index]!;

    public static Tail Append(IReadOnlyList<Sample> before, Sample sample, int kept)
    {
        var left = Math.Min(before.Count, kept - 1);
        if (before is Tail tail && tail.TryExtend(sample))
            return new Tail(tail._buffer, tail._start + tail.Count - left, left + 1);

        var buffer = new Sample?[2 * kept];
        for (var i = 0; i < left; i++)
            buffer[i] = before[before.Count - left + i];
        buffer[left] = sample;
        return new Tail(buffer, 0, left + 1);
    }

    public IEnumerator<Sample> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // A state may be taken further twice, by two threads even: only the first finds the place free.
    private bool TryExtend(Sample sample) =>
        _start + Count < _buffer.Length && Interlocked.CompareExchange(ref _buffer[_start + Count], sample, null) is null;
}
