// A mail server. Prints its port, and then each mail that it takes, as lines of JSON; ends with its standard input.
import { readFileSync } from "node:fs";
import { SMTPServer } from "smtp-server";

const settings = JSON.parse(process.argv[2]);
const refusal = (code) => Object.assign(new Error("no"), { responseCode: code });
const server = new SMTPServer({
  secure: settings.security === "tls",
  disabledCommands: [...(settings.security === "none" ? ["STARTTLS"] : []), ...(settings.user ? [] : ["AUTH"])],
  ...(settings.certificate ? { cert: readFileSync(settings.certificate), key: readFileSync(settings.key) } : {}),
  authOptional: !settings.user,
  onAuth: ({ username, password }, session, answer) =>
    username === settings.user && password === settings.password ? answer(null, { user: username }) : answer(refusal(settings.refusal ?? 535)),
  onMailFrom: (address, session, answer) => answer(settings.sender ? refusal(settings.sender) : null),
  onRcptTo: ({ address }, session, answer) => answer(settings.recipients?.[address] ? refusal(settings.recipients[address]) : null),
  onData: async (stream, session, answer) => {
    const parts = [];
    for await (const part of stream) parts.push(part);
    const { mailFrom, rcptTo } = session.envelope;
    const mail = { from: mailFrom.address, to: rcptTo.map((to) => to.address), secure: session.secure, user: session.user ?? null };
    if (settings.data) return answer(refusal(settings.data));
    console.log(JSON.stringify({ ...mail, text: Buffer.concat(parts).toString("utf8") }));
    answer();
  },
});
server.on("error", () => {});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.server.address().port })));
process.stdin.on("end", () => process.exit()).resume();
