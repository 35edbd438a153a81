namespace Tributary.Plugins.Bmi;

/// <summary>Places of the functions in the struct that a BMI 2.0 library fills in, in pointers, as its C specification orders them; the model's data come first.</summary>
internal static class BmiFunctions
{
    /// <summary>Pointers in the struct, with room for what a library adds at its end.</summary>
    public const int Room = 64;

    public const int Initialize = 1;
    public const int Update = 2;
    public const int Finish = 4;
    public const int GetInputCount = 6;
    public const int GetOutputCount = 7;
    public const int GetInputNames = 8;
    public const int GetOutputNames = 9;
    public const int GetVariableType = 11;
    public const int GetVariableUnits = 12;
    public const int GetVariableItemSize = 13;
    public const int GetVariableBytes = 14;
    public const int GetTimeUnits = 19;
    public const int GetTimeStep = 20;
    public const int GetValue = 21;
    public const int SetValue = 24;
}
