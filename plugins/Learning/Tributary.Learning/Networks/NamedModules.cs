using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Modules under names of their own, to give parameters the paths that other programs give them.</summary>
internal sealed class NamedModules : nn.Module
{
    public NamedModules(params (string Name, nn.Module Module)[] modules)
        : base(nameof(NamedModules))
    {
        foreach ((string name, nn.Module module) in modules)
        {
            register_module(name, module);
        }
    }
}
