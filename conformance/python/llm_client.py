"""llm with llm-runcrate, whose base URL is a constant: the call's proxy brings its requests to our server."""

import os

import llm
from driver import answer, serve


def conversation(call):
    os.environ["HTTPS_PROXY"] = call.proxy
    os.environ["SSL_CERT_FILE"] = call.ca_file
    os.environ["LLM_USER_PATH"] = call.state_dir
    model = llm.get_model("runcrate/" + call.model)
    model.key = call.api_key
    return model.conversation()


def ask(call, stream):
    """The user turns one after the other: llm sends what was said so far by itself."""
    talk = conversation(call)
    system = next((turn["content"] for turn in call.messages if turn["role"] == "system"), None)
    turns = [turn["content"] for turn in call.messages if turn["role"] == "user"]
    for turn in turns:
        text = talk.prompt(turn, system=system, stream=stream, **call.parameters).text()
        system = None
    return answer(text)


def tools(call):
    def get_weather(city: str) -> str:
        """The weather in a city"""
        return city

    response = conversation(call).prompt(call.messages[-1]["content"], tools=[get_weather], stream=False)
    calls = [[tool.name, tool.arguments] for tool in response.tool_calls()]
    return answer(response.text(), tool_calls=calls)


serve(complete=lambda call: ask(call, False), stream=lambda call: ask(call, True), tools=tools)
