using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Tributary.Contracts;
using Tributary.Geodata.Interop;

namespace Tributary.Geodata;

/// <summary>Units of measurement by UDUNITS-2. The library is loaded when first two different units meet.</summary>
public sealed class UdUnits : IUnits
{
    // UDUNITS keeps global state and is not safe for several threads.
    private static readonly Lock Gate = new();
    private static nint _system;

    private readonly ConcurrentDictionary<(string From, string To), UnitConversion?> _known = new();

    /// <inheritdoc/>
    public UnitConversion? Between(string from, string to) =>
        from == to ? UnitConversion.Identity : _known.GetOrAdd((from, to), static pair => Find(pair.From, pair.To));

    private static UnitConversion? Find(string from, string to)
    {
        lock (Gate)
        {
            using Unit source = Parse(from);
            using Unit target = Parse(to);
            nint converter = UdUnitsNative.ut_get_converter(source.Pointer, target.Pointer);
            if (converter == 0)
            {
                return null;
            }

            double offset = UdUnitsNative.cv_convert_double(converter, 0);
            double scale = UdUnitsNative.cv_convert_double(converter, 1) - offset;
            UdUnitsNative.cv_free(converter);
            return new UnitConversion(scale, offset);
        }
    }

    private static Unit Parse(string text)
    {
        if (_system == 0)
        {
            nint ignore = NativeLibrary.GetExport(NativeLibraries.Handle(NativeLibraries.UdUnits), "ut_ignore");
            _ = UdUnitsNative.ut_set_error_message_handler(ignore);
            _system = UdUnitsNative.ut_read_xml(null);
            if (_system == 0)
            {
                throw new InputException("UDUNITS-2 cannot read its database of units", remedy: "Reinstall it with 'apt install --reinstall libudunits2-data'.");
            }
        }

        nint unit = UdUnitsNative.ut_parse(_system, text.Trim(), UdUnitsNative.Utf8);
        return unit != 0
            ? new Unit(unit)
            : throw new InputException($"'{text}' is no unit that UDUNITS-2 knows", remedy: "Write it as for example 'mm', 'mm d-1', 'm3 s-1', 'degC' or 'W m-2'.");
    }

    private readonly struct Unit(nint pointer) : IDisposable
    {
        public nint Pointer => pointer;

        public void Dispose() => UdUnitsNative.ut_free(pointer);
    }
}
