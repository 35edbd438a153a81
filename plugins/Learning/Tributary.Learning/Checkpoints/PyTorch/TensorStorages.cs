using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>The storages of a PyTorch file, read when a tensor asks for them; tensors that lie in one without holes share its bytes, others are laid out anew.</summary>
internal sealed class TensorStorages(ZipReader zip, string prefix, bool isBigEndian, long fileLength, string path)
{
    private const long SmallEnough = 256 << 20;
    private readonly Dictionary<string, (ElementType Type, byte[] Bytes)> _storages = new(StringComparer.Ordinal);
    private readonly long _mostLaidOut = (4 * fileLength) + SmallEnough;
    private long _laidOut;

    /// <summary>A tensor with its elements row-major.</summary>
    public StoredTensor Resolve(PickledTensor tensor)
    {
        byte[] storage = Load(tensor.Storage);
        int size = tensor.Storage.Type.Size();
        if (tensor.Count == 0)
        {
            return new StoredTensor(tensor.Storage.Type, tensor.Shape, ReadOnlyMemory<byte>.Empty);
        }

        if (IsRowMajor(tensor))
        {
            return new StoredTensor(tensor.Storage.Type, tensor.Shape, storage.AsMemory((int)(tensor.Offset * size), (int)(tensor.Count * size)));
        }

        if (tensor.Count > _mostLaidOut / size || (_laidOut += tensor.Count * size) > _mostLaidOut || tensor.Count * size > Array.MaxLength)
        {
            throw new InputException($"a tensor of shape [{string.Join(", ", tensor.Shape)}] repeats the {tensor.Storage.Count} elements of its storage beyond any use", path, "Save it before it is expanded, or save tensor.contiguous().");
        }

        byte[] target = new byte[tensor.Count * size];
        switch (size)
        {
            case 1: LayOut<byte>(storage, target, tensor); break;
            case 2: LayOut<ushort>(storage, target, tensor); break;
            case 4: LayOut<uint>(storage, target, tensor); break;
            default: LayOut<ulong>(storage, target, tensor); break;
        }

        return new StoredTensor(tensor.Storage.Type, tensor.Shape, target);
    }

    private static bool IsRowMajor(PickledTensor tensor)
    {
        long expected = 1;
        for (int i = tensor.Shape.Length - 1; i >= 0; i--)
        {
            if (tensor.Shape[i] != 1 && tensor.Strides[i] != expected)
            {
                return false;
            }

            expected *= tensor.Shape[i];
        }

        return true;
    }

    private static void LayOut<T>(byte[] storage, byte[] target, PickledTensor tensor)
        where T : struct
    {
        ReadOnlySpan<T> from = MemoryMarshal.Cast<byte, T>(storage);
        Span<T> to = MemoryMarshal.Cast<byte, T>(target.AsSpan());
        long[] index = new long[tensor.Shape.Length];
        long position = tensor.Offset;
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = from[(int)position];
            for (int dimension = index.Length - 1; dimension >= 0; dimension--)
            {
                position += tensor.Strides[dimension];
                if (++index[dimension] < tensor.Shape[dimension])
                {
                    break;
                }

                position -= tensor.Strides[dimension] * tensor.Shape[dimension];
                index[dimension] = 0;
            }
        }
    }

    private byte[] Load(PickledStorage storage)
    {
        string name = $"{prefix}data/{storage.Key}";
        if (!zip.Has(name))
        {
            throw new InputException($"the storage {storage.Key} of a tensor is not in the file", path, "The file is damaged; copy it again.");
        }

        long needed = storage.Count * storage.Type.Size();
        if (zip.LengthOf(name) < needed)
        {
            throw new InputException($"the storage {storage.Key} has {zip.LengthOf(name)} bytes, and its tensors need {needed}", path, "The file is damaged; copy it again.");
        }

        if (!_storages.TryGetValue(storage.Key, out (ElementType Type, byte[] Bytes) known))
        {
            known = (storage.Type, zip.Read(name));
            if (isBigEndian)
            {
                Swap(known.Bytes, storage.Type.Size());
            }

            _storages.Add(storage.Key, known);
        }

        return known.Type == storage.Type
            ? known.Bytes
            : throw new InputException($"the storage {storage.Key} is used as {known.Type} and as {storage.Type}", path, PyTorchFile.SaveStateOnly);
    }

    private static void Swap(byte[] bytes, int size)
    {
        switch (size)
        {
            case 2: Span<ushort> twos = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan()); BinaryPrimitives.ReverseEndianness(twos, twos); break;
            case 4: Span<uint> fours = MemoryMarshal.Cast<byte, uint>(bytes.AsSpan()); BinaryPrimitives.ReverseEndianness(fours, fours); break;
            case 8: Span<ulong> eights = MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan()); BinaryPrimitives.ReverseEndianness(eights, eights); break;
            default: break;
        }
    }
}
