namespace IotPlatform.Telemetry;

/// <summary>Packs a device's hour into arrays.</summary>
public static class HourPacker
{
    /// <summary>From so many moments on the hour's rollup is worth its space.</summary>
    private const int MomentsForHourRollup = 240;

    /// <summary>From so many moments on, ten a minute, those of its minutes are.</summary>
    private const int MomentsForMinuteRollup = 600;

    /// <summary>The row to store.</summary>
    public static PackedHour Pack(DeviceHour hour)
    {
        var moments = hour.Moments.ToArray();
        var columns = hour.ToColumns([]);
        var packed = new PackedHour
        {
            DeviceKey = hour.DeviceKey,
            Hour = hour.Hour,
            Times = TimesOf(moments, hour.Hour),
            Starts = moments.All(m => m.StartsMessage) ? null : BitsOf(moments, m => m.StartsMessage),
            Keys = [.. columns.Columns.Keys],
            Present = PresenceOf(moments, columns),
            Others = hour.Others.Count == 0 ? null : $"[{string.Join(',', hour.Others)}]",
            HourRollup = moments.Length < MomentsForHourRollup ? null : Rollup.OfHour(columns),
            MinuteRollup = moments.Length < MomentsForMinuteRollup ? null : Rollup.OfMinutes(columns),
        };
        return WithSeries(WithLags(packed, moments), columns);
    }

    private static int[] TimesOf(Moment[] moments, long hour)
    {
        var times = new int[moments.Length];
        var last = hour;
        for (var i = 0; i < moments.Length; i++)
        {
            times[i] = unchecked((int)(uint)(moments[i].Time - last));
            last = moments[i].Time;
        }
        return times;
    }

    private static PackedHour WithLags(PackedHour packed, Moment[] moments)
    {
        var lags = moments.Select(m => m.ReceivedAt - m.Time).ToArray();
        if (lags.All(lag => lag == 0)) return packed;
        return lags.All(lag => lag is >= int.MinValue and <= int.MaxValue)
            ? packed with { Lags = [.. lags.Select(lag => (int)lag)] }
            : packed with { LongLags = lags };
    }

    private static byte[] BitsOf(Moment[] moments, Func<Moment, bool> isSet)
    {
        var bits = new byte[Bits.Bytes(moments.Length)];
        for (var i = 0; i < moments.Length; i++)
            if (isSet(moments[i])) Bits.Set(bits, i);
        return bits;
    }

    private static byte[]? PresenceOf(Moment[] moments, HourColumns columns)
    {
        var present = new List<byte>();
        foreach (var column in columns.Columns.Values)
        {
            if (column.Values.Count == moments.Length) continue;
            var times = column.Values.Select(v => v.Time).ToHashSet();
            present.AddRange(BitsOf(moments, m => times.Contains(m.Time)));
        }
        return present.Count == 0 ? null : [.. present];
    }

    private static PackedHour WithSeries(PackedHour packed, HourColumns columns)
    {
        var series = new SeriesPacker();
        foreach (var column in columns.Columns.Values) series.Add(column.Values.Select(v => v.Value).ToArray());
        return series.WriteTo(packed);
    }
}
