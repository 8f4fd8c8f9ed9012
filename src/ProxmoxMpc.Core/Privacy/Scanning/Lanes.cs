using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>What the prefilter asks of a vector of bytes, so that one loop serves 16, 32 and 64 bytes at once.</summary>
internal interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Bytes in a vector.</summary>
    static abstract int Width { get; }

    static abstract TVector Load(ref byte from, nint offset);

    static abstract TVector Repeat(byte value);

    /// <summary>A table of 16 bytes, once in each 16 bytes of the vector.</summary>
    static abstract TVector Table(ReadOnlySpan<byte> sixteen);

    /// <summary>The table's byte at each index; indices are below 16.</summary>
    static abstract TVector Look(TVector table, TVector indices);

    /// <summary>Whether <see cref="SymbolsOf"/> and <see cref="SetsOf"/> can be asked: whether the processor reads from tables of 64 and 128 bytes.</summary>
    static abstract bool HasSets { get; }

    /// <summary>The two tables from which <see cref="SymbolsOf"/> reads.</summary>
    static abstract (TVector First, TVector Second) SymbolTables { get; }

    /// <summary>The table from which <see cref="SetsOf"/> reads.</summary>
    static abstract TVector TableOf(ByteSets sets);

    /// <summary>Each byte as one of 64 symbols, see <see cref="ByteSymbols"/>.</summary>
    static abstract TVector SymbolsOf(TVector first, TVector second, TVector bytes);

    /// <summary>Which of eight sets each symbol is in.</summary>
    static abstract TVector SetsOf(TVector table, TVector symbols);

    static abstract TVector And(TVector a, TVector b);

    static abstract TVector Or(TVector a, TVector b);

    /// <summary>The upper half of each byte.</summary>
    static abstract TVector High(TVector bytes);

    /// <summary>A bit for each byte that is not zero.</summary>
    static abstract ulong NonZero(TVector bytes);
}

internal readonly struct Lanes128 : ILanes<Vector128<byte>>
{
    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(ref byte from, nint offset) => Vector128.LoadUnsafe(ref from, (nuint)offset);

    public static Vector128<byte> Repeat(byte value) => Vector128.Create(value);

    public static bool HasSets => false;

    public static (Vector128<byte> First, Vector128<byte> Second) SymbolTables => default;

    public static Vector128<byte> TableOf(ByteSets sets) => throw new NotSupportedException();

    public static Vector128<byte> SymbolsOf(Vector128<byte> first, Vector128<byte> second, Vector128<byte> bytes) => throw new NotSupportedException();

    public static Vector128<byte> SetsOf(Vector128<byte> table, Vector128<byte> symbols) => throw new NotSupportedException();

    public static Vector128<byte> Table(ReadOnlySpan<byte> sixteen) => Vector128.Create(sixteen);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Look(Vector128<byte> table, Vector128<byte> indices) => Ssse3.IsSupported ? Ssse3.Shuffle(table, indices) : Vector128.Shuffle(table, indices);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> And(Vector128<byte> a, Vector128<byte> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Or(Vector128<byte> a, Vector128<byte> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> High(Vector128<byte> bytes) => (bytes.AsUInt16() >>> 4).AsByte() & Vector128.Create((byte)15);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong NonZero(Vector128<byte> bytes) => (ushort)~Vector128.Equals(bytes, Vector128<byte>.Zero).ExtractMostSignificantBits();
}

internal readonly struct Lanes256 : ILanes<Vector256<byte>>
{
    public static int Width => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(ref byte from, nint offset) => Vector256.LoadUnsafe(ref from, (nuint)offset);

    public static Vector256<byte> Repeat(byte value) => Vector256.Create(value);

    public static bool HasSets => false;

    public static (Vector256<byte> First, Vector256<byte> Second) SymbolTables => default;

    public static Vector256<byte> TableOf(ByteSets sets) => throw new NotSupportedException();

    public static Vector256<byte> SymbolsOf(Vector256<byte> first, Vector256<byte> second, Vector256<byte> bytes) => throw new NotSupportedException();

    public static Vector256<byte> SetsOf(Vector256<byte> table, Vector256<byte> symbols) => throw new NotSupportedException();

    public static Vector256<byte> Table(ReadOnlySpan<byte> sixteen) => Vector256.Create(Vector128.Create(sixteen), Vector128.Create(sixteen));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Look(Vector256<byte> table, Vector256<byte> indices) => Avx2.Shuffle(table, indices);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> And(Vector256<byte> a, Vector256<byte> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Or(Vector256<byte> a, Vector256<byte> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> High(Vector256<byte> bytes) => (bytes.AsUInt16() >>> 4).AsByte() & Vector256.Create((byte)15);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong NonZero(Vector256<byte> bytes) => ~Vector256.Equals(bytes, Vector256<byte>.Zero).ExtractMostSignificantBits();
}

internal readonly struct Lanes512 : ILanes<Vector512<byte>>
{
    public static int Width => 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Load(ref byte from, nint offset) => Vector512.LoadUnsafe(ref from, (nuint)offset);

    public static Vector512<byte> Repeat(byte value) => Vector512.Create(value);

    public static bool HasSets => Avx512Vbmi.IsSupported;

    public static (Vector512<byte> First, Vector512<byte> Second) SymbolTables => (Vector512.Create(ByteSymbols.All[..64]), Vector512.Create(ByteSymbols.All[64..]));

    public static Vector512<byte> TableOf(ByteSets sets) => Vector512.Create(ByteSymbols.TableOf(sets));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SymbolsOf(Vector512<byte> first, Vector512<byte> second, Vector512<byte> bytes) => Avx512Vbmi.PermuteVar64x8x2(first, bytes, second);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SetsOf(Vector512<byte> table, Vector512<byte> symbols) => Avx512Vbmi.PermuteVar64x8(table, symbols);

    public static Vector512<byte> Table(ReadOnlySpan<byte> sixteen) => Vector512.Create(Lanes256.Table(sixteen), Lanes256.Table(sixteen));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Look(Vector512<byte> table, Vector512<byte> indices) => Avx512BW.Shuffle(table, indices);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> And(Vector512<byte> a, Vector512<byte> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Or(Vector512<byte> a, Vector512<byte> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> High(Vector512<byte> bytes) => (bytes.AsUInt16() >>> 4).AsByte() & Vector512.Create((byte)15);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong NonZero(Vector512<byte> bytes) => ~Vector512.Equals(bytes, Vector512<byte>.Zero).ExtractMostSignificantBits();
}
