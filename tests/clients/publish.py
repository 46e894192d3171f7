"""Publishes a value at each quality of service, with Eclipse Paho; ends when all of them are acknowledged."""

import sys
import threading
from urllib.parse import urlparse

import paho.mqtt.client as mqtt

url, version, device, username, password, authority = sys.argv[1:]
server = urlparse(url)
# Version 2 of the library wants to know for which version its callbacks are written.
callbacks = [mqtt.CallbackAPIVersion.VERSION1] if hasattr(mqtt, "CallbackAPIVersion") else []
client = mqtt.Client(
    *callbacks,
    client_id=device,
    protocol=mqtt.MQTTv5 if version == "5" else mqtt.MQTTv311,
    transport="websockets" if server.scheme == "ws" else "tcp",
)
client.username_pw_set(username, password)
if server.scheme == "ws":
    client.ws_set_options(path=server.path)
if server.scheme == "mqtts":
    client.tls_set(ca_certs=authority)

connected = threading.Event()
client.on_connect = lambda *_: connected.set()
client.connect(server.hostname, server.port)
client.loop_start()
if not connected.wait(20):
    sys.exit("no connection")
for qos in range(3):
    published = client.publish(f"devices/{device}/telemetry", f'{{"q{qos}":{qos}}}', qos)
    published.wait_for_publish(20)
    if not published.is_published():
        sys.exit(f"QoS {qos} is not acknowledged")
client.disconnect()
client.loop_stop()
