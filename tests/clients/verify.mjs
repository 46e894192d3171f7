// Verifies a webhook that comes as JSON on standard input, with the library of the Standard Webhooks specification; prints its type.
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const [secret, format] = process.argv.slice(2);
const { headers, body } = JSON.parse(readFileSync(0, "utf8"));
const message = new Webhook(secret, format ? { format } : undefined).verify(body, headers);
console.log(message.type);
