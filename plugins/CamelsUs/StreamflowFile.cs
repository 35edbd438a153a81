using Tributary.Contracts;

namespace Tributary.Plugins.CamelsUs;

/// <summary>One file ID_streamflow_qc.txt of the US Geological Survey: id, year, month, day, mean flow of the day in ft3 s-1, flag.</summary>
internal static class StreamflowFile
{
    public const string SeriesName = "streamflow";

    /// <summary>Reads the flow; a day flagged M or with a negative flow is a gap.</summary>
    /// <exception cref="InputException">The file is missing or damaged, or is of another gauge.</exception>
    public static BasinSeries Read(string path, string basin)
    {
        using var text = new DelimitedText(path) { Headings = ["gauge", "year", "month", "day", "flow", "flag"] };
        var rows = new DatedRows(path, 1);
        while (text.Read())
        {
            if (!text[0].TrimStart('0').SequenceEqual(basin.AsSpan().TrimStart('0')))
            {
                throw new InputException($"is of gauge '{text[0]}', not of {basin}", text.Place(0));
            }

            double flow = text.NumberOrGap(4);
            bool missing = text[5].SequenceEqual("M") || flow < 0;
            rows.Add(text.Day(1), [missing ? double.NaN : flow], text.Line);
        }

        (TimeAxis time, double[][] columns) = rows.Place();
        return new BasinSeries(SeriesName, Variables.Discharge, "ft3 s-1", time, columns[0]);
    }
}
