#!/bin/sh
# Builds the learning tests against the TorchSharp packages and runs them: with-torchsharp.sh [FEED [VERSION [TEST OPTIONS]]]
# FEED is a folder or address of a NuGet feed that carries them, where the usual one does not ("" where it does); VERSION is 0.99.6 unless named.
# Where a feed carries no native library, -class Tributary.Learning.Tests.TorchSharpMembersTests still compares the signatures.
set -e
home=$(cd "$(dirname "$0")/../.." && pwd)
feed="${1:-}"
version="${2:-0.99.6}"
[ $# -lt 2 ] || shift
[ $# -lt 1 ] || shift
options="$*"
out="$home/artifacts/with-torchsharp/$version"
packages="${NUGET_PACKAGES:-$HOME/.nuget/packages}"
# Packages of this feed stay in a folder of their own, lest another build take them for the registry's; the others are read where they lie.
set -- -p:TorchProvider=nuget -p:TorchSharpVersion="$version" -p:ArtifactsPath="$out/" -p:RestorePackagesPath="$out/packages"
[ ! -d "$packages" ] || set -- "$@" -p:RestoreFallbackFolders="$packages"
[ -z "$feed" ] || set -- "$@" -p:RestoreAdditionalProjectSources="$feed"
rm -rf "$out/packages/torchsharp" "$out/packages/torchsharp-cpu" "$out/locks"
dotnet build "$home/tests/learning" -v q --nologo "$@"
"$out/bin/Tributary.Learning.Tests/debug/Tributary.Learning.Tests" -noLogo -noColor $options
