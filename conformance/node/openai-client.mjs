// The openai package: whole answers, the raw stream and the `.stream()` helper with its accumulator.

import OpenAI from "openai";
import { answer, serve, weatherParameters } from "./driver.mjs";

const client = (call) =>
  new OpenAI({
    baseURL: call.base_url,
    apiKey: call.api_key,
    ...(call.timeout === null ? {} : { timeout: call.timeout * 1000 }),
  });

const request = (call, more = {}) => ({
  model: call.model,
  messages: call.messages,
  ...call.parameters,
  ...more,
});

function whole(completion) {
  const { message, finish_reason: finishReason } = completion.choices[0];
  const toolCalls = (message.tool_calls ?? []).map((tool) => [tool.function.name, tool.function.arguments]);
  return answer(message.content, { reasoning: message.reasoning_content, finishReason, toolCalls });
}

async function stream(call) {
  let text = "";
  let reasoning = "";
  let finishReason = null;
  for await (const chunk of await client(call).chat.completions.create(request(call, { stream: true }))) {
    const choice = chunk.choices[0];
    text += choice.delta.content ?? "";
    reasoning += choice.delta.reasoning_content ?? "";
    finishReason = choice.finish_reason ?? finishReason;
  }
  return answer(text, { reasoning, finishReason });
}

async function helper(call) {
  const more = { stream_options: { include_usage: true } };
  const final = await client(call).chat.completions.stream(request(call, more)).finalChatCompletion();
  if (!(final.usage?.total_tokens > 0)) throw new Error("the helper saw no usage");
  return whole(final);
}

async function tools(call) {
  const weather = { name: "get_weather", description: "The weather", parameters: weatherParameters };
  const more = { tools: [{ type: "function", function: weather }] };
  return whole(await client(call).chat.completions.create(request(call, more)));
}

async function models(call) {
  const ids = [];
  for await (const model of client(call).models.list()) ids.push(model.id);
  return answer(ids.join("\n"));
}

await serve({
  complete: async (call) => whole(await client(call).chat.completions.create(request(call))),
  stream,
  helper,
  tools,
  models,
});
