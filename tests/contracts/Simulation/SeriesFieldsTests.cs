using Tributary.Contracts;

namespace Tributary.Tests.Contracts;

/// <summary>Series of units as fields.</summary>
public sealed class SeriesFieldsTests
{
    [Fact]
    public void Each_unit_stands_in_its_cell_and_nothing_is_known_elsewhere()
    {
        // Two variables, three units, four steps: value = variable, unit, step as digits. The middle variable of three is not provided.
        double[] values = [.. from variable in Enumerable.Range(0, 2) from unit in Enumerable.Range(0, 3) from step in Enumerable.Range(0, 4) select (double)((100 * variable) + (10 * unit) + step)];
        var fields = new SeriesFields(values, new SeriesRows([0, -1, 12], 4, 3), 3, new CellPlaces([5, 5, 6], [8, 9, 8]));
        Assert.Equal((3, 2, 2), (fields.VariableCount, fields.Height, fields.Width));
        float[] read = new float[24];
        fields.Read(1, 2, read);
        float[] first = [1, 11, 21, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, 101, 111, 121, float.NaN];
        float[] second = [2, 12, 22, float.NaN, float.NaN, float.NaN, float.NaN, float.NaN, 102, 112, 122, float.NaN];
        Assert.Equal([.. first, .. second], read);
    }
}
