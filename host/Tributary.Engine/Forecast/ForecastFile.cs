using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A NetCDF file of forecasts: arrays over issue time and lead time, and over basins and ensemble members where it holds several, in any order of dimensions.</summary>
internal sealed class ForecastFile : IDisposable
{
    private static readonly string[] LeadNames = ["lead", "lead_time", "leadtime", "forecast_period", "step", "prediction_timedelta"];
    private static readonly string[] IdNames = ["gauge_id", "basin", "gauge", "basin_id", "station_id", "station", "id"];

    private static readonly string[] MemberNames = ["member", "realization", "number", "ensemble", "ensemble_member"];

    private readonly IArrayFile _file;
    private readonly IUnits _units;
    private readonly TimeSpan _step;
    private readonly string _issueDimension;

    /// <exception cref="InputException">It is missing, no such file, or has no issue times.</exception>
    public ForecastFile(IArrayFiles files, string path, IUnits units, TimeSpan step)
    {
        (_file, _units, _step) = (files.Open(path), units, step);
        try
        {
            ArrayVariable issue = _file.Variables.FirstOrDefault(variable => variable.Dimensions.Count == 1 && variable.Text("units")?.Contains(" since ", StringComparison.Ordinal) == true)
                ?? throw new InputException("has no coordinate of issue times", path, "One variable with one dimension needs units such as 'days since 1980-01-01'.");
            _issueDimension = issue.Dimensions[0].Name;
            Issues = _file.ReadTimes(issue.Name);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>When its forecasts were issued.</summary>
    public DateTime[] Issues { get; }

    /// <summary>Whether it holds a variable.</summary>
    /// <param name="variable">What it is.</param>
    /// <param name="section">What the workflow says of it; null for nothing.</param>
    public bool Has(Variable variable, SeriesSection? section) => section is not null || _file.Variables.Any(known => known.Name == variable.Name);

    /// <summary>How many steps ahead it reaches: those that follow each other from the first.</summary>
    public int Leads
    {
        get
        {
            (string Name, long Length) dimension = _file.Variables.SelectMany(variable => variable.Dimensions).FirstOrDefault(dimension => LeadNames.Contains(dimension.Name));
            double[] steps = dimension.Name is null ? [] : StepsAlong(dimension);
            int leads = 0;
            while (steps.Any(step => Math.Abs(step - (leads + 1)) < 1e-6))
            {
                leads++;
            }

            return leads;
        }
    }

    /// <summary>Reads a variable of one basin.</summary>
    /// <param name="variable">What it is, and in which unit it is wanted.</param>
    /// <param name="section">What the workflow says of it; null for nothing.</param>
    /// <param name="basin">The basin's id; a file of a single one needs none.</param>
    /// <param name="leads">Time steps wanted, the first after the issue being the first.</param>
    /// <returns>Values, <c>[issue][member][lead]</c>; a deterministic forecast has one member.</returns>
    /// <exception cref="InputException">The file lacks the variable, the basin or a lead time, or the unit does not convert.</exception>
    public double[][][] Read(Variable variable, SeriesSection? section, string basin, int leads)
    {
        string name = section?.Name ?? variable.Name;
        ArrayVariable array = _file.Variables.FirstOrDefault(known => known.Name == name) ?? throw new InputException(
            $"there is no variable '{name}'{Nearest.Suggest(name, _file.Variables.Select(known => known.Name))}", _file.Path, $"Name it under forecast.variables.{variable.Name}.");
        int issue = AxisOf(array, dimension => dimension == _issueDimension);
        int lead = AxisOf(array, dimension => LeadNames.Contains(dimension));
        int member = AxisOf(array, dimension => MemberNames.Contains(dimension));
        int[] places = [.. Enumerable.Range(0, array.Dimensions.Count).Where(axis => axis != issue && axis != lead && axis != member)];
        if (issue < 0 || lead < 0 || places.Length > 1)
        {
            throw new InputException(
                $"{name} has the dimensions {string.Join(", ", array.Dimensions.Select(dimension => dimension.Name))}", _file.Path,
                $"A forecast is over {_issueDimension}, a lead time named {string.Join(", ", LeadNames)}, and at most members named {string.Join(", ", MemberNames)} and the basins.");
        }

        long[] start = new long[array.Dimensions.Count];
        long[] count = [.. array.Dimensions.Select(dimension => dimension.Length)];
        foreach (int place in places)
        {
            (start[place], count[place]) = (RowOf(basin, array.Dimensions[place]), 1);
        }

        double[] values = new double[count.Aggregate(1L, (product, length) => product * length)];
        _file.Read(name, start, count, values);
        Conversion(variable, section, array).Apply(values);
        int[] columns = ColumnsOf(array.Dimensions[lead], leads);
        long Stride(int axis) => axis < 0 ? 0 : count.Skip(axis + 1).Aggregate(1L, (product, length) => product * length);
        (long perIssue, long perMember, long perLead) = (Stride(issue), Stride(member), Stride(lead));
        int members = member < 0 ? 1 : (int)count[member];
        return
        [
            .. Enumerable.Range(0, (int)count[issue]).Select(at => Enumerable.Range(0, members).Select(of =>
                columns.Select(column => values[(at * perIssue) + (of * perMember) + (column * perLead)]).ToArray()).ToArray()),
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static int AxisOf(ArrayVariable array, Func<string, bool> isIt) => array.Dimensions.ToList().FindIndex(dimension => isIt(dimension.Name));

    private UnitConversion Conversion(Variable variable, SeriesSection? section, ArrayVariable array)
    {
        string unit = section?.Unit ?? array.Text("units") ?? throw new InputException(
            $"{array.Name} has no unit", _file.Path, $"Give forecast.variables.{variable.Name} as {{ name: {array.Name}, unit: UNIT }}.");
        return new QuantityConversion(_units, _step).To(unit, variable)
            ?? throw new InputException($"{array.Name} is in {unit}, which cannot be converted to {variable.Unit} of {variable.Name}", _file.Path);
    }

    private long RowOf(string basin, (string Name, long Length) dimension)
    {
        if (dimension.Length == 1)
        {
            return 0;
        }

        ArrayVariable? ids = IdNames.Prepend(dimension.Name).Select(name => _file.Variables.FirstOrDefault(variable => variable.Name == name && variable.IsText)).FirstOrDefault(found => found is not null);
        if (ids is null)
        {
            throw new InputException($"has {dimension.Length} places along {dimension.Name} but no text variable of their ids", _file.Path, $"Name it {IdNames[0]}.");
        }

        string[] known = [.. _file.ReadText(ids.Name).Select(id => id.Trim())];
        int row = Array.IndexOf(known, basin);
        return row >= 0 ? row : throw new InputException($"there is no basin '{basin}'{Nearest.Suggest(basin, known)}", _file.Path);
    }

    /// <summary>The place of each wanted lead. A lead coordinate in units of time says them; without one they are one step apart, the first one step ahead.</summary>
    private int[] ColumnsOf((string Name, long Length) dimension, int leads)
    {
        double[] steps = StepsAlong(dimension);
        return [.. Enumerable.Range(1, leads).Select(lead =>
        {
            int column = Array.FindIndex(steps, step => Math.Abs(step - lead) < 1e-6);
            return column >= 0 ? column : throw new InputException(
                $"its {dimension.Name} has no forecast {lead} time steps ahead, only {string.Join(", ", steps.Select(step => step.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)))}",
                _file.Path,
                $"The model forecasts {leads} steps from forecasts of as many.");
        })];
    }

    private double[] StepsAlong((string Name, long Length) dimension)
    {
        double[] steps = [.. Enumerable.Range(1, (int)dimension.Length).Select(step => (double)step)];
        if (_file.Variables.FirstOrDefault(variable => variable.Name == dimension.Name && !variable.IsText) is { } coordinate)
        {
            _file.Read(coordinate.Name, [0], [dimension.Length], steps);
            (coordinate.Text("units") is { Length: > 0 } unit && _units.Between(unit, "s") is { } seconds ? new UnitConversion(seconds.Scale / _step.TotalSeconds, 0) : UnitConversion.Identity).Apply(steps);
        }

        return steps;
    }
}
