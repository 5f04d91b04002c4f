"""Romeo writes to Juliet with paho-mqtt, in every way it offers, and prints what she got as JSON."""

import json
import queue
import sys

from paho.mqtt.client import Client, MQTTv5, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

HOST, TCP, HTTP = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
PATIENCE_S = 60
VERSIONS = {"3.1.1": MQTTv311, "5": MQTTv5}
KEEP_S = 600


class Person:
    """One device of a user, with queues of what its callbacks were given."""

    def __init__(self, name, device, version, transport, kept):
        self.version, self.transport, self.kept = version, transport, kept
        clean = {} if version == MQTTv5 else {"clean_session": not kept}
        self.client = Client(
            CallbackAPIVersion.VERSION2, device, protocol=version, transport=transport, **clean
        )
        self.client.username_pw_set(name, "pw")
        if transport == "websockets":
            self.client.ws_set_options(path="/mqtt")
        self.connected, self.subscribed, self.heard = queue.Queue(), queue.Queue(), queue.Queue()
        self.client.on_connect = lambda c, u, flags, reason, p: self.connected.put((flags, reason))
        self.client.on_subscribe = lambda c, u, mid, reasons, p: self.subscribed.put(reasons)
        self.client.on_message = lambda c, u, message: self.heard.put(message)

    def come(self):
        """Returns whether the server had a session."""
        more = {}
        if self.version == MQTTv5:
            properties = Properties(PacketTypes.CONNECT)
            properties.SessionExpiryInterval = KEEP_S if self.kept else 0
            more = {"clean_start": not self.kept, "properties": properties}
        self.client.connect(HOST, TCP if self.transport == "tcp" else HTTP, **more)
        self.client.loop_start()
        flags, reason = self.connected.get(timeout=PATIENCE_S)
        assert not reason.is_failure, reason
        return flags.session_present

    def follow(self, topic, qos):
        self.client.subscribe(topic, qos)
        (reason,) = self.subscribed.get(timeout=PATIENCE_S)
        assert reason.value == qos, reason

    def say(self, topic, text, qos):
        self.client.publish(topic, text, qos).wait_for_publish(PATIENCE_S)

    def hear(self, known=None):
        """The next message. With QoS 1 the one before may come again: its ack and the farewell have crossed."""
        while (message := self.heard.get(timeout=PATIENCE_S)).qos == 1 and known is not None:
            if message.payload != known.payload:
                break
        return message

    def go(self):
        self.client.disconnect()
        self.client.loop_stop()


def row(version, transport, qos, kept):
    """What Juliet gets while she is there, and of what was said while she was not."""
    name = f"{version} {transport} {qos} {'kept' if kept else 'clean'}"
    romeo = Person("romeo", "paho-romeo", VERSIONS[version], transport, False)
    juliet = Person("juliet", f"paho-{name}", VERSIONS[version], transport, kept)
    juliet.come()
    juliet.follow("u/+", qos)
    romeo.come()
    romeo.say("u/juliet", f"{name}, live", qos)
    heard = [juliet.hear()]
    resumed = False
    if kept:
        juliet.go()
        romeo.say("u/juliet", f"{name}, away", 1)
        resumed = juliet.come()
        heard.append(juliet.hear(heard[0]))
    juliet.go()
    romeo.go()
    return {
        "name": name,
        "resumed": resumed,
        "heard": [[m.topic, m.qos, m.payload.decode()] for m in heard],
    }


print(
    json.dumps(
        [
            row(version, transport, qos, kept)
            for version in VERSIONS
            for transport in ("tcp", "websockets")
            for qos in (0, 1, 2)
            for kept in (False, True)
            if qos > 0 or not kept
        ]
    )
)
