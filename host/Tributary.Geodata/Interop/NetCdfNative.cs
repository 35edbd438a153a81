using System.Runtime.InteropServices;

namespace Tributary.Geodata.Interop;

/// <summary>The functions of libnetcdf that the host uses. Names and meanings are those of netcdf.h.</summary>
internal static partial class NetCdfNative
{
    public const int NoWrite = 0;
    public const int Clobber = 0;
    public const int LargeClassic = 0x0200;
    public const int NoFill = 0x100;
    public const int Global = -1;
    public const int MaxName = 256;

    public const int TypeByte = 1;
    public const int TypeChar = 2;
    public const int TypeShort = 3;
    public const int TypeInt = 4;
    public const int TypeFloat = 5;
    public const int TypeDouble = 6;
    public const int TypeUInt64 = 11;
    public const int TypeString = 12;

    static NetCdfNative() => NativeLibraries.Register();

    [LibraryImport(NativeLibraries.NetCdf, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_open(string path, int mode, out int id);

    [LibraryImport(NativeLibraries.NetCdf, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_create(string path, int mode, out int id);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial int nc_set_fill(int id, int mode, out int earlier);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial int nc_enddef(int id);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial int nc_close(int id);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial int nc_abort(int id);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial nint nc_strerror(int status);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial nint nc_inq_libvers();

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial int nc_inq(int id, out int dimensions, out int variables, out int attributes, out int unlimited);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial int nc_inq_dim(int id, int dimension, Span<byte> name, out nuint length);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial int nc_inq_var(int id, int variable, Span<byte> name, out int type, out int dimensionCount, Span<int> dimensions, out int attributes);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial int nc_inq_attname(int id, int variable, int number, Span<byte> name);

    [LibraryImport(NativeLibraries.NetCdf, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_inq_att(int id, int variable, string name, out int type, out nuint length);

    [LibraryImport(NativeLibraries.NetCdf, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_get_att_text(int id, int variable, string name, Span<byte> text);

    [LibraryImport(NativeLibraries.NetCdf, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_get_att_string(int id, int variable, string name, Span<nint> text);

    [LibraryImport(NativeLibraries.NetCdf, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_get_att_double(int id, int variable, string name, Span<double> values);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial int nc_get_vara_double(int id, int variable, ReadOnlySpan<nuint> start, ReadOnlySpan<nuint> count, Span<double> values);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial int nc_get_var_text(int id, int variable, Span<byte> text);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial int nc_get_var_string(int id, int variable, Span<nint> text);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial int nc_free_string(nuint count, Span<nint> text);

    [LibraryImport(NativeLibraries.NetCdf, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_def_dim(int id, string name, nuint length, out int dimension);

    [LibraryImport(NativeLibraries.NetCdf, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_def_var(int id, string name, int type, int dimensionCount, ReadOnlySpan<int> dimensions, out int variable);

    [LibraryImport(NativeLibraries.NetCdf, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_put_att_text(int id, int variable, string name, nuint length, ReadOnlySpan<byte> text);

    [LibraryImport(NativeLibraries.NetCdf, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_put_att_double(int id, int variable, string name, int type, nuint length, ReadOnlySpan<double> values);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial int nc_put_vara_double(int id, int variable, ReadOnlySpan<nuint> start, ReadOnlySpan<nuint> count, ReadOnlySpan<double> values);

    [LibraryImport(NativeLibraries.NetCdf)]
    public static partial int nc_put_var_text(int id, int variable, ReadOnlySpan<byte> text);
}
