"""Talks to the server at argv[1] with the client that was generated, and prints what came of it as JSON."""

import json
import sys

import posthorn_api as api
from posthorn_api.models import (
    LoginRequest,
    RegisterRequest,
    SendDirectRequest,
    UserIdOrName,
)

with api.ApiClient(api.Configuration(host=sys.argv[1])) as client:
    accounts = api.AccountsApi(client)
    for name in ("python-ann", "python-bob"):
        accounts.register(RegisterRequest(name=name, password="but-soft"))
    login = accounts.login(LoginRequest(name="python-ann", password="but-soft"))
    client.configuration.access_token = login.token

    messages = api.MessagesApi(client)
    hello = SendDirectRequest(to=UserIdOrName("python-bob"), text="hello")
    acks = [messages.send_direct(hello, idempotency_key="hello-1") for _ in range(2)]
    batch = messages.read_messages(acks[0].conversation, limit=10)
    try:
        messages.send_direct(SendDirectRequest(to=UserIdOrName("python-nobody"), text="hello"))
        code = None
    except api.ApiException as refused:
        code = refused.data.error.code

print(
    json.dumps(
        {
            "user": login.user.name,
            "isSameAck": acks[0] == acks[1],
            "texts": [message.content.text for message in batch.messages],
            "code": code,
        }
    )
)
