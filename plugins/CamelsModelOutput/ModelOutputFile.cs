using Tributary.Contracts;

namespace Tributary.Plugins.CamelsModelOutput;

/// <summary>
/// One file ID_NN_model_output.txt: forcing, the fluxes of the benchmark model (SNOW-17 and SAC-SMA) and observed runoff, a row a day,
/// amounts in mm a day and temperature in degC.
/// </summary>
internal static class ModelOutputFile
{
    public const string ObservedRunoff = "OBS_RUN";

    private static readonly (string Name, string Unit, Variable? Variable)[] Columns =
    [
        ("SWE", "mm", null),
        ("PRCP", "mm d-1", Variables.Precipitation),
        ("RAIM", "mm d-1", null),
        ("TAIR", "degC", Variables.AirTemperature),
        ("PET", "mm d-1", Variables.PotentialEvapotranspiration),
        ("ET", "mm d-1", null),
        ("MOD_RUN", "mm d-1", null),
        (ObservedRunoff, "mm d-1", Variables.Discharge),
    ];

    /// <summary>Reads all columns. What the benchmark model computed (SWE, RAIM, ET, MOD_RUN) is no standard variable, lest it be taken for data.</summary>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public static IReadOnlyList<BasinSeries> Read(string path)
    {
        using var text = new DelimitedText(path);
        text.ReadHeadings();
        int year = text.Demand("YR");
        if (text.Demand("MNTH") != year + 1 || text.Demand("DY") != year + 2)
        {
            throw new InputException("the columns YR, MNTH and DY should stand in this order", $"{path}, line {text.Line}");
        }

        int[] columns = Array.ConvertAll(Columns, column => text.Demand(column.Name));
        var rows = new DatedRows(path, columns.Length);
        double[] values = new double[columns.Length];
        while (text.Read())
        {
            for (int i = 0; i < columns.Length; i++)
            {
                values[i] = text.NumberOrGap(columns[i]);
            }

            // A negative runoff is the data set's mark of a day without observation.
            values[^1] = values[^1] < 0 ? double.NaN : values[^1];
            rows.Add(text.Day(year), values, text.Line);
        }

        (TimeAxis time, double[][] placed) = rows.Place();
        return [.. Columns.Select((column, i) => new BasinSeries(column.Name, column.Variable, column.Unit, time, placed[i]))];
    }
}
