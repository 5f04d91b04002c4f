// Generated from posthorn.proto by scripts/generate.ts. Do not edit.
import type { Shape } from '../json.ts';

/** JSON Schema (2020-12, as OpenAPI 3.1 uses it) of each message, by name. */
export const SCHEMAS: Readonly<Record<string, object>> = {
  "ClientFrame": {
    "$id": "ClientFrame",
    "type": "object",
    "description": "What a client sends. Every frame gets exactly one answer: a ServerFrame with the same id in `re`.",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Chosen by the client, above 0, not reused while the answer is outstanding."
      },
      "hello": {
        "$ref": "Hello#"
      },
      "ping": {
        "$ref": "Ping#"
      },
      "register": {
        "$ref": "Register#"
      },
      "login": {
        "$ref": "Login#"
      },
      "attach": {
        "$ref": "Attach#"
      },
      "logout": {
        "$ref": "Logout#"
      },
      "send": {
        "$ref": "Send#"
      },
      "pull": {
        "$ref": "Pull#"
      },
      "listHeads": {
        "$ref": "ListHeads#"
      },
      "moveCursors": {
        "$ref": "MoveCursors#"
      },
      "typing": {
        "$ref": "Typing#"
      },
      "listConversations": {
        "$ref": "ListConversations#"
      },
      "getConversation": {
        "$ref": "GetConversation#"
      },
      "openDirect": {
        "$ref": "OpenDirect#"
      },
      "createGroup": {
        "$ref": "CreateGroup#"
      },
      "addMembers": {
        "$ref": "AddMembers#"
      },
      "removeMember": {
        "$ref": "RemoveMember#"
      },
      "leave": {
        "$ref": "Leave#"
      },
      "rename": {
        "$ref": "Rename#"
      },
      "setRole": {
        "$ref": "SetRole#"
      },
      "muteMember": {
        "$ref": "MuteMember#"
      },
      "listMembers": {
        "$ref": "ListMembers#"
      },
      "listReceipts": {
        "$ref": "ListReceipts#"
      },
      "createInvite": {
        "$ref": "CreateInvite#"
      },
      "listInvites": {
        "$ref": "ListInvites#"
      },
      "revokeInvite": {
        "$ref": "RevokeInvite#"
      },
      "joinByInvite": {
        "$ref": "JoinByInvite#"
      },
      "muteConversation": {
        "$ref": "MuteConversation#"
      },
      "getUsers": {
        "$ref": "GetUsers#"
      },
      "findUsers": {
        "$ref": "FindUsers#"
      },
      "listOnline": {
        "$ref": "ListOnline#"
      },
      "watchPresence": {
        "$ref": "WatchPresence#"
      },
      "updateProfile": {
        "$ref": "UpdateProfile#"
      },
      "changePassword": {
        "$ref": "ChangePassword#"
      },
      "listSessions": {
        "$ref": "ListSessions#"
      },
      "revokeSession": {
        "$ref": "RevokeSession#"
      },
      "block": {
        "$ref": "Block#"
      },
      "unblock": {
        "$ref": "Unblock#"
      },
      "listBlocked": {
        "$ref": "ListBlocked#"
      },
      "disableUser": {
        "$ref": "DisableUser#"
      },
      "resetPassword": {
        "$ref": "ResetPassword#"
      },
      "getServerInfo": {
        "$ref": "GetServerInfo#"
      },
      "listNodes": {
        "$ref": "ListNodes#"
      }
    },
    "additionalProperties": false
  },
  "ServerFrame": {
    "$id": "ServerFrame",
    "type": "object",
    "description": "What a server sends: the answer to a request (`re` is its id) or, without `re`, a push.",
    "properties": {
      "re": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "message": {
        "$ref": "Message#",
        "description": "Pushes."
      },
      "heads": {
        "$ref": "Heads#"
      },
      "typingNote": {
        "$ref": "TypingNote#"
      },
      "presenceNote": {
        "$ref": "PresenceNote#"
      },
      "receiptNote": {
        "$ref": "ReceiptNote#"
      },
      "resync": {
        "$ref": "Resync#"
      },
      "goodbye": {
        "$ref": "Goodbye#"
      },
      "error": {
        "$ref": "Error#",
        "description": "Answers."
      },
      "done": {
        "$ref": "Done#"
      },
      "welcome": {
        "$ref": "Welcome#"
      },
      "loggedIn": {
        "$ref": "LoggedIn#"
      },
      "attached": {
        "$ref": "Attached#"
      },
      "ack": {
        "$ref": "Ack#"
      },
      "pulled": {
        "$ref": "Pulled#"
      },
      "headsPage": {
        "$ref": "HeadsPage#"
      },
      "conversations": {
        "$ref": "Conversations#"
      },
      "conversation": {
        "$ref": "Conversation#"
      },
      "members": {
        "$ref": "Members#"
      },
      "receipts": {
        "$ref": "Receipts#"
      },
      "invite": {
        "$ref": "Invite#"
      },
      "invites": {
        "$ref": "Invites#"
      },
      "users": {
        "$ref": "Users#"
      },
      "user": {
        "$ref": "User#"
      },
      "presences": {
        "$ref": "Presences#"
      },
      "sessions": {
        "$ref": "Sessions#"
      },
      "serverInfo": {
        "$ref": "ServerInfo#"
      },
      "nodes": {
        "$ref": "Nodes#"
      }
    },
    "additionalProperties": false
  },
  "Hello": {
    "$id": "Hello",
    "type": "object",
    "description": "The first frame of a connection. Requests may be pipelined behind it.",
    "properties": {
      "version": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Protocol version that the client speaks best, now 1."
      },
      "client": {
        "type": "string",
        "description": "Name and version of the client software, for logs: \"posthorn-terminal/0.1.0\"."
      }
    },
    "additionalProperties": false
  },
  "Welcome": {
    "$id": "Welcome",
    "type": "object",
    "properties": {
      "version": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "The version both sides use from here on: the lower of the two."
      },
      "epoch": {
        "type": "string",
        "description": "Changes when the log was restored from a backup. A client that knew another one must resync."
      },
      "heartbeatMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "How often a silent client must send a Ping. Silence for 2.5 times this long is cut."
      },
      "maxFrameBytes": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Largest frame, without its length prefix, that the server takes after login."
      },
      "maxInFlight": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "How many requests may be outstanding; beyond it the server stops reading for a while."
      },
      "serverTime": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "server": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "Ping": {
    "$id": "Ping",
    "type": "object",
    "properties": {},
    "additionalProperties": false
  },
  "Done": {
    "$id": "Done",
    "type": "object",
    "description": "The request was carried out and there is nothing to say about it.",
    "properties": {},
    "additionalProperties": false
  },
  "Error": {
    "$id": "Error",
    "type": "object",
    "description": "The request was refused or failed. Codes, and what to do about each, are a closed table.",
    "properties": {
      "code": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "message": {
        "type": "string",
        "description": "For a person; may change. Programs use the code."
      },
      "retryAfterMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "When a retry makes sense: not before this many milliseconds."
      }
    },
    "additionalProperties": false
  },
  "Goodbye": {
    "$id": "Goodbye",
    "type": "object",
    "description": "The last frame before the server closes. Whether and when to reconnect follows from the code.",
    "properties": {
      "code": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "message": {
        "type": "string"
      },
      "retryAfterMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Reconnect after a random moment between retry_after_ms and retry_after_ms + window_ms."
      },
      "windowMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "endpoints": {
        "type": "array",
        "items": {
          "$ref": "Endpoint#"
        },
        "description": "Gateways that take this client now, best first. Empty: as the client knows them."
      }
    },
    "additionalProperties": false
  },
  "Resync": {
    "$id": "Resync",
    "type": "object",
    "description": "Pushes were dropped because this client read too slowly: compare heads and pull.",
    "properties": {},
    "additionalProperties": false
  },
  "Device": {
    "$id": "Device",
    "type": "object",
    "description": "One installation of a client.",
    "properties": {
      "id": {
        "type": "string",
        "description": "Made once by the installation and kept; at most 64 bytes."
      },
      "class": {
        "type": "string",
        "enum": [
          "unspecified",
          "mobile",
          "desktop",
          "web",
          "terminal",
          "bot"
        ]
      },
      "label": {
        "type": "string",
        "description": "For the person who looks at their list of devices: \"Ann's laptop\"."
      }
    },
    "additionalProperties": false
  },
  "Register": {
    "$id": "Register",
    "type": "object",
    "description": "Creates an account and logs in.",
    "properties": {
      "name": {
        "type": "string"
      },
      "password": {
        "type": "string"
      },
      "displayName": {
        "type": "string"
      },
      "device": {
        "$ref": "Device#"
      }
    },
    "additionalProperties": false
  },
  "Login": {
    "$id": "Login",
    "type": "object",
    "properties": {
      "name": {
        "type": "string"
      },
      "password": {
        "type": "string"
      },
      "device": {
        "$ref": "Device#"
      }
    },
    "additionalProperties": false
  },
  "LoggedIn": {
    "$id": "LoggedIn",
    "type": "object",
    "properties": {
      "token": {
        "type": "string",
        "description": "The bearer token of this device's session: for Attach and for REST. The server keeps only its hash."
      },
      "user": {
        "$ref": "User#"
      },
      "session": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "expiresAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "When the token ends unless it is used before."
      },
      "endpoints": {
        "type": "array",
        "items": {
          "$ref": "Endpoint#"
        },
        "description": "Where to connect, best first."
      }
    },
    "additionalProperties": false
  },
  "Endpoint": {
    "$id": "Endpoint",
    "type": "object",
    "description": "Where a gateway listens: \"tcp://host:7011\", \"tls://host:7011\", \"ws://host:7010/ws\", \"wss://...\".",
    "properties": {
      "url": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "Attach": {
    "$id": "Attach",
    "type": "object",
    "description": "Makes this connection the session's live connection; pushes start from here.",
    "properties": {
      "token": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "Attached": {
    "$id": "Attached",
    "type": "object",
    "properties": {
      "user": {
        "$ref": "User#"
      },
      "session": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "lobby": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The room where everyone is; 0 when it is turned off."
      },
      "inbox": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "This user's private conversation for what concerns only them."
      },
      "endpoints": {
        "type": "array",
        "items": {
          "$ref": "Endpoint#"
        },
        "description": "Where to come back to when this connection ends, best first. Empty: to where you are."
      }
    },
    "additionalProperties": false
  },
  "Logout": {
    "$id": "Logout",
    "type": "object",
    "description": "Ends this session: its token is void and its connections are closed.",
    "properties": {},
    "additionalProperties": false
  },
  "ChangePassword": {
    "$id": "ChangePassword",
    "type": "object",
    "properties": {
      "oldPassword": {
        "type": "string"
      },
      "newPassword": {
        "type": "string"
      },
      "revokeOthers": {
        "type": "boolean",
        "description": "Ends all other sessions of this user too."
      }
    },
    "additionalProperties": false
  },
  "UpdateProfile": {
    "$id": "UpdateProfile",
    "type": "object",
    "description": "What is absent stays as it is.",
    "properties": {
      "displayName": {
        "type": "string"
      },
      "avatarUrl": {
        "type": "string",
        "description": "http or https URL of a picture, or empty."
      },
      "statusText": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "User": {
    "$id": "User",
    "type": "object",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "name": {
        "type": "string",
        "description": "Unique, for logging in and addressing."
      },
      "displayName": {
        "type": "string"
      },
      "avatarUrl": {
        "type": "string"
      },
      "statusText": {
        "type": "string"
      },
      "admin": {
        "type": "boolean"
      },
      "disabled": {
        "type": "boolean"
      },
      "createdAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "Users": {
    "$id": "Users",
    "type": "object",
    "properties": {
      "users": {
        "type": "array",
        "items": {
          "$ref": "User#"
        }
      },
      "next": {
        "type": "string",
        "description": "Pass as `cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "GetUsers": {
    "$id": "GetUsers",
    "type": "object",
    "description": "Users by id or by name; unknown ones are left out.",
    "properties": {
      "ids": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        }
      },
      "names": {
        "type": "array",
        "items": {
          "type": "string"
        }
      }
    },
    "additionalProperties": false
  },
  "FindUsers": {
    "$id": "FindUsers",
    "type": "object",
    "description": "Users whose name starts with `prefix`, by name.",
    "properties": {
      "prefix": {
        "type": "string"
      },
      "cursor": {
        "type": "string"
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      }
    },
    "additionalProperties": false
  },
  "ListOnline": {
    "$id": "ListOnline",
    "type": "object",
    "description": "Users who are online now and whose name starts with `prefix`, by name.",
    "properties": {
      "prefix": {
        "type": "string"
      },
      "cursor": {
        "type": "string"
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      }
    },
    "additionalProperties": false
  },
  "Session": {
    "$id": "Session",
    "type": "object",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "device": {
        "$ref": "Device#"
      },
      "createdAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "lastUsedAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "expiresAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "current": {
        "type": "boolean",
        "description": "The session that asks."
      }
    },
    "additionalProperties": false
  },
  "ListSessions": {
    "$id": "ListSessions",
    "type": "object",
    "properties": {},
    "additionalProperties": false
  },
  "Sessions": {
    "$id": "Sessions",
    "type": "object",
    "properties": {
      "sessions": {
        "type": "array",
        "items": {
          "$ref": "Session#"
        }
      }
    },
    "additionalProperties": false
  },
  "RevokeSession": {
    "$id": "RevokeSession",
    "type": "object",
    "properties": {
      "session": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "Block": {
    "$id": "Block",
    "type": "object",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "Unblock": {
    "$id": "Unblock",
    "type": "object",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "ListBlocked": {
    "$id": "ListBlocked",
    "type": "object",
    "properties": {
      "cursor": {
        "type": "string"
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      }
    },
    "additionalProperties": false
  },
  "Content": {
    "$id": "Content",
    "type": "object",
    "description": "What a message says. `text` is what a client shows that knows nothing of the rest.",
    "properties": {
      "text": {
        "type": "string"
      },
      "replyTo": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Seq of the message in the same conversation that this one answers; 0 for none."
      },
      "mentions": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "description": "Users named in the text who should be alerted."
      },
      "event": {
        "$ref": "Event#",
        "description": "Written by the server alone: \"Ann joined\"."
      },
      "custom": {
        "$ref": "Custom#",
        "description": "An application's own content."
      }
    },
    "additionalProperties": false
  },
  "Custom": {
    "$id": "Custom",
    "type": "object",
    "properties": {
      "type": {
        "type": "string",
        "description": "Names the format, in the application's own namespace: \"com.example.poll\"."
      },
      "data": {
        "type": "string",
        "contentEncoding": "base64"
      }
    },
    "additionalProperties": false
  },
  "Event": {
    "$id": "Event",
    "type": "object",
    "description": "Something happened in the conversation. The message's sender did it.",
    "properties": {
      "kind": {
        "type": "string",
        "enum": [
          "unspecified",
          "created",
          "added",
          "joined",
          "left",
          "removed",
          "renamed",
          "role-changed",
          "muted",
          "unmuted"
        ]
      },
      "users": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "description": "To whom it happened, when not the sender."
      },
      "title": {
        "type": "string"
      },
      "role": {
        "type": "string",
        "enum": [
          "unspecified",
          "member",
          "admin",
          "owner"
        ]
      }
    },
    "additionalProperties": false
  },
  "Message": {
    "$id": "Message",
    "type": "object",
    "description": "A message in the log.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "sender": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "time": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "content": {
        "$ref": "Content#",
        "description": "An encoded Content. It crosses the server as it was stored."
      },
      "clientId": {
        "type": "string",
        "description": "Only in answers, and only for the asker's own messages."
      }
    },
    "additionalProperties": false
  },
  "Send": {
    "$id": "Send",
    "type": "object",
    "properties": {
      "clientId": {
        "type": "string",
        "description": "Unique for ever among the sender's messages; 1 to 64 bytes, no U+0000. A retry with the same id and the same payload gets the first Ack; with another payload it is CONFLICT."
      },
      "content": {
        "$ref": "Content#",
        "description": "What the message says."
      },
      "order": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The message's place in the sender's own order: rising within a connection. When a send was refused with a retryable code, later ones to the same conversation are refused with HELD until each that was refused before them was tried again. 0: the client sends one at a time and needs no such help."
      },
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "A direct message: the conversation is made when it does not exist yet."
      }
    },
    "additionalProperties": false
  },
  "Ack": {
    "$id": "Ack",
    "type": "object",
    "description": "The message is committed and synced to disk.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "time": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "Pull": {
    "$id": "Pull",
    "type": "object",
    "description": "Reads the log. An answer is bounded in messages and bytes; ask again for the rest.",
    "properties": {
      "ranges": {
        "type": "array",
        "items": {
          "$ref": "Range#"
        }
      }
    },
    "additionalProperties": false
  },
  "Range": {
    "$id": "Range",
    "type": "object",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "after": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Forward: messages above this seq, oldest first."
      },
      "before": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Backward, when above 0: the newest messages below this seq; `after` is not used."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "mark": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The time of the message at `after`, as the client knows it. When the log has another message there, it was restored from a backup: the batch says `diverged`."
      }
    },
    "additionalProperties": false
  },
  "Pulled": {
    "$id": "Pulled",
    "type": "object",
    "properties": {
      "batches": {
        "type": "array",
        "items": {
          "$ref": "Batch#"
        }
      }
    },
    "additionalProperties": false
  },
  "Batch": {
    "$id": "Batch",
    "type": "object",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "messages": {
        "type": "array",
        "items": {
          "$ref": "Message#"
        },
        "description": "By rising seq, whatever the direction."
      },
      "through": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Forward: everything the reader may see up to this seq has now been given; what is missing in between lies outside their membership. Backward: everything from this seq up has been given."
      },
      "head": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The highest seq that the reader may see now."
      },
      "more": {
        "type": "boolean"
      },
      "diverged": {
        "type": "boolean"
      },
      "error": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "When not 0, this range was refused with this error code and the rest of the batch is empty."
      }
    },
    "additionalProperties": false
  },
  "Head": {
    "$id": "Head",
    "type": "object",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "Heads": {
    "$id": "Heads",
    "type": "object",
    "description": "Says how far conversations have come. A client that is behind pulls.",
    "properties": {
      "heads": {
        "type": "array",
        "items": {
          "$ref": "Head#"
        }
      }
    },
    "additionalProperties": false
  },
  "ListHeads": {
    "$id": "ListHeads",
    "type": "object",
    "description": "How far every conversation of the user has come, by rising conversation id.",
    "properties": {
      "cursor": {
        "type": "string"
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      }
    },
    "additionalProperties": false
  },
  "HeadsPage": {
    "$id": "HeadsPage",
    "type": "object",
    "properties": {
      "heads": {
        "type": "array",
        "items": {
          "$ref": "Head#"
        }
      },
      "next": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "Cursor": {
    "$id": "Cursor",
    "type": "object",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "read": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Everything up to this seq was read / has arrived at a device. They only ever rise; 0 leaves one as it is."
      },
      "delivered": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "MoveCursors": {
    "$id": "MoveCursors",
    "type": "object",
    "properties": {
      "cursors": {
        "type": "array",
        "items": {
          "$ref": "Cursor#"
        }
      }
    },
    "additionalProperties": false
  },
  "ReceiptNote": {
    "$id": "ReceiptNote",
    "type": "object",
    "description": "A member's cursors moved. For one's own user: another device of mine read it.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "read": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "delivered": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "ListReceipts": {
    "$id": "ListReceipts",
    "type": "object",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "cursor": {
        "type": "string"
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      }
    },
    "additionalProperties": false
  },
  "Receipts": {
    "$id": "Receipts",
    "type": "object",
    "properties": {
      "receipts": {
        "type": "array",
        "items": {
          "$ref": "ReceiptNote#"
        }
      },
      "next": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "Typing": {
    "$id": "Typing",
    "type": "object",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "active": {
        "type": "boolean",
        "description": "False: stopped. A note that is not renewed ends after 6 s."
      }
    },
    "additionalProperties": false
  },
  "TypingNote": {
    "$id": "TypingNote",
    "type": "object",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "active": {
        "type": "boolean"
      }
    },
    "additionalProperties": false
  },
  "WatchPresence": {
    "$id": "WatchPresence",
    "type": "object",
    "description": "Replaces the set of users whose presence this connection wants to hear of; answers with how they are now.",
    "properties": {
      "users": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        }
      }
    },
    "additionalProperties": false
  },
  "PresenceNote": {
    "$id": "PresenceNote",
    "type": "object",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "online": {
        "type": "boolean"
      },
      "lastSeen": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "When they were last online; 0 when unknown."
      }
    },
    "additionalProperties": false
  },
  "Presences": {
    "$id": "Presences",
    "type": "object",
    "properties": {
      "presences": {
        "type": "array",
        "items": {
          "$ref": "PresenceNote#"
        }
      }
    },
    "additionalProperties": false
  },
  "Conversation": {
    "$id": "Conversation",
    "type": "object",
    "description": "A conversation as one user sees it.",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "kind": {
        "type": "string",
        "enum": [
          "unspecified",
          "direct",
          "group",
          "room",
          "inbox"
        ]
      },
      "title": {
        "type": "string"
      },
      "head": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The highest seq that this user may see."
      },
      "first": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The lowest seq that this user may see."
      },
      "role": {
        "type": "string",
        "enum": [
          "unspecified",
          "member",
          "admin",
          "owner"
        ],
        "description": "This user's role; unspecified when they have left or the kind has no roles."
      },
      "left": {
        "type": "boolean",
        "description": "The user is no longer a member: nothing new will come."
      },
      "peer": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The other user of a direct conversation."
      },
      "memberCount": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "read": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "delivered": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "unread": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Messages of others above the read cursor, counted up to 100."
      },
      "muted": {
        "type": "boolean",
        "description": "The user wants no alerts from here."
      },
      "silenced": {
        "type": "boolean",
        "description": "The user may not send here until they are unmuted."
      },
      "lastMessage": {
        "$ref": "Message#"
      }
    },
    "additionalProperties": false
  },
  "Conversations": {
    "$id": "Conversations",
    "type": "object",
    "properties": {
      "conversations": {
        "type": "array",
        "items": {
          "$ref": "Conversation#"
        }
      },
      "next": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "ListConversations": {
    "$id": "ListConversations",
    "type": "object",
    "description": "The user's conversations by rising id.",
    "properties": {
      "cursor": {
        "type": "string"
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      }
    },
    "additionalProperties": false
  },
  "GetConversation": {
    "$id": "GetConversation",
    "type": "object",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "OpenDirect": {
    "$id": "OpenDirect",
    "type": "object",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "CreateGroup": {
    "$id": "CreateGroup",
    "type": "object",
    "properties": {
      "title": {
        "type": "string"
      },
      "members": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        }
      },
      "clientId": {
        "type": "string",
        "description": "As in Send: makes a retry harmless."
      }
    },
    "additionalProperties": false
  },
  "AddMembers": {
    "$id": "AddMembers",
    "type": "object",
    "description": "Owners and admins add; the history before stays closed to the new members.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "users": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        }
      },
      "clientId": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "RemoveMember": {
    "$id": "RemoveMember",
    "type": "object",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "clientId": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "Leave": {
    "$id": "Leave",
    "type": "object",
    "description": "When the owner leaves, the longest-serving admin, else member, becomes the owner.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "clientId": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "Rename": {
    "$id": "Rename",
    "type": "object",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "title": {
        "type": "string"
      },
      "clientId": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "SetRole": {
    "$id": "SetRole",
    "type": "object",
    "description": "Owners alone. Giving away `owner` makes the giver an admin.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "role": {
        "type": "string",
        "enum": [
          "unspecified",
          "member",
          "admin",
          "owner"
        ]
      },
      "clientId": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "MuteMember": {
    "$id": "MuteMember",
    "type": "object",
    "description": "A silenced member reads but does not send.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "muted": {
        "type": "boolean"
      },
      "clientId": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "MuteConversation": {
    "$id": "MuteConversation",
    "type": "object",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "muted": {
        "type": "boolean"
      }
    },
    "additionalProperties": false
  },
  "Member": {
    "$id": "Member",
    "type": "object",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "role": {
        "type": "string",
        "enum": [
          "unspecified",
          "member",
          "admin",
          "owner"
        ]
      },
      "joinedSeq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "silenced": {
        "type": "boolean"
      }
    },
    "additionalProperties": false
  },
  "ListMembers": {
    "$id": "ListMembers",
    "type": "object",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "cursor": {
        "type": "string"
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      }
    },
    "additionalProperties": false
  },
  "Members": {
    "$id": "Members",
    "type": "object",
    "properties": {
      "members": {
        "type": "array",
        "items": {
          "$ref": "Member#"
        }
      },
      "next": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "CreateInvite": {
    "$id": "CreateInvite",
    "type": "object",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "maxUses": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "0: as often as wanted."
      },
      "ttlMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "0: never ends."
      }
    },
    "additionalProperties": false
  },
  "Invite": {
    "$id": "Invite",
    "type": "object",
    "properties": {
      "token": {
        "type": "string",
        "description": "The secret part of the invite link. Shown at creation alone; the server keeps only its hash."
      },
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "createdBy": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "createdAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "expiresAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "maxUses": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "uses": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      }
    },
    "additionalProperties": false
  },
  "ListInvites": {
    "$id": "ListInvites",
    "type": "object",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "Invites": {
    "$id": "Invites",
    "type": "object",
    "properties": {
      "invites": {
        "type": "array",
        "items": {
          "$ref": "Invite#"
        }
      }
    },
    "additionalProperties": false
  },
  "RevokeInvite": {
    "$id": "RevokeInvite",
    "type": "object",
    "properties": {
      "invite": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "JoinByInvite": {
    "$id": "JoinByInvite",
    "type": "object",
    "properties": {
      "token": {
        "type": "string"
      },
      "clientId": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "DisableUser": {
    "$id": "DisableUser",
    "type": "object",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "disabled": {
        "type": "boolean"
      }
    },
    "additionalProperties": false
  },
  "ResetPassword": {
    "$id": "ResetPassword",
    "type": "object",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "newPassword": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "GetServerInfo": {
    "$id": "GetServerInfo",
    "type": "object",
    "properties": {},
    "additionalProperties": false
  },
  "ServerInfo": {
    "$id": "ServerInfo",
    "type": "object",
    "properties": {
      "version": {
        "type": "string"
      },
      "epoch": {
        "type": "string"
      },
      "startedAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "users": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "conversations": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "messages": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "connections": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "node": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "ListNodes": {
    "$id": "ListNodes",
    "type": "object",
    "description": "Every process of the server, by rising id.",
    "properties": {},
    "additionalProperties": false
  },
  "Nodes": {
    "$id": "Nodes",
    "type": "object",
    "properties": {
      "nodes": {
        "type": "array",
        "items": {
          "$ref": "Node#"
        }
      }
    },
    "additionalProperties": false
  },
  "Node": {
    "$id": "Node",
    "type": "object",
    "description": "Counts are since the node's start: two answers a while apart give rates.",
    "properties": {
      "id": {
        "type": "string",
        "description": "Another one at each start."
      },
      "host": {
        "type": "string",
        "description": "The machine's name."
      },
      "gateway": {
        "type": "boolean"
      },
      "router": {
        "type": "boolean"
      },
      "version": {
        "type": "string"
      },
      "startedAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "draining": {
        "type": "boolean"
      },
      "answers": {
        "type": "boolean",
        "description": "It has answered just now; else only what it last announced is known."
      },
      "trouble": {
        "type": "string",
        "description": "Why it should get no traffic; empty: it is well."
      },
      "connections": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Live connections of clients, and those of them that read too slowly."
      },
      "lagging": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "running": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Requests that a router carries out now."
      },
      "appended": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Messages that a router has appended."
      },
      "delivered": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Frames that a gateway has written to clients."
      },
      "loopDelayMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "How late timers of its event loop ran lately, at worst, in ms."
      },
      "memoryBytes": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "busLost": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Messages that it could not publish on the bus, and how often the bus was away."
      },
      "busOutages": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "addresses": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Where clients connect, best first."
      },
      "time": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Unix ms at the node when it answered; 0: it did not."
      },
      "httpPort": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Port of its HTTP: which process of the machine it is."
      }
    },
    "additionalProperties": false
  }
};

/** Where JSON differs from the decoded message; see json.ts. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  "ClientFrame": {
    "fields": {
      "body": {
        "kind": "union",
        "cases": {
          "hello": {
            "kind": "message",
            "message": "Hello"
          },
          "ping": {
            "kind": "message",
            "message": "Ping"
          },
          "register": {
            "kind": "message",
            "message": "Register"
          },
          "login": {
            "kind": "message",
            "message": "Login"
          },
          "attach": {
            "kind": "message",
            "message": "Attach"
          },
          "logout": {
            "kind": "message",
            "message": "Logout"
          },
          "send": {
            "kind": "message",
            "message": "Send"
          },
          "pull": {
            "kind": "message",
            "message": "Pull"
          },
          "listHeads": {
            "kind": "message",
            "message": "ListHeads"
          },
          "moveCursors": {
            "kind": "message",
            "message": "MoveCursors"
          },
          "typing": {
            "kind": "message",
            "message": "Typing"
          },
          "listConversations": {
            "kind": "message",
            "message": "ListConversations"
          },
          "getConversation": {
            "kind": "message",
            "message": "GetConversation"
          },
          "openDirect": {
            "kind": "message",
            "message": "OpenDirect"
          },
          "createGroup": {
            "kind": "message",
            "message": "CreateGroup"
          },
          "addMembers": {
            "kind": "message",
            "message": "AddMembers"
          },
          "removeMember": {
            "kind": "message",
            "message": "RemoveMember"
          },
          "leave": {
            "kind": "message",
            "message": "Leave"
          },
          "rename": {
            "kind": "message",
            "message": "Rename"
          },
          "setRole": {
            "kind": "message",
            "message": "SetRole"
          },
          "muteMember": {
            "kind": "message",
            "message": "MuteMember"
          },
          "listMembers": {
            "kind": "message",
            "message": "ListMembers"
          },
          "listReceipts": {
            "kind": "message",
            "message": "ListReceipts"
          },
          "createInvite": {
            "kind": "message",
            "message": "CreateInvite"
          },
          "listInvites": {
            "kind": "message",
            "message": "ListInvites"
          },
          "revokeInvite": {
            "kind": "message",
            "message": "RevokeInvite"
          },
          "joinByInvite": {
            "kind": "message",
            "message": "JoinByInvite"
          },
          "muteConversation": {
            "kind": "message",
            "message": "MuteConversation"
          },
          "getUsers": {
            "kind": "message",
            "message": "GetUsers"
          },
          "findUsers": {
            "kind": "message",
            "message": "FindUsers"
          },
          "listOnline": {
            "kind": "message",
            "message": "ListOnline"
          },
          "watchPresence": {
            "kind": "message",
            "message": "WatchPresence"
          },
          "updateProfile": {
            "kind": "message",
            "message": "UpdateProfile"
          },
          "changePassword": {
            "kind": "message",
            "message": "ChangePassword"
          },
          "listSessions": {
            "kind": "message",
            "message": "ListSessions"
          },
          "revokeSession": {
            "kind": "message",
            "message": "RevokeSession"
          },
          "block": {
            "kind": "message",
            "message": "Block"
          },
          "unblock": {
            "kind": "message",
            "message": "Unblock"
          },
          "listBlocked": {
            "kind": "message",
            "message": "ListBlocked"
          },
          "disableUser": {
            "kind": "message",
            "message": "DisableUser"
          },
          "resetPassword": {
            "kind": "message",
            "message": "ResetPassword"
          },
          "getServerInfo": {
            "kind": "message",
            "message": "GetServerInfo"
          },
          "listNodes": {
            "kind": "message",
            "message": "ListNodes"
          }
        }
      }
    },
    "optional": []
  },
  "ServerFrame": {
    "fields": {
      "body": {
        "kind": "union",
        "cases": {
          "message": {
            "kind": "message",
            "message": "Message"
          },
          "heads": {
            "kind": "message",
            "message": "Heads"
          },
          "typingNote": {
            "kind": "message",
            "message": "TypingNote"
          },
          "presenceNote": {
            "kind": "message",
            "message": "PresenceNote"
          },
          "receiptNote": {
            "kind": "message",
            "message": "ReceiptNote"
          },
          "resync": {
            "kind": "message",
            "message": "Resync"
          },
          "goodbye": {
            "kind": "message",
            "message": "Goodbye"
          },
          "error": {
            "kind": "message",
            "message": "Error"
          },
          "done": {
            "kind": "message",
            "message": "Done"
          },
          "welcome": {
            "kind": "message",
            "message": "Welcome"
          },
          "loggedIn": {
            "kind": "message",
            "message": "LoggedIn"
          },
          "attached": {
            "kind": "message",
            "message": "Attached"
          },
          "ack": {
            "kind": "message",
            "message": "Ack"
          },
          "pulled": {
            "kind": "message",
            "message": "Pulled"
          },
          "headsPage": {
            "kind": "message",
            "message": "HeadsPage"
          },
          "conversations": {
            "kind": "message",
            "message": "Conversations"
          },
          "conversation": {
            "kind": "message",
            "message": "Conversation"
          },
          "members": {
            "kind": "message",
            "message": "Members"
          },
          "receipts": {
            "kind": "message",
            "message": "Receipts"
          },
          "invite": {
            "kind": "message",
            "message": "Invite"
          },
          "invites": {
            "kind": "message",
            "message": "Invites"
          },
          "users": {
            "kind": "message",
            "message": "Users"
          },
          "user": {
            "kind": "message",
            "message": "User"
          },
          "presences": {
            "kind": "message",
            "message": "Presences"
          },
          "sessions": {
            "kind": "message",
            "message": "Sessions"
          },
          "serverInfo": {
            "kind": "message",
            "message": "ServerInfo"
          },
          "nodes": {
            "kind": "message",
            "message": "Nodes"
          }
        }
      }
    },
    "optional": []
  },
  "Hello": {
    "fields": {},
    "optional": []
  },
  "Welcome": {
    "fields": {},
    "optional": []
  },
  "Ping": {
    "fields": {},
    "optional": []
  },
  "Done": {
    "fields": {},
    "optional": []
  },
  "Error": {
    "fields": {},
    "optional": []
  },
  "Goodbye": {
    "fields": {
      "endpoints": {
        "kind": "message",
        "message": "Endpoint",
        "repeated": true
      }
    },
    "optional": [
      "endpoints"
    ]
  },
  "Resync": {
    "fields": {},
    "optional": []
  },
  "Device": {
    "fields": {},
    "optional": []
  },
  "Register": {
    "fields": {
      "device": {
        "kind": "message",
        "message": "Device"
      }
    },
    "optional": [
      "device"
    ]
  },
  "Login": {
    "fields": {
      "device": {
        "kind": "message",
        "message": "Device"
      }
    },
    "optional": [
      "device"
    ]
  },
  "LoggedIn": {
    "fields": {
      "user": {
        "kind": "message",
        "message": "User"
      },
      "endpoints": {
        "kind": "message",
        "message": "Endpoint",
        "repeated": true
      }
    },
    "optional": [
      "user",
      "endpoints"
    ]
  },
  "Endpoint": {
    "fields": {},
    "optional": []
  },
  "Attach": {
    "fields": {},
    "optional": []
  },
  "Attached": {
    "fields": {
      "user": {
        "kind": "message",
        "message": "User"
      },
      "endpoints": {
        "kind": "message",
        "message": "Endpoint",
        "repeated": true
      }
    },
    "optional": [
      "user",
      "endpoints"
    ]
  },
  "Logout": {
    "fields": {},
    "optional": []
  },
  "ChangePassword": {
    "fields": {},
    "optional": []
  },
  "UpdateProfile": {
    "fields": {},
    "optional": [
      "displayName",
      "avatarUrl",
      "statusText"
    ]
  },
  "User": {
    "fields": {},
    "optional": []
  },
  "Users": {
    "fields": {
      "users": {
        "kind": "message",
        "message": "User",
        "repeated": true
      }
    },
    "optional": [
      "users"
    ]
  },
  "GetUsers": {
    "fields": {},
    "optional": []
  },
  "FindUsers": {
    "fields": {},
    "optional": []
  },
  "ListOnline": {
    "fields": {},
    "optional": []
  },
  "Session": {
    "fields": {
      "device": {
        "kind": "message",
        "message": "Device"
      }
    },
    "optional": [
      "device"
    ]
  },
  "ListSessions": {
    "fields": {},
    "optional": []
  },
  "Sessions": {
    "fields": {
      "sessions": {
        "kind": "message",
        "message": "Session",
        "repeated": true
      }
    },
    "optional": [
      "sessions"
    ]
  },
  "RevokeSession": {
    "fields": {},
    "optional": []
  },
  "Block": {
    "fields": {},
    "optional": []
  },
  "Unblock": {
    "fields": {},
    "optional": []
  },
  "ListBlocked": {
    "fields": {},
    "optional": []
  },
  "Content": {
    "fields": {
      "kind": {
        "kind": "union",
        "cases": {
          "event": {
            "kind": "message",
            "message": "Event"
          },
          "custom": {
            "kind": "message",
            "message": "Custom"
          }
        }
      }
    },
    "optional": []
  },
  "Custom": {
    "fields": {
      "data": {
        "kind": "bytes"
      }
    },
    "optional": []
  },
  "Event": {
    "fields": {},
    "optional": []
  },
  "Message": {
    "fields": {
      "content": {
        "kind": "encoded",
        "message": "Content"
      }
    },
    "optional": []
  },
  "Send": {
    "fields": {
      "content": {
        "kind": "message",
        "message": "Content"
      },
      "target": {
        "kind": "union",
        "cases": {
          "conversation": {
            "kind": "plain"
          },
          "user": {
            "kind": "plain"
          }
        }
      }
    },
    "optional": [
      "content"
    ]
  },
  "Ack": {
    "fields": {},
    "optional": []
  },
  "Pull": {
    "fields": {
      "ranges": {
        "kind": "message",
        "message": "Range",
        "repeated": true
      }
    },
    "optional": [
      "ranges"
    ]
  },
  "Range": {
    "fields": {},
    "optional": []
  },
  "Pulled": {
    "fields": {
      "batches": {
        "kind": "message",
        "message": "Batch",
        "repeated": true
      }
    },
    "optional": [
      "batches"
    ]
  },
  "Batch": {
    "fields": {
      "messages": {
        "kind": "message",
        "message": "Message",
        "repeated": true
      }
    },
    "optional": [
      "messages"
    ]
  },
  "Head": {
    "fields": {},
    "optional": []
  },
  "Heads": {
    "fields": {
      "heads": {
        "kind": "message",
        "message": "Head",
        "repeated": true
      }
    },
    "optional": [
      "heads"
    ]
  },
  "ListHeads": {
    "fields": {},
    "optional": []
  },
  "HeadsPage": {
    "fields": {
      "heads": {
        "kind": "message",
        "message": "Head",
        "repeated": true
      }
    },
    "optional": [
      "heads"
    ]
  },
  "Cursor": {
    "fields": {},
    "optional": []
  },
  "MoveCursors": {
    "fields": {
      "cursors": {
        "kind": "message",
        "message": "Cursor",
        "repeated": true
      }
    },
    "optional": [
      "cursors"
    ]
  },
  "ReceiptNote": {
    "fields": {},
    "optional": []
  },
  "ListReceipts": {
    "fields": {},
    "optional": []
  },
  "Receipts": {
    "fields": {
      "receipts": {
        "kind": "message",
        "message": "ReceiptNote",
        "repeated": true
      }
    },
    "optional": [
      "receipts"
    ]
  },
  "Typing": {
    "fields": {},
    "optional": []
  },
  "TypingNote": {
    "fields": {},
    "optional": []
  },
  "WatchPresence": {
    "fields": {},
    "optional": []
  },
  "PresenceNote": {
    "fields": {},
    "optional": []
  },
  "Presences": {
    "fields": {
      "presences": {
        "kind": "message",
        "message": "PresenceNote",
        "repeated": true
      }
    },
    "optional": [
      "presences"
    ]
  },
  "Conversation": {
    "fields": {
      "lastMessage": {
        "kind": "message",
        "message": "Message"
      }
    },
    "optional": [
      "lastMessage"
    ]
  },
  "Conversations": {
    "fields": {
      "conversations": {
        "kind": "message",
        "message": "Conversation",
        "repeated": true
      }
    },
    "optional": [
      "conversations"
    ]
  },
  "ListConversations": {
    "fields": {},
    "optional": []
  },
  "GetConversation": {
    "fields": {},
    "optional": []
  },
  "OpenDirect": {
    "fields": {},
    "optional": []
  },
  "CreateGroup": {
    "fields": {},
    "optional": []
  },
  "AddMembers": {
    "fields": {},
    "optional": []
  },
  "RemoveMember": {
    "fields": {},
    "optional": []
  },
  "Leave": {
    "fields": {},
    "optional": []
  },
  "Rename": {
    "fields": {},
    "optional": []
  },
  "SetRole": {
    "fields": {},
    "optional": []
  },
  "MuteMember": {
    "fields": {},
    "optional": []
  },
  "MuteConversation": {
    "fields": {},
    "optional": []
  },
  "Member": {
    "fields": {},
    "optional": []
  },
  "ListMembers": {
    "fields": {},
    "optional": []
  },
  "Members": {
    "fields": {
      "members": {
        "kind": "message",
        "message": "Member",
        "repeated": true
      }
    },
    "optional": [
      "members"
    ]
  },
  "CreateInvite": {
    "fields": {},
    "optional": []
  },
  "Invite": {
    "fields": {},
    "optional": []
  },
  "ListInvites": {
    "fields": {},
    "optional": []
  },
  "Invites": {
    "fields": {
      "invites": {
        "kind": "message",
        "message": "Invite",
        "repeated": true
      }
    },
    "optional": [
      "invites"
    ]
  },
  "RevokeInvite": {
    "fields": {},
    "optional": []
  },
  "JoinByInvite": {
    "fields": {},
    "optional": []
  },
  "DisableUser": {
    "fields": {},
    "optional": []
  },
  "ResetPassword": {
    "fields": {},
    "optional": []
  },
  "GetServerInfo": {
    "fields": {},
    "optional": []
  },
  "ServerInfo": {
    "fields": {},
    "optional": []
  },
  "ListNodes": {
    "fields": {},
    "optional": []
  },
  "Nodes": {
    "fields": {
      "nodes": {
        "kind": "message",
        "message": "Node",
        "repeated": true
      }
    },
    "optional": [
      "nodes"
    ]
  },
  "Node": {
    "fields": {},
    "optional": []
  }
};
