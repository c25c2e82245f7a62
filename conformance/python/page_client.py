"""The page's own Python samples: their text is run as it stands, with another base URL and model."""

import contextlib
import io
import re
from pathlib import Path

from driver import answer, serve
from openai import OpenAI

PAGE = Path(__file__).parent.parent / "page"


def run(sample, call):
    code = (PAGE / sample).read_text()
    code = re.sub(r'model="[^"]+"', f'model="{call.model}"', code)
    names = {"client": OpenAI(base_url=call.base_url, api_key=call.api_key)}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, names)
    return names, printed.getvalue()


def stream(call):
    _, printed = run("streaming.py", call)
    return answer(printed)


def vision(call):
    names, _ = run("vision.py", call)
    return answer(names["response"].choices[0].message.content)


serve(stream=stream, vision=vision)
