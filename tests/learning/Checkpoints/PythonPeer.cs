using System.ComponentModel;
using System.Diagnostics;

namespace Tributary.Tests.Learning.Checkpoints;

/// <summary>Runs fixtures/torch_peer.py or another script there, by a Python that has PyTorch where that is needed.</summary>
internal static class PythonPeer
{
    private static readonly Lazy<bool> HasTorch = new(() => Run("/usr/bin/python3", "-c", "import torch").Status == 0);
    private static readonly Lazy<bool> HasOnnx = new(() => Run("/usr/bin/python3", "-c", "import onnx").Status == 0);
    private static readonly Lazy<bool> HasPython = new(() => Run("python3", "-c", "pass").Status == 0);

    /// <summary>Runs the script; skips the test where there is no PyTorch.</summary>
    public static string WithTorch(params string[] arguments) => ScriptWithTorch("torch_peer.py", arguments);

    /// <summary>Runs another script; skips the test where there is no PyTorch.</summary>
    public static string ScriptWithTorch(string script, params string[] arguments)
    {
        Assert.SkipUnless(HasTorch.Value, "/usr/bin/python3 has no torch; 'apt install python3-torch' brings it.");
        return Script("/usr/bin/python3", script, arguments);
    }

    /// <summary>Runs a script that reads ONNX; skips the test where there is no module for it.</summary>
    public static string ScriptWithOnnx(string script, params string[] arguments)
    {
        Assert.SkipUnless(HasOnnx.Value, "/usr/bin/python3 has no onnx; 'apt install python3-onnx' brings it.");
        return Script("/usr/bin/python3", script, arguments);
    }

    /// <summary>Runs a part of the script that needs no PyTorch; skips the test where there is no Python.</summary>
    public static string Plain(params string[] arguments)
    {
        Assert.SkipUnless(HasPython.Value, "There is no python3 on this machine.");
        return Script("python3", "torch_peer.py", arguments);
    }

    private static string Script(string python, string script, string[] arguments)
    {
        (int status, string output, string errors) = Run(python, [Repository.At("tests", "learning", "fixtures", script), .. arguments]);
        Assert.True(status == 0, errors);
        return output;
    }

    private static (int Status, string Output, string Errors) Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception missing)
        {
            return (-1, "", missing.Message);
        }
    }
}
