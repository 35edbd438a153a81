namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>All parameters and buffers by their paths.</summary>
            /// <param name="destination">Receives them; a new dictionary where absent.</param>
            /// <param name="prefix">Put before every path.</param>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                string before = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach ((string path, Tensor tensor) in AllParameters(false).Select(pair => (pair.name, (Tensor)pair.parameter)).Concat(named_buffers(false)))
                {
                    destination.Add(before + path, tensor);
                }

                foreach ((string child, Module module) in named_children())
                {
                    module.state_dict(destination, before + child);
                }

                return destination;
            }

            /// <summary>Overwrites parameters and buffers by those of the same paths.</summary>
            /// <param name="source">The tensors.</param>
            /// <param name="strict">Whether the paths must be the same on both sides.</param>
            /// <param name="skip">Paths to leave alone.</param>
            /// <exception cref="InvalidOperationException">Paths are missing or unexpected.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                ArgumentNullException.ThrowIfNull(source);
                Dictionary<string, Tensor> own = state_dict();
                List<string> missing = [.. own.Keys.Where(path => !source.ContainsKey(path) && skip?.Contains(path) != true)];
                List<string> unexpected = [.. source.Keys.Where(path => !own.ContainsKey(path) && skip?.Contains(path) != true)];
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                {
                    throw new InvalidOperationException(
                        $"the state does not fit the module '{GetName()}': missing [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}]");
                }

                // All shapes before any value: a state that does not fit changes nothing.
                (string Path, Tensor Own, Tensor Given)[] pairs =
                    [.. own.Where(pair => source.ContainsKey(pair.Key) && skip?.Contains(pair.Key) != true).Select(pair => (pair.Key, pair.Value, source[pair.Key]))];
                foreach ((string path, Tensor tensor, Tensor given) in pairs)
                {
                    if (!tensor.shape.SequenceEqual(given.shape))
                    {
                        throw new ArgumentException($"'{path}' is [{string.Join(", ", given.shape)}] in the state, [{string.Join(", ", tensor.shape)}] in the module '{GetName()}'");
                    }
                }

                using (no_grad())
                {
                    foreach ((_, Tensor tensor, Tensor given) in pairs)
                    {
                        tensor.copy_(given);
                    }
                }

                return (missing, unexpected);
            }

            /// <summary>Writes parameters and buffers to a file, in TorchSharp's format.</summary>
            public Module save(string location, IList<string>? skip = null)
            {
                using FileStream stream = File.Create(location);
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            /// <summary>Writes parameters and buffers, in TorchSharp's format.</summary>
            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                ArgumentNullException.ThrowIfNull(writer);
                List<KeyValuePair<string, Tensor>> entries = [.. state_dict().Where(pair => skip?.Contains(pair.Key) != true)];
                writer.Write7BitEncodedInt64(entries.Count);
                foreach ((string path, Tensor tensor) in entries)
                {
                    writer.Write(path);
                    using Tensor rows = tensor.detach();
                    using Tensor here = rows.cpu();
                    using Tensor flat = here.contiguous();
                    writer.Write7BitEncodedInt64((long)flat.dtype);
                    writer.Write7BitEncodedInt64(flat.Dimensions);
                    foreach (long length in flat.shape)
                    {
                        writer.Write7BitEncodedInt64(length);
                    }

                    writer.Write(flat.bytes);
                }

                return this;
            }

            /// <summary>Reads parameters and buffers from a file of TorchSharp's format.</summary>
            public virtual Module load(string location, bool strict = true, IList<string>? skip = null)
            {
                using FileStream stream = File.OpenRead(location);
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip);
            }

            /// <summary>Reads parameters and buffers of TorchSharp's format.</summary>
            /// <exception cref="ArgumentException">They do not fit.</exception>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null)
            {
                ArgumentNullException.ThrowIfNull(reader);
                long count = reader.Read7BitEncodedInt64();
                var found = new Dictionary<string, Tensor>();
                using DisposeScope scope = NewDisposeScope();
                for (long entry = 0; entry < count; entry++)
                {
                    string path = reader.ReadString();
                    var type = (ScalarType)reader.Read7BitEncodedInt64();
                    var shape = new long[reader.Read7BitEncodedInt64()];
                    for (int axis = 0; axis < shape.Length; axis++)
                    {
                        shape[axis] = reader.Read7BitEncodedInt64();
                    }

                    Tensor tensor = empty(shape, type);
                    reader.BaseStream.ReadExactly(tensor.bytes);
                    found.Add(path, tensor);
                }

                load_state_dict(found, strict, skip);
                return this;
            }
        }
    }
}
