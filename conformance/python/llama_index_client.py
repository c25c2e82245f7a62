"""llama-index-llms-runcrate."""

from driver import answer, serve
from llama_index.core.base.llms.types import ChatMessage, ThinkingBlock
from llama_index.core.tools import FunctionTool
from llama_index.llms.runcrate import Runcrate


def model(call):
    options = {} if call.timeout is None else {"timeout": call.timeout}
    return Runcrate(
        model=call.model, api_key=call.api_key, api_base=call.base_url, **call.parameters, **options
    )


def messages(call):
    return [ChatMessage(role=message["role"], content=message["content"]) for message in call.messages]


def seen(response):
    blocks = response.message.blocks
    thoughts = "".join(block.content or "" for block in blocks if isinstance(block, ThinkingBlock))
    return answer(response.message.content, reasoning=thoughts)


def stream(call):
    last = None
    for last in model(call).stream_chat(messages(call)):
        pass
    assert last is not None, "an empty stream"
    return seen(last)


def tools(call):
    llm = model(call)
    weather = FunctionTool.from_defaults(fn=lambda city: city, name="get_weather", description="The weather")
    response = llm.chat_with_tools([weather], chat_history=messages(call))
    calls = llm.get_tool_calls_from_response(response, error_on_no_tool_call=False)
    return answer(
        response.message.content or "", tool_calls=[[tool.tool_name, tool.tool_kwargs] for tool in calls]
    )


serve(complete=lambda call: seen(model(call).chat(messages(call))), stream=stream, tools=tools)
