using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Carries units, networks, parameters and states from one process to another.</summary>
internal static class DomainPacking
{
    private const int DaysOfYear = 366;

    private static readonly TimeAxis LeapYear = new(new DateTime(2000, 1, 1), TimeSpan.FromDays(1), DaysOfYear);

    public static void Write(ref PackWriter writer, CatchmentUnits units)
    {
        Write(ref writer, units.Ids);
        writer.Write(units.AreaKm2);
        writer.Write(units.Latitude);
        writer.Write(units.Longitude);
        writer.Write(units.Elevation);
        ElevationBands bands = units.Bands;
        writer.Write((long)bands.BandCount);
        writer.Write(bands.AreaFraction);
        writer.Write(bands.PrecipitationFactor);
        writer.Write(bands.HeightAboveForcing);
        double[] lapseRates = new double[DaysOfYear];
        bands.LapseRates(LeapYear, 0, lapseRates);
        writer.Write<double>(lapseRates);
        Write(ref writer, units.Attributes);
        writer.Write(units.Places is not null);
        if (units.Places is { } places)
        {
            writer.Write((long)places.Width);
            writer.Write<int>([.. places.Cell]);
        }
    }

    public static CatchmentUnits ReadUnits(ref PackReader reader)
    {
        string[] ids = ReadTexts(ref reader);
        double[] area = reader.ReadSpan<double>().ToArray();
        double[] latitude = reader.ReadSpan<double>().ToArray();
        double[] longitude = reader.ReadSpan<double>().ToArray();
        double[] elevation = reader.ReadSpan<double>().ToArray();
        int bandCount = reader.ReadInt();
        double[] areaFraction = reader.ReadSpan<double>().ToArray();
        double[] precipitationFactor = reader.ReadSpan<double>().ToArray();
        double[] height = reader.ReadSpan<double>().ToArray();
        var bands = new ElevationBands(bandCount, ids.Length, areaFraction, precipitationFactor, height, reader.ReadSpan<double>().ToArray());
        AttributeTable attributes = ReadAttributes(ref reader);
        CellPlaces? places = null;
        if (reader.ReadBool())
        {
            int width = reader.ReadInt();
            int[] cells = reader.ReadSpan<int>().ToArray();
            places = new CellPlaces([.. cells.Select(cell => cell / width)], [.. cells.Select(cell => cell % width)]);
        }

        return new CatchmentUnits(ids, area, latitude, longitude, elevation, bands, attributes, places);
    }

    public static void Write(ref PackWriter writer, RiverNetwork network)
    {
        Write(ref writer, network.Ids);
        writer.Write(network.Downstream);
        writer.Write(network.LengthMetres);
        writer.Write(network.Slope);
        writer.Write(network.ReachOfUnit);
        Write(ref writer, network.Attributes);
    }

    public static RiverNetwork ReadNetwork(ref PackReader reader)
    {
        string[] ids = ReadTexts(ref reader);
        int[] downstream = reader.ReadSpan<int>().ToArray();
        double[] length = reader.ReadSpan<double>().ToArray();
        double[] slope = reader.ReadSpan<double>().ToArray();
        int[] reachOfUnit = reader.ReadSpan<int>().ToArray();
        return new RiverNetwork(ids, downstream, length, slope, reachOfUnit, ReadAttributes(ref reader));
    }

    public static void Write(ref PackWriter writer, ParameterSets parameters)
    {
        writer.Write((long)parameters.ParameterCount);
        writer.Write((long)parameters.SetCount);
        writer.Write((long)parameters.UnitCount);
        for (int parameter = 0; parameter < parameters.ParameterCount; parameter++)
        {
            writer.Write<double>(parameters[parameter]);
        }
    }

    public static ParameterSets ReadParameters(ref PackReader reader)
    {
        var parameters = new ParameterSets(reader.ReadInt(), reader.ReadInt(), reader.ReadInt());
        for (int parameter = 0; parameter < parameters.ParameterCount; parameter++)
        {
            reader.ReadSpan<double>().CopyTo(parameters[parameter]);
        }

        return parameters;
    }

    public static void Write(ref PackWriter writer, StateLayout states)
    {
        writer.Write([.. states.Variables], IsolationJson.Default.StateVariableArray);
        writer.Write((long)states.UnitCount);
    }

    public static StateLayout ReadStates(ref PackReader reader) => new(reader.ReadJson(IsolationJson.Default.StateVariableArray), reader.ReadInt());

    private static void Write(ref PackWriter writer, IReadOnlyList<string> texts)
    {
        writer.Write((long)texts.Count);
        foreach (string text in texts)
        {
            writer.Write(text);
        }
    }

    private static string[] ReadTexts(ref PackReader reader)
    {
        string[] texts = new string[reader.ReadInt()];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = reader.ReadText()!;
        }

        return texts;
    }

    private static void Write(ref PackWriter writer, AttributeTable attributes)
    {
        writer.Write((long)attributes.UnitCount);
        writer.Write((long)attributes.Names.Count);
        foreach (string name in attributes.Names)
        {
            writer.Write(name);
            writer.Write(attributes.UnitOf(name));
            writer.Write(attributes[name]);
        }
    }

    private static AttributeTable ReadAttributes(ref PackReader reader)
    {
        var attributes = new AttributeTable(reader.ReadInt());
        int count = reader.ReadInt();
        for (int i = 0; i < count; i++)
        {
            attributes.Set(reader.ReadText()!, reader.ReadText()!, reader.ReadSpan<double>().ToArray());
        }

        return attributes;
    }
}
