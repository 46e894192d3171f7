// A program as a customer would write it over the generated types: if the description loses what it uses, it compiles no more.
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/api";

type Severity = components["schemas"]["Alarm"]["severity"];

const api = createClient<paths>({ baseUrl: "http://localhost:8080", headers: { "X-API-Key": "iot_..." } });

export async function overheated(deviceId: string): Promise<Severity[]> {
  const { data, error } = await api.GET("/v1/iot/alarms", { params: { query: { device_id: deviceId, status: ["active"], page_size: 100 } } });
  if (error) throw new Error(`${error.code}: ${error.detail}`);
  return data.alarms.map((alarm) => alarm.severity);
}

export async function register(name: string): Promise<{ user: string; password: string }> {
  const { data, error } = await api.POST("/v1/iot/devices", { body: { name, metadata: { site: "cellar" } } });
  if (error) throw new Error(error.errors.map((fault) => `${fault.field} ${fault.message}`).join(", "));
  return { user: data.mqtt_username, password: data.mqtt_password };
}

export async function temperature(deviceId: string): Promise<number | undefined> {
  const { data } = await api.GET("/v1/iot/devices/{device_id}/telemetry/latest", { params: { path: { device_id: deviceId } } });
  const value = data?.values["temperature"]?.value;
  return typeof value === "number" ? value : undefined;
}

export async function rename(ruleId: string, name: string, version: string): Promise<string | null> {
  const { data } = await api.PUT("/v1/iot/rules/{rule_id}", {
    params: { path: { rule_id: ruleId }, header: { "If-Match": version } },
    body: { name, severity: "critical" },
  });
  return data?.description ?? null;
}
