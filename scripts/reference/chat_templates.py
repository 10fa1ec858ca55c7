"""Templates of models, as published or shortened, and snippets of the language."""
QWEN25 = r'''{%- if tools %}
    {{- '<|im_start|>system\n' }}
    {%- if messages[0]['role'] == 'system' %}
        {{- messages[0]['content'] }}
    {%- else %}
        {{- 'You are Qwen, created by Alibaba Cloud. You are a helpful assistant.' }}
    {%- endif %}
    {{- "\n\n# Tools\n\nYou may call one or more functions to assist with the user query.\n\nYou are provided with function signatures within <tools></tools> XML tags:\n<tools>" }}
    {%- for tool in tools %}
        {{- "\n" }}
        {{- tool | tojson }}
    {%- endfor %}
    {{- "\n</tools>\n\nFor each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:\n<tool_call>\n{\"name\": <function-name>, \"arguments\": <args-json-object>}\n</tool_call><|im_end|>\n" }}
{%- else %}
    {%- if messages[0]['role'] == 'system' %}
        {{- '<|im_start|>system\n' + messages[0]['content'] + '<|im_end|>\n' }}
    {%- else %}
        {{- '<|im_start|>system\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\n' }}
    {%- endif %}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
        {{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>' + '\n' }}
    {%- elif message.role == "assistant" %}
        {{- '<|im_start|>' + message.role }}
        {%- if message.content %}
            {{- '\n' + message.content }}
        {%- endif %}
        {{- '<|im_end|>\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n' }}
{%- endif %}
'''
QWEN2="{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
SMOL=QWEN2.replace("You are a helpful assistant.","You are a helpful AI assistant named SmolLM, trained by Hugging Face")
YI="{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}{% if messages[0]['role'] == 'system' %}{% set system_message = messages[0]['content'] %}{% endif %}{% if system_message is defined %}{{ system_message }}{% endif %}{% for message in messages %}{% set content = message['content'] %}{% if message['role'] == 'user' %}{{ '<|im_start|>user\n' + content + '<|im_end|>\n<|im_start|>assistant\n' }}{% elif message['role'] == 'assistant' %}{{ content + '<|im_end|>' + '\n' }}{% endif %}{% endfor %}"
DOLPHIN="{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
HERMES3="{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system_message = 'You are a helpful assistant.' %}{% endif %}{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}{% for message in loop_messages %}{% if loop.index0 == 0 %}{{'<|im_start|>system\n' + system_message + '<|im_end|>\n'}}{% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
HERMES_BOS="{{bos_token}}{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
TRIMCHATML="{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] | trim + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
QWQ=QWEN25.replace("{{- '<|im_start|>assistant\\n' }}","{{- '<|im_start|>assistant\\n<think>\\n' }}")
LLAMA3="{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'+ message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
LLAMA32=r'''{{- bos_token }}
{%- if custom_tools is defined %}
    {%- set tools = custom_tools %}
{%- endif %}
{%- if not tools_in_user_message is defined %}
    {%- set tools_in_user_message = true %}
{%- endif %}
{%- if not date_string is defined %}
    {%- if strftime_now is defined %}
        {%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date_string = "26 Jul 2024" %}
    {%- endif %}
{%- endif %}
{%- if not tools is defined %}
    {%- set tools = none %}
{%- endif %}

{#- This block extracts the system message, so we can slot it into the right place. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}

{#- System message #}
{{- "<|start_header_id|>system<|end_header_id|>\n\n" }}
{%- if tools is not none %}
    {{- "Environment: ipython\n" }}
{%- endif %}
{{- "Cutting Knowledge Date: December 2023\n" }}
{{- "Today Date: " + date_string + "\n\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}

{%- for message in messages %}
    {%- if not (message.role == 'ipython' or message.role == 'tool' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\n\n' }}
{%- endif %}
'''
MIS1="{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ message['content'] + eos_token}}{% else %}{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}{% endfor %}"
MIS2=MIS1.replace("{{ message['content'] + eos_token}}","{{ ' ' + message['content'] + eos_token}}")
MIS_NEMO="{%- if messages[0]['role'] == 'system' %}{%- set system_message = messages[0]['content'] %}{%- set loop_messages = messages[1:] %}{%- else %}{%- set loop_messages = messages %}{%- endif %}{{- bos_token }}{%- for message in loop_messages %}{%- if message['role'] == 'user' %}{%- if loop.last and system_message is defined %}{{- '[INST]' + system_message + '\n\n' + message['content'] + '[/INST]' }}{%- else %}{{- '[INST]' + message['content'] + '[/INST]' }}{%- endif %}{%- elif message['role'] == 'assistant' %}{{- message['content'] + eos_token }}{%- endif %}{%- endfor %}"
MODELS = {name: value for name, value in sorted(globals().items()) if name.isupper()}
MODELS["Gemma"] = "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '\n' + message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt %}{{'<start_of_turn>model\n'}}{% endif %}"
MODELS["Gemma 3"] = r"""{{ bos_token }}
{%- if messages[0]['role'] == 'system' -%}
    {%- if messages[0]['content'] is string -%}
        {%- set first_user_prefix = messages[0]['content'] + '

' -%}
    {%- else -%}
        {%- set first_user_prefix = messages[0]['content'][0]['text'] + '

' -%}
    {%- endif -%}
    {%- set loop_messages = messages[1:] -%}
{%- else -%}
    {%- set first_user_prefix = "" -%}
    {%- set loop_messages = messages -%}
{%- endif -%}
{%- for message in loop_messages -%}
    {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
        {{ raise_exception("Conversation roles must alternate user/assistant/user/assistant/...") }}
    {%- endif -%}
    {%- if (message['role'] == 'assistant') -%}
        {%- set role = "model" -%}
    {%- else -%}
        {%- set role = message['role'] -%}
    {%- endif -%}
    {{ '<start_of_turn>' + role + '
' + (first_user_prefix if loop.first else "") }}
    {%- if message['content'] is string -%}
        {{ message['content'] | trim }}
    {%- elif message['content'] is iterable -%}
        {%- for item in message['content'] -%}
            {%- if item['type'] == 'image' -%}
                {{ '<start_of_image>' }}
            {%- elif item['type'] == 'text' -%}
                {{ item['text'] | trim }}
            {%- endif -%}
        {%- endfor -%}
    {%- else -%}
        {{ raise_exception("Invalid content type") }}
    {%- endif -%}
    {{ '<end_of_turn>
' }}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{'<start_of_turn>model
'}}
{%- endif -%}
"""
MODELS["Phi-3"] = "{% for message in messages %}{% if message['role'] == 'system' %}{{'<|system|>\n' + message['content'] + '<|end|>\n'}}{% elif message['role'] == 'user' %}{{'<|user|>\n' + message['content'] + '<|end|>\n'}}{% elif message['role'] == 'assistant' %}{{'<|assistant|>\n' + message['content'] + '<|end|>\n'}}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% else %}{{ eos_token }}{% endif %}"
MODELS["Phi-4"] = "{% for message in messages %}{% if (message['role'] == 'system') %}{{'<|im_start|>system<|im_sep|>' + message['content'] + '<|im_end|>'}}{% elif (message['role'] == 'user') %}{{'<|im_start|>user<|im_sep|>' + message['content'] + '<|im_end|>'}}{% elif (message['role'] == 'assistant') %}{{'<|im_start|>assistant<|im_sep|>' + message['content'] + '<|im_end|>'}}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant<|im_sep|>' }}{% endif %}"
MODELS["Phi-4 mini"] = "{% for message in messages %}{% if message['role'] == 'system' and 'tools' in message and message['tools'] is not none %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|tool|>' + message['tools'] + '<|/tool|>' + '<|end|>' }}{% else %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>' }}{% else %}{{ eos_token }}{% endif %}"
MODELS["Zephyr"] = "{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'system' %}\n{{ '<|system|>\n' + message['content'] + eos_token }}\n{% elif message['role'] == 'assistant' %}\n{{ '<|assistant|>\n'  + message['content'] + eos_token }}\n{% endif %}\n{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}"
MODELS["TinyLlama"] = MODELS["Zephyr"]
MODELS["DeepSeek V2"] = "{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}{{ 'User: ' + message['content'] + '\n\n' }}{% elif message['role'] == 'assistant' %}{{ 'Assistant: ' + message['content'] + eos_token }}{% elif message['role'] == 'system' %}{{ message['content'] + '\n\n' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
MODELS["DeepSeek R1"] = "{% if not add_generation_prompt is defined %}{% set add_generation_prompt = false %}{% endif %}{% set ns = namespace(is_first=false, is_tool=false, is_output_first=true, system_prompt='') %}{%- for message in messages %}{%- if message['role'] == 'system' %}{% set ns.system_prompt = message['content'] %}{%- endif %}{%- endfor %}{{bos_token}}{{ns.system_prompt}}{%- for message in messages %}{%- if message['role'] == 'user' %}{%- set ns.is_tool = false -%}{{'<｜User｜>' + message['content']}}{%- endif %}{%- if message['role'] == 'assistant' and message['content'] is none %}{%- set ns.is_tool = false -%}{%- for tool in message['tool_calls']%}{%- if not ns.is_first %}{{'<｜Assistant｜><｜tool▁calls▁begin｜>' + tool['type']}}{%- set ns.is_first = true -%}{%- endif %}{%- endfor %}{%- endif %}{%- if message['role'] == 'assistant' and message['content'] is not none %}{%- if ns.is_tool %}{{'<｜tool▁outputs▁end｜>' + message['content'] + '<｜end▁of▁sentence｜>'}}{%- set ns.is_tool = false -%}{%- else %}{% set content = message['content'] %}{% if '</think>' in content %}{% set content = content.split('</think>')[-1] %}{% endif %}{{'<｜Assistant｜>' + content + '<｜end▁of▁sentence｜>'}}{%- endif %}{%- endif %}{%- if message['role'] == 'tool' %}{%- set ns.is_tool = true -%}{%- if ns.is_output_first %}{{'<｜tool▁outputs▁begin｜><｜tool▁output▁begin｜>' + message['content'] + '<｜tool▁output▁end｜>'}}{%- set ns.is_output_first = false %}{%- else %}{{'\n<｜tool▁output▁begin｜>' + message['content'] + '<｜tool▁output▁end｜>'}}{%- endif %}{%- endif %}{%- endfor -%}{% if ns.is_tool %}{{'<｜tool▁outputs▁end｜>'}}{% endif %}{% if add_generation_prompt and not ns.is_tool %}{{'<｜Assistant｜><think>\\n'}}{% endif %}"
MODELS["Command-R"] = "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}{% elif false == true %}{% set loop_messages = messages %}{% set system_message = 'You are Command-R.' %}{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% if system_message != false %}{{ '<|START_OF_TURN_TOKEN|><|SYSTEM_TOKEN|>' + system_message + '<|END_OF_TURN_TOKEN|>' }}{% endif %}{% for message in loop_messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% set content = message['content'] %}{% if message['role'] == 'user' %}{{ '<|START_OF_TURN_TOKEN|><|USER_TOKEN|>' + content.strip() + '<|END_OF_TURN_TOKEN|>' }}{% elif message['role'] == 'assistant' %}{{ '<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>'  + content.strip() + '<|END_OF_TURN_TOKEN|>' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>' }}{% endif %}"
MODELS["Granite"] = r"""{%- if tools %}
    {{- '<|start_of_role|>available_tools<|end_of_role|>
' }}
    {%- for tool in tools %}
    {{- tool | tojson(indent=4) }}
    {%- if not loop.last %}
        {{- '

' }}
    {%- endif %}
    {%- endfor %}
    {{- '<|end_of_text|>
' }}
{%- endif %}
{%- for message in messages %}
    {%- if message['role'] == 'system' %}
    {{- '<|start_of_role|>system<|end_of_role|>' + message['content'] + '<|end_of_text|>
' }}
    {%- elif message['role'] == 'user' %}
    {{- '<|start_of_role|>user<|end_of_role|>' + message['content'] + '<|end_of_text|>
' }}
    {%- elif message['role'] == 'assistant' %}
    {{- '<|start_of_role|>assistant<|end_of_role|>'  + message['content'] + '<|end_of_text|>
' }}
    {%- elif message['role'] == 'tool_response' %}
    {{- '<|start_of_role|>tool_response<|end_of_role|>' + message['content'] + '<|end_of_text|>
' }}
    {%- endif %}
    {%- if loop.last and add_generation_prompt %}
    {{- '<|start_of_role|>assistant<|end_of_role|>' }}
    {%- endif %}
{%- endfor %}
"""
MODELS["Llama 2"] = "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif %}{% for message in loop_messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% if loop.index0 == 0 and system_message != false %}{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}{% else %}{% set content = message['content'] %}{% endif %}{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ ' '  + content.strip() + ' ' + eos_token }}{% endif %}{% endfor %}"
MODELS["Vicuna"] = "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system_message = 'A chat between a curious user and an artificial intelligence assistant.' %}{% endif %}{{ system_message }}{% for message in loop_messages %}{% if message['role'] == 'user' %}{{ ' USER: ' + message['content'].strip() }}{% elif message['role'] == 'assistant' %}{{ ' ASSISTANT: ' + message['content'].strip() + eos_token }}{% else %}{{ raise_exception('Unknown role: ' ~ message.role) }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ ' ASSISTANT:' }}{% endif %}"
MODELS["OLMo"] = "{{ eos_token }}{% for message in messages %}\n{% if message['role'] == 'system' %}\n{{ '<|system|>\n' + message['content'] }}\n{% elif message['role'] == 'user' %}\n{{ '<|user|>\n' + message['content'] }}\n{% elif message['role'] == 'assistant' %}\n{{ '<|assistant|>\n'  + message['content'] + eos_token }}\n{% endif %}\n{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n{% endif %}\n{% endfor %}"
MODELS["OLMo 2"] = "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'system' %}{{ '<|system|>\n' + message['content'] + '\n' }}{% elif message['role'] == 'user' %}{{ '<|user|>\n' + message['content'] + '\n' }}{% elif message['role'] == 'assistant' %}{% if not loop.last %}{{ '<|assistant|>\n'  + message['content'] + eos_token + '\n' }}{% else %}{{ '<|assistant|>\n'  + message['content'] + eos_token }}{% endif %}{% endif %}{% if loop.last and add_generation_prompt %}{{ '<|assistant|>\n' }}{% endif %}{% endfor %}"
MODELS["Qwen3"] = r"""{%- if tools %}
    {{- '<|im_start|>system\n' }}
    {%- if messages[0].role == 'system' %}
        {{- messages[0].content + '\n\n' }}
    {%- endif %}
    {%- for tool in tools %}
        {{- "\n" }}
        {{- tool | tojson }}
    {%- endfor %}
{%- else %}
    {%- if messages[0].role == 'system' %}
        {{- '<|im_start|>system\n' + messages[0].content + '<|im_end|>\n' }}
    {%- endif %}
{%- endif %}
{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step_tool and message.role == "user" and message.content is string and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.multi_step_tool = false %}
        {%- set ns.last_query_index = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\n' + content + '<|im_end|>' + '\n' }}
    {%- elif message.role == "assistant" %}
        {%- set reasoning_content = '' %}
        {%- if message.reasoning_content is string %}
            {%- set reasoning_content = message.reasoning_content %}
        {%- else %}
            {%- if '</think>' in content %}
                {%- set reasoning_content = content.split('</think>')[0].rstrip('\n').split('<think>')[-1].lstrip('\n') %}
                {%- set content = content.split('</think>')[-1].lstrip('\n') %}
            {%- endif %}
        {%- endif %}
        {%- if loop.index0 > ns.last_query_index %}
            {%- if loop.last or (not loop.last and reasoning_content) %}
                {{- '<|im_start|>' + message.role + '\n<think>\n' + reasoning_content.strip('\n') + '\n</think>\n\n' + content.lstrip('\n') }}
            {%- else %}
                {{- '<|im_start|>' + message.role + '\n' + content }}
            {%- endif %}
        {%- else %}
            {{- '<|im_start|>' + message.role + '\n' + content }}
        {%- endif %}
        {%- if message.tool_calls %}
            {%- for tool_call in message.tool_calls %}
                {{- '\n<tool_call>\n{"name": "' }}{{- tool_call.name }}{{- '"}\n</tool_call>' }}
            {%- endfor %}
        {%- endif %}
        {{- '<|im_end|>\n' }}
    {%- elif message.role == "tool" %}
        {%- if loop.first or (messages[loop.index0 - 1].role != "tool") %}
            {{- '<|im_start|>user' }}
        {%- endif %}
        {{- '\n<tool_response>\n' }}
        {{- content }}
        {{- '\n</tool_response>' }}
        {%- if loop.last or (messages[loop.index0 + 1].role != "tool") %}
            {{- '<|im_end|>\n' }}
        {%- endif %}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\n\n</think>\n\n' }}
    {%- endif %}
{%- endif %}
"""
MODELS["SmolLM3"] = r"""{# defaults #}
{%- if enable_thinking is not defined -%}
{%- set enable_thinking = true -%}
{%- endif -%}
{# reasoning mode #}
{%- if enable_thinking -%}
  {%- set reasoning_mode = "/think" -%}
{%- else -%}
  {%- set reasoning_mode = "/no_think" -%}
{%- endif -%}
{{- "<|im_start|>system\n" -}}
{%- if messages[0].role == "system" -%}
  {%- set system_message = messages[0].content -%}
  {%- if "/no_think" in system_message -%}
    {%- set reasoning_mode = "/no_think" -%}
  {%- elif "/think" in system_message -%}
    {%- set reasoning_mode = "/think" -%}
  {%- endif -%}
  {%- set custom_instructions = system_message.replace("/no_think", "").replace("/think", "").rstrip() -%}
{%- endif -%}
{{- "## Metadata\n\n" -}}
{{- "Reasoning Mode: " + reasoning_mode + "\n\n" -}}
{%- if custom_instructions -%}
  {{- custom_instructions + "\n\n" -}}
{%- endif -%}
{{- "<|im_end|>\n" -}}
{%- for message in messages -%}
    {%- set content = message.content if message.content is string else "" -%}
    {%- if message.role == "user" -%}
        {{ "<|im_start|>" + message.role + "\n"  + content + "<|im_end|>\n" }}
    {%- elif message.role == "assistant" -%}
        {% generation %}
        {%- if reasoning_mode == "/think" -%}
            {{ "<|im_start|>assistant\n" + content.lstrip("\n") + "<|im_end|>\n" }}
        {%- else -%}
            {{ "<|im_start|>assistant\n" + "<think>\n\n</think>\n" + content.lstrip("\n") + "<|im_end|>\n" }}
        {%- endif -%}
        {% endgeneration %}
    {%- elif message.role == "tool" -%}
    {{ "<|im_start|>" + "user\n"  + content + "<|im_end|>\n" }}
    {%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {{ "<|im_start|>assistant\n" }}
{%- endif -%}
"""

SNIPPETS = r"""
{{ 1 + 2 * 3 - 4 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ 7 / 2 }} {{ 4 / 2 }}
{{ 2 ** 3 ** 2 }} {{ -2 ** 2 }} {{ 2 ** -1 }} {{ 2 ** 0.5 }} {{ 0 ** 0 }}
{{ 7.5 // 2 }} {{ -7.5 % 2 }} {{ 7.5 % -2 }} {{ 0.1 + 0.2 }} {{ 1e16 }} {{ 1e15 }} {{ 1e-5 }} {{ 0.0001 }} {{ 1.5e300 }} {{ -0.0 }} {{ 123456789.125 }}
{{ 1 / 0 }}
{{ 1 % 0 }}
{{ 1_000 }} {{ 10.0 }} {{ 1e3 }} {{ big }} {{ half }} {{ minus }}
{{ true }} {{ none }} {{ False }} {{ True + 1 }} {{ [true, none, 1.0, 'a'] }}
{{ [] }} {{ {} }} {{ () }} {{ (1,) }} {{ (1, 2) }} {{ 1, 2 }} {{ [1, [2, (3,)]] }} {{ {'a': 1, 2: 'b', none: true} }}
{{ mixed }} {{ d }} {{ quote }} {{ [quote] }} {{ ["it's"] }} {{ ['"'] }} {{ [uni, text] }}
{{ 'a' 'b' "c" }} {{ 'a\nb\tc\\d\'e\x41\u00e9\q' }} {{ "\U0001F600" }}
{{ 'a' ~ 1 ~ none ~ 2.0 ~ undefined_thing ~ [1] }}
{{ 'a' + 1 }}
{{ 'a' * 3 }} {{ [1, 2] * 2 }} {{ 2 * 'ab' }} {{ 'a' * -1 }}
{{ [1] + [2, 3] }} {{ (1,) + (2,) }} {{ 'a' + 'b' }}
{{ [1] + (2,) }}
{{ 1 == 1.0 }} {{ 1 == true }} {{ 'a' < 'B' }} {{ 'a' == 'a' }} {{ [1, 2] < [1, 3] }} {{ 1 < 2 < 3 }} {{ 3 > 2 > 2 }} {{ none == none }} {{ {'a': 1} == {'a': 1.0} }}
{{ 1 < 'a' }}
{{ none < 1 }}
{{ 'é' < 'z' }} {{ 'e\u0301' == 'é' }} {{ '\U0001F600' > '\uffff' }}
{{ 1 in [1, 2] }} {{ 'b' in 'abc' }} {{ 'x' not in d }} {{ 'a' in d }} {{ 3 in numbers }} {{ '' in 'a' }} {{ 1 in missing }} {{ 2 in range(3) }}
{{ 1 in 'abc' }}
{{ 1 in 2 }}
{{ 1 and 0 }} {{ 0 or 'x' }} {{ '' or none }} {{ not 1 }} {{ not not 'a' }} {{ 1 and 2 and 3 }} {{ 0 or '' or [] }} {{ not 1 == 2 }}
{{ 'y' if yes else 'n' }} {{ 'y' if no }} {{ 1 if no else 2 if no else 3 }}
{{ missing }}|{{ missing.x is defined }}
{{ missing }}|{{ d.zzz }}|{{ d['zzz'] }}|{{ 'a'.zzz }}|{{ none.x }}|{{ words[99] }}|{{ words['x'] }}
{{ missing.x }}
{{ missing['x'] }}
{{ d.zzz.y }}
{{ missing + 1 }}
{{ -missing }}
{{ missing() }}
{{ missing == none }} {{ missing == other }} {{ missing != 1 }} {{ not missing }} {{ missing|length }} {{ missing|list }} {{ missing|join }} {{ missing|upper }} {{ missing|trim }} {{ missing|default('x') }}
{{ missing|tojson }}
{{ missing|int }}
{{ missing < 1 }}
{{ [missing] }}
{% for x in missing %}a{% else %}none{% endfor %}
{{ d['items'] }} {{ d.a.x[1] }} {{ d.a.x.0 }} {{ d['a']['x'][-1] }} {{ d.get('b') }} {{ d.get('q') }} {{ d.get('q', 5) }}
{{ d.items() }} {{ d.keys() }} {{ d.values() }} {{ d.keys()|list }} {{ d.items()|list|length }}
{{ d.pop('b') }}
{{ words.append('x') }}
{{ words.append }}|{{ words.append is defined }}|{{ d.update is defined }}|{{ ''.__class__ }}
{{ ''.__class__.__mro__ }}
{{ words.index('c') }} {{ numbers.count(3) }} {{ (1, 2).index(2) }}
{{ words.index('zz') }}
{{ words[1:] }} {{ words[:-1] }} {{ words[::-1] }} {{ words[-2:] }} {{ words[::2] }} {{ words[5:] }} {{ words[3:0:-1] }} {{ words[-100:100] }} {{ (1,2,3)[1:] }}
{{ text[1:4] }} {{ uni[0] }} {{ uni[1] }} {{ uni[:3]|length }} {{ uni|length }} {{ text[-2] }} {{ uni[::-1] }} {{ 'abc'[none:2] }}
{{ words[::0] }}
{{ words[true:] }} {{ words[none:none] }}
{{ d[1:] }}
{{ words['a':] }}
{{ words[1.0:] }}
{{ three[1:] }}
{{ d.keys()[1:] }}
{{ missing[1:] }}
{{ words[:missing] }}
{{ words[1.5] is defined }} {{ words[true] }} {{ d[missing] is defined }} {{ words[missing] is defined }} {{ {1: 'a'}[1.0] }} {{ {1: 'a'}[true] }} {{ {true: 'x'}['True'] is defined }}
{{ range(9)[2:8:3]|list }} {{ range(9)[::-4]|list }} {{ range(3)[-1] }} {{ range(3)[7] is defined }} {{ range(3)|tojson }}
{{ loop }}{{ lipsumx }}{% set loopy = 1 %}{{ loopy }}
{% for i in [1] %}{{ loop.zzz is defined }}{{ loop['index'] }}{{ loop|length }}{% endfor %}
{% for k in {'a': 1, 'b': 2} %}{{ k }}{% endfor %}{% for k, v in {'a': 1} %}{% endfor %}
{% for x in [[1, 2], [3, 4]] %}{% for y in x %}{{ y }}{% endfor %}{% else %}e{% endfor %}{% for x in [] %}a{% else %}{% set q = 1 %}e{% endfor %}{{ q is defined }}
{% set x = messages | selectattr('role', 'equalto', 'user') | list %}{{ x | length }}{{ x[0].content }}{% set y = messages | map(attribute='role') | unique | list %}{{ y }}
{% set a = [1, 2] %}{% set b = a %}{{ a == b }}{{ a is sameas true }}
{{ 'abc' | default('x') | upper | replace('A', 'z') | trim | length + 1 }}
{{ namespace(a=1).a }} {{ namespace(a=1)['b'] is defined }} {{ namespace is callable }} {{ namespace(1) }}
{{ dict([1]) }}
{{ dict(1) }}
{{ range('a') }}
{{ range(1, 5, 0) }}
{{ range() }}
{{ range(3.0) }}
{{ words.get('a') }}
{{ 'abc'.foo() }}
{{ d.foo() }}
{{ 'a'.join([1]) }}
{{ 'a'.replace('a') }}
{{ 'a'.strip(1) }}
{{ 'a'.startswith(1) }}
{{ 'a'.upper(1) }}
{{ d.get() }}
{{ d.get([1]) }}
{{ 'a'|upper(1) }}
{{ 'a'|default(1, 2, 3) }}
{{ [1]|join('a', 'b', 'c') }}
{{ 'x'|trim(chars='x') }}|{{ words|join(d='-') }}|{{ 'a'|replace(old='a', new='b') }}|{{ 5|int(default=3) }}|{{ 2.5|round(precision=1, method='floor') }}
{{ 'a' is in }}
{{ 1 is divisibleby }}
{{ [3, 2]|sort(reverse=True)|tojson }} {{ [true, false]|sort }} {{ [[2], [1]]|sort }} {{ [none, none]|sort }}
{{ [none, 1]|sort }}
{{ 1.0 == 1 }} {{ 9007199254740993 == 9007199254740992.0 }} {{ 9007199254740993 > 9007199254740992.0 }} {{ 'nan'|float == 'nan'|float }} {{ 1e308 * 10 }} {{ -1e308 * 10 }}
{{ 1e308 ** 2 }}
{{ 0 ** -1 }}
{{ -8 ** 0.5 is defined }}
{{ 7 // 0.0 }}
{{ 5 // 2.0 }} {{ -5 // 2.0 }} {{ 5.5 % 2 }} {{ 1e20 // 3 }} {{ 0.0 // -3 }} {{ 3 % -0.5 }} {{ true / 2 }} {{ true + true }} {{ -true }} {{ not none }}
{{ "a\
b" }}
{{ {}|length }} {{ {} or 'e' }} {{ [] and 1 }} {{ 0.0 or 'z' }} {{ range(0) or 'r' }} {{ (words|map('upper')) and 'g' }} {{ namespace() and 'n' }}
{{ text.strip() }}|{{ text.lstrip() }}|{{ text.rstrip() }}|{{ 'xxaxx'.strip('x') }}|{{ 'abcba'.rstrip('ab') }}|{{ '\u00a0\u2003a\x1f'.strip() }}
{{ 'a,b,c'.split(',') }} {{ 'a,b,c'.split(',', 1) }} {{ ' a  b '.split() }} {{ 'a b  c '.split(none, 1) }} {{ 'a,b,c'.rsplit(',', 1) }} {{ ' a b  c '.rsplit(none, 1) }} {{ ''.split(',') }} {{ ''.split() }} {{ 'abab'.split('ab') }} {{ 'a,b'.split(sep=',', maxsplit=1) }}
{{ 'a'.split('') }}
{{ lines.splitlines() }} {{ lines.splitlines(true) }} {{ ''.splitlines() }}
{{ 'abc'.startswith('ab') }} {{ 'abc'.endswith('bc') }} {{ 'abc'.startswith(('x', 'a')) }} {{ 'abc'.startswith('') }} {{ 'e\u0301'.startswith('e') }}
{{ 'abcabc'.replace('b', 'X') }} {{ 'abcabc'.replace('b', 'X', 1) }} {{ 'abc'.replace('', '-') }} {{ 'abc'.replace('', '-', 2) }} {{ 'aaa'.replace('aa', 'b') }}
{{ 'abc'.find('c') }} {{ 'abc'.find('z') }} {{ 'äbc'.find('c') }} {{ 'abcb'.rfind('b') }} {{ 'abab'.count('ab') }} {{ 'ab'.count('') }} {{ 'abc'.index('b') }}
{{ 'abc'.index('z') }}
{{ 'hello wORLD'.title() }} {{ 'hello wORLD'.capitalize() }} {{ "they're x-ray".title() }} {{ "they're x-ray (foo) [bar]"|title }} {{ 'hELLO wORLD'|capitalize }} {{ uni.upper() }} {{ 'ΑΣ Σ ΑΣΑ'.lower() }} {{ 'ǆa'.title() }} {{ 'İ'.lower()|length }}
{{ '-'.join(words) }} {{ '-'.join('abc') }}
{{ '-'.join(numbers) }}
{{ 'abc'.removeprefix('a') }} {{ 'abc'.removesuffix('bc') }} {{ 'abc'.removeprefix('x') }}
{{ 'abc'.isalpha() }} {{ '12'.isdigit() }} {{ ''.isdigit() }} {{ 'a1'.isalnum() }} {{ ' '.isspace() }} {{ 'AB'.isupper() }} {{ 'a1'.islower() }} {{ '²'.isdigit() }}
{{ text|trim }}|{{ 'xax'|trim('x') }}|{{ 5|trim }}|{{ words|length }}|{{ d|count }}|{{ text|upper }}|{{ none|lower }}
{{ 5|length }}
{{ words|join }} {{ words|join('-') }} {{ numbers|join(', ') }} {{ mixed|join('|') }} {{ people|join(',', attribute='name') }} {{ 'abc'|join('-') }} {{ d|join }}
{{ words|first }} {{ words|last }} {{ []|first }} {{ 'abc'|first }} {{ 'abc'|last }} {{ d|first }} {{ []|last }}
{{ none|default('x') }} {{ none|default('x', true) }} {{ ''|d('y', boolean=true) }} {{ missing|d }} {{ 0|d(5) }}
{{ d|tojson }} {{ mixed|tojson }} {{ quote|tojson }} {{ uni|tojson }} {{ uni|tojson(ensure_ascii=true) }} {{ html|tojson }} {{ big|tojson }} {{ (1,2)|tojson }}
{{ d|tojson(indent=2) }} {{ []|tojson(indent=2) }} {{ {}|tojson(indent=4) }} {{ [[]]|tojson(indent=1) }} {{ d|tojson(sort_keys=true) }} {{ d|tojson(separators=(',', ':')) }} {{ {1: 2, none: true, 1.5: 0}|tojson }} {{ [1]|tojson(indent='--') }} {{ [1]|tojson(indent=0) }}
{{ 5|string + 'x' }} {{ none|string }} {{ [1]|string|length }} {{ '5'|int + 1 }} {{ '5.7'|int }} {{ 'x'|int }} {{ 'x'|int(7) }} {{ 3.9|int }} {{ -3.9|int }} {{ none|int }} {{ ' 42 '|int }} {{ '1_0'|int }} {{ true|int }} {{ '1e3'|int }}
{{ '1.5'|float }} {{ 'x'|float }} {{ 3|float }} {{ 'inf'|float }} {{ '0x10'|float }} {{ 'nan'|float }} {{ 'x'|float(default=2) }} {{ '1e400'|float }}
{{ 'abc'|list }} {{ d|list }} {{ range(3)|list }} {{ (1,2)|list }}
{{ 5|list }}
{% for k, v in d|items %}{{ k }}={{ v }};{% endfor %} {% for k, v in d.items() %}{{ loop.index }}{{ k }}{% endfor %}
{% for k, v in d|dictsort %}{{ k }};{% endfor %} {{ {'b': 1, 'A': 2}|dictsort }} {{ {'b': 1, 'A': 2}|dictsort(true) }} {{ {'b': 1, 'A': 2}|dictsort(by='value', reverse=true) }} {{ {'B': 1, 'a': 2}|dictsort(case_sensitive=true) }}
{{ people|map(attribute='name')|list }} {{ words|map('upper')|join(',') }} {{ people|map(attribute='tags', default='-')|list }} {{ ['a ', ' b']|map('trim')|list }} {{ words|map('replace', 'a', 'x')|list }} {{ [[1,2],[3]]|map('first')|list }} {{ [[1,2]]|map(attribute=0)|list }}
{{ numbers|select('odd')|list }} {{ numbers|reject('odd')|list }} {{ [0, 1, '', 'a', none]|select|list }} {{ numbers|select('gt', 1)|list }} {{ numbers|select('in', [1,2])|list }} {{ [1, 'a', none]|select('string')|list }} {{ numbers|reject('equalto', 3)|list }} {{ numbers|select('==', 3)|list|length }}
{{ people|selectattr('tags')|map(attribute='name')|list }} {{ people|selectattr('age', 'equalto', 3)|map(attribute='name')|join(',') }} {{ people|rejectattr('tags', 'defined')|list|length }} {{ messages|selectattr('role', '==', 'user')|list|length }} {{ (messages|rejectattr('role', 'in', ['user'])|list)[0].content }}
{{ 'abc'|replace('b', 'x') }} {{ 5|replace(5, 6) }} {{ 'aaa'|replace('a', 'b', 2) }} {{ 'abc'|reverse }} {{ words|reverse|list }} {{ numbers|reverse|join }}
{{ words|sort }} {{ words|sort(reverse=true) }} {{ words|sort(case_sensitive=true) }} {{ people|sort(attribute='age,name')|map(attribute='name')|join }} {{ numbers|sort }} {{ people|sort(attribute='age', reverse=true)|map(attribute='name')|join }} {{ 'cab'|sort }}
{{ mixed|sort }}
{{ words|unique|list }} {{ numbers|unique|list }} {{ ['a','A']|unique(true)|list }} {{ people|unique(attribute='age')|map(attribute='name')|list }} {{ [1, true, 1.0]|unique|list }}
{{ 2.5|round }} {{ 3.5|round }} {{ 2.675|round(2) }} {{ 42|round }} {{ 2.1|round(method='ceil') }} {{ 2.19|round(1, 'floor') }} {{ -2.5|round }} {{ 1234.5678|round(2) }} {{ -5|abs }} {{ -5.5|abs }} {{ minus|abs }}
{{ numbers|sum }} {{ people|sum(attribute='age') }} {{ [0.1, 0.2]|sum }} {{ numbers|sum(start=10) }} {{ numbers|min }} {{ numbers|max }} {{ words|min }} {{ words|max }} {{ []|max }} {{ people|max(attribute='age') }} {{ words|max(case_sensitive=true) }}
{{ words|sum }}
{{ lines|indent }}|{{ lines|indent(2, true) }}|{{ lines|indent(2, blank=true) }}|{{ 'a\nb'|indent('> ', first=true) }}|{{ ''|indent }}|{{ 'a'|indent(3, true) }}
{{ html|e }} {{ html|safe }} {{ html|escape|length }} {{ html|e ~ '<' }} {{ html|tojson|safe }} {{ (html|safe) == html }} {{ (5|e) is string }}
{% for b in numbers|batch(3) %}{{ b }}{% endfor %} {{ numbers|batch(3, 'x')|list }}
{{ none is none }} {{ missing is undefined }} {{ text is string }} {{ 1 is number }} {{ 1.0 is number }} {{ true is number }} {{ true is integer }} {{ 1 is integer }} {{ 1.0 is float }} {{ true is boolean }} {{ d is mapping }} {{ words is mapping }} {{ words is iterable }} {{ 5 is iterable }} {{ words is sequence }} {{ d is sequence }} {{ missing is sequence }} {{ missing is iterable }} {{ d.items() is sequence }}
{{ true is true }} {{ 1 is true }} {{ false is false }} {{ 0 is false }} {{ 3 is odd }} {{ 3 is even }} {{ 9 is divisibleby 3 }} {{ 9 is divisibleby(2) }} {{ 1 is in [1] }} {{ 1 is eq 1 }} {{ 1 is equalto 1.0 }} {{ 1 is ne 2 }} {{ 1 is lt 2 }} {{ 1 is gt 2 }} {{ 1 is ge 1 }} {{ 'a' is lower }} {{ 'A' is upper }} {{ '' is lower }} {{ none is sameas none }} {{ 1 is sameas true }} {{ raise_exception is callable }} {{ d.get is callable }}
{{ 1 is not none }} {{ missing is not defined }} {{ 1 is defined and 2 is defined }} {{ 3 is odd or no }} {{ 'a' if x is defined else 'b' }} {{ not 1 is odd }} {{ 1 + 1 is odd }} {{ 'x' is string ~ 'y' }}
{{ 1 is odd is even }}
{{ 1 is zzz }}
{{ 1|zzz }}
{% for i in range(3) %}{{ i }}{{ ',' if not loop.last }}{% endfor %} {{ range(5, 1, -2)|list }} {{ range(2, 4)[1] }} {{ range(0)|length }} {{ range(5)[1:3]|list }}
{{ range(1000000) }}
{% for i in words %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.depth }};{% endfor %}
{% for i in numbers if i > 1 %}{{ i }}/{{ loop.length }} {% else %}none{% endfor %}{% for i in numbers if i > 9 %}x{% else %}none{% endfor %}
{% for i in numbers %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 2 %}{% break %}{% endif %}{{ i }}{% endfor %}
{% for a, b in [(1, 2), [3, 4], 'xy'] %}{{ a }}-{{ b }} {% endfor %}{% for (a, (b, c)) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}
{% for a, b in [(1, 2, 3)] %}{{ a }}{% endfor %}
{% for i in 5 %}{% endfor %}
{% for i in none %}{% endfor %}
{% for c in 'aé👩' %}[{{ c }}]{% endfor %}{% for x in d %}{{ x }}{% endfor %}
{% for i in [1,2] %}{% for j in [3,4] %}{{ loop.index }}{{ i }}{{ j }} {% endfor %}{{ loop.index }}{% endfor %}{{ loop }}
{% for i in words %}{{ loop.cycle('odd', 'even') }} {{ loop.changed(i|lower) }} {% endfor %}
{% for i in [1,2] %}{% set o = loop %}{% for j in 'ab' %}{{ o.index }}{{ j }}{% endfor %}{% endfor %}
{% set x = 1 %}{% for i in [1, 2] %}{{ x }}{% set x = i + 10 %}{{ x }} {% endfor %}{{ x }}
{% set x = 1 %}{% if yes %}{% set x = 2 %}{% endif %}{{ x }}{% if no %}{% set y = 2 %}{% endif %}{{ y is defined }}
{% for i in [1] %}{% set z = 1 %}{% endfor %}{{ z is defined }}{{ i is defined }}
{% set ns = namespace(a=1) %}{% for i in numbers %}{% set ns.a = ns.a + i %}{% endfor %}{{ ns.a }} {{ ns.zzz is defined }} {{ ns['a'] }}
{% set ns = namespace({'q': 1}, b=2) %}{{ ns.q }}{{ ns.b }}{% set ns.c, y = 1, 2 %}{{ ns.c }}{{ y }}
{% set ns = namespace() %}{% set ns._x = 1 %}
{% set d.x = 1 %}
{% set zz.x = 1 %}
{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set c = 1, 2 %}{{ c }}{% set (a, b) = (b, a) %}{{ a }}{{ b }}
{% set a, b = 1 %}
{% set x %}a {{ 1 + 1 }}{% set inner = 5 %}{% endset %}[{{ x }}]{{ inner is defined }}{% set y | upper | replace('A', 'b') %}xa{% endset %}{{ y }}
{% set messages = messages[1:] %}{{ messages|length }}{% set text = text|trim %}{{ text }}
{% macro m(a, b=2, c=a) %}[{{ a }}{{ b }}{{ c }}]{% endmacro %}{{ m(1) }}{{ m(1, 3) }}{{ m(a=5, c=6) }}{{ m() }}{{ m(1, c=2)|length }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(z=2) }}
{% macro fact(n) %}{% if n < 2 %}1{% else %}{{ n * (fact(n - 1)|int) }}{% endif %}{% endmacro %}{{ fact(6) }}
{% macro m() %}{{ x }}{% endmacro %}{% set x = 1 %}{{ m() }}{% set x = 2 %}{{ m() }}
{% set x = 'g' %}{% macro m(x) %}{% set x = x ~ '!' %}{{ x }}{% endmacro %}{{ m('a') }}{{ x }}
{% macro m(a) -%}  {{ a }}  {%- endmacro %}{% for i in [1,2] %}{{ m(i) }}{% endfor %}{% if m(1) == '1' %}same{% endif %}
{% generation %}a{% set q = 1 %}{{ x }}{% endgeneration %}{{ q is defined }}
{% for m in messages %}{% if m.role == 'assistant' %}{% generation %}{{ m.content }}{{ loop.index }}{% endgeneration %}{% endif %}{% endfor %}
{% raw %}{{ x }} {% if %}{% endraw %}|{%- raw -%}  a  {%- endraw -%}  b
a {# comment {{ x }} #} b {#- c -#} d
  {% if yes %}
  x
  {% endif %}
a  {% if yes %}  x  {% endif %}  b
x {%- if yes -%}  y  {%- endif -%} z
x {%+ if yes +%}
 y {% endif %}
{{- ' a ' -}}   b   {{ 'c' }}
{{-1}} {{ 1-}} x {{+2}}
{% if no %}a{% elif three == 3 %}b{% else %}c{% endif %}{% if none %}a{% elif 0 %}b{% else %}c{% endif %}
{% if yes: %}a{% endif %}{% for x in [1]: %}{{ x }}{% endfor %}
{{ {'a': {'b': 1}} }}{{ {'a':{'b':[1,2]}}['a']['b'][1] }}{{ [1,2,][1] }} {{ {'x': 1,}.x }}
{{ raise_exception('No: ' ~ text|trim) }}
{{ raise_exception() }}
{{ raise_exception(5) }}
{{ dict(a=1, b=2) }} {{ dict({'x': 1}, y=2) }} {{ dict([('p', 1)]) }}
{{ strftime_now is defined }} {{ tools is none }} {{ documents is defined }} {{ tools is defined }} {{ bos_token }}{{ eos_token }}
{{ messages[-1].content }} {{ messages[-1]['role'] }} {{ messages|length }} {{ messages[0] }} {{ messages[-1:][0].content }} {{ (messages|last).content }}
{{ messages|map(attribute='content')|join('|') }} {{ messages|tojson }}
{{ 'a' if 'x' is defined }} {{ (1 if no) is defined }} {{ [1 if no] }}
{{ 1 if }}
{{ 1 +
{% if 1 %}
{% endif %}
{% for %}{% endfor %}
{{ (1 }}
{{ 'a }}
{{ 1 2 }}
{{ a b }}
{% set true = 1 %}
{% break %}
{% zzz %}
{# open
{{ }}
{{ [1, 2 }}
{{ 01 }}
{{ a.1.2 is defined }}
{{ 'x'|upper()|lower }} {{ ('x'|upper)() }}
{{ words|map('zzz')|list }}
{{ 3.__class__ }}
{{ d[[1]] }}
{{ {[1]: 2} }}
{{ -3|abs }} {{ - 3 }} {{ +3 }} {{ -d.b }} {{ --3 }}
{{ 5 is string }}{{ "a" ~ "b"|upper }}
{{ people|map(attribute='tags.0')|list }}
{{ people|map(attribute='tags.0', default=1)|list }}
{{ 'a' if 1 if 0 else 1 else 'b' }}
{{ "a" + "b"|upper ~ 1 + 2 }}
{{ 'a\
b' }} {{ 'tab	here' }}
{{ 1.5.__class__ is defined }} {{ 1.e5 is defined }}
{{ none|tojson }} {{ true|tojson }} {{ "a/b</script>"|tojson }} {{ 1.0|tojson }}
{{ [1,2,3][1:][0] }} {{ 'abc'[1:][::-1] }} {{ {'a':1}['a'] }} {{ 'a,b'.split(',')[1].upper().lower() }}
{{ missing in words }} {{ missing in [missing] }}
{{ missing in 'abc' }}
{{ 'a' in missing }}
{{ missing ~ 'x' }} {{ (missing ~ none)|length }} {{ missing is none }} {{ missing is string }} {{ missing is mapping }} {{ missing|string|length }} {{ missing|first is defined }} {{ missing|sort }} {{ missing|unique|list }} {{ missing|sum }} {{ missing|map('upper')|list }} {{ missing|items|list }} {{ missing|reverse|list }}
{{ missing|abs }}
{{ missing|round }}
{{ missing|dictsort }}
{{ missing|replace('a', 'b') }}|{{ missing|e }}|{{ missing|capitalize }}|{{ missing|last }}
{{ missing|indent }}
{{ none|indent }}
{{ 5|indent }}
{{ none|abs }}
{{ [1, 'a']|max }}
{{ 'x'|round }}
{{ d.b|round(1) }} {{ 0.5|round }} {{ 1.005|round(2) }} {{ 1e22|round(1) }}
{{ ''|first is defined }} {{ ''|last is defined }} {{ []|sum }} {{ ''|join('x') }} {{ ''|reverse }} {{ ''|title }} {{ ''|capitalize }}
{{ words is eq words }} {{ 5 is divisibleby 0 }}
{{ 5 is lt 'a' }}
{{ 'a' is odd }}
{{ 2.0 is even }} {{ true is odd }} {{ none is iterable }} {{ 5 is mapping }} {{ range(2) is sequence }} {{ namespace() is mapping }} {{ strftime_now is callable }} {{ missing is callable }}
{% set ns = namespace(x=[]) %}{% for i in [1,2] %}{% set ns.x = ns.x + [i] %}{% endfor %}{{ ns.x }}
{% for i in words if i is lower %}{{ loop.index }}{{ i }}{% if loop.first %}!{% endif %}{% endfor %}
{% for i in [1,2,3] %}{% for j in [1,2,3] %}{% if j == 2 %}{% break %}{% endif %}{{ i }}{{ j }} {% endfor %}{% if i == 2 %}{% break %}{% endif %}{% endfor %}
{% if messages[0]['role'] == "user" and messages[0].get('name') is none %}ok{% endif %}{% if not (yes and no) or none %}x{% endif %}
{{ messages[0].content if messages and messages[0].content is string and messages[0].content|length > 0 else 'none' }}
{{ 1 ~ 2 + 3 }}
{{ 1 ~ 2 * 3 }} {{ '%' }}
{% set x = [1,2,3] %}{% set y = x + [4] %}{{ x }}{{ y }}{% if x is sequence and x is not mapping and x is not string %}list{% endif %}
{%- set sep = joinx if joinx is defined else ', ' -%}{{ words|join(sep) }}
{% for m in messages -%}
  {{ m.role }}: {{ m.content }}
{% endfor -%}
end
{% if messages[0].role == 'system' %}s{% else %}{% set messages = [{'role': 'system', 'content': 'x'}] + messages %}{% endif %}{{ messages[0].content }}{{ messages|length }}
{{ d.b is defined and d['b'] == 1 and 'b' in d.keys() }} {{ d.get('a', {}).get('x', [])|length }} {{ 'x' in d.get('a', {}) }}
{{ [1,2,3]|map('string')|join('+') }} {{ [3,1]|sort|first }} {{ ['x']|first|upper }} {{ 'a-b'|replace('-', '_')|upper }}
{{ loop is defined }} {{ self_x is defined }} {{ namespace is defined }}
{{ (words|map('upper'))[0] is defined }} {% set g = words|map('upper') %}{{ g|list }}{{ g|list }}
{{ [1, 2] == (1, 2) }} {{ range(2) == range(2) }} {{ 'a' == ['a'] }} {{ 0 == false }} {{ '' == none }}
{{ 'x' is in 'xyz' }} {{ 'a'in'abc' }} {{ 1if 1else 2 }} {{ 1 if(0)else(3) }}
{{ content|trim if content is defined and content else 'no' }}
{% set a = b = 1 %}
{{ "{{" }} {{ '}}' }} {{ '%}' }} {{ "#}" }}
x{% set a = 1 %}

y
{%- for i in [1] %}

  {{ i }}
{%- endfor %}

z
""".strip("\n")

def split(text):
    """Snippets, one a line; those that need several lines stand below."""
    return text.split("\n")

SNIPPETS = split(SNIPPETS) + [
    "  {% if yes %}\n  x\n  {% endif %}\n  y\n\n", "a\r\nb\rc\n{% if yes %}\r\nd{% endif %}\n\n",
    "{% for m in messages -%}\n  {{ m.role }}: {{ m.content }}\n{% endfor -%}\n end",
    "{%- for i in [1, 2] %}\n\n  {{ i }}\n{%- endfor %}\n\nz\n", "x\n  {%+ if yes %}\n y\n  {%- endif +%}\n z",
    "{% raw %}\n  {{ x }}\n  {% endraw %}\n y", "  {# c #}\n x {# d #}\n", "{#- a #}\n\n  {#+ b -#} \n c",
    "{{ 1 }}\n{{ 2 }}\n\n", "{{ 'a\nb' }}\n{{\n 1\n}}\n", "{% set x %}\n a\n{% endset %}\n[{{ x }}]",
    "{% macro m() %}\n  x\n{% endmacro %}\n[{{ m() }}]", "\n\n{% if yes %}\n\n{% endif %}\n\n", "", "\n", "{{", "{%", "{",
    "{% if yes %}{% if no %}a{% else %}b{% endif %}\n  {% endif %}  c", "\t{% if yes %}\t\n\t{{ 1 }}\t\n{% endif %}\t",
    "{{ x }}{% set x = 1 %}{{ x }}", "{% for i in [1, 2] %}{{ three }}{% set three = i %}{% endfor %}{{ three }}",
    "{% for i in [1, 2] %}{{ three }}{% endfor %}{% set three = 5 %}", "{% macro m() %}{{ three }}{% endmacro %}{{ m() }}{% set three = 5 %}",
    "{% if no %}{% set three = 1 %}{% endif %}{% macro m() %}{{ three }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ three }}{% endmacro %}{{ m() }}{% if yes %}{% set three = 1 %}{% else %}{% set three = 2 %}{% endif %}",
    "{% macro m() %}{{ three }}{% endmacro %}{{ m() }}{% if yes %}{% set three = 1 %}{% elif no %}{% set three = 3 %}{% else %}{% set three = 2 %}{% endif %}",
    "{% macro m() %}{{ three }}{% endmacro %}{{ three }}{{ m() }}{% set three = 9 %}{{ m() }}",
    "{% for i in [1, 2] %}{% for j in [1] %}{{ three }}{% endfor %}{% set three = i %}{{ three }}{% endfor %}{{ three }}",
    "{% for i in [1, 2] %}{% for j in [1] %}{{ three }}{% endfor %}{% set three = i %}{{ three }}{% endfor %}",
    "{{ three }}{% for i in [1, 2] %}{% for j in [1] %}{{ three }}{% endfor %}{% set three = i %}{{ three }}{% endfor %}",
    "{% set x %}{{ three }}{% endset %}{{ x }}{% set three = 8 %}", "{% generation %}{{ three }}{% endgeneration %}{% set three = 8 %}",
    "{% for i in [1] if three %}{{ three }}{% endfor %}{% set three = 8 %}", "{% set three = three + 1 %}{{ three }}",
    "{% for three in [1] %}{{ three }}{% endfor %}{{ three }}", "{% for words in words %}{{ words }}{% endfor %}{{ words }}",
    "{% for m in messages %}{% if words %}w{% endif %}{% endfor %}{% set words, q = 1, 2 %}",
    "{% set ns = namespace(l='') %}{% for m in [1, 1, 2, 2, 1] if m != ns.l %}{{ m }}{% set ns.l = m %}{% endfor %}",
    "{% set ns = namespace(l='') %}{% for m in [1, 1, 2, 2, 1] if m != ns.l %}{{ m }}{{ loop.last }}{{ loop.index }}{% set ns.l = m %}{% endfor %}",
    "{% set ns = namespace(l='') %}{% for m in [1, 1, 2, 2, 1] if m != ns.l %}{{ m }}{{ loop.length }}{{ loop.revindex }}{{ loop.nextitem }}{% set ns.l = m %}{% endfor %}",
    "{% for i in [1, 2] %}{% break %}{% else %}e{% endfor %}{% for i in [1, 2] %}{% continue %}{% else %}f{% endfor %}{% for i in [1, 2] %}{% if i == 2 %}{% break %}{% endif %}{% else %}g{% endfor %}",
    "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}B{% endmacro %}{{ a() }}",
    "{% macro a(three) %}{% macro b() %}{{ three }}{% endmacro %}{{ b() }}{% endmacro %}{{ a(1) }}",
    "{% for i in [1, 2] %}{% macro m() %}{{ i }}{{ loop.index }}{% endmacro %}{{ m() }}{% endfor %}",
    "{% macro m(three=three) %}{{ three }}{% endmacro %}{{ m() }}", "{% macro m(a=b, b=1) %}{{ a }}{% endmacro %}{{ m() }}",
    "{% for i in [1, 2] %}{% set a = i %}{% if i == 2 %}{{ a }}{% endif %}{{ b is defined }}{% set b = 1 %}{% endfor %}",
]
