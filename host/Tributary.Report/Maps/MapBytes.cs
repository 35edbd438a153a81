namespace Tributary.Report;

/// <summary>Whole numbers in as few bytes as they need: seven bits a byte, the lowest first, the eighth says that more follow.</summary>
internal sealed class MapBytes
{
    private readonly List<byte> _bytes = [];

    /// <summary>Adds a number that is not negative.</summary>
    public void Count(int number)
    {
        uint rest = (uint)number;
        while (rest > 0x7F)
        {
            _bytes.Add((byte)(rest | 0x80));
            rest >>= 7;
        }

        _bytes.Add((byte)rest);
    }

    /// <summary>Adds a number of either sign, so that small ones of both signs stay short.</summary>
    public void Signed(int number) => Count((number << 1) ^ (number >> 31));

    /// <summary>Adds a list and its length.</summary>
    public void Counts(int[] numbers)
    {
        Count(numbers.Length);
        foreach (int number in numbers)
        {
            Count(number);
        }
    }

    public byte[] ToArray() => [.. _bytes];
}
