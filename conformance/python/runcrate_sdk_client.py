"""runcrate-sdk, used as its README shows. Its base URL has no /v1; its answers carry no tool calls."""

from driver import answer, serve
from runcrate import Runcrate


def models(call):
    options = {} if call.timeout is None else {"timeout": call.timeout}
    origin = call.base_url.removesuffix("/v1")
    return Runcrate(api_key=call.api_key, inference_url=origin, **options).models


def complete(call):
    completion = models(call).chat_completion(model=call.model, messages=call.messages, **call.parameters)
    choice = completion.choices[0]
    return answer(choice.message.content, finish_reason=choice.finish_reason)


def stream(call):
    text, reasoning, finish_reason = "", "", None
    chunks = models(call).chat_completion(
        model=call.model, messages=call.messages, stream=True, **call.parameters
    )
    for chunk in chunks:
        choice = chunk.get("choices", [{}])[0]
        delta = choice.get("delta", {})
        text += delta.get("content") or ""
        reasoning += delta.get("reasoning_content") or ""
        finish_reason = choice.get("finish_reason") or finish_reason
    return answer(text, reasoning=reasoning, finish_reason=finish_reason)


serve(complete=complete, stream=stream)
