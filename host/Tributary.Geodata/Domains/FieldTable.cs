using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Rows of named fields, from a vector layer or from the arrays of a NetCDF file.</summary>
internal sealed class FieldTable
{
    private readonly Func<string, int> _indexOf;
    private readonly Func<int, int, (double Number, string? Id)> _value;

    private FieldTable(string path, string names, int count, Func<string, int> indexOf, Func<int, int, (double Number, string? Id)> value)
    {
        (Path, Names, Count, _indexOf, _value) = (path, names, count, indexOf, value);
    }

    public string Path { get; }

    public int Count { get; }

    private string Names { get; }

    public static FieldTable Of(VectorLayer layer, IReadOnlyList<VectorFeature> features) => new(
        layer.Path,
        string.Join(", ", layer.Fields.Select(field => field.Name)),
        features.Count,
        layer.IndexOf,
        (field, row) => (features[row].NumberAt(field), features[row].IdAt(field)));

    /// <summary>The arrays that are as long as one of them.</summary>
    public static FieldTable OfArrays(string path, IReadOnlyList<string> rowKeys)
    {
        using IArrayFile file = new NetCdfFiles().Open(path);
        string names = string.Join(", ", file.Variables.Select(variable => variable.Name));
        ArrayVariable key = file.Variables.FirstOrDefault(variable => rowKeys.Contains(variable.Name))
            ?? throw new InputException($"there is no variable '{rowKeys[0]}'", path, $"It has {names}.");
        string dimension = key.Dimensions[0].Name;
        ArrayVariable[] columns = [.. file.Variables.Where(each => !each.IsText && each.Dimensions.Count == 1 && each.Dimensions[0].Name == dimension)];
        double[][] values = [.. columns.Select(column => Read(file, column))];
        return new FieldTable(
            path,
            string.Join(", ", columns.Select(column => column.Name)),
            (int)key.Length,
            name => Array.FindIndex(columns, column => column.Name == name),
            (field, row) => (values[field][row], VectorFeature.NumberId(values[field][row])));
    }

    public bool Has(string field) => _indexOf(field) >= 0;

    public string?[] Ids(string field)
    {
        int index = Demand(field);
        string?[] ids = new string?[Count];
        for (int row = 0; row < Count; row++)
        {
            ids[row] = _value(index, row).Id;
        }

        return ids;
    }

    public double[] Numbers(string field)
    {
        int index = Demand(field);
        double[] numbers = new double[Count];
        for (int row = 0; row < Count; row++)
        {
            numbers[row] = _value(index, row).Number;
        }

        return numbers;
    }

    /// <summary>Numbers in the unit of measurement wanted.</summary>
    public double[] Numbers(MeasuredField field, string unit, IUnits units)
    {
        double[] numbers = Numbers(field.Field);
        UnitConversion conversion = units.Between(field.Unit, unit)
            ?? throw new InputException($"field '{field.Field}' is said to be in '{field.Unit}', which does not convert to {unit}", Path, $"Give its unit: '{{ field: {field.Field}, unit: {unit} }}'.");
        conversion.Apply(numbers);
        return numbers;
    }

    /// <summary>Where a row stands, for messages: rows are counted from 1.</summary>
    public static string RowName(int row) => (row + 1).ToString(CultureInfo.InvariantCulture);

    private static double[] Read(IArrayFile file, ArrayVariable column)
    {
        double[] values = new double[column.Length];
        file.Read(column.Name, [0], [column.Length], values);
        return values;
    }

    private int Demand(string field)
    {
        int index = _indexOf(field);
        return index >= 0 ? index : throw new InputException($"there is no field '{field}'", Path, $"It has {Names}.");
    }
}
