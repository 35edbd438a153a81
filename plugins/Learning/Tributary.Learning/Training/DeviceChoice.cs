using System.Text.Json.Serialization;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Where a network computes.</summary>
public enum DeviceChoice
{
    /// <summary>On a graphics card where there is one, else on the processor.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>On the processor.</summary>
    [JsonStringEnumMemberName("cpu")]
    Cpu,

    /// <summary>On a graphics card.</summary>
    [JsonStringEnumMemberName("cuda")]
    Cuda,
}

/// <summary>Devices by the user's choice.</summary>
public static class Devices
{
    /// <summary>The device chosen.</summary>
    /// <exception cref="InputException">A graphics card is asked for and there is none that libtorch can use.</exception>
    public static Device Of(DeviceChoice choice) => Of(choice, choice != DeviceChoice.Cpu && cuda.is_available());

    internal static Device Of(DeviceChoice choice, bool hasCuda) => choice switch
    {
        DeviceChoice.Cuda when !hasCuda => throw new InputException(
            "There is no graphics card that libtorch can use", "device: cuda", "Choose auto or cpu, or point LIBTORCH at a libtorch built for CUDA."),
        DeviceChoice.Cpu => CPU,
        _ => hasCuda ? CUDA : CPU,
    };
}
