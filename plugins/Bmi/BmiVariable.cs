using System.Runtime.InteropServices;

namespace Tributary.Plugins.Bmi;

/// <summary>Types of a BMI model's values.</summary>
internal enum BmiType
{
    /// <summary>C's double.</summary>
    Double,

    /// <summary>C's float.</summary>
    Float,

    /// <summary>C's int.</summary>
    Int,
}

/// <summary>A variable of a BMI model, with room for its values as the model has them.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">Type of its elements.</param>
/// <param name="count">Number of its elements.</param>
/// <param name="unit">Its unit, as the model says it.</param>
internal sealed class BmiVariable(string name, BmiType type, int count, string unit)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Number of its elements.</summary>
    public int Count => count;

    /// <summary>Its unit, as the model says it.</summary>
    public string Unit => unit;

    /// <summary>Its name as C has it.</summary>
    public byte[] Key { get; } = BmiInstance.Text(name);

    /// <summary>Room for its values.</summary>
    public byte[] Room { get; } = new byte[count * SizeOf(type)];

    /// <summary>Bytes of an element.</summary>
    public static int SizeOf(BmiType type) => type == BmiType.Double ? sizeof(double) : sizeof(float);

    /// <summary>Reads the room.</summary>
    public void Read(Span<double> values)
    {
        for (int i = 0; i < count; i++)
        {
            values[i] = type switch
            {
                BmiType.Double => MemoryMarshal.Cast<byte, double>(Room)[i],
                BmiType.Float => MemoryMarshal.Cast<byte, float>(Room)[i],
                _ => MemoryMarshal.Cast<byte, int>(Room)[i],
            };
        }
    }

    /// <summary>Fills the room.</summary>
    public void Write(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < count; i++)
        {
            switch (type)
            {
                case BmiType.Double:
                    MemoryMarshal.Cast<byte, double>(Room.AsSpan())[i] = values[i];
                    break;
                case BmiType.Float:
                    MemoryMarshal.Cast<byte, float>(Room.AsSpan())[i] = (float)values[i];
                    break;
                default:
                    MemoryMarshal.Cast<byte, int>(Room.AsSpan())[i] = (int)Math.Round(values[i]);
                    break;
            }
        }
    }
}
