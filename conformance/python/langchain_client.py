"""langchain-runcrate; the helper operation is its asynchronous stream, which has limits of its own."""

import asyncio

from driver import WEATHER_TOOL, answer, serve
from langchain_runcrate import ChatRuncrate


def model(call):
    options = {} if call.timeout is None else {"timeout": call.timeout}
    return ChatRuncrate(
        model=call.model, api_key=call.api_key, base_url=call.base_url, **call.parameters, **options
    )


def seen(message):
    calls = [[tool["name"], tool["args"]] for tool in message.tool_calls]
    return answer(
        message.content,
        reasoning=message.additional_kwargs.get("reasoning_content"),
        finish_reason=message.response_metadata.get("finish_reason"),
        tool_calls=calls,
    )


def merged(chunks):
    total = None
    for chunk in chunks:
        total = chunk if total is None else total + chunk
    return seen(total)


async def collect(call):
    return [chunk async for chunk in model(call).astream(call.messages)]


serve(
    complete=lambda call: seen(model(call).invoke(call.messages)),
    stream=lambda call: merged(model(call).stream(call.messages)),
    helper=lambda call: merged(asyncio.run(collect(call))),
    tools=lambda call: seen(model(call).bind_tools([WEATHER_TOOL]).invoke(call.messages)),
)
