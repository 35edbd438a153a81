using System.Text;
using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>
/// Writes a NetCDF file: first all definitions, then all values. Nothing that the file holds depends on when it was written, so that the same
/// results give the same bytes. It is a classic file with 64-bit offsets: HDF5, below netCDF-4, brings the whole process down when the disk is full.
/// </summary>
public sealed class NetCdfWriter : IDisposable
{
    // ENOSPC; libnetcdf passes errors of the system on.
    private const int NoSpaceLeft = 28;

    private readonly string _path;
    private readonly int _id;
    private readonly Dictionary<string, int> _dimensions = [];
    private readonly Dictionary<string, int> _lengths = [];
    private readonly Dictionary<string, (int Id, long[] Shape)> _variables = [];
    private readonly Dictionary<string, UnitConversion> _packings = [];
    private bool _defining = true;
    private bool _closed;

    /// <summary>Creates the file.</summary>
    /// <exception cref="WorkException">It cannot be created.</exception>
    public NetCdfWriter(string path)
    {
        _path = path;
        lock (NetCdfFiles.Gate)
        {
            Check(NetCdfNative.nc_create(path, NetCdfNative.Clobber | NetCdfNative.LargeClassic, out _id), "it cannot be created");

            // Every value is written, so that none has to be filled in first.
            Check(NetCdfNative.nc_set_fill(_id, NetCdfNative.NoFill, out _), "it cannot be created");
        }
    }

    /// <summary>Defines a dimension.</summary>
    public void DefineDimension(string name, int length)
    {
        lock (NetCdfFiles.Gate)
        {
            Check(NetCdfNative.nc_def_dim(_id, name, (nuint)length, out int dimension), $"dimension {name}");
            _dimensions[name] = dimension;
            _lengths[name] = length;
        }
    }

    /// <summary>Defines an array; NaN is the fill value of numbers that may be missing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dimensions">Names of its dimensions, slowest first.</param>
    /// <param name="kind">How its values are stored.</param>
    /// <param name="attributes">Text attributes, in order.</param>
    public void DefineVariable(string name, ReadOnlySpan<string> dimensions, NetCdfKind kind, params ReadOnlySpan<(string Name, string Text)> attributes) =>
        Define(name, dimensions, kind, null, attributes);

    /// <summary>Defines an array of numbers that are packed into 16 bits: each becomes the nearest of <c>scale * n + offset</c> with whole n from -32767 to 32767, NaN a mark of its own.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dimensions">Names of its dimensions, slowest first.</param>
    /// <param name="scale">Distance of two neighbouring numbers, above 0.</param>
    /// <param name="offset">The number in the middle.</param>
    /// <param name="attributes">Text attributes, in order.</param>
    public void DefinePacked(string name, ReadOnlySpan<string> dimensions, double scale, double offset, params ReadOnlySpan<(string Name, string Text)> attributes)
    {
        _packings[name] = new UnitConversion(1 / scale, -offset / scale);
        Define(name, dimensions, null, [("scale_factor", scale), ("add_offset", offset)], attributes);
    }

    /// <summary>Adds a global attribute.</summary>
    public void DefineAttribute(string name, string text)
    {
        lock (NetCdfFiles.Gate)
        {
            PutAttribute(NetCdfNative.Global, name, text);
        }
    }

    /// <summary>Writes values of an array.</summary>
    /// <param name="name">The array.</param>
    /// <param name="start">First index on each dimension.</param>
    /// <param name="count">Number of values along each dimension.</param>
    /// <param name="values">The values, the last dimension varying fastest.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is too large to be packed.</exception>
    public void Write(string name, ReadOnlySpan<int> start, ReadOnlySpan<int> count, ReadOnlySpan<double> values)
    {
        Span<nuint> from = stackalloc nuint[start.Length];
        Span<nuint> size = stackalloc nuint[start.Length];
        for (int i = 0; i < start.Length; i++)
        {
            (from[i], size[i]) = ((nuint)start[i], (nuint)count[i]);
        }

        if (_packings.TryGetValue(name, out UnitConversion packing))
        {
            values = Pack(values, packing);
        }

        lock (NetCdfFiles.Gate)
        {
            EndDefinitions();
            Check(NetCdfNative.nc_put_vara_double(_id, _variables[name].Id, from, size, values), $"values of {name}");
        }
    }

    /// <summary>Writes all values of an array.</summary>
    public void Write(string name, ReadOnlySpan<double> values)
    {
        long[] shape = _variables[name].Shape;
        Write(name, new int[shape.Length], Array.ConvertAll(shape, length => (int)length), values);
    }

    /// <summary>Writes an array of text: one text a row, padded to the last dimension's length.</summary>
    public void Write(string name, IReadOnlyList<string> texts)
    {
        (int id, long[] shape) = _variables[name];
        int width = (int)shape[^1];
        byte[] characters = new byte[texts.Count * width];
        for (int i = 0; i < texts.Count; i++)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(texts[i]);
            utf8.AsSpan(0, Math.Min(utf8.Length, width)).CopyTo(characters.AsSpan(i * width));
        }

        lock (NetCdfFiles.Gate)
        {
            EndDefinitions();
            Check(NetCdfNative.nc_put_var_text(_id, id, characters), $"values of {name}");
        }
    }

    /// <summary>Writes everything out and closes the file. Only after this does it count as written.</summary>
    /// <exception cref="WorkException">The disk is full or gone.</exception>
    public void Complete()
    {
        lock (NetCdfFiles.Gate)
        {
            EndDefinitions();
            _closed = true;
            Check(NetCdfNative.nc_close(_id), "it cannot be closed");
        }
    }

    /// <summary>Closes the file if <see cref="Complete"/> did not.</summary>
    public void Dispose()
    {
        if (!_closed)
        {
            _closed = true;
            lock (NetCdfFiles.Gate)
            {
                _ = NetCdfNative.nc_abort(_id);
            }
        }
    }

    private void Define(string name, ReadOnlySpan<string> dimensions, NetCdfKind? kind, (string Name, double Number)[]? packing, ReadOnlySpan<(string Name, string Text)> attributes)
    {
        int[] ids = new int[dimensions.Length];
        long[] shape = new long[dimensions.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = _dimensions[dimensions[i]];
            shape[i] = _lengths[dimensions[i]];
        }

        int type = kind switch
        {
            NetCdfKind.Text => NetCdfNative.TypeChar,
            NetCdfKind.Real32 => NetCdfNative.TypeFloat,
            NetCdfKind.Whole => NetCdfNative.TypeInt,
            null => NetCdfNative.TypeShort,
            _ => NetCdfNative.TypeDouble,
        };
        lock (NetCdfFiles.Gate)
        {
            Check(NetCdfNative.nc_def_var(_id, name, type, ids.Length, ids, out int variable), $"variable {name}");
            _variables[name] = (variable, shape);
            if (kind is NetCdfKind.Real64 or NetCdfKind.Real32 or null)
            {
                PutAttribute(variable, "_FillValue", type, kind is null ? short.MinValue : double.NaN);
            }

            foreach ((string attribute, double number) in packing ?? [])
            {
                PutAttribute(variable, attribute, NetCdfNative.TypeDouble, number);
            }

            foreach ((string attribute, string text) in attributes)
            {
                PutAttribute(variable, attribute, text);
            }
        }
    }

    private static double[] Pack(ReadOnlySpan<double> values, UnitConversion packing)
    {
        double[] packed = new double[values.Length];
        for (int i = 0; i < packed.Length; i++)
        {
            double whole = Math.Round(packing.Apply(values[i]));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(whole), short.MaxValue, nameof(values));
            packed[i] = double.IsNaN(whole) ? short.MinValue : whole;
        }

        return packed;
    }

    private void EndDefinitions()
    {
        if (_defining)
        {
            _defining = false;
            Check(NetCdfNative.nc_enddef(_id), "its definitions");
        }
    }

    private void PutAttribute(int variable, string name, int type, double number) =>
        Check(NetCdfNative.nc_put_att_double(_id, variable, name, type, 1, [number]), $"attribute {name}");

    private void PutAttribute(int variable, string name, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Check(NetCdfNative.nc_put_att_text(_id, variable, name, (nuint)utf8.Length, utf8), $"attribute {name}");
    }

    private void Check(int status, string what)
    {
        if (status != 0)
        {
            string why = status == NoSpaceLeft ? "the disk is full" : $"{what} ({NetCdfFiles.Explain(status)})";
            throw new WorkException($"cannot be written: {why}", _path, "Free some space, or check the folder's permissions, and run again.");
        }
    }
}

/// <summary>How values are stored.</summary>
public enum NetCdfKind
{
    /// <summary>64-bit numbers.</summary>
    Real64,

    /// <summary>64-bit numbers of a coordinate, in which nothing may be missing.</summary>
    Coordinate,

    /// <summary>32-bit numbers.</summary>
    Real32,

    /// <summary>Whole numbers.</summary>
    Whole,

    /// <summary>Characters.</summary>
    Text,
}
