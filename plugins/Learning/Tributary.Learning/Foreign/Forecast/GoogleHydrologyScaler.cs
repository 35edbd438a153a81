using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>googlehydrology's <c>scaler.nc</c>: of each series, attribute and target an array over <c>parameter</c>, among which are center and scale.</summary>
public static class GoogleHydrologyScaler
{
    private const string Parameter = "parameter";
    private const string Remedy = "Take the scaler.nc of the same googlehydrology run.";

    /// <summary>Reads the scaler for the variables of a run's configuration.</summary>
    /// <param name="files">Opens NetCDF files.</param>
    /// <param name="path">The file.</param>
    /// <param name="inputs">Series, in the wanted order.</param>
    /// <param name="attributes">Static attributes.</param>
    /// <param name="targets">Targets.</param>
    /// <exception cref="InputException">The file is missing or no such scaler, or lacks a variable.</exception>
    public static Scaler Read(IArrayFiles files, string path, IEnumerable<string> inputs, IEnumerable<string> attributes, IEnumerable<string> targets)
    {
        ArgumentNullException.ThrowIfNull(files);
        using IArrayFile file = files.Open(path);
        string[] parameters = file.Variables.Any(variable => variable.Name == Parameter)
            ? [.. file.ReadText(Parameter).Select(name => name.Trim())]
            : throw new InputException($"there is no {Parameter} in it", path, Remedy);
        int center = Array.IndexOf(parameters, "center");
        int scale = Array.IndexOf(parameters, "scale");
        if (center < 0 || scale < 0)
        {
            throw new InputException($"its {Parameter} names no center and scale but {string.Join(", ", parameters)}", path, Remedy);
        }

        return new Scaler
        {
            FittedOn = $"googlehydrology, {Path.GetFileName(path)}",
            Inputs = [.. inputs.Select(Scaling)],
            Attributes = [.. attributes.Select(Scaling)],
            Targets = [.. targets.Select(Scaling)],
        };

        VariableScaling Scaling(string name)
        {
            ArrayVariable? variable = file.Variables.FirstOrDefault(variable => variable.Name == name);
            if (variable is null || variable.Length != parameters.Length)
            {
                throw new InputException($"there is no scaling of {name} in it", path, Remedy);
            }

            double[] values = new double[parameters.Length];
            file.Read(name, new long[variable.Dimensions.Count], [.. variable.Dimensions.Select(dimension => dimension.Length)], values);
            return double.IsFinite(values[center]) && double.IsFinite(values[scale]) && values[scale] != 0
                ? new VariableScaling { Name = name, Method = ScalingMethod.Standard, Center = values[center], Scale = values[scale] }
                : throw new InputException($"the scaling of {name} is {values[center]} and {values[scale]}", path, Remedy);
        }
    }
}
