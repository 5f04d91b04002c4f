import json
import sys
from urllib.request import Request, urlopen

base = sys.argv[1]
body = json.dumps({"name": "python", "password": "pw"}).encode()
answer = urlopen(Request(base + "/v1/register", body, {"content-type": "application/json"}))
token = json.load(answer)["token"]
stream = urlopen(Request(base + "/v1/events", headers={"authorization": "Bearer " + token}))
event = next(line for line in stream if line.startswith(b"event:"))
print(answer.status, stream.status, event.decode().strip())
