namespace IotPlatform.Devices;

/// <summary>A device as the hot paths name it.</summary>
/// <param name="Key">The integer that stands for this life of the device in the logs; unique over all customers.</param>
/// <param name="Customer">The customer (= tenant) that the device belongs to.</param>
/// <param name="DeviceId">The id that the customer gave it.</param>
public sealed record DeviceHandle(int Key, string Customer, string DeviceId);
