// The protocol between run.py and a client program; ../python/driver.py describes it.

import { createInterface } from "node:readline";

const print = (reply) => process.stdout.write(JSON.stringify(reply) + "\n");
console.log = console.warn = console.error;

export async function serve(operations) {
  for await (const line of createInterface({ input: process.stdin })) {
    const call = JSON.parse(line);
    const started = performance.now();
    const reply = await operations[call.operation](call).catch(raised);
    print({ ...reply, seconds: Math.round(performance.now() - started) / 1000 });
  }
}

export function answer(text, { reasoning = null, finishReason = null, toolCalls = [] } = {}) {
  return { text, reasoning, finish_reason: finishReason, tool_calls: toolCalls };
}

// The exception with the HTTP status that it, or one of its causes, carries.
function raised(error) {
  const status = chain(error).flatMap((link) => [link.status, link.statusCode]);
  return {
    raised: error.name === "Error" ? error.constructor.name : error.name,
    message: String(error.message).slice(0, 500),
    status: status.find(Number.isInteger) ?? null,
  };
}

function chain(error) {
  const links = [];
  for (let link = error; link; link = link.cause ?? link.lastError) links.push(link);
  return links;
}

export const weatherParameters = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
};
