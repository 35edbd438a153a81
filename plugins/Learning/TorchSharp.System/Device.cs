namespace TorchSharp;

/// <summary>Kind of a device, with libtorch's numbers.</summary>
public enum DeviceType
{
    /// <summary>The processor.</summary>
    CPU = 0,

    /// <summary>A graphics card by CUDA.</summary>
    CUDA = 1,
}

public static partial class torch
{
    /// <summary>The processor.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>The current graphics card.</summary>
    public static readonly Device CUDA = new(DeviceType.CUDA);

    /// <summary>A device by its description, as <c>cpu</c> or <c>cuda:1</c>.</summary>
    public static Device device(string description) => new(description);

    /// <summary>A device by kind and index.</summary>
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    /// <summary>Where tensors lie and are computed.</summary>
    public class Device
    {
        /// <summary>A device by its description, as <c>cpu</c> or <c>cuda:1</c>.</summary>
        /// <exception cref="ArgumentException">It names no device.</exception>
        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            string[] parts = description.Split(':');
            type = parts[0] switch
            {
                "cpu" => DeviceType.CPU,
                "cuda" => DeviceType.CUDA,
                _ => throw new ArgumentException($"'{description}' names no device; use cpu, cuda or cuda:0"),
            };
            if (parts.Length == 2 && int.TryParse(parts[1], out int number) && number >= 0)
            {
                index = number;
            }
            else if (parts.Length > 1)
            {
                throw new ArgumentException($"'{description}' names no device; use cpu, cuda or cuda:0");
            }
        }

        /// <summary>A device by kind and index, -1 for the current one.</summary>
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>Its kind.</summary>
        public DeviceType type { get; }

        /// <summary>Its number among those of its kind; -1 for the current one.</summary>
        public int index { get; } = -1;

        /// <summary>A device by its description.</summary>
        public static implicit operator Device(string description) => new(description);

        /// <inheritdoc/>
        public override string ToString()
        {
            string kind = type == DeviceType.CPU ? "cpu" : "cuda";
            return index < 0 ? kind : $"{kind}:{index}";
        }
    }

    /// <summary>Graphics cards.</summary>
    public static class cuda
    {
        /// <summary>Whether libtorch was built for CUDA and finds a card.</summary>
        public static bool is_available() => device_count() > 0;

        /// <summary>Number of cards.</summary>
        public static int device_count() => (int)Shim.shim_cuda_devices();

        /// <summary>Whether cuDNN is there.</summary>
        public static bool is_cudnn_available() => Shim.shim_has_cudnn() != 0;

        /// <summary>Waits for everything that a card still has to do.</summary>
        public static void synchronize() => Shim.Check(Shim.shim_synchronize(-1));
    }
}
