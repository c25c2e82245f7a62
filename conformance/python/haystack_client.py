"""runcrate-haystack."""

from driver import answer, serve
from haystack.dataclasses import ChatMessage
from haystack.tools import Tool
from haystack.utils import Secret
from haystack_integrations.components.generators.runcrate import RuncrateChatGenerator

BUILD = {"system": ChatMessage.from_system, "user": ChatMessage.from_user, "assistant": ChatMessage.from_assistant}


def run(call, **options):
    generator = RuncrateChatGenerator(
        api_key=Secret.from_token(call.api_key),
        model=call.model,
        api_base_url=call.base_url,
        generation_kwargs=call.parameters,
        timeout=call.timeout,
        **options,
    )
    messages = [BUILD[message["role"]](message["content"]) for message in call.messages]
    reply = generator.run(messages)["replies"][0]
    calls = [[tool.tool_name, tool.arguments] for tool in reply.tool_calls]
    return answer(
        reply.text or "",
        reasoning=reply.reasoning.reasoning_text if reply.reasoning else None,
        finish_reason=reply.meta.get("finish_reason"),
        tool_calls=calls,
    )


def weather():
    parameters = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    return Tool(name="get_weather", description="The weather", parameters=parameters, function=lambda city: city)


serve(
    complete=run,
    stream=lambda call: run(call, streaming_callback=lambda chunk: None),
    tools=lambda call: run(call, tools=[weather()]),
)
