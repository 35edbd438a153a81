using System.Diagnostics;

namespace Tributary.Tests.Bmi;

/// <summary>The project's own BMI model, compiled once for the tests of a class.</summary>
public sealed class ReservoirLibrary : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ReservoirLibrary()
    {
        using Process compiler = Process.Start("gcc", ["-shared", "-fPIC", "-O2", "-o", Path, Repository.At("plugins", "Bmi", "sample", "reservoir.c")]);
        compiler.WaitForExit();
        Assert.Equal(0, compiler.ExitCode);
    }

    public string Path => _folder.At("libreservoir.so");

    /// <summary>Writes a configuration file and returns its path.</summary>
    public string Configure(string name, double k, double leak, double storage) =>
        _folder.Write(name, FormattableString.Invariant($"k={k:R}\nleak={leak:R}\nstorage={storage:R}\n"));

    public string At(string name) => _folder.At(name);

    public void Dispose() => _folder.Dispose();
}
