using System.Globalization;
using System.Text;

namespace Tributary.Tests.EndToEnd;

/// <summary>
/// The NOAA-OWP LSTM, trained on 515 hourly basins of the United States, on an hourly catchment of France that it never saw. The French record has no temperature,
/// which the network reads: it is got back from the record's own potential evapotranspiration, made of it by the formula of Oudin et al. (2005).
/// </summary>
public sealed class TransferHourlyTests
{
    private const string Model = "nh_AORC_hourly_slope_elev_precip_temp_seq999_seed101_2801_191806";

    // airGR's catchment L0123001 has both: there the formula gives E of T within its rounding of 0.1 mm at this latitude.
    private const double Latitude = 46;

    [Fact]
    public void Temperature_is_got_back_where_it_is_known()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(RealData.Folder, "airgr")), $"There is no {RealData.Folder}/airgr; name the folder of real data in TRIBUTARY_DATA.");
        double off = 0;
        int days = 0;
        foreach (string[] row in Rows("L0123001"))
        {
            (DateTime day, double warmth, double evaporation) = (Date(row[0]), Number(row[2]), Number(row[3]));
            if (evaporation > 0 && double.IsFinite(warmth))
            {
                off += Math.Abs(evaporation - (Radiation(day) * (warmth + 5) / 2850));
                days++;
            }
        }

        Assert.True(days > 9000 && off / days < 0.03, $"{off / days} mm on {days} days");
    }

    /// <summary>Some minutes of training: run with -explicit on.</summary>
    [Fact(Explicit = true)]
    public void The_OWP_network_is_fine_tuned_on_the_hourly_catchment()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(RealData.Folder, "airgr")), $"There is no {RealData.Folder}/airgr; name the folder of real data in TRIBUTARY_DATA.");
        using var study = new LstmStudy();
        study.Folder.Write("L0123003.csv", Forcing());
        string run = Path.GetDirectoryName(RealData.At("owp_lstm", "trained_neuralhydrology_models", Model, "config.yml"))!;
        string source = $"source: '{run}', inputs: {{ APCP_surface: {{ name: precipitation, unit: mm }}, TMP_2maboveground: {{ name: air_temperature, unit: K }} }}, simulate: carried";
        string tuned = $"{source}, lookback: 1719, predict_last_n: 720, epochs: 40, batch_size: 2";
        study.Run("owp", $$"""
            period: { start: 2004-01-01, end: 2008-12-31, step: 1h }
            splits: { warmup: [2004-01-01, 2004-12-31], calibration: [2005-01-01, 2005-12-31], validation: [2006-01-01, 2006-12-31], test: [2007-01-01, 2008-12-31] }
            domain: { basins: [{ id: L0123003, area: 920, attributes: { elev_mean: 629 } }] }
            forcing: { source: csv, files: "{basin}.csv", variables: { precipitation: { name: P, unit: mm }, air_temperature: { name: T, unit: degC }, discharge: { name: Qls, unit: L s-1 } } }
            models:
              - { name: zero-shot, plugin: transfer, settings: { strategy: zero-shot, {{source}} } }
              - { name: head-only, plugin: transfer, settings: { strategy: head-only, {{tuned}}, learning_rate: 0.001, dropout: 0 } }
              - { name: full, plugin: transfer, settings: { strategy: full, {{tuned}}, learning_rate: 0.0001 } }
            evaluate: { by: [validation, test], baseline: zero-shot }
            """);

        double[] scores = [.. ((string[])["zero-shot", "head-only", "full"]).Select(member => study.Scores("owp", member)[0])];
        LstmStudy.Tell($"L0123003, NSE of 2007 and 2008: {scores[0]:0.000} as it is, {scores[1]:0.000} head-only, {scores[2]:0.000} full");
        Assert.True(scores[0] > 0.8, $"zero-shot {scores[0]}");
        Assert.All(scores, score => Assert.True(score > scores[0] - 0.05, $"{score} after, {scores[0]} before"));
    }

    /// <summary>Hours of precipitation, temperature and discharge; the temperature is the same all day.</summary>
    private static string Forcing()
    {
        string[][] rows = [.. Rows("L0123003")];
        Dictionary<DateTime, double> warmth = rows.GroupBy(row => Date(row[0]).Date).ToDictionary(day => day.Key, day => (day.Sum(row => Number(row[3])) * 2850 / Radiation(day.Key)) - 5);
        var text = new StringBuilder("date,P,T,Qls\n");
        foreach (string[] row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row[0]},{row[1]},{warmth[Date(row[0]).Date]:0.00},{row[4].Replace("NA", string.Empty, StringComparison.Ordinal)}\n");
        }

        return text.ToString();
    }

    /// <summary>Radiation above the atmosphere as airGR computes it (Morton, 1983), in MJ m-2 d-1.</summary>
    private static double Radiation(DateTime day)
    {
        double latitude = Latitude * Math.PI / 180;
        double declination = 0.4093 * Math.Sin((day.DayOfYear / 58.1) - 1.405);
        double sunset = Math.Acos(Math.Clamp(-Math.Tan(latitude) * Math.Tan(declination), -1, 1));
        double noon = Math.Max(0.001, Math.Cos(latitude - declination));
        double mean = noon + (Math.Cos(latitude) * Math.Cos(declination) * ((Math.Sin(sunset) / sunset) - 1));
        return 446 * sunset * mean * (1 + (Math.Cos(day.DayOfYear / 58.1) / 30));
    }

    private static IEnumerable<string[]> Rows(string basin) => File.ReadLines(Path.Combine(RealData.Folder, "airgr", $"{basin}_obs.csv")).Skip(1).Select(line => line.Split(','));

    private static DateTime Date(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static double Number(string text) => text == "NA" ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture);
}
