// Publishes a value at each quality of service, with MQTT.js; ends when all of them are acknowledged.
import { readFileSync } from "node:fs";
import { connectAsync } from "mqtt";

const [url, version, device, username, password, authority] = process.argv.slice(2);
const client = await connectAsync(url, {
  protocolVersion: version === "5" ? 5 : 4,
  clientId: device,
  username,
  password,
  ca: readFileSync(authority),
  reconnectPeriod: 0,
  connectTimeout: 20_000,
});
for (const qos of [0, 1, 2]) {
  await client.publishAsync(`devices/${device}/telemetry`, JSON.stringify({ [`q${qos}`]: qos }), { qos });
}
await client.endAsync();
