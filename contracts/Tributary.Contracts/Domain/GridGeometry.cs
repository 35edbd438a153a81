namespace Tributary.Contracts;

/// <summary>The grid on which a grid model reads its forcing.</summary>
/// <param name="Latitude">Latitude of each cell's centre in degrees north, <c>[y][x]</c>.</param>
/// <param name="Longitude">Longitude of each cell's centre in degrees east, <c>[y][x]</c>.</param>
/// <param name="Height">Number of rows.</param>
/// <param name="Width">Number of columns.</param>
/// <param name="Inside">Share of each cell that lies inside the domain, 0 to 1, <c>[y][x]</c>.</param>
public sealed record GridGeometry(
    IReadOnlyList<double> Latitude, IReadOnlyList<double> Longitude, int Height, int Width, IReadOnlyList<double> Inside);
