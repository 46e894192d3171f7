using System.Text;

namespace IotPlatform.Telemetry;

/// <summary>Reads the series of a packed hour, one key after the other.</summary>
public sealed class SeriesReader(PackedHour hour)
{
    private int _key;
    private int _shorts;
    private int _ints;
    private int _doubles;
    private int _present;

    /// <summary>Goes to the next key; false after the last.</summary>
    public bool Next(out string key, out SeriesHead head)
    {
        (key, head) = ("", default);
        if (_key == hour.Keys.Length) return false;
        head = SeriesHead.Of(hour, _key);
        key = hour.Keys[_key++];
        return true;
    }

    /// <summary>The values of the key, and at which of the moments it has them: bits, or nothing for all.</summary>
    public SampleValue[] Read(SeriesHead head, out ReadOnlyMemory<byte> present)
    {
        present = PresentOf(head);
        var values = new SampleValue[head.Count];
        for (var i = 0; i < values.Length; i++) values[i] = ValueOf(head, i);
        Pass(head);
        return values;
    }

    /// <summary>The same, numbers without the digits that they were sent with: for those who calculate with millions of them.</summary>
    public SampleValue[] ReadPlain(SeriesHead head, out ReadOnlyMemory<byte> present) =>
        Read(head.Form == SeriesForm.FixedDecimals ? head with { Form = SeriesForm.Decimals } : head, out present);

    /// <summary>Leaves the key out.</summary>
    public void Skip(SeriesHead head)
    {
        PresentOf(head);
        Pass(head);
    }

    /// <summary>A number of the series as it was sent.</summary>
    public static SampleValue ValueOf(SeriesHead head, double number) =>
        head.Form == SeriesForm.FixedDecimals ? Fixed(Decimals.Scale(number, head.Scale)!.Value, head.Scale) : SampleValue.Of(number);

    private ReadOnlyMemory<byte> PresentOf(SeriesHead head)
    {
        if (head.Count == hour.Times.Length) return default;
        var bytes = Bits.Bytes(hour.Times.Length);
        var present = hour.Present.AsMemory(_present, bytes);
        _present += bytes;
        return present;
    }

    private SampleValue ValueOf(SeriesHead head, int at)
    {
        if (head.Form == SeriesForm.Doubles) return SampleValue.Of(hour.Doubles![_doubles + at]);
        var number = head.Base + (head.Width == sizeof(short) ? hour.Shorts![_shorts + at] : hour.Ints![_ints + at]);
        return head.Form switch
        {
            SeriesForm.Decimals => SampleValue.Of(Decimals.Unscale(number, head.Scale)),
            SeriesForm.FixedDecimals => Fixed(number, head.Scale),
            _ => SampleJson.ReadValue(Encoding.UTF8.GetBytes(hour.Words![number]))!.Value,
        };
    }

    private static SampleValue Fixed(long scaled, int scale) =>
        SampleJson.ReadValue(Encoding.ASCII.GetBytes(Decimals.Write(scaled, scale)))!.Value;

    private void Pass(SeriesHead head)
    {
        if (head.Width == sizeof(short)) _shorts += head.Count;
        else if (head.Width == sizeof(int)) _ints += head.Count;
        else _doubles += head.Count;
    }
}
