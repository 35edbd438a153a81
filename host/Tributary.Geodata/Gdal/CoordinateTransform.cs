using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>Brings coordinates from one system to another, by PROJ through GDAL. One caller at a time.</summary>
public sealed class CoordinateTransform : IDisposable
{
    private readonly TransformationHandle _handle;
    private readonly string _where;

    /// <summary>Prepares the transformation.</summary>
    /// <param name="from">The system that coordinates are in.</param>
    /// <param name="to">The system wanted.</param>
    /// <param name="where">The file that the coordinates come from, for messages.</param>
    /// <exception cref="InputException">There is no way from one to the other.</exception>
    public CoordinateTransform(CoordinateSystem from, CoordinateSystem to, string where)
    {
        GdalLibrary.Begin();
        _where = where;
        _handle = new TransformationHandle(OsrNative.OCTNewCoordinateTransformation(from.Handle, to.Handle));
        if (_handle.IsInvalid)
        {
            throw GdalLibrary.Wrong($"coordinates cannot be brought from '{from.Name}' to '{to.Name}'", where);
        }
    }

    /// <summary>Transforms points in place.</summary>
    /// <exception cref="InputException">A point lies where the transformation is not defined.</exception>
    public void Apply(Span<double> x, Span<double> y)
    {
        GdalLibrary.Begin();
        if (x.Length > 0 && OsrNative.OCTTransform(_handle, x.Length, x, y, 0) == 0)
        {
            throw GdalLibrary.Wrong("coordinates cannot be transformed", _where, "Check that the stated coordinate system is that of the coordinates.");
        }
    }

    /// <summary>Transforms points in place; those where the transformation is not defined become NaN.</summary>
    public void ApplyWherePossible(Span<double> x, Span<double> y)
    {
        GdalLibrary.Begin();
        if (x.Length > 0 && OsrNative.OCTTransform(_handle, x.Length, x, y, 0) == 0)
        {
            for (int i = 0; i < x.Length; i++)
            {
                (x[i], y[i]) = double.IsFinite(x[i]) && double.IsFinite(y[i]) ? (x[i], y[i]) : (double.NaN, double.NaN);
            }
        }
    }

    /// <summary>Transforms one point.</summary>
    public (double X, double Y) Apply(double x, double y)
    {
        Span<double> px = [x];
        Span<double> py = [y];
        Apply(px, py);
        return (px[0], py[0]);
    }

    /// <summary>A transformed copy of a geometry.</summary>
    /// <exception cref="InputException">A vertex lies where the transformation is not defined.</exception>
    public Geometry Apply(Geometry geometry)
    {
        Geometry copy = geometry.Copy();
        copy.Apply(new Vertices(this));
        copy.GeometryChanged();
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private sealed class Vertices(CoordinateTransform transform) : IEntireCoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence sequence)
        {
            double[] x = new double[sequence.Count];
            double[] y = new double[sequence.Count];
            for (int i = 0; i < x.Length; i++)
            {
                (x[i], y[i]) = (sequence.GetX(i), sequence.GetY(i));
            }

            transform.Apply(x, y);
            for (int i = 0; i < x.Length; i++)
            {
                sequence.SetX(i, x[i]);
                sequence.SetY(i, y[i]);
            }
        }
    }
}
