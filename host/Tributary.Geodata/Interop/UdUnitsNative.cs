using System.Runtime.InteropServices;

namespace Tributary.Geodata.Interop;

/// <summary>The functions of UDUNITS-2 that the host uses. Names and meanings are those of udunits2.h.</summary>
internal static partial class UdUnitsNative
{
    public const int Utf8 = 2;

    static UdUnitsNative() => NativeLibraries.Register();

    [LibraryImport(NativeLibraries.UdUnits)]
    public static partial nint ut_set_error_message_handler(nint handler);

    [LibraryImport(NativeLibraries.UdUnits, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ut_read_xml(string? path);

    [LibraryImport(NativeLibraries.UdUnits, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ut_parse(nint system, string text, int encoding);

    [LibraryImport(NativeLibraries.UdUnits)]
    public static partial nint ut_get_converter(nint from, nint to);

    [LibraryImport(NativeLibraries.UdUnits)]
    public static partial double cv_convert_double(nint converter, double value);

    [LibraryImport(NativeLibraries.UdUnits)]
    public static partial void cv_free(nint converter);

    [LibraryImport(NativeLibraries.UdUnits)]
    public static partial void ut_free(nint unit);
}
