"""Romeo writes to Juliet with gmqtt, in every way it offers, and prints what she got as JSON."""

import asyncio
import json
import sys

from gmqtt import Client
from gmqtt.mqtt.constants import MQTTv50, MQTTv311

HOST, TCP = sys.argv[1], int(sys.argv[2])
PATIENCE_S = 60
VERSIONS = {"3.1.1": MQTTv311, "5": MQTTv50}
KEEP_S = 600


class Person:
    """One device of a user, with queues of what its callbacks were given."""

    def __init__(self, name, device, version, kept):
        self.version = version
        self.connected, self.subscribed, self.heard = (
            asyncio.Queue(),
            asyncio.Queue(),
            asyncio.Queue(),
        )
        more = {"session_expiry_interval": KEEP_S} if kept and version == MQTTv50 else {}
        self.client = Client(device, clean_session=not kept, **more)
        self.client.set_auth_credentials(name, "pw")
        self.client.on_connect = lambda c, flags, rc, p: self.connected.put_nowait(flags)
        self.client.on_subscribe = lambda c, mid, qos, p: self.subscribed.put_nowait(qos)
        self.client.on_message = self._on_message

    async def _on_message(self, client, topic, payload, qos, properties):
        self.heard.put_nowait((topic, qos, payload.decode()))
        return 0

    async def come(self):
        """Returns whether the server had a session."""
        await self.client.connect(HOST, TCP, version=self.version)
        return await asyncio.wait_for(self.connected.get(), PATIENCE_S) == 1

    async def follow(self, topic, qos):
        self.client.subscribe(topic, qos=qos)
        granted = await asyncio.wait_for(self.subscribed.get(), PATIENCE_S)
        assert list(granted) == [qos], granted

    async def hear(self, known=None):
        """The next message. With QoS 1 the one before may come again: its ack and the farewell have crossed."""
        while (message := await asyncio.wait_for(self.heard.get(), PATIENCE_S)) == known:
            assert message[1] == 1, message
        return message


async def row(version, qos, kept):
    """What Juliet gets while she is there, and of what was said while she was not."""
    name = f"{version} tcp {qos} {'kept' if kept else 'clean'}"
    romeo = Person("romeo", "gmqtt-romeo", VERSIONS[version], False)
    juliet = Person("juliet", f"gmqtt-{name}", VERSIONS[version], kept)
    await juliet.come()
    await juliet.follow("u/+", qos)
    await romeo.come()
    romeo.client.publish("u/juliet", f"{name}, live", qos=qos)
    heard = [await juliet.hear()]
    resumed = False
    if kept:
        await juliet.client.disconnect()
        # Romeo hears his own words, which tells him that they are safe.
        await romeo.follow("u/juliet", 1)
        romeo.client.publish("u/juliet", f"{name}, away", qos=1)
        await romeo.hear()
        resumed = await juliet.come()
        heard.append(await juliet.hear(heard[0]))
    await juliet.client.disconnect()
    await romeo.client.disconnect()
    return {"name": name, "resumed": resumed, "heard": heard}


async def main():
    rows = [
        await row(version, qos, kept)
        for version in VERSIONS
        for qos in (0, 1, 2)
        for kept in (False, True)
        if qos > 0 or not kept
    ]
    print(json.dumps(rows))


asyncio.run(main())
