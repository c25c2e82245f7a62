// The Vercel AI SDK with its provider for OpenAI-compatible servers.

import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, jsonSchema, streamText, tool } from "ai";
import { answer, serve, weatherParameters } from "./driver.mjs";

const camelCase = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

function request(call) {
  const provider = createOpenAICompatible({ name: "gantry", baseURL: call.base_url, apiKey: call.api_key });
  const parameters = Object.entries(call.parameters).map(([name, value]) =>
    name === "max_tokens" ? ["maxOutputTokens", value] : [camelCase(name), value],
  );
  return {
    model: provider.chatModel(call.model),
    messages: call.messages,
    ...Object.fromEntries(parameters),
  };
}

function seen({ text, reasoningText, finishReason, toolCalls = [] }) {
  return answer(text, {
    reasoning: reasoningText,
    finishReason,
    toolCalls: toolCalls.map((called) => [called.toolName, called.input]),
  });
}

async function stream(call) {
  let failure = null;
  let text = "";
  let reasoningText = "";
  let finishReason = null;
  const onError = ({ error }) => (failure = error);
  for await (const part of streamText({ ...request(call), onError }).fullStream) {
    if (part.type === "text-delta") text += part.text;
    if (part.type === "reasoning-delta") reasoningText += part.text;
    if (part.type === "finish") finishReason = part.finishReason;
  }
  if (failure) throw failure instanceof Error ? failure : new Error(JSON.stringify(failure));
  return seen({ text, reasoningText, finishReason });
}

async function tools(call) {
  const weather = tool({ description: "The weather", inputSchema: jsonSchema(weatherParameters) });
  return seen(await generateText({ ...request(call), tools: { get_weather: weather } }));
}

await serve({ complete: async (call) => seen(await generateText(request(call))), stream, tools });
