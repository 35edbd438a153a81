using Tributary.Contracts;

namespace Tributary.Plugins.CamelsModelOutput;

/// <summary>Where a basin lies and how large it is, as far as the workflow names files that tell.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Elevation">m above sea level.</param>
/// <param name="AreaKm2">km2.</param>
internal readonly record struct BasinPlace(double? Latitude, double? Elevation, double? AreaKm2)
{
    /// <summary>Reads the three lines above the columns of a CAMELS-US forcing file: latitude, elevation in m, area in m2.</summary>
    /// <exception cref="InputException">The file is missing or does not start so.</exception>
    public static BasinPlace ReadHeader(string path)
    {
        using var text = new DelimitedText(path);
        double[] header = new double[3];
        for (int line = 0; line < header.Length; line++)
        {
            header[line] = text.Read() && text.Count == 1
                ? text.Number(0)
                : throw new InputException("does not start with latitude, elevation (m) and area (m2), each alone on a line", $"{path}, line {text.Line}", "settings.forcing_file names a forcing file of CAMELS-US.");
        }

        return new BasinPlace(header[0], header[1], header[2] / 1e6);
    }
}
