using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Makes networks.</summary>
public static class Networks
{
    /// <summary>Makes a network with first values that follow torch's seed.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <exception cref="InputException">A size or a combination of settings makes no network; names the setting.</exception>
    public static RunoffNetwork Make(NetworkShape shape)
    {
        ShapeRules.Demand(shape);
        return shape.Kind switch
        {
            _ when shape.Forecast is { } forecast => new ForecastWindows(shape, forecast),
            NetworkKind.EaLstm => new EaLstmNetwork(shape),
            NetworkKind.McLstm => new McLstmNetwork(shape),
            NetworkKind.InputTransform => new InputTransformNetwork(shape),
            _ => new LstmNetwork(shape),
        };
    }
}
