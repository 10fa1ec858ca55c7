#!/usr/bin/env python3
"""What transformers makes of chat templates, which the tests of the templates' interpreter are held against.

    python scripts/reference/make_chat_reference.py > Tests/CorpusTests/Reference/chat.jsonl

Needs transformers 5.24 and jinja2 3.1, and reads chat_templates.py. The first line has the variables of all snippets and
the conversations; objects in it are lists of pairs, as their order counts, and floats are texts. Any further line is a
template with its name, or a case: the template's name and the number of the conversation, or a snippet; whether the
prompt is opened; and the text, or what kind of error there was (with the message, where the template raised it).
"""

import json

import jinja2
from transformers.utils import chat_template_utils

from chat_templates import MODELS, SNIPPETS

TOKENS = dict(bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<pad>")


def turn(role, content):
    return dict(role=role, content=content)


CONVERSATIONS = [
    [turn("user", "Hi")],
    [turn("system", "Be brief."), turn("user", "What is 2 + 3?")],
    [turn("user", "Hi"), turn("assistant", "Hello!"), turn("user", "Why?")],
    [turn("system", " Be kind.\n"), turn("user", "\n a \n"), turn("assistant", " b  "), turn("user", "c\n\n")],
    [turn("user", ""), turn("assistant", ""), turn("user", "x")],
    [turn("user", "Grüße, 世界 👩‍👩‍👧 e\u0301 {{ x }} {% y %} <|im_end|>"), turn("assistant", "\u00a0ж\u2028")],
    [turn("user", "a"), turn("user", "b")],
    [turn("assistant", "a"), turn("system", "b"), turn("user", "c")],
    [turn("system", "only")],
    [turn("user", "q"), turn("assistant", "<think>\nhm\n</think>\n\nyes"), turn("user", "r"),
     turn("assistant", "<think>so</think>no")],
    [dict(turn("user", "q"), name="Ann"), dict(turn("assistant", "a"), mood="t"), turn("tool", "out")],
]

DATA = dict(
    none=None, yes=True, no=False, three=3, minus=-7, half=0.5, big=1e16, text=" Hallo Wörld\n", empty="",
    words=["b", "A", "c", "a"], numbers=[3, 1, 2, 3], mixed=[1, "x", None, 2.5, True, [1], {"k": "v"}],
    d={"b": 1, "a": {"x": [1, 2]}, "items": 7}, people=[
        dict(name="Zoe", age=3, tags=["x"]), dict(name="ann", age=5), dict(name="Bob", age=3, tags=[])],
    quote="it's \"q\" \\ \t\x01é\u200b", html="<a href='x'>&</a>", uni="e\u0301ß\U0001f469\u200d\U0001f469Σ",
    lines="a\n\nb\r\nc\n",
)


def stored(value):
    if isinstance(value, dict):
        return dict(pairs=[[stored(key), stored(item)] for key, item in value.items()])
    if isinstance(value, list):
        return [stored(item) for item in value]
    return dict(float=repr(value)) if isinstance(value, float) else value


def kind(error):
    if type(error) is jinja2.exceptions.TemplateError:
        return dict(error="raised", message=str(error.message))
    if isinstance(error, (jinja2.exceptions.TemplateSyntaxError, SyntaxError)):
        return dict(error="syntax")
    return dict(error="evaluation")


def case(name, template, variables, **described):
    line = dict(template=name, **described)
    try:
        variables = dict(variables)
        rendered, _ = chat_template_utils.render_jinja_template(
            [variables.pop("messages")], chat_template=template, **variables)
        line["text"] = rendered[0]
    except Exception as error:
        line.update(kind(error))
    print(json.dumps(line, ensure_ascii=False))


def main():
    print(json.dumps(dict(variables=stored(DATA), conversations=stored(CONVERSATIONS)), ensure_ascii=False))
    for name, template in MODELS.items():
        print(json.dumps(dict(name=name, source=template), ensure_ascii=False))
        for number, messages in enumerate(CONVERSATIONS):
            for opened in (False, True):
                case(name, template, dict(TOKENS, messages=messages, add_generation_prompt=opened,
                                          date_string="26 Jul 2024"),
                     conversation=number, opened=opened)
    for number, snippet in enumerate(SNIPPETS):
        case(f"snippet {number}", snippet, dict(TOKENS, messages=CONVERSATIONS[2], add_generation_prompt=True, **DATA),
             source=snippet)


main()
