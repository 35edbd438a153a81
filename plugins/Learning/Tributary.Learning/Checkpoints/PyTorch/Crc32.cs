using System.Buffers.Binary;

namespace Tributary.Learning;

/// <summary>The checksum of zip archives: CRC-32 of IEEE 802.3, eight bytes at a time.</summary>
internal static class Crc32
{
    private const uint ReversedPolynomial = 0xEDB88320;
    private static readonly uint[][] Tables = Build();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Tables[7][low & 0xFF] ^ Tables[6][(low >> 8) & 0xFF] ^ Tables[5][(low >> 16) & 0xFF] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xFF] ^ Tables[2][(high >> 8) & 0xFF] ^ Tables[1][(high >> 16) & 0xFF] ^ Tables[0][high >> 24];
            bytes = bytes[8..];
        }

        foreach (byte next in bytes)
        {
            crc = (crc >> 8) ^ Tables[0][(crc ^ next) & 0xFF];
        }

        return ~crc;
    }

    private static uint[][] Build()
    {
        uint[][] tables = [.. Enumerable.Range(0, 8).Select(_ => new uint[256])];
        for (uint value = 0; value < 256; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * ReversedPolynomial);
            }

            tables[0][value] = crc;
        }

        for (int ahead = 1; ahead < 8; ahead++)
        {
            for (int value = 0; value < 256; value++)
            {
                uint before = tables[ahead - 1][value];
                tables[ahead][value] = (before >> 8) ^ tables[0][before & 0xFF];
            }
        }

        return tables;
    }
}
