using System.Runtime.CompilerServices;

// The packet readers are tested by themselves, byte by byte.
[assembly: InternalsVisibleTo("IotPlatform.Tests")]
[assembly: InternalsVisibleTo("IotPlatform.IntegrationTests")]
