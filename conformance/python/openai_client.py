"""The openai package: raw answers, raw streams and the stream helper."""

from driver import WEATHER_TOOL, answer, serve
from openai import OpenAI


def client(call):
    options = {} if call.timeout is None else {"timeout": call.timeout}
    return OpenAI(base_url=call.base_url, api_key=call.api_key, **options)


def request(call, **more):
    return {"model": call.model, "messages": call.messages, **call.parameters, **more}


def complete(call):
    return whole(client(call).chat.completions.create(**request(call)))


def stream(call):
    text, reasoning, finish_reason = "", "", None
    for chunk in client(call).chat.completions.create(**request(call, stream=True)):
        choice = chunk.choices[0]
        text += choice.delta.content or ""
        reasoning += getattr(choice.delta, "reasoning_content", None) or ""
        finish_reason = choice.finish_reason or finish_reason
    return answer(text, reasoning=reasoning, finish_reason=finish_reason)


def helper(call):
    options = {"include_usage": True}
    with client(call).chat.completions.stream(**request(call, stream_options=options)) as events:
        for _ in events:
            pass
        final = events.get_final_completion()
    assert final.usage.total_tokens > 0, "the helper saw no usage"
    return whole(final)


def tools(call):
    return whole(client(call).chat.completions.create(**request(call, tools=[WEATHER_TOOL])))


def models(call):
    return answer("\n".join(model.id for model in client(call).models.list()))


def whole(completion):
    choice = completion.choices[0]
    calls = [[tool.function.name, tool.function.arguments] for tool in choice.message.tool_calls or []]
    return answer(
        choice.message.content,
        reasoning=getattr(choice.message, "reasoning_content", None),
        finish_reason=choice.finish_reason,
        tool_calls=calls,
    )


serve(complete=complete, stream=stream, helper=helper, tools=tools, models=models)
