// Generated from posthorn.proto by scripts/generate.ts. Do not edit.
import type { Shape } from '../shape.ts';

/** JSON Schema (2020-12, as OpenAPI 3.1 uses it) of each message, by name. */
export const SCHEMAS: Readonly<Record<string, object>> = {
  "ClientFrame": {
    "$id": "ClientFrame",
    "type": "object",
    "description": "What a client sends. The server answers each with exactly one ServerFrame whose `re` is the `id` given here.",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Chosen by the client, above 0. Not to be reused while its answer is outstanding."
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
      "forgetConversation": {
        "$ref": "ForgetConversation#"
      },
      "setPreviews": {
        "$ref": "SetPreviews#"
      },
      "forwardMessages": {
        "$ref": "ForwardMessages#"
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
      "getPrivacy": {
        "$ref": "GetPrivacy#"
      },
      "setPrivacy": {
        "$ref": "SetPrivacy#"
      },
      "reportAbuse": {
        "$ref": "ReportAbuse#"
      },
      "eraseAccount": {
        "$ref": "EraseAccount#"
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
      },
      "setAdministrator": {
        "$ref": "SetAdministrator#"
      },
      "listReports": {
        "$ref": "ListReports#"
      },
      "settleReport": {
        "$ref": "SettleReport#"
      },
      "listAudit": {
        "$ref": "ListAudit#"
      },
      "listEdits": {
        "$ref": "ListEdits#"
      },
      "listReactions": {
        "$ref": "ListReactions#"
      },
      "listPins": {
        "$ref": "ListPins#"
      },
      "eraseUser": {
        "$ref": "EraseUser#"
      },
      "listThread": {
        "$ref": "ListThread#"
      },
      "setThread": {
        "$ref": "SetThread#"
      },
      "listThreads": {
        "$ref": "ListThreads#"
      },
      "listVotes": {
        "$ref": "ListVotes#"
      },
      "setGroup": {
        "$ref": "SetGroup#"
      },
      "listDirectory": {
        "$ref": "ListDirectory#"
      },
      "joinGroup": {
        "$ref": "JoinGroup#"
      },
      "listJoins": {
        "$ref": "ListJoins#"
      },
      "settleJoin": {
        "$ref": "SettleJoin#"
      },
      "listBans": {
        "$ref": "ListBans#"
      },
      "unban": {
        "$ref": "Unban#"
      },
      "setNickname": {
        "$ref": "SetNickname#"
      },
      "setMine": {
        "$ref": "SetMine#"
      },
      "getMine": {
        "$ref": "GetMine#"
      },
      "addContact": {
        "$ref": "AddContact#"
      },
      "removeContact": {
        "$ref": "RemoveContact#"
      },
      "listContacts": {
        "$ref": "ListContacts#"
      },
      "listReaders": {
        "$ref": "ListReaders#"
      },
      "schedule": {
        "$ref": "Schedule#"
      },
      "listScheduled": {
        "$ref": "ListScheduled#"
      },
      "changeScheduled": {
        "$ref": "ChangeScheduled#"
      },
      "setVanishing": {
        "$ref": "SetVanishing#"
      },
      "locate": {
        "$ref": "Locate#"
      },
      "search": {
        "$ref": "Search#"
      },
      "findAnything": {
        "$ref": "FindAnything#"
      },
      "reindex": {
        "$ref": "Reindex#"
      },
      "getSearchIndex": {
        "$ref": "GetSearchIndex#"
      },
      "getServer": {
        "$ref": "GetServer#"
      },
      "setServer": {
        "$ref": "SetServer#"
      },
      "getPush": {
        "$ref": "GetPush#"
      },
      "subscribePush": {
        "$ref": "SubscribePush#"
      },
      "unsubscribePush": {
        "$ref": "UnsubscribePush#"
      },
      "createBot": {
        "$ref": "CreateBot#"
      },
      "listBots": {
        "$ref": "ListBots#"
      },
      "setBot": {
        "$ref": "SetBot#"
      },
      "rotateBotToken": {
        "$ref": "RotateBotToken#"
      },
      "removeBot": {
        "$ref": "RemoveBot#"
      },
      "setCommands": {
        "$ref": "SetCommands#"
      },
      "listCommands": {
        "$ref": "ListCommands#"
      },
      "interact": {
        "$ref": "Interact#"
      },
      "takeInteraction": {
        "$ref": "TakeInteraction#"
      },
      "answerInteraction": {
        "$ref": "AnswerInteraction#"
      },
      "streamText": {
        "$ref": "StreamText#"
      },
      "getStorage": {
        "$ref": "GetStorage#"
      },
      "createKey": {
        "$ref": "CreateKey#"
      },
      "listKeys": {
        "$ref": "ListKeys#"
      },
      "rotateKey": {
        "$ref": "RotateKey#"
      },
      "revokeKey": {
        "$ref": "RevokeKey#"
      },
      "importUsers": {
        "$ref": "ImportUsers#"
      },
      "changeUsers": {
        "$ref": "ChangeUsers#"
      },
      "listFactors": {
        "$ref": "ListFactors#"
      },
      "beginFactor": {
        "$ref": "BeginFactor#"
      },
      "confirmFactor": {
        "$ref": "ConfirmFactor#"
      },
      "renameFactor": {
        "$ref": "RenameFactor#"
      },
      "removeFactor": {
        "$ref": "RemoveFactor#"
      },
      "renewRecoveryCodes": {
        "$ref": "RenewRecoveryCodes#"
      },
      "askPasskey": {
        "$ref": "AskPasskey#"
      },
      "beginFactorAtLogin": {
        "$ref": "BeginFactorAtLogin#"
      },
      "resetFactors": {
        "$ref": "ResetFactors#"
      },
      "addWebhook": {
        "$ref": "AddWebhook#"
      },
      "listWebhooks": {
        "$ref": "ListWebhooks#"
      },
      "getWebhook": {
        "$ref": "GetWebhook#"
      },
      "changeWebhook": {
        "$ref": "ChangeWebhook#"
      },
      "removeWebhook": {
        "$ref": "RemoveWebhook#"
      },
      "rotateWebhookSecret": {
        "$ref": "RotateWebhookSecret#"
      },
      "replayWebhook": {
        "$ref": "ReplayWebhook#"
      },
      "listDeliveries": {
        "$ref": "ListDeliveries#"
      },
      "listDeadLetters": {
        "$ref": "ListDeadLetters#"
      },
      "createIncoming": {
        "$ref": "CreateIncoming#"
      },
      "listIncoming": {
        "$ref": "ListIncoming#"
      },
      "changeIncoming": {
        "$ref": "ChangeIncoming#"
      },
      "rotateIncoming": {
        "$ref": "RotateIncoming#"
      },
      "removeIncoming": {
        "$ref": "RemoveIncoming#"
      },
      "takeWireSession": {
        "$ref": "TakeWireSession#"
      },
      "saveWireSession": {
        "$ref": "SaveWireSession#"
      },
      "importRecords": {
        "$ref": "ImportRecords#"
      },
      "exportRecords": {
        "$ref": "ExportRecords#"
      }
    },
    "additionalProperties": false
  },
  "ServerFrame": {
    "$id": "ServerFrame",
    "type": "object",
    "description": "What a server sends. With `re`: the answer to the request of that id. Without: a push.",
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
        "$ref": "User#",
        "description": "As a push: the profile of the user, or of somebody whose presence this connection is told of, has changed."
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
      },
      "privacy": {
        "$ref": "Privacy#"
      },
      "reports": {
        "$ref": "Reports#"
      },
      "auditPage": {
        "$ref": "AuditPage#"
      },
      "forwarded": {
        "$ref": "Forwarded#"
      },
      "joins": {
        "$ref": "Joins#"
      },
      "bans": {
        "$ref": "Bans#"
      },
      "mine": {
        "$ref": "Mine#",
        "description": "As a push: another device has changed something."
      },
      "contacts": {
        "$ref": "Contacts#"
      },
      "readers": {
        "$ref": "Readers#"
      },
      "scheduled": {
        "$ref": "Scheduled#"
      },
      "scheduledPage": {
        "$ref": "ScheduledPage#"
      },
      "messages": {
        "$ref": "Messages#",
        "description": "As a push: what concerns the caller alone of these has changed on another device (State.own)."
      },
      "reactions": {
        "$ref": "Reactions#"
      },
      "votes": {
        "$ref": "Votes#"
      },
      "located": {
        "$ref": "Located#"
      },
      "searchResults": {
        "$ref": "SearchResults#"
      },
      "findings": {
        "$ref": "Findings#"
      },
      "searchIndex": {
        "$ref": "SearchIndex#"
      },
      "server": {
        "$ref": "Server#"
      },
      "pushInfo": {
        "$ref": "PushInfo#"
      },
      "botToken": {
        "$ref": "BotToken#"
      },
      "bot": {
        "$ref": "Bot#"
      },
      "bots": {
        "$ref": "Bots#"
      },
      "commands": {
        "$ref": "Commands#"
      },
      "interacted": {
        "$ref": "Interacted#"
      },
      "interaction": {
        "$ref": "Interaction#",
        "description": "Pushes that concern bots."
      },
      "ephemeral": {
        "$ref": "Ephemeral#"
      },
      "streamNote": {
        "$ref": "StreamNote#"
      },
      "storageInfo": {
        "$ref": "StorageInfo#"
      },
      "serverKeys": {
        "$ref": "ServerKeys#"
      },
      "userResults": {
        "$ref": "UserResults#"
      },
      "factors": {
        "$ref": "Factors#"
      },
      "factorOffer": {
        "$ref": "FactorOffer#"
      },
      "recoveryCodes": {
        "$ref": "RecoveryCodes#"
      },
      "passkeyQuestion": {
        "$ref": "PasskeyQuestion#"
      },
      "webhook": {
        "$ref": "Webhook#"
      },
      "webhooks": {
        "$ref": "Webhooks#"
      },
      "deliveries": {
        "$ref": "Deliveries#"
      },
      "incomingWebhooks": {
        "$ref": "IncomingWebhooks#"
      },
      "records": {
        "$ref": "Records#"
      },
      "wireSession": {
        "$ref": "WireSession#"
      }
    },
    "additionalProperties": false
  },
  "Hello": {
    "$id": "Hello",
    "type": "object",
    "description": "The first request of a connection. Others may follow without waiting for its answer.",
    "properties": {
      "version": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "The highest protocol version that the client speaks; now 1."
      },
      "client": {
        "type": "string",
        "description": "Name and version of the client software, for the server's logs: \"posthorn-terminal/0.1.0\"."
      }
    },
    "additionalProperties": false
  },
  "Welcome": {
    "$id": "Welcome",
    "type": "object",
    "description": "The parameters of this connection.",
    "properties": {
      "version": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "The version that both sides use from here on: the lower of the two."
      },
      "epoch": {
        "type": "string",
        "description": "Names the history of the log. It changes when the log is restored from a backup: a client that knew another epoch must resync (docs/protocol.md, Restores)."
      },
      "heartbeatMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "A client that has sent nothing for this long must send a Ping. The server closes a connection that is silent for 2.5 times as long."
      },
      "maxFrameBytes": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "The largest frame that the server accepts after login, without its length prefix."
      },
      "maxInFlight": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "How many requests may be outstanding. Beyond that the server stops reading from the connection for a while."
      },
      "serverTime": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The server's clock."
      },
      "server": {
        "type": "string",
        "description": "Name and version of the server: \"posthorn/0.1.0\"."
      }
    },
    "additionalProperties": false
  },
  "Ping": {
    "$id": "Ping",
    "type": "object",
    "description": "Keeps an idle connection open.",
    "properties": {},
    "additionalProperties": false
  },
  "Done": {
    "$id": "Done",
    "type": "object",
    "description": "The request was carried out. There is nothing to return.",
    "properties": {},
    "additionalProperties": false
  },
  "Error": {
    "$id": "Error",
    "type": "object",
    "description": "The request was refused or failed. The codes are a closed table (docs/protocol.md), which says what to do about each.",
    "properties": {
      "code": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "message": {
        "type": "string",
        "description": "For a person; the wording may change. Programs use the code."
      },
      "retryAfterMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Do not retry before this many milliseconds have passed."
      },
      "reason": {
        "type": "string",
        "description": "Which refusal it is, for clients that say it in other words (docs/protocol.md, Reasons). Empty: the code says enough, or the server is of an older version."
      }
    },
    "additionalProperties": false
  },
  "Goodbye": {
    "$id": "Goodbye",
    "type": "object",
    "description": "The last frame before the server closes the connection. The code says whether to reconnect.",
    "properties": {
      "code": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "One of the error codes."
      },
      "message": {
        "type": "string",
        "description": "For a person; the wording may change."
      },
      "retryAfterMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Reconnect at a random moment between retry_after_ms and retry_after_ms + window_ms from now."
      },
      "windowMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "See retry_after_ms."
      },
      "endpoints": {
        "type": "array",
        "items": {
          "$ref": "Endpoint#"
        },
        "description": "Gateways that accept this client now, best first. Empty: those that the client already knows."
      }
    },
    "additionalProperties": false
  },
  "Resync": {
    "$id": "Resync",
    "type": "object",
    "description": "Pushes to this client were dropped. Compare all heads, and pull.",
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
        "description": "Created once by the installation and kept; at most 64 bytes. Empty: the server makes one up for this login."
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
        "description": "For the user's list of devices: \"Ann's laptop\"."
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
        "type": "string",
        "description": "1 to 64 letters, digits and `.`, `_`, `-` of any script. Starts with a letter or digit, and has more than digits."
      },
      "password": {
        "type": "string",
        "description": "At most 256 characters; the server sets the minimum."
      },
      "displayName": {
        "type": "string",
        "description": "One line. May be empty."
      },
      "device": {
        "$ref": "Device#",
        "description": "The device that logs in."
      },
      "bootstrapSecret": {
        "type": "string",
        "description": "Makes the account an administrator. A server that other machines reach prints the secret at its first start, and takes it once."
      },
      "invite": {
        "type": "string",
        "description": "The token of an invite to a group: lets somebody register whom the server lets in by invite alone. The account does not join the group by it."
      }
    },
    "additionalProperties": false
  },
  "Login": {
    "$id": "Login",
    "type": "object",
    "description": "Logs in with a password, or with a JWT. This starts a session and ends the former session of the same device.",
    "properties": {
      "name": {
        "type": "string",
        "description": "Upper and lower case are the same."
      },
      "password": {
        "type": "string"
      },
      "device": {
        "$ref": "Device#",
        "description": "The device that logs in."
      },
      "jwt": {
        "type": "string",
        "description": "Instead of name and password: a JWT that the server's operator trusts, of at most 3.5 KiB."
      },
      "secondFactor": {
        "type": "string",
        "description": "Where the account has a second factor: the code that its app shows, or a recovery code. Where it must have one and has none: the first code of the app that BeginFactorAtLogin offers."
      },
      "passkey": {
        "type": "string",
        "description": "Instead of a code: what a passkey has answered to AskPasskey or BeginFactorAtLogin, as PublicKeyCredential.toJSON() gives it, in JSON."
      }
    },
    "additionalProperties": false
  },
  "LoggedIn": {
    "$id": "LoggedIn",
    "type": "object",
    "description": "A new session.",
    "properties": {
      "token": {
        "type": "string",
        "description": "The bearer token of the session, for Attach and REST. The server stores only its hash."
      },
      "user": {
        "$ref": "User#"
      },
      "session": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The id of the session."
      },
      "expiresAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "When the token expires if it is not used before then."
      },
      "endpoints": {
        "type": "array",
        "items": {
          "$ref": "Endpoint#"
        },
        "description": "Gateways to connect to, best first."
      }
    },
    "additionalProperties": false
  },
  "Endpoint": {
    "$id": "Endpoint",
    "type": "object",
    "description": "The address of a gateway.",
    "properties": {
      "url": {
        "type": "string",
        "description": "\"tcp://host:7011\", \"tls://host:7011\", \"ws://host:7010/ws\" or \"wss://...\"."
      }
    },
    "additionalProperties": false
  },
  "Attach": {
    "$id": "Attach",
    "type": "object",
    "description": "Makes this connection the live connection of a session. Pushes start after the answer.",
    "properties": {
      "token": {
        "type": "string",
        "description": "The token from LoggedIn, or a ticket for it, which is good once (POST /v1/web/ticket)."
      }
    },
    "additionalProperties": false
  },
  "Attached": {
    "$id": "Attached",
    "type": "object",
    "description": "The session that this connection now belongs to.",
    "properties": {
      "user": {
        "$ref": "User#"
      },
      "session": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The id of the session."
      },
      "lobby": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The room that every user is in; 0 when the server has none."
      },
      "inbox": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The conversation in which the server alone writes and this user alone reads."
      },
      "endpoints": {
        "type": "array",
        "items": {
          "$ref": "Endpoint#"
        },
        "description": "Gateways to reconnect to, best first. Empty: the current one."
      }
    },
    "additionalProperties": false
  },
  "Logout": {
    "$id": "Logout",
    "type": "object",
    "description": "Ends this session: its token is void, and its connections are closed.",
    "properties": {},
    "additionalProperties": false
  },
  "ChangePassword": {
    "$id": "ChangePassword",
    "type": "object",
    "description": "Changes the caller's password.",
    "properties": {
      "oldPassword": {
        "type": "string"
      },
      "newPassword": {
        "type": "string"
      },
      "revokeOthers": {
        "type": "boolean",
        "description": "Without meaning: the other sessions of the caller end anyway. Servers of the version before end them only if it is set."
      },
      "keepOthers": {
        "type": "boolean",
        "description": "Leaves the other sessions of the caller."
      }
    },
    "additionalProperties": false
  },
  "EraseAccount": {
    "$id": "EraseAccount",
    "type": "object",
    "description": "Erases the caller's account for good, if the server lets people do that: sessions end, and profile, settings, blocks and memberships are deleted. Nobody else gets the name. In groups what was said stays; whether the words of direct messages go is the server's choice.",
    "properties": {
      "password": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "UpdateProfile": {
    "$id": "UpdateProfile",
    "type": "object",
    "description": "Changes the caller's profile. Absent fields stay as they are.",
    "properties": {
      "displayName": {
        "type": "string",
        "description": "One line."
      },
      "avatarUrl": {
        "type": "string",
        "description": "A picture: `/v1/files/ID` of a file of one's own, or an http or https URL; or empty."
      },
      "statusText": {
        "type": "string",
        "description": "One line. A status is set as a whole: if any of `status_text`, `status_emoji` and `status_until` is present, absent ones are emptied."
      },
      "statusEmoji": {
        "type": "string",
        "description": "One emoji, or empty."
      },
      "statusUntil": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "When the status ends; 0: it stays."
      },
      "busyUntil": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The caller does not want to be disturbed before this time. 0: they may be."
      }
    },
    "additionalProperties": false
  },
  "User": {
    "$id": "User",
    "type": "object",
    "description": "A user as everybody sees them.",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "name": {
        "type": "string",
        "description": "Unique. For logging in and for addressing the user."
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
        "type": "boolean",
        "description": "Is an administrator of the server."
      },
      "disabled": {
        "type": "boolean",
        "description": "May not log in."
      },
      "createdAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "erased": {
        "type": "boolean",
        "description": "The account is gone for good: the name stands for nobody, and the messages stay."
      },
      "statusEmoji": {
        "type": "string"
      },
      "statusUntil": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "When text and emoji of the status end; show them no longer then. 0: they stay."
      },
      "busyUntil": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "They do not want to be disturbed before this time. Their own devices alert them of nothing until then. 0: they may be."
      },
      "bot": {
        "type": "boolean",
        "description": "A program, not a person. Every client says so beside the name."
      }
    },
    "additionalProperties": false
  },
  "Users": {
    "$id": "Users",
    "type": "object",
    "description": "A page of users.",
    "properties": {
      "users": {
        "type": "array",
        "items": {
          "$ref": "User#"
        }
      },
      "next": {
        "type": "string",
        "description": "`cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "GetUsers": {
    "$id": "GetUsers",
    "type": "object",
    "description": "Looks up users by id or name. Unknown ones are left out.",
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
    "description": "Lists users whose name starts with `prefix`, by name.",
    "properties": {
      "prefix": {
        "type": "string",
        "description": "Empty: all users. Upper and lower case are the same."
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      }
    },
    "additionalProperties": false
  },
  "ListOnline": {
    "$id": "ListOnline",
    "type": "object",
    "description": "Lists users who are online and whose name starts with `prefix`, by name. Users who block the caller, or whom the caller blocks, and bots, are left out.",
    "properties": {
      "prefix": {
        "type": "string",
        "description": "Empty: all users. Upper and lower case are the same."
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      }
    },
    "additionalProperties": false
  },
  "Session": {
    "$id": "Session",
    "type": "object",
    "description": "The login of one device.",
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
        "description": "This is the session that asks."
      }
    },
    "additionalProperties": false
  },
  "ListSessions": {
    "$id": "ListSessions",
    "type": "object",
    "description": "Lists the caller's sessions.",
    "properties": {},
    "additionalProperties": false
  },
  "Sessions": {
    "$id": "Sessions",
    "type": "object",
    "description": "All sessions of the caller.",
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
    "description": "Ends one of the caller's sessions.",
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
    "description": "Blocks a user. From then on neither of the two can send the other direct messages, see the other's presence, or add the other to a group.",
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
    "description": "Ends the caller's own block of a user.",
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
    "description": "Lists the users whom the caller blocks, by id.",
    "properties": {
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      }
    },
    "additionalProperties": false
  },
  "GetPrivacy": {
    "$id": "GetPrivacy",
    "type": "object",
    "description": "Asks for the caller's privacy settings.",
    "properties": {},
    "additionalProperties": false
  },
  "SetPrivacy": {
    "$id": "SetPrivacy",
    "type": "object",
    "description": "Changes the caller's privacy settings.",
    "properties": {
      "add": {
        "type": "string",
        "enum": [
          "unspecified",
          "everyone",
          "nobody",
          "contacts"
        ],
        "description": "Unspecified, here and below: stays as it is."
      },
      "find": {
        "type": "string",
        "enum": [
          "unspecified",
          "everyone",
          "nobody",
          "contacts"
        ]
      },
      "online": {
        "type": "string",
        "enum": [
          "unspecified",
          "everyone",
          "nobody",
          "contacts"
        ]
      },
      "write": {
        "type": "string",
        "enum": [
          "unspecified",
          "everyone",
          "nobody",
          "contacts"
        ]
      }
    },
    "additionalProperties": false
  },
  "Privacy": {
    "$id": "Privacy",
    "type": "object",
    "description": "What a user lets others do. Who may not write, see or add somebody is answered as if one of the two blocked the other.",
    "properties": {
      "add": {
        "type": "string",
        "enum": [
          "unspecified",
          "everyone",
          "nobody",
          "contacts"
        ],
        "description": "Who may add the user to groups. Whom others may not add can still join by an invite."
      },
      "find": {
        "type": "string",
        "enum": [
          "unspecified",
          "everyone",
          "nobody",
          "contacts"
        ],
        "description": "Who finds the user by the beginning of their name, and in the list of who is online. Who knows the whole name finds them always."
      },
      "online": {
        "type": "string",
        "enum": [
          "unspecified",
          "everyone",
          "nobody",
          "contacts"
        ],
        "description": "Who sees whether the user is online, and when they last were."
      },
      "write": {
        "type": "string",
        "enum": [
          "unspecified",
          "everyone",
          "nobody",
          "contacts"
        ],
        "description": "Who may send the user direct messages. The same people may add them to groups, if `add` lets them."
      }
    },
    "additionalProperties": false
  },
  "AddContact": {
    "$id": "AddContact",
    "type": "object",
    "description": "Asks a user to become a contact, or accepts if they have asked. Both hear of it by an event in their inboxes. A repeat changes nothing. RATE_LIMITED: 50 have been asked today. BLOCKED also if the other one lets nobody write.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "text": {
        "type": "string",
        "description": "What to say with it: one line, at most 200 characters."
      }
    },
    "additionalProperties": false
  },
  "RemoveContact": {
    "$id": "RemoveContact",
    "type": "object",
    "description": "Ends it, for both: takes back what was asked, refuses it, or removes the contact. A repeat changes nothing.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "ListContacts": {
    "$id": "ListContacts",
    "type": "object",
    "description": "Lists the caller's contacts, and who has asked whom, by user id.",
    "properties": {
      "state": {
        "type": "string",
        "enum": [
          "unspecified",
          "asked",
          "asking",
          "mutual"
        ],
        "description": "Only those of this state."
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      }
    },
    "additionalProperties": false
  },
  "Contact": {
    "$id": "Contact",
    "type": "object",
    "description": "A user who is a contact, or may become one.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "state": {
        "type": "string",
        "enum": [
          "unspecified",
          "asked",
          "asking",
          "mutual"
        ]
      },
      "text": {
        "type": "string",
        "description": "What was said with the request."
      },
      "time": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Since when. Unix time in milliseconds."
      }
    },
    "additionalProperties": false
  },
  "Contacts": {
    "$id": "Contacts",
    "type": "object",
    "description": "A page of contacts. In the answer to AddContact: how it stands now.",
    "properties": {
      "contacts": {
        "type": "array",
        "items": {
          "$ref": "Contact#"
        }
      },
      "next": {
        "type": "string",
        "description": "`cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "Content": {
    "$id": "Content",
    "type": "object",
    "description": "What a message says. A client that understands nothing else shows `text`.  Edit, Recall, Reaction, Pin, Vote, ClosePoll and Preview are entries: messages that say nothing themselves, but change another one of the same conversation, their `target`. They have no text, and do not count as messages.",
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
        "description": "Users named in the text, who should be alerted."
      },
      "thread": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Seq of the message whose thread this one is said in; 0: it is said in the conversation itself. What is said in a thread does not count in the conversation."
      },
      "forward": {
        "$ref": "Forward#",
        "description": "Where it was said first. Written by the server alone, for ForwardMessages."
      },
      "mentionAll": {
        "type": "string",
        "enum": [
          "unspecified",
          "everybody",
          "online"
        ],
        "description": "Whom to alert besides `mentions`."
      },
      "vanishAfterMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The message vanishes so long after it was sent: at least 5 s, at most 366 days. If the conversation's setting says sooner, then. 0: as the setting says."
      },
      "noPreview": {
        "type": "boolean",
        "description": "No preview of its links is wanted."
      },
      "attachments": {
        "type": "array",
        "items": {
          "$ref": "Attachment#"
        },
        "description": "Files, at most 20. Only a message of text has them, and with them the text may be empty."
      },
      "author": {
        "$ref": "Author#",
        "description": "Who says it, where that is no account: an incoming webhook, or somebody of another system whose messages were imported. Written by the server alone. `sender` is 0 then."
      },
      "components": {
        "$ref": "Components#",
        "description": "Buttons and menus below the text. Only bots send them, and only with a text."
      },
      "stream": {
        "type": "string",
        "description": "The message is the whole of a text that was shown while it grew (StreamText), under this name. It takes the place of what was shown. At most 64 bytes."
      },
      "event": {
        "$ref": "Event#",
        "description": "Written by the server alone: \"Ann joined\"."
      },
      "custom": {
        "$ref": "Custom#",
        "description": "An application's own content."
      },
      "erased": {
        "$ref": "Erased#",
        "description": "Written by the server alone, in place of what was said: the sender's account was erased. `text` says so."
      },
      "edit": {
        "$ref": "Edit#"
      },
      "recall": {
        "$ref": "Recall#"
      },
      "reaction": {
        "$ref": "Reaction#"
      },
      "pin": {
        "$ref": "Pin#"
      },
      "poll": {
        "$ref": "Poll#"
      },
      "vote": {
        "$ref": "Vote#"
      },
      "closePoll": {
        "$ref": "ClosePoll#"
      },
      "preview": {
        "$ref": "Preview#",
        "description": "Written by the server alone."
      },
      "recalled": {
        "$ref": "Recalled#",
        "description": "Written by the server alone, in place of what was said: it was recalled, or has vanished. `text` says so."
      }
    },
    "additionalProperties": false
  },
  "Attachment": {
    "$id": "Attachment",
    "type": "object",
    "description": "A file of a message. It comes from the upload, and is sent as it came: only `alt` is the sender's to change. With `id` alone the server fills in the rest; then the message may come after others that were sent later.  Whoever may read a message may read its files. A sender needs to own the file, or to be able to read a message that has it.",
    "properties": {
      "id": {
        "type": "string"
      },
      "name": {
        "type": "string",
        "description": "With its extension, without a path: at most 255 characters."
      },
      "type": {
        "type": "string",
        "description": "The MIME type of what is in it, whatever it was called."
      },
      "bytes": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "width": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Of a picture or a video, as it is shown; 0: not known."
      },
      "height": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "durationMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Of audio or video; 0: not known."
      },
      "waveform": {
        "type": "string",
        "contentEncoding": "base64",
        "description": "Amplitudes of audio in equal steps, a byte each, at most 100."
      },
      "thumbhash": {
        "type": "string",
        "contentEncoding": "base64",
        "description": "A blurred picture to show until the file is there; see https://evanw.github.io/thumbhash/."
      },
      "alt": {
        "type": "string",
        "description": "What there is to see or to hear, in words, at most 1,000 characters."
      },
      "voice": {
        "type": "boolean",
        "description": "A message that was spoken."
      },
      "thumbnails": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 4294967295
        },
        "description": "The longest sides, in pixels, of the smaller pictures that there are of it."
      }
    },
    "additionalProperties": false
  },
  "Author": {
    "$id": "Author",
    "type": "object",
    "description": "Whose words a message is, where that is no account. What stands here was said by a program: nobody has checked it.",
    "properties": {
      "name": {
        "type": "string"
      },
      "avatarUrl": {
        "type": "string",
        "description": "An http or https URL; empty for none."
      },
      "emoji": {
        "type": "string",
        "description": "A picture too, if there is no other: one emoji."
      },
      "incoming": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Of the incoming webhook; 0: it was imported."
      }
    },
    "additionalProperties": false
  },
  "Forward": {
    "$id": "Forward",
    "type": "object",
    "description": "Where a forwarded message was said first.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Who said it; 0: not told, because not everybody may find the user (Privacy.find)."
      },
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Where: a room, or a group that everybody finds. 0, like seq: not told, because the conversation is private."
      },
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "time": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "When."
      }
    },
    "additionalProperties": false
  },
  "Edit": {
    "$id": "Edit",
    "type": "object",
    "description": "Replaces what the sender has said. What it answers, its thread and its place stay.",
    "properties": {
      "target": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "text": {
        "type": "string"
      },
      "mentions": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "description": "Users named in the new text."
      },
      "mentionAll": {
        "type": "string",
        "enum": [
          "unspecified",
          "everybody",
          "online"
        ]
      },
      "components": {
        "$ref": "Components#",
        "description": "Of a bot: takes the place of the buttons and menus. Without rows: there are none any more. Absent: they stay."
      }
    },
    "additionalProperties": false
  },
  "Recall": {
    "$id": "Recall",
    "type": "object",
    "description": "Takes a message back: its words are erased everywhere.",
    "properties": {
      "target": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "Reaction": {
    "$id": "Reaction",
    "type": "object",
    "description": "The sender's reaction to a message. To add one again, or to remove one that is not there, changes nothing.",
    "properties": {
      "target": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "emoji": {
        "type": "string",
        "description": "One emoji: at most 64 bytes. It counts as its fully-qualified form (UTS #51), with or without U+FE0F."
      },
      "remove": {
        "type": "boolean",
        "description": "Takes it back."
      }
    },
    "additionalProperties": false
  },
  "Pin": {
    "$id": "Pin",
    "type": "object",
    "description": "Pins a message for everybody in the conversation, or unpins it.",
    "properties": {
      "target": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "remove": {
        "type": "boolean",
        "description": "Unpins it."
      }
    },
    "additionalProperties": false
  },
  "Poll": {
    "$id": "Poll",
    "type": "object",
    "description": "A question with answers to choose from. The question is the text of the content.",
    "properties": {
      "options": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "2 to 20 different ones of at most 100 characters."
      },
      "multiple": {
        "type": "boolean",
        "description": "Several options may be chosen."
      },
      "anonymous": {
        "type": "boolean",
        "description": "Nobody is told who has chosen what."
      },
      "closesAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Nobody can vote after this time; 0: until somebody closes it."
      }
    },
    "additionalProperties": false
  },
  "Vote": {
    "$id": "Vote",
    "type": "object",
    "description": "The sender's choice in a poll. It takes the place of an earlier one.",
    "properties": {
      "target": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "choices": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 4294967295
        },
        "description": "Places of the chosen options, from 0. Empty: takes the vote back."
      },
      "secret": {
        "type": "boolean",
        "description": "Written by the server alone: the poll is anonymous, so `choices` were taken out, and to others the sender is 0."
      }
    },
    "additionalProperties": false
  },
  "ClosePoll": {
    "$id": "ClosePoll",
    "type": "object",
    "description": "Ends a poll. Only its sender and admins of the group may.",
    "properties": {
      "target": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "Preview": {
    "$id": "Preview",
    "type": "object",
    "description": "What a link in a message leads to.",
    "properties": {
      "target": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "url": {
        "type": "string"
      },
      "title": {
        "type": "string"
      },
      "description": {
        "type": "string"
      },
      "site": {
        "type": "string"
      },
      "picture": {
        "type": "string",
        "description": "The path of a small picture (JPEG, PNG, GIF, WebP) on the server itself, which gives it to those who are logged in. Empty: none."
      },
      "width": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Of the picture, in pixels."
      },
      "height": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      }
    },
    "additionalProperties": false
  },
  "Recalled": {
    "$id": "Recalled",
    "type": "object",
    "description": "The words of a message were taken back.",
    "properties": {
      "by": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Who did it: the sender, or an admin of the group. 0: the message has vanished after its time."
      }
    },
    "additionalProperties": false
  },
  "State": {
    "$id": "State",
    "type": "object",
    "description": "What entries have made of a message. Of two states of one message the one with the higher `through` holds.",
    "properties": {
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The message."
      },
      "through": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Seq of the last entry that is in it."
      },
      "edited": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Seq of the last edit; 0: none."
      },
      "recalled": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Seq of the recall; 0: none."
      },
      "reactions": {
        "type": "array",
        "items": {
          "$ref": "ReactionCount#"
        },
        "description": "By the order of their first use."
      },
      "pinned": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Seq of the entry that pins it; 0: it is not pinned."
      },
      "poll": {
        "$ref": "PollState#"
      },
      "thread": {
        "$ref": "ThreadState#"
      },
      "previews": {
        "type": "array",
        "items": {
          "$ref": "Preview#"
        },
        "description": "The previews of its links."
      },
      "vanishesAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "When the message vanishes, by the server's clock; 0: never. A client removes it then; the server recalls it soon after."
      },
      "own": {
        "$ref": "OwnState#",
        "description": "What concerns the reader alone. Only in answers: who follows pushes knows it from their own entries."
      },
      "also": {
        "$ref": "State#",
        "description": "The state of another message that the same entry has changed, or of the one whose thread this one was said in."
      }
    },
    "additionalProperties": false
  },
  "ReactionCount": {
    "$id": "ReactionCount",
    "type": "object",
    "description": "How often an emoji was given.",
    "properties": {
      "emoji": {
        "type": "string"
      },
      "count": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "users": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "description": "Some of those who gave it, the first ones first. In a crowd perhaps nobody."
      }
    },
    "additionalProperties": false
  },
  "PollState": {
    "$id": "PollState",
    "type": "object",
    "description": "How a poll stands.",
    "properties": {
      "votes": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 4294967295
        },
        "description": "How many have chosen each option."
      },
      "voters": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "How many have voted."
      },
      "closed": {
        "type": "boolean"
      }
    },
    "additionalProperties": false
  },
  "ThreadState": {
    "$id": "ThreadState",
    "type": "object",
    "description": "What was said in the thread of a message.",
    "properties": {
      "count": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Without what was recalled."
      },
      "last": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The newest message in it."
      },
      "time": {
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
        },
        "description": "Some of those who said something, the newest first."
      }
    },
    "additionalProperties": false
  },
  "OwnState": {
    "$id": "OwnState",
    "type": "object",
    "description": "What concerns the reader of a state alone.",
    "properties": {
      "reactions": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Emoji that the reader has given."
      },
      "choices": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 4294967295
        },
        "description": "Options of the poll that the reader has chosen."
      },
      "follows": {
        "type": "boolean",
        "description": "The reader follows the thread."
      },
      "unread": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "What others have said in the thread since the reader last read it."
      },
      "read": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The reader has read everything in the thread up to this seq."
      }
    },
    "additionalProperties": false
  },
  "Erased": {
    "$id": "Erased",
    "type": "object",
    "description": "The words of a message are gone.",
    "properties": {},
    "additionalProperties": false
  },
  "Custom": {
    "$id": "Custom",
    "type": "object",
    "description": "Content that the server does not interpret.",
    "properties": {
      "type": {
        "type": "string",
        "description": "Names the format within the application's namespace: \"com.example.poll\"."
      },
      "data": {
        "type": "string",
        "contentEncoding": "base64",
        "description": "In that format."
      }
    },
    "additionalProperties": false
  },
  "Event": {
    "$id": "Event",
    "type": "object",
    "description": "Something that happened in the conversation. The message's sender did it.",
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
          "unmuted",
          "changed",
          "banned",
          "join-asked",
          "join-refused",
          "contact-asked",
          "contact-accepted",
          "contact-removed",
          "previews",
          "no-previews",
          "vanishing"
        ]
      },
      "users": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "description": "Whom it happened to, unless that is the sender."
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
      },
      "settings": {
        "$ref": "GroupSettings#"
      },
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "In an inbox: the group that it is about."
      },
      "vanishAfterMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
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
        "maximum": 9007199254740991,
        "description": "Its place in the conversation's log: 1, 2, 3, … without holes."
      },
      "sender": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The id of a user; 0: the server, in an inbox and where a message has vanished."
      },
      "time": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "When the server accepted it. For display; order comes from seqs."
      },
      "content": {
        "$ref": "Content#",
        "description": "The bytes stay as the server stored them."
      },
      "clientId": {
        "type": "string",
        "description": "Only in answers, and only for the caller's own messages."
      },
      "state": {
        "$ref": "State#",
        "description": "In an answer: what has become of this message; `content` is as last edited. In the push of an entry, or of what is said in a thread: what has become of the message that it belongs to. In the push of a message that vanishes: its own."
      },
      "quote": {
        "$ref": "Quote#",
        "description": "In an answer: the message that this one replies to, as it is now."
      }
    },
    "additionalProperties": false
  },
  "Quote": {
    "$id": "Quote",
    "type": "object",
    "description": "The message that another one replies to.",
    "properties": {
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
      "content": {
        "$ref": "Content#",
        "description": "The beginning of its content, as last edited, with the first of its attachments, if it has some: its name is cut off after 40 characters, and it has no alt text and no waveform."
      }
    },
    "additionalProperties": false
  },
  "Send": {
    "$id": "Send",
    "type": "object",
    "description": "Sends a message.",
    "properties": {
      "clientId": {
        "type": "string",
        "description": "Unique for ever among the sender's messages; 1 to 64 bytes without U+0000, of which the first is not U+0001. A retry with the same id, target and content gets the first Ack; with another target or content it gets CONFLICT."
      },
      "content": {
        "$ref": "Content#",
        "description": "What the message says."
      },
      "order": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The message's place in the sender's own order, rising within a connection. After a send was refused with a retryable code, later ones to the same conversation get HELD until every refused one before them was sent again. 0: no such protection, for clients that wait for each Ack."
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
        "description": "For a direct message. The conversation is created if it does not exist."
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
      },
      "state": {
        "$ref": "State#",
        "description": "If an entry was sent, or something in a thread: what has become of the message that it belongs to. Absent in the answer to a retry."
      },
      "content": {
        "$ref": "Content#",
        "description": "What was written, if the server's operator has it changed on its way: show this instead of what was sent."
      }
    },
    "additionalProperties": false
  },
  "Schedule": {
    "$id": "Schedule",
    "type": "object",
    "description": "Leaves a message with the server, which sends it later in the caller's name. Whether the caller may send it is asked now and again when the time has come; if it is refused then, a message in the caller's inbox says so. A user may have 100 of them.",
    "properties": {
      "clientId": {
        "type": "string",
        "description": "The client id under which the message will be sent, as in Send. It also makes a retry of this request harmless."
      },
      "content": {
        "$ref": "Content#",
        "description": "What the message says. Entries cannot be scheduled."
      },
      "at": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "When to send it, by the server's clock: at most a year from now. What is due already is sent at once."
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
        "description": "For a direct message. The conversation is created if it does not exist."
      }
    },
    "additionalProperties": false
  },
  "Scheduled": {
    "$id": "Scheduled",
    "type": "object",
    "description": "A message that is to be sent later.",
    "properties": {
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
      "at": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "content": {
        "$ref": "Content#"
      },
      "clientId": {
        "type": "string"
      },
      "refused": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "If not 0: the error code with which it was refused when it was due. It will not be sent; cancelling it takes it off the list."
      },
      "waiting": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "If not 0: the error code for which it is not sent yet although it is due, RATE_LIMITED in slow mode. It is tried again until it is sent, and can be changed and cancelled meanwhile."
      }
    },
    "additionalProperties": false
  },
  "ListScheduled": {
    "$id": "ListScheduled",
    "type": "object",
    "description": "Lists the caller's messages that are to be sent later, by id, with those that could not be sent.",
    "properties": {
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 20, which 0 also means."
      }
    },
    "additionalProperties": false
  },
  "ScheduledPage": {
    "$id": "ScheduledPage",
    "type": "object",
    "description": "A page of messages that are to be sent later.",
    "properties": {
      "scheduled": {
        "type": "array",
        "items": {
          "$ref": "Scheduled#"
        }
      },
      "next": {
        "type": "string",
        "description": "`cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "ChangeScheduled": {
    "$id": "ChangeScheduled",
    "type": "object",
    "description": "Changes a message that is to be sent later, or cancels it. NOT_FOUND if it was sent already, and CONFLICT if it is being sent, or could not be: then nothing was changed.",
    "properties": {
      "scheduled": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "at": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "0: as before."
      },
      "content": {
        "$ref": "Content#",
        "description": "Absent: as before."
      },
      "cancel": {
        "type": "boolean",
        "description": "It will never be sent, and nothing else is changed."
      }
    },
    "additionalProperties": false
  },
  "SetVanishing": {
    "$id": "SetVanishing",
    "type": "object",
    "description": "Lets what is said in a conversation from now on vanish, or stay. In a group this takes the right to change its title; in a direct conversation either may do it, in a room administrators.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "afterMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "So long after it was sent: at least 5 s, at most 366 days. 0: it stays."
      },
      "clientId": {
        "type": "string",
        "description": "Makes a retry harmless, as in Send."
      }
    },
    "additionalProperties": false
  },
  "Pull": {
    "$id": "Pull",
    "type": "object",
    "description": "Reads the log. An answer is bounded in messages and bytes: ask again for the rest.",
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
    "description": "Which part of a conversation to read.",
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
        "description": "Backward, if above 0: the newest messages below this seq. `after` is then ignored."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "At most 1000 in all ranges of a Pull together; 0 means 50."
      },
      "mark": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The time of the message at `after`, as the client stored it; 0: do not compare. If the log has another message there, it was restored from a backup, and the batch says `diverged`."
      }
    },
    "additionalProperties": false
  },
  "Pulled": {
    "$id": "Pulled",
    "type": "object",
    "description": "The answer to a Pull.",
    "properties": {
      "batches": {
        "type": "array",
        "items": {
          "$ref": "Batch#"
        },
        "description": "One for each range, in their order."
      }
    },
    "additionalProperties": false
  },
  "Batch": {
    "$id": "Batch",
    "type": "object",
    "description": "The answer to one range.",
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
        "description": "By rising seq, in both directions."
      },
      "through": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Forward: every message up to this seq that the reader may see has now been given; seqs that are missing lie outside the reader's membership. Backward: every such message from this seq on has been given."
      },
      "head": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The highest seq that the reader may see now."
      },
      "more": {
        "type": "boolean",
        "description": "There is more to read in this direction."
      },
      "diverged": {
        "type": "boolean",
        "description": "The message at `after` is not the one that `mark` names. Read the conversation again from 0."
      },
      "error": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "If not 0: the error code with which this range was refused. The rest of the batch is then empty."
      },
      "states": {
        "type": "array",
        "items": {
          "$ref": "State#"
        },
        "description": "States of other messages to which entries in `messages` belong."
      }
    },
    "additionalProperties": false
  },
  "ListEdits": {
    "$id": "ListEdits",
    "type": "object",
    "description": "Lists what a message said before: as it was sent, then each edit.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The message."
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page. A page has as many as there is room for in an answer."
      }
    },
    "additionalProperties": false
  },
  "Messages": {
    "$id": "Messages",
    "type": "object",
    "description": "Some messages.",
    "properties": {
      "messages": {
        "type": "array",
        "items": {
          "$ref": "Message#"
        }
      },
      "next": {
        "type": "string",
        "description": "`cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "ListReactions": {
    "$id": "ListReactions",
    "type": "object",
    "description": "Lists who has reacted to a message, by user id.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The message."
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      }
    },
    "additionalProperties": false
  },
  "Reactions": {
    "$id": "Reactions",
    "type": "object",
    "description": "A page of reactions.",
    "properties": {
      "reactions": {
        "type": "array",
        "items": {
          "$ref": "UserReactions#"
        }
      },
      "next": {
        "type": "string",
        "description": "`cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "UserReactions": {
    "$id": "UserReactions",
    "type": "object",
    "description": "What one user has given to a message.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "emojis": {
        "type": "array",
        "items": {
          "type": "string"
        }
      }
    },
    "additionalProperties": false
  },
  "ListVotes": {
    "$id": "ListVotes",
    "type": "object",
    "description": "Lists who has chosen what in a poll, by user id. FORBIDDEN if it is anonymous.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The poll."
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      }
    },
    "additionalProperties": false
  },
  "Votes": {
    "$id": "Votes",
    "type": "object",
    "description": "A page of votes.",
    "properties": {
      "votes": {
        "type": "array",
        "items": {
          "$ref": "UserVote#"
        }
      },
      "next": {
        "type": "string",
        "description": "`cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "UserVote": {
    "$id": "UserVote",
    "type": "object",
    "description": "What one user has chosen in a poll.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "choices": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 4294967295
        },
        "description": "Places of the chosen options, from 0."
      }
    },
    "additionalProperties": false
  },
  "ListPins": {
    "$id": "ListPins",
    "type": "object",
    "description": "Lists what is pinned in a conversation, the last one that was pinned first.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page. A page has as many as there is room for in an answer."
      }
    },
    "additionalProperties": false
  },
  "ListThread": {
    "$id": "ListThread",
    "type": "object",
    "description": "Reads what was said in a thread. Pages are by rising seq, in both directions.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The message whose thread it is."
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before, or the seq after (backward: before) which to read. Empty: from the end."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      },
      "backward": {
        "type": "boolean",
        "description": "From the newest message to older ones."
      }
    },
    "additionalProperties": false
  },
  "SetThread": {
    "$id": "SetThread",
    "type": "object",
    "description": "Changes what concerns the caller alone of a thread. Who has written the message whose thread it is, says something in it, or is mentioned there follows it without asking.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The message whose thread it is. Something must have been said in it."
      },
      "follow": {
        "type": "boolean",
        "description": "Absent: stays as it is."
      },
      "read": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Everything in the thread up to this seq was read. It only rises; 0 leaves it unchanged."
      }
    },
    "additionalProperties": false
  },
  "ListThreads": {
    "$id": "ListThreads",
    "type": "object",
    "description": "Lists the messages whose threads the caller follows, the one in whose thread something was said last first. Their states say what is unread.",
    "properties": {
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 50; 0 means 20."
      }
    },
    "additionalProperties": false
  },
  "Head": {
    "$id": "Head",
    "type": "object",
    "description": "How far a conversation has come.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The highest seq that the user may see."
      }
    },
    "additionalProperties": false
  },
  "Heads": {
    "$id": "Heads",
    "type": "object",
    "description": "How far conversations have come. A client that is behind pulls them.",
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
    "description": "Lists the heads of all conversations of the caller, by rising conversation id.",
    "properties": {
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 1000, which 0 also means."
      }
    },
    "additionalProperties": false
  },
  "HeadsPage": {
    "$id": "HeadsPage",
    "type": "object",
    "description": "A page of heads.",
    "properties": {
      "heads": {
        "type": "array",
        "items": {
          "$ref": "Head#"
        }
      },
      "next": {
        "type": "string",
        "description": "`cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "Cursor": {
    "$id": "Cursor",
    "type": "object",
    "description": "How far a user has come in a conversation. Cursors only rise.",
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
        "description": "Everything up to this seq was read. 0 leaves it unchanged."
      },
      "delivered": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Everything up to this seq has arrived at a device of the user. 0 leaves it unchanged."
      }
    },
    "additionalProperties": false
  },
  "MoveCursors": {
    "$id": "MoveCursors",
    "type": "object",
    "description": "Moves cursors of the caller. Conversations that the caller cannot read are skipped.",
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
    "description": "A member's cursors moved. If it is the caller's own user: another device moved them.",
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
        "maximum": 9007199254740991,
        "description": "Everything up to this seq was read."
      },
      "delivered": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Everything up to this seq has arrived at a device of the user."
      }
    },
    "additionalProperties": false
  },
  "ListReceipts": {
    "$id": "ListReceipts",
    "type": "object",
    "description": "Lists the cursors of the members of a conversation, by user id.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      }
    },
    "additionalProperties": false
  },
  "Receipts": {
    "$id": "Receipts",
    "type": "object",
    "description": "A page of cursors.",
    "properties": {
      "receipts": {
        "type": "array",
        "items": {
          "$ref": "ReceiptNote#"
        }
      },
      "next": {
        "type": "string",
        "description": "`cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "ListReaders": {
    "$id": "ListReaders",
    "type": "object",
    "description": "Who has read a message.",
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
  "Readers": {
    "$id": "Readers",
    "type": "object",
    "description": "Of a group, those count who have been in since the message was said. Its sender does not.",
    "properties": {
      "count": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "of": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "How many could have read it; 0 in a room, which everybody is in."
      },
      "users": {
        "type": "array",
        "items": {
          "$ref": "User#"
        },
        "description": "By id. Empty in rooms, and in groups with more than 200 members."
      }
    },
    "additionalProperties": false
  },
  "Typing": {
    "$id": "Typing",
    "type": "object",
    "description": "Tells the others in the conversation that the caller is typing. In a group of more than 200 members nobody is told.",
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
    "description": "Somebody is typing, or has stopped.",
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
        "type": "boolean",
        "description": "False: stopped."
      }
    },
    "additionalProperties": false
  },
  "WatchPresence": {
    "$id": "WatchPresence",
    "type": "object",
    "description": "Replaces the set of users whose presence this connection is told of. The answer says how they are now. Users who block the caller, or whom the caller blocks, are left out.",
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
    "description": "Whether a user is online.",
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
    "description": "The presence of the users that were asked for.",
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
        "type": "string",
        "description": "Only groups and rooms have one."
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
        "description": "This user's role. Unspecified if they have left, or if this kind has no roles."
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
        "maximum": 9007199254740991,
        "description": "Everything up to this seq was read: by the user's cursor, or because it is above it that they said something last."
      },
      "delivered": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Everything up to this seq has arrived at a device of the user."
      },
      "unread": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "How many messages above `read` the user may see. Events, entries, what is said in threads, and what was recalled do not count. Servers of the version before stop at 100."
      },
      "muted": {
        "type": "boolean",
        "description": "The user wants no alerts from this conversation."
      },
      "silenced": {
        "type": "boolean",
        "description": "The user may not send here for now: a manager of the group has silenced them (MuteMember)."
      },
      "lastMessage": {
        "$ref": "Message#",
        "description": "The newest message that this user may see and that counts. Servers of the version before give events and entries too."
      },
      "mentions": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "How many messages of others above `read` mention the user, by name or with all others. What is said in threads is among them. They alert also where the conversation is muted."
      },
      "settings": {
        "$ref": "GroupSettings#",
        "description": "The settings of a group that this user is in, or finds in the directory."
      },
      "asked": {
        "type": "boolean",
        "description": "This user has asked to join the group, and waits for an answer."
      },
      "vanishAfterMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "What is said here vanishes so long after it was sent; 0: it stays."
      },
      "noPreviews": {
        "type": "boolean",
        "description": "Links get no previews here."
      }
    },
    "additionalProperties": false
  },
  "GroupSettings": {
    "$id": "GroupSettings",
    "type": "object",
    "description": "Settings of a group. A right belongs to members of the named role and above. Whatever is absent or unspecified stays as it is in SetGroup, and has not changed in an Event.",
    "properties": {
      "write": {
        "type": "string",
        "enum": [
          "unspecified",
          "member",
          "admin",
          "owner"
        ],
        "description": "Who may write. Default: every member. If only admins may, the group is one for announcements."
      },
      "invite": {
        "type": "string",
        "enum": [
          "unspecified",
          "member",
          "admin",
          "owner"
        ],
        "description": "Who may add members, make invites, and let in who asks to join. Default: admins."
      },
      "pin": {
        "type": "string",
        "enum": [
          "unspecified",
          "member",
          "admin",
          "owner"
        ],
        "description": "Who may pin messages. Default: every member of a group of up to 20, else admins."
      },
      "mentionAll": {
        "type": "string",
        "enum": [
          "unspecified",
          "member",
          "admin",
          "owner"
        ],
        "description": "Who may alert everybody (MentionAll). Default: every member of a group of up to 20, else admins."
      },
      "change": {
        "type": "string",
        "enum": [
          "unspecified",
          "member",
          "admin",
          "owner"
        ],
        "description": "Who may change title, picture and topic. Default: admins."
      },
      "topic": {
        "type": "string",
        "description": "What the group is about: one line."
      },
      "pictureUrl": {
        "type": "string",
        "description": "A picture: `/v1/files/ID` of a file of one's own, or an http or https URL; or empty."
      },
      "slowModeS": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Members who are not admins may send one message within so many seconds; 0: any number. Sooner ones are refused with RATE_LIMITED."
      },
      "join": {
        "type": "string",
        "enum": [
          "unspecified",
          "invite",
          "approval",
          "open"
        ]
      },
      "closed": {
        "type": "boolean",
        "description": "Nobody writes or joins any more. The history stays."
      }
    },
    "additionalProperties": false
  },
  "Conversations": {
    "$id": "Conversations",
    "type": "object",
    "description": "A page of conversations.",
    "properties": {
      "conversations": {
        "type": "array",
        "items": {
          "$ref": "Conversation#"
        }
      },
      "next": {
        "type": "string",
        "description": "`cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "ListConversations": {
    "$id": "ListConversations",
    "type": "object",
    "description": "Lists the caller's conversations by rising id, with those they have left and all rooms.",
    "properties": {
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      },
      "byActivity": {
        "type": "boolean",
        "description": "By the last message that counts instead, newest first. Whatever gets one while somebody pages is on the first page only."
      }
    },
    "additionalProperties": false
  },
  "GetConversation": {
    "$id": "GetConversation",
    "type": "object",
    "description": "Returns one conversation.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "Locate": {
    "$id": "Locate",
    "type": "object",
    "description": "Finds a place in a conversation, as far as the caller may see it, for who wants to jump there.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "landmark": {
        "type": "string",
        "enum": [
          "unspecified",
          "unread",
          "mention",
          "time"
        ]
      },
      "after": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "For a mention: only above this seq; 0: above what was read. For a time: Unix milliseconds."
      }
    },
    "additionalProperties": false
  },
  "Located": {
    "$id": "Located",
    "type": "object",
    "description": "Where it is.",
    "properties": {
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "0: there is none."
      }
    },
    "additionalProperties": false
  },
  "Search": {
    "$id": "Search",
    "type": "object",
    "description": "Searches the messages that the caller may read, and the names of their files. docs/search.md says what can be typed.",
    "properties": {
      "q": {
        "type": "string",
        "description": "What was typed. At most 1,000 UTF-16 units of it are read, and 4,000 are taken."
      },
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Only in this conversation. 0: everywhere."
      },
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Only in the direct conversation with this user. 0: everywhere."
      },
      "order": {
        "type": "string",
        "enum": [
          "unspecified",
          "newest",
          "best"
        ]
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Hits on a page: at most 50; 0 means 20. There may be fewer though `next` is there."
      },
      "counts": {
        "type": "boolean",
        "description": "Say also how many messages were found in which conversation."
      },
      "zone": {
        "type": "string",
        "description": "The time zone whose midnights `before:` and `after:` mean: \"Asia/Shanghai\". Empty: UTC."
      }
    },
    "additionalProperties": false
  },
  "SearchResults": {
    "$id": "SearchResults",
    "type": "object",
    "description": "A page of what was found.",
    "properties": {
      "hits": {
        "type": "array",
        "items": {
          "$ref": "Hit#"
        }
      },
      "next": {
        "type": "string",
        "description": "Empty: there is no further page."
      },
      "counts": {
        "type": "array",
        "items": {
          "$ref": "HitCount#"
        },
        "description": "If they were asked for: the conversations with the most hits first."
      },
      "notes": {
        "type": "array",
        "items": {
          "$ref": "QueryNote#"
        },
        "description": "What of the query has no effect."
      },
      "incomplete": {
        "type": "boolean",
        "description": "The server is still reading older messages, so there may be more than was found."
      },
      "progress": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "If so: how much it has read, in percent."
      }
    },
    "additionalProperties": false
  },
  "Hit": {
    "$id": "Hit",
    "type": "object",
    "description": "A message that was found, as it is now.",
    "properties": {
      "message": {
        "$ref": "Message#"
      },
      "snippet": {
        "type": "string",
        "description": "The piece of its words, or the name of the file, that shows best what was found. Without markup."
      },
      "cutBefore": {
        "type": "boolean",
        "description": "Something is left out before it, or behind it."
      },
      "cutBehind": {
        "type": "boolean"
      },
      "marks": {
        "type": "array",
        "items": {
          "$ref": "Mark#"
        },
        "description": "What was found in the snippet, in its order."
      },
      "matched": {
        "type": "string",
        "enum": [
          "unspecified",
          "text",
          "file-name"
        ]
      }
    },
    "additionalProperties": false
  },
  "Mark": {
    "$id": "Mark",
    "type": "object",
    "description": "From a UTF-16 unit to the one behind the last one.",
    "properties": {
      "start": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "end": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      }
    },
    "additionalProperties": false
  },
  "HitCount": {
    "$id": "HitCount",
    "type": "object",
    "description": "How many messages were found in a conversation.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "count": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "more": {
        "type": "boolean",
        "description": "There are more."
      }
    },
    "additionalProperties": false
  },
  "QueryNote": {
    "$id": "QueryNote",
    "type": "object",
    "description": "A piece of a query that has no effect.",
    "properties": {
      "code": {
        "type": "string",
        "description": "`NO_VALUE`, `UNKNOWN_VALUE`, `NO_DAY`, `TOO_MANY`, `TOO_LONG`; `UNKNOWN_USER`, `UNKNOWN_CONVERSATION`: nothing that the caller could find is called so, and so there are no hits. Others may be added."
      },
      "start": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Where it stands in the query, as in a Mark."
      },
      "end": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      }
    },
    "additionalProperties": false
  },
  "FindAnything": {
    "$id": "FindAnything",
    "type": "object",
    "description": "Finds people and conversations by what somebody types of their names, for switching quickly: names, display names, titles, each from any word on; Chinese ones also by pinyin and by its initials.",
    "properties": {
      "text": {
        "type": "string",
        "description": "At most 100 characters."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Of each kind: at most 50; 0 means 10."
      }
    },
    "additionalProperties": false
  },
  "Findings": {
    "$id": "Findings",
    "type": "object",
    "description": "Who and what is called so. What the caller has to do with comes first.",
    "properties": {
      "users": {
        "type": "array",
        "items": {
          "$ref": "User#"
        },
        "description": "Without those who do not want to be found (Privacy.find), unless they are in a conversation with the caller."
      },
      "conversations": {
        "type": "array",
        "items": {
          "$ref": "Conversation#"
        },
        "description": "The caller's own, by title or by the name of the other user of a direct conversation; and rooms."
      },
      "directory": {
        "type": "array",
        "items": {
          "$ref": "Conversation#"
        },
        "description": "Groups of the directory that the caller is not in; see ListDirectory."
      }
    },
    "additionalProperties": false
  },
  "Reindex": {
    "$id": "Reindex",
    "type": "object",
    "description": "Builds the index of the search anew, from the log. What is searched meanwhile says that it is incomplete.",
    "properties": {},
    "additionalProperties": false
  },
  "GetSearchIndex": {
    "$id": "GetSearchIndex",
    "type": "object",
    "description": "Says how the index of the search is.",
    "properties": {},
    "additionalProperties": false
  },
  "SearchIndex": {
    "$id": "SearchIndex",
    "type": "object",
    "description": "How the index of the search is.",
    "properties": {
      "state": {
        "type": "string",
        "enum": [
          "unspecified",
          "ready",
          "building",
          "broken",
          "off"
        ]
      },
      "progress": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Of the log, in percent, rounded down."
      },
      "documents": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Messages in the index."
      },
      "lag": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Messages of the log that were not looked at yet."
      },
      "bytes": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "What the index takes of the disk, about; 0: not known."
      },
      "trouble": {
        "type": "string",
        "description": "Why it cannot be used now. Empty: it can."
      }
    },
    "additionalProperties": false
  },
  "OpenDirect": {
    "$id": "OpenDirect",
    "type": "object",
    "description": "Returns the direct conversation with a user. It is created if it does not exist.",
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
    "description": "Creates a group. The caller is its owner.",
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
        },
        "description": "Further members."
      },
      "clientId": {
        "type": "string",
        "description": "Makes a retry harmless, as in Send."
      }
    },
    "additionalProperties": false
  },
  "AddMembers": {
    "$id": "AddMembers",
    "type": "object",
    "description": "Adds members to a group. They cannot read what was said before.",
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
        "type": "string",
        "description": "Makes a retry harmless, as in Send."
      }
    },
    "additionalProperties": false
  },
  "RemoveMember": {
    "$id": "RemoveMember",
    "type": "object",
    "description": "Removes a member from a group. Nobody can remove the owner; only the owner can remove an admin.",
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
        "type": "string",
        "description": "Makes a retry harmless, as in Send."
      },
      "ban": {
        "type": "boolean",
        "description": "The user cannot come back until the ban is lifted (Unban). It works for those who are not members too."
      },
      "reason": {
        "type": "string",
        "description": "Why somebody is banned: one line of at most 500 characters. Admins see it, and the user who tries to come back."
      }
    },
    "additionalProperties": false
  },
  "ListBans": {
    "$id": "ListBans",
    "type": "object",
    "description": "Lists the users who are banned from a group, by id.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      }
    },
    "additionalProperties": false
  },
  "Bans": {
    "$id": "Bans",
    "type": "object",
    "description": "A page of bans.",
    "properties": {
      "bans": {
        "type": "array",
        "items": {
          "$ref": "Ban#"
        }
      },
      "next": {
        "type": "string",
        "description": "`cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "Ban": {
    "$id": "Ban",
    "type": "object",
    "description": "A user who may not come into a group.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "by": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Who has banned them."
      },
      "time": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "reason": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "Unban": {
    "$id": "Unban",
    "type": "object",
    "description": "Lifts a ban. A repeat changes nothing.",
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
      }
    },
    "additionalProperties": false
  },
  "Leave": {
    "$id": "Leave",
    "type": "object",
    "description": "Leaves a group. When the owner leaves, the admin who joined first becomes the owner, or else the member who did.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "clientId": {
        "type": "string",
        "description": "Makes a retry harmless, as in Send."
      }
    },
    "additionalProperties": false
  },
  "Rename": {
    "$id": "Rename",
    "type": "object",
    "description": "Changes the title of a group.",
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
        "type": "string",
        "description": "Makes a retry harmless, as in Send."
      }
    },
    "additionalProperties": false
  },
  "SetGroup": {
    "$id": "SetGroup",
    "type": "object",
    "description": "Changes settings of a group. Topic and picture: who has the right `change`. The others: admins. Only the owner gives a right to the owner alone or takes it from there, and closes the group or opens it again.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "settings": {
        "$ref": "GroupSettings#"
      },
      "clientId": {
        "type": "string",
        "description": "Makes a retry harmless, as in Send."
      }
    },
    "additionalProperties": false
  },
  "SetPreviews": {
    "$id": "SetPreviews",
    "type": "object",
    "description": "Says whether links get previews in a conversation. In a direct one both users may, in a group who has the right `change`, in a room administrators of the server.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "off": {
        "type": "boolean",
        "description": "True: from now on none are made."
      },
      "clientId": {
        "type": "string",
        "description": "Makes a retry harmless, as in Send."
      }
    },
    "additionalProperties": false
  },
  "ForwardMessages": {
    "$id": "ForwardMessages",
    "type": "object",
    "description": "Says again what was said elsewhere: each message becomes one of the caller's, with its words as they are now, and where it was said first. It answers nothing and mentions nobody. What was recalled, vanishes, or changes another message cannot be forwarded; then nothing is.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Where the messages are."
      },
      "seqs": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "description": "1 to 100, in the order in which they are said again."
      },
      "clientId": {
        "type": "string",
        "description": "Makes a retry harmless, as in Send. After an error, some of the messages may have been forwarded: a retry with the same id forwards the others."
      },
      "toConversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "to": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "For a direct conversation, which is created if it does not exist."
      }
    },
    "additionalProperties": false
  },
  "Forwarded": {
    "$id": "Forwarded",
    "type": "object",
    "description": "What was passed on.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "seqs": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "description": "Of the new messages, in the order of the request."
      }
    },
    "additionalProperties": false
  },
  "SetRole": {
    "$id": "SetRole",
    "type": "object",
    "description": "Changes the role of a member. An owner who makes somebody else the owner becomes an admin. An administrator of the server may do this in every group.",
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
        "type": "string",
        "description": "Makes a retry harmless, as in Send."
      }
    },
    "additionalProperties": false
  },
  "MuteMember": {
    "$id": "MuteMember",
    "type": "object",
    "description": "Silences a member, who then reads but cannot send, or lets them send again. Ranks count as in RemoveMember.",
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
        "type": "boolean",
        "description": "True: silences. False: lets them send again."
      },
      "clientId": {
        "type": "string",
        "description": "Makes a retry harmless, as in Send."
      }
    },
    "additionalProperties": false
  },
  "MuteConversation": {
    "$id": "MuteConversation",
    "type": "object",
    "description": "Turns the caller's alerts from a conversation off or on, as the entry `mute/<conversation>` of SetMine does.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "muted": {
        "type": "boolean",
        "description": "False: turns them on."
      }
    },
    "additionalProperties": false
  },
  "MineEntry": {
    "$id": "MineEntry",
    "type": "object",
    "description": "A value in the caller's own space: a draft, a pinned conversation, a folder. docs/protocol.md (Personal space) lists the names and what their values mean.",
    "properties": {
      "key": {
        "type": "string",
        "description": "1 to 200 visible ASCII characters."
      },
      "value": {
        "type": "string",
        "description": "At most 65,536 bytes. Empty: there is nothing under this key."
      },
      "version": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Given by the server. It rises with each change in the space, so no two entries have the same."
      }
    },
    "additionalProperties": false
  },
  "SetMine": {
    "$id": "SetMine",
    "type": "object",
    "description": "Changes entries of the caller's own space, all or none. What is written last holds. A value that is there already changes nothing.",
    "properties": {
      "entries": {
        "type": "array",
        "items": {
          "$ref": "MineEntry#"
        },
        "description": "1 to 100, of different keys. Their versions have no meaning, unless `if_unchanged`."
      },
      "clientId": {
        "type": "string",
        "description": "Makes a retry harmless: of the last 32 changes of the space each is made once. At most 64 bytes."
      },
      "ifUnchanged": {
        "type": "boolean",
        "description": "Only if each entry still has the version given here; 0: has no value. Otherwise the answer is CONFLICT."
      }
    },
    "additionalProperties": false
  },
  "GetMine": {
    "$id": "GetMine",
    "type": "object",
    "description": "Lists the entries that have changed, by rising version.",
    "properties": {
      "after": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Only later versions than this one: `version` of the last page that was read. 0: everything."
      },
      "prefix": {
        "type": "string",
        "description": "Only keys that begin so."
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 1000; 0 means 50. A page has fewer if their values are long."
      }
    },
    "additionalProperties": false
  },
  "Mine": {
    "$id": "Mine",
    "type": "object",
    "description": "What has changed in the caller's own space.",
    "properties": {
      "entries": {
        "type": "array",
        "items": {
          "$ref": "MineEntry#"
        },
        "description": "By rising version."
      },
      "after": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "`entries` are all changes after this version. In a first page 0, although another one was asked for: what was removed since then is not known any more, so what is not listed has no value."
      },
      "version": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Up to this version."
      },
      "next": {
        "type": "string",
        "description": "`cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "ForgetConversation": {
    "$id": "ForgetConversation",
    "type": "object",
    "description": "Takes a group that the caller has left off their list: it is not listed, counted or read any more, unless they come back into it. INVALID if they have not left it.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "Member": {
    "$id": "Member",
    "type": "object",
    "description": "A member of a conversation.",
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
        "maximum": 9007199254740991,
        "description": "Seq of the event by which they joined."
      },
      "silenced": {
        "type": "boolean",
        "description": "May not send."
      },
      "nickname": {
        "type": "string",
        "description": "What they call themselves in this group. Empty: as everywhere."
      }
    },
    "additionalProperties": false
  },
  "ListMembers": {
    "$id": "ListMembers",
    "type": "object",
    "description": "Lists the members of a group or direct conversation, by user id. A page of a search may have fewer members than there is room for, or none, and still not be the last one.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      },
      "prefix": {
        "type": "string",
        "description": "Only members whose nickname or name begins so. Upper and lower case are the same."
      },
      "byRank": {
        "type": "boolean",
        "description": "The owner first, then the admins, then the others. Without a prefix."
      }
    },
    "additionalProperties": false
  },
  "SetNickname": {
    "$id": "SetNickname",
    "type": "object",
    "description": "Sets what the caller is called in a group. Empty: as everywhere.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "nickname": {
        "type": "string",
        "description": "One line of at most 100 characters."
      }
    },
    "additionalProperties": false
  },
  "Members": {
    "$id": "Members",
    "type": "object",
    "description": "A page of members.",
    "properties": {
      "members": {
        "type": "array",
        "items": {
          "$ref": "Member#"
        }
      },
      "next": {
        "type": "string",
        "description": "`cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "CreateInvite": {
    "$id": "CreateInvite",
    "type": "object",
    "description": "Creates an invite. Whoever has its token may join the group.",
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
        "description": "How many users may join by it; 0: any number."
      },
      "ttlMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "How long it is valid; 0: for ever."
      }
    },
    "additionalProperties": false
  },
  "Invite": {
    "$id": "Invite",
    "type": "object",
    "description": "An invite to a group.",
    "properties": {
      "token": {
        "type": "string",
        "description": "The secret part of the invite link. Only the answer to CreateInvite has it: the server stores only its hash."
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
        "maximum": 9007199254740991,
        "description": "The id of a user."
      },
      "createdAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "expiresAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "0: never."
      },
      "maxUses": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "0: any number."
      },
      "uses": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "How many users have joined by it."
      }
    },
    "additionalProperties": false
  },
  "ListInvites": {
    "$id": "ListInvites",
    "type": "object",
    "description": "Lists the invites of a group, without their tokens.",
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
    "description": "All invites of a group.",
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
    "description": "Revokes an invite.",
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
    "description": "Joins a group by an invite. Somebody who is a member already just gets the conversation.",
    "properties": {
      "token": {
        "type": "string",
        "description": "The token of the invite."
      },
      "clientId": {
        "type": "string",
        "description": "Makes a retry harmless, as in Send."
      }
    },
    "additionalProperties": false
  },
  "ListDirectory": {
    "$id": "ListDirectory",
    "type": "object",
    "description": "Lists the groups that everybody finds (JoinPolicy), by title. Groups that the caller is not in have title, member count and settings alone.",
    "properties": {
      "prefix": {
        "type": "string",
        "description": "Titles that begin so. Upper and lower case are the same."
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      }
    },
    "additionalProperties": false
  },
  "JoinGroup": {
    "$id": "JoinGroup",
    "type": "object",
    "description": "Joins a group of the directory, or asks its admins for it: then `asked` is set in the answer. They see it in ListJoins, and in their inboxes. Somebody who is a member already just gets the conversation.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "text": {
        "type": "string",
        "description": "For the admins who are asked: one line of at most 500 characters."
      },
      "clientId": {
        "type": "string",
        "description": "Makes a retry harmless, as in Send."
      }
    },
    "additionalProperties": false
  },
  "ListJoins": {
    "$id": "ListJoins",
    "type": "object",
    "description": "Lists who asks to join a group, oldest first.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      }
    },
    "additionalProperties": false
  },
  "Joins": {
    "$id": "Joins",
    "type": "object",
    "description": "A page of those who ask to join.",
    "properties": {
      "joins": {
        "type": "array",
        "items": {
          "$ref": "Join#"
        }
      },
      "next": {
        "type": "string",
        "description": "`cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "Join": {
    "$id": "Join",
    "type": "object",
    "description": "Somebody asks to join a group.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "time": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "When they have asked."
      },
      "text": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "SettleJoin": {
    "$id": "SettleJoin",
    "type": "object",
    "description": "Lets somebody in who asks to join, or not. Users may take back what they have asked themselves.",
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
      "accept": {
        "type": "boolean",
        "description": "False: they are not let in, and are told so in their inbox."
      },
      "clientId": {
        "type": "string",
        "description": "Makes a retry harmless, as in Send."
      }
    },
    "additionalProperties": false
  },
  "SetAdministrator": {
    "$id": "SetAdministrator",
    "type": "object",
    "description": "Makes an account an administrator of the server, which holds from its next connection on, or takes this away, which ends all sessions of the account. There is always one administrator who is not disabled: the last one cannot go.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "administrator": {
        "type": "boolean"
      }
    },
    "additionalProperties": false
  },
  "DisableUser": {
    "$id": "DisableUser",
    "type": "object",
    "description": "Disables an account and ends all its sessions, or enables it again.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "disabled": {
        "type": "boolean",
        "description": "False: enables it."
      }
    },
    "additionalProperties": false
  },
  "EraseUser": {
    "$id": "EraseUser",
    "type": "object",
    "description": "Erases another account for good, as EraseAccount does. A repeat changes nothing.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "ResetPassword": {
    "$id": "ResetPassword",
    "type": "object",
    "description": "Sets the password of a user and ends all their sessions.",
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
    "description": "Returns version and totals of the server.",
    "properties": {},
    "additionalProperties": false
  },
  "ServerInfo": {
    "$id": "ServerInfo",
    "type": "object",
    "description": "Version and totals of the server.",
    "properties": {
      "version": {
        "type": "string"
      },
      "epoch": {
        "type": "string",
        "description": "Names the history of the log. It changes when the log is restored from a backup."
      },
      "startedAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "When the node that answers started."
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
        "maximum": 9007199254740991,
        "description": "Live connections to all gateways."
      },
      "node": {
        "type": "string",
        "description": "The node that answers."
      }
    },
    "additionalProperties": false
  },
  "ListNodes": {
    "$id": "ListNodes",
    "type": "object",
    "description": "Lists every process of the server, by rising id.",
    "properties": {},
    "additionalProperties": false
  },
  "ReportAbuse": {
    "$id": "ReportAbuse",
    "type": "object",
    "description": "Reports a message or a user to the administrators. A repeat changes nothing.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The message, which the caller must be able to read. 0 for both: the user is reported."
      },
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "reason": {
        "type": "string",
        "description": "One line, at most 500 characters."
      }
    },
    "additionalProperties": false
  },
  "ListReports": {
    "$id": "ListReports",
    "type": "object",
    "description": "Lists what was reported, by id.",
    "properties": {
      "settled": {
        "type": "boolean",
        "description": "Those that are settled, instead of the open ones."
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      }
    },
    "additionalProperties": false
  },
  "SettleReport": {
    "$id": "SettleReport",
    "type": "object",
    "description": "Settles a report.",
    "properties": {
      "report": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "resolution": {
        "type": "string",
        "description": "What was done about it. One line, at most 500 characters."
      }
    },
    "additionalProperties": false
  },
  "Reports": {
    "$id": "Reports",
    "type": "object",
    "description": "A page of reports.",
    "properties": {
      "reports": {
        "type": "array",
        "items": {
          "$ref": "Report#"
        }
      },
      "next": {
        "type": "string",
        "description": "Empty: this was the last page."
      }
    },
    "additionalProperties": false
  },
  "Report": {
    "$id": "Report",
    "type": "object",
    "description": "What somebody has reported.",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "reporter": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Who is reported: the sender of the message, or the user."
      },
      "message": {
        "$ref": "Message#",
        "description": "The message as it was when it was reported."
      },
      "reason": {
        "type": "string"
      },
      "time": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Unix time in milliseconds, here and below."
      },
      "settledAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "0: it is open."
      },
      "settledBy": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The administrator who has settled it."
      },
      "resolution": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "ListAudit": {
    "$id": "ListAudit",
    "type": "object",
    "description": "Lists what the audit has kept, newest first. A page may have fewer records than there is room for, or none, and still not be the last one.",
    "properties": {
      "after": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Only records with a higher id."
      },
      "event": {
        "type": "string",
        "description": "Only records of this event."
      },
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Only records of what this user did, or what is about them."
      },
      "address": {
        "type": "string",
        "description": "Only records of what came from this address."
      },
      "since": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Only records from this time on, and up to that one."
      },
      "until": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      },
      "key": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Only records of what this server key did."
      }
    },
    "additionalProperties": false
  },
  "AuditPage": {
    "$id": "AuditPage",
    "type": "object",
    "description": "A page of the audit.",
    "properties": {
      "records": {
        "type": "array",
        "items": {
          "$ref": "AuditRecord#"
        }
      },
      "next": {
        "type": "string",
        "description": "Empty: this was the last page."
      }
    },
    "additionalProperties": false
  },
  "AuditRecord": {
    "$id": "AuditRecord",
    "type": "object",
    "description": "Something that was done, or refused.",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "time": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Unix time in milliseconds. The last time, if it happened often."
      },
      "event": {
        "type": "string",
        "description": "The name of the request, or of what the server did by itself."
      },
      "code": {
        "type": "string",
        "description": "Empty: it was done. Otherwise the name of the error by which it was refused."
      },
      "actor": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The user who was logged in; 0: nobody, or the server itself."
      },
      "session": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Their session."
      },
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The account it is about; 0: none."
      },
      "address": {
        "type": "string",
        "description": "Where it came from; empty: from the server itself, or from several."
      },
      "count": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "How often it happened since `since`. Refusals, and requests that only read, are counted together."
      },
      "since": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "details": {
        "type": "array",
        "items": {
          "$ref": "AuditDetail#"
        }
      },
      "key": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The server key that did it; 0: none."
      }
    },
    "additionalProperties": false
  },
  "CreateKey": {
    "$id": "CreateKey",
    "type": "object",
    "description": "Makes a server key: a bearer token for REST by which a program manages the server. It acts for no user, or for the one that the header posthorn-as names, and does only what its scopes say.",
    "properties": {
      "name": {
        "type": "string",
        "description": "One line, at most 100 characters; no two keys have the same."
      },
      "scopes": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Of users, groups, messages, read, webhooks, bots, import, audit, server."
      },
      "ttlMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "In milliseconds. 0: it does not expire."
      },
      "requestsPerSecond": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Requests a second, with bursts of twice as many: at most 10000; 0 means 100."
      }
    },
    "additionalProperties": false
  },
  "ListKeys": {
    "$id": "ListKeys",
    "type": "object",
    "description": "Lists the server keys, by id.",
    "properties": {
      "key": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Only this one; 0: all."
      }
    },
    "additionalProperties": false
  },
  "RotateKey": {
    "$id": "RotateKey",
    "type": "object",
    "description": "Gives a server key a new secret. The one before is good for a while yet; one from before that is not.",
    "properties": {
      "key": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "overlapMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "How long the secret before is good yet, in milliseconds: at most 30 days; 0 means 24 hours."
      },
      "atOnce": {
        "type": "boolean",
        "description": "The secret before is not good any more at once."
      }
    },
    "additionalProperties": false
  },
  "RevokeKey": {
    "$id": "RevokeKey",
    "type": "object",
    "description": "Ends a server key at once, everywhere. What it has begun is finished.",
    "properties": {
      "key": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "ServerKeys": {
    "$id": "ServerKeys",
    "type": "object",
    "description": "Server keys.",
    "properties": {
      "keys": {
        "type": "array",
        "items": {
          "$ref": "ServerKey#"
        }
      }
    },
    "additionalProperties": false
  },
  "ServerKey": {
    "$id": "ServerKey",
    "type": "object",
    "description": "A key, by which a program manages the server over REST.",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "name": {
        "type": "string"
      },
      "scopes": {
        "type": "array",
        "items": {
          "type": "string"
        }
      },
      "createdBy": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The administrator who has made it."
      },
      "orphaned": {
        "type": "boolean",
        "description": "They are not an administrator any more, or disabled, or erased. The key is good as before."
      },
      "createdAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Unix time in milliseconds, here and below."
      },
      "lastUsedAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "To within a minute. 0: never."
      },
      "expiresAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "0: it does not."
      },
      "requestsPerSecond": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "overlapUntil": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Until when the secret before the last rotation is good. 0: there is none."
      },
      "key": {
        "type": "string",
        "description": "The secret. Only in the answer that makes it: nobody can read it again."
      }
    },
    "additionalProperties": false
  },
  "ImportUsers": {
    "$id": "ImportUsers",
    "type": "object",
    "description": "Makes accounts, each on its own. A repeat finds those that are there.",
    "properties": {
      "accounts": {
        "type": "array",
        "items": {
          "$ref": "UserImport#"
        },
        "description": "At most 1000; of those at most 200 with a password."
      }
    },
    "additionalProperties": false
  },
  "UserImport": {
    "$id": "UserImport",
    "type": "object",
    "description": "An account that ImportUsers makes, or finds.",
    "properties": {
      "name": {
        "type": "string"
      },
      "externalId": {
        "type": "string",
        "description": "What another system calls them: at most 100 visible ASCII characters. Whoever is there under it is found by it, whatever their name."
      },
      "displayName": {
        "type": "string"
      },
      "password": {
        "type": "string",
        "description": "Empty: they have none, and come in by other ways, such as a JWT."
      },
      "avatarUrl": {
        "type": "string"
      },
      "link": {
        "type": "boolean",
        "description": "An account of this name that is there already gets the external id."
      }
    },
    "additionalProperties": false
  },
  "ChangeUsers": {
    "$id": "ChangeUsers",
    "type": "object",
    "description": "Changes accounts, each on its own. What is absent stays as it is.",
    "properties": {
      "changes": {
        "type": "array",
        "items": {
          "$ref": "UserChange#"
        },
        "description": "At most 1000."
      }
    },
    "additionalProperties": false
  },
  "UserChange": {
    "$id": "UserChange",
    "type": "object",
    "description": "What ChangeUsers changes of one account: only what is given.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "By id, or by external id."
      },
      "externalId": {
        "type": "string"
      },
      "displayName": {
        "type": "string"
      },
      "avatarUrl": {
        "type": "string"
      },
      "statusText": {
        "type": "string",
        "description": "A status is set as a whole."
      },
      "statusEmoji": {
        "type": "string"
      },
      "statusUntil": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "disabled": {
        "type": "boolean",
        "description": "Disables the account, or enables it again."
      },
      "erased": {
        "type": "boolean",
        "description": "Erases the account for good."
      }
    },
    "additionalProperties": false
  },
  "UserResults": {
    "$id": "UserResults",
    "type": "object",
    "description": "What became of each, in the order of the request.",
    "properties": {
      "results": {
        "type": "array",
        "items": {
          "$ref": "UserResult#"
        }
      }
    },
    "additionalProperties": false
  },
  "UserResult": {
    "$id": "UserResult",
    "type": "object",
    "description": "What became of one account.",
    "properties": {
      "outcome": {
        "type": "string",
        "description": "`made`, `there` (nothing was done), `linked`, `changed`, or `refused`."
      },
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "0: there is none."
      },
      "name": {
        "type": "string"
      },
      "externalId": {
        "type": "string"
      },
      "code": {
        "type": "string",
        "description": "Why it was refused: the name of an error, and a text for people."
      },
      "message": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "AuditDetail": {
    "$id": "AuditDetail",
    "type": "object",
    "description": "A fact about a record, as text.",
    "properties": {
      "name": {
        "type": "string"
      },
      "value": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "Nodes": {
    "$id": "Nodes",
    "type": "object",
    "description": "Every process of the server.",
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
    "description": "One process of the server. Counters start at 0 with the process: two answers some time apart give rates.",
    "properties": {
      "id": {
        "type": "string",
        "description": "Another one at each start."
      },
      "host": {
        "type": "string",
        "description": "The name of the machine."
      },
      "gateway": {
        "type": "boolean",
        "description": "Has the role of a gateway."
      },
      "router": {
        "type": "boolean",
        "description": "Has the role of a router."
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
        "type": "boolean",
        "description": "Is going down."
      },
      "answers": {
        "type": "boolean",
        "description": "Has answered just now. Otherwise only what it announced last is known."
      },
      "trouble": {
        "type": "string",
        "description": "Why it should get no traffic; empty if it is healthy."
      },
      "connections": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Live client connections."
      },
      "lagging": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Those of them that read too slowly."
      },
      "running": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Requests that its router is carrying out."
      },
      "appended": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Messages that its router has appended."
      },
      "delivered": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Frames that its gateway has written to clients."
      },
      "loopDelayMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The longest recent delay of its event loop."
      },
      "memoryBytes": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Resident memory."
      },
      "busLost": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Messages that it could not publish on the bus."
      },
      "busOutages": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "How often it lost the bus."
      },
      "addresses": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Where clients connect to it, best first."
      },
      "time": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Its clock when it answered; 0 if it did not."
      },
      "httpPort": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "The port of its HTTP. It tells the processes of a machine apart."
      }
    },
    "additionalProperties": false
  },
  "GetServer": {
    "$id": "GetServer",
    "type": "object",
    "description": "Asks what a client may show before anybody has logged in.",
    "properties": {},
    "additionalProperties": false
  },
  "SetServer": {
    "$id": "SetServer",
    "type": "object",
    "description": "Changes how the server calls itself, and who may register. Absent fields stay as they are; an empty text or the unspecified registration takes what the options of the start say.",
    "properties": {
      "name": {
        "type": "string",
        "description": "One line, at most 100 characters."
      },
      "registration": {
        "type": "string",
        "enum": [
          "unspecified",
          "open",
          "invite",
          "closed"
        ]
      },
      "accent": {
        "type": "string",
        "description": "A colour as `#rrggbb`."
      },
      "logo": {
        "type": "string",
        "contentEncoding": "base64",
        "description": "A picture for the name of the server: PNG, JPEG or WebP, at most 128 KiB. Empty: none."
      }
    },
    "additionalProperties": false
  },
  "Server": {
    "$id": "Server",
    "type": "object",
    "description": "A server, as it shows itself to everybody.",
    "properties": {
      "name": {
        "type": "string"
      },
      "version": {
        "type": "string"
      },
      "isSetUp": {
        "type": "boolean",
        "description": "Whether there is an administrator, or nothing that a client could do about it. Otherwise the account that is made next becomes it, if it shows the bootstrap secret where that is needed."
      },
      "needsBootstrapSecret": {
        "type": "boolean"
      },
      "registration": {
        "type": "string",
        "enum": [
          "unspecified",
          "open",
          "invite",
          "closed"
        ]
      },
      "accent": {
        "type": "string",
        "description": "`#rrggbb`, or empty."
      },
      "logoUrl": {
        "type": "string",
        "description": "Where the logo is, relative to the address of the server; empty: there is none."
      },
      "limits": {
        "$ref": "ServerLimits#"
      },
      "signIn": {
        "type": "array",
        "items": {
          "$ref": "SignInWay#"
        },
        "description": "How one logs in here. Empty: by password; the server is older than this list."
      }
    },
    "additionalProperties": false
  },
  "SignInWay": {
    "$id": "SignInWay",
    "type": "object",
    "description": "One way to log in.",
    "properties": {
      "name": {
        "type": "string",
        "description": "E.g. \"password\", \"jwt\", or the name of a provider."
      },
      "title": {
        "type": "string",
        "description": "What people call it; empty where it needs no name."
      },
      "kind": {
        "type": "string",
        "description": "\"password\" and \"ldap\": the form with name and password. \"oidc\": the page at `url`. \"jwt\": programs alone."
      },
      "url": {
        "type": "string",
        "description": "Relative to the address of the server; empty: there is none."
      }
    },
    "additionalProperties": false
  },
  "ServerLimits": {
    "$id": "ServerLimits",
    "type": "object",
    "description": "What a client can tell its user before the server refuses it.",
    "properties": {
      "fileBytes": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Largest file that may be uploaded; 0: none may."
      },
      "textBytes": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "attachments": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "passwordChars": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Shortest password of a new account, in characters."
      }
    },
    "additionalProperties": false
  },
  "GetStorage": {
    "$id": "GetStorage",
    "type": "object",
    "description": "Asks how much the files of the caller have at the server.",
    "properties": {},
    "additionalProperties": false
  },
  "StorageInfo": {
    "$id": "StorageInfo",
    "type": "object",
    "description": "What the files of a user have together. Uploads under way count as long as they will be; a file that is in no message any more stops counting some time later.",
    "properties": {
      "bytes": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "files": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "quotaBytes": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "What they may have together, in bytes."
      }
    },
    "additionalProperties": false
  },
  "GetPush": {
    "$id": "GetPush",
    "type": "object",
    "description": "Asks for the server's key, and which devices of the caller are told of messages by a push service.",
    "properties": {},
    "additionalProperties": false
  },
  "SubscribePush": {
    "$id": "SubscribePush",
    "type": "object",
    "description": "From now on the caller's session is told of messages by a push service (RFC 8030). The values are those of a browser's PushSubscription. An earlier subscription of the session is replaced.",
    "properties": {
      "endpoint": {
        "type": "string",
        "description": "The URL to which the server sends. Its host must be one that the server calls (`--push-hosts`)."
      },
      "p256dh": {
        "type": "string",
        "description": "The browser's public key, an uncompressed point of P-256, as base64url (RFC 8291)."
      },
      "auth": {
        "type": "string",
        "description": "The browser's secret of 16 bytes, as base64url."
      }
    },
    "additionalProperties": false
  },
  "UnsubscribePush": {
    "$id": "UnsubscribePush",
    "type": "object",
    "description": "Ends the subscription of the caller's session. Harmless if there is none.",
    "properties": {},
    "additionalProperties": false
  },
  "PushInfo": {
    "$id": "PushInfo",
    "type": "object",
    "description": "How pushes stand.",
    "properties": {
      "publicKey": {
        "type": "string",
        "description": "The server's public key (RFC 8292), as base64url: `applicationServerKey` of a subscription. Empty: the server sends no pushes."
      },
      "devices": {
        "type": "array",
        "items": {
          "$ref": "PushDevice#"
        }
      }
    },
    "additionalProperties": false
  },
  "PushDevice": {
    "$id": "PushDevice",
    "type": "object",
    "description": "A session that is told of messages by a push service.",
    "properties": {
      "session": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "service": {
        "type": "string",
        "description": "The host of the push service."
      },
      "createdAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "AddWebhook": {
    "$id": "AddWebhook",
    "type": "object",
    "description": "Has events posted to a URL from now on. For administrators, as are all requests on webhooks. docs/webhooks.md says what a receiver gets.",
    "properties": {
      "url": {
        "type": "string",
        "description": "https, or http too where --webhook-allow names its address. At most 2,048 characters, without a login."
      },
      "events": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Types of events: `message.created`; `message.*` for all that begin so; `*` for all. At most 50."
      },
      "conversations": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "description": "Only these conversations, at most 500. Empty: all, and what happens in none, such as `user.created`."
      },
      "noDirect": {
        "type": "boolean",
        "description": "No direct conversations."
      },
      "batch": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Up to so many events of a conversation in one request, whose body is then an array: 2 to 100. 0: one event a request."
      },
      "description": {
        "type": "string",
        "description": "One line, at most 200 characters."
      }
    },
    "additionalProperties": false
  },
  "ListWebhooks": {
    "$id": "ListWebhooks",
    "type": "object",
    "description": "All webhooks of the server.",
    "properties": {},
    "additionalProperties": false
  },
  "GetWebhook": {
    "$id": "GetWebhook",
    "type": "object",
    "description": "A webhook with how its deliveries stand.",
    "properties": {
      "webhook": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "ChangeWebhook": {
    "$id": "ChangeWebhook",
    "type": "object",
    "description": "Changes what is given. Events that came before count as they were chosen then.",
    "properties": {
      "webhook": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "url": {
        "type": "string"
      },
      "events": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Empty: as before."
      },
      "conversations": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "description": "Empty: as before, unless `all_conversations`."
      },
      "allConversations": {
        "type": "boolean"
      },
      "noDirect": {
        "type": "boolean"
      },
      "batch": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "description": {
        "type": "string"
      },
      "paused": {
        "type": "boolean",
        "description": "Nothing is delivered while it is paused; then it goes on where it stopped. False also turns on a webhook that was turned off."
      }
    },
    "additionalProperties": false
  },
  "RemoveWebhook": {
    "$id": "RemoveWebhook",
    "type": "object",
    "description": "Ends it. What was not delivered yet is not delivered.",
    "properties": {
      "webhook": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "RotateWebhookSecret": {
    "$id": "RotateWebhookSecret",
    "type": "object",
    "description": "Makes a new secret. Deliveries are signed with the old one too for a while.",
    "properties": {
      "webhook": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "overlapMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "How long: at most 7 days. Not given: 24 hours."
      }
    },
    "additionalProperties": false
  },
  "ReplayWebhook": {
    "$id": "ReplayWebhook",
    "type": "object",
    "description": "Delivers again. What was erased since stays erased; the rest has the same ids and bodies.",
    "properties": {
      "webhook": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "from": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "All events from this position on, in order. 0: none."
      },
      "positions": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        },
        "description": "These dead letters, by position, at most 500."
      },
      "dead": {
        "type": "boolean",
        "description": "All dead letters."
      }
    },
    "additionalProperties": false
  },
  "ListDeliveries": {
    "$id": "ListDeliveries",
    "type": "object",
    "description": "The last attempts to deliver, oldest first: about a thousand of each webhook are kept.",
    "properties": {
      "webhook": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "after": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Only attempts with a higher id. An attempt may appear a moment after one with a higher id."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50. Without `after`, the last ones."
      }
    },
    "additionalProperties": false
  },
  "ListDeadLetters": {
    "$id": "ListDeadLetters",
    "type": "object",
    "description": "Events that were given up.",
    "properties": {
      "webhook": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      }
    },
    "additionalProperties": false
  },
  "Webhook": {
    "$id": "Webhook",
    "type": "object",
    "description": "A URL that events are posted to, and how its deliveries stand.",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "secret": {
        "type": "string",
        "description": "With what deliveries are signed (whsec_…). Only in the answers to AddWebhook and RotateWebhookSecret."
      },
      "url": {
        "type": "string"
      },
      "events": {
        "type": "array",
        "items": {
          "type": "string"
        }
      },
      "conversations": {
        "type": "array",
        "items": {
          "type": "integer",
          "minimum": 0,
          "maximum": 9007199254740991
        }
      },
      "noDirect": {
        "type": "boolean"
      },
      "batch": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "description": {
        "type": "string"
      },
      "createdBy": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "An administrator."
      },
      "createdAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Unix time in milliseconds, here and below."
      },
      "state": {
        "type": "string",
        "enum": [
          "unspecified",
          "active",
          "paused",
          "off"
        ]
      },
      "trouble": {
        "type": "string",
        "description": "Why it is off, or fails. Empty: it is not, and does not."
      },
      "head": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The position of the last event that there is."
      },
      "position": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Everything up to this position is delivered, or was given up."
      },
      "waiting": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Conversations in which something waits."
      },
      "failingSince": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Since when nothing was delivered, though it was tried; 0: it works."
      },
      "nextTryAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "When it is tried again; 0: as soon as something waits."
      },
      "deadLetters": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Events that were given up."
      }
    },
    "additionalProperties": false
  },
  "Webhooks": {
    "$id": "Webhooks",
    "type": "object",
    "description": "All webhooks, by id.",
    "properties": {
      "webhooks": {
        "type": "array",
        "items": {
          "$ref": "Webhook#"
        }
      }
    },
    "additionalProperties": false
  },
  "Deliveries": {
    "$id": "Deliveries",
    "type": "object",
    "description": "A page of deliveries.",
    "properties": {
      "deliveries": {
        "type": "array",
        "items": {
          "$ref": "Delivery#"
        }
      },
      "next": {
        "type": "string",
        "description": "Empty: this was the last page."
      }
    },
    "additionalProperties": false
  },
  "Delivery": {
    "$id": "Delivery",
    "type": "object",
    "description": "An attempt to deliver, or what was given up.",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "0: it is a dead letter."
      },
      "position": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Of the event; of the last one, if there were several."
      },
      "events": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Events in the request."
      },
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "0: the event happened in none."
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
      },
      "status": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "The receiver's status; 0: no answer came."
      },
      "tookMs": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "trouble": {
        "type": "string",
        "description": "Empty: it was delivered."
      },
      "tries": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "How often it was tried."
      }
    },
    "additionalProperties": false
  },
  "CreateIncoming": {
    "$id": "CreateIncoming",
    "type": "object",
    "description": "Makes an incoming webhook. A group has at most 20.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "name": {
        "type": "string",
        "description": "What its messages are shown as from."
      },
      "avatarUrl": {
        "type": "string",
        "description": "An http or https URL; empty for none."
      },
      "fixedName": {
        "type": "boolean",
        "description": "Its posts always have its own name and picture, whatever they say."
      },
      "perMinute": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Posts a minute: at most 600; 0 means 60."
      }
    },
    "additionalProperties": false
  },
  "ListIncoming": {
    "$id": "ListIncoming",
    "type": "object",
    "description": "The incoming webhooks of a group, without their keys.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "ChangeIncoming": {
    "$id": "ChangeIncoming",
    "type": "object",
    "description": "Changes what is given.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "incoming": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "name": {
        "type": "string"
      },
      "avatarUrl": {
        "type": "string"
      },
      "fixedName": {
        "type": "boolean"
      },
      "perMinute": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "disabled": {
        "type": "boolean",
        "description": "Posts are refused while it is disabled."
      }
    },
    "additionalProperties": false
  },
  "RotateIncoming": {
    "$id": "RotateIncoming",
    "type": "object",
    "description": "Gives it another key; the URL before is dead at once. Whoever does it answers for it from now on, as whoever has made it did.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "incoming": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "RemoveIncoming": {
    "$id": "RemoveIncoming",
    "type": "object",
    "description": "Ends an incoming webhook. What it has posted stays.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "incoming": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "IncomingWebhook": {
    "$id": "IncomingWebhook",
    "type": "object",
    "description": "A URL that posts into a group.",
    "properties": {
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
      "key": {
        "type": "string",
        "description": "The secret part of its URL. Only in the answers to CreateIncoming and RotateIncoming: the server stores only its hash."
      },
      "name": {
        "type": "string"
      },
      "avatarUrl": {
        "type": "string"
      },
      "fixedName": {
        "type": "boolean"
      },
      "perMinute": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "createdBy": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Who has made its key."
      },
      "createdAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Unix time in milliseconds."
      },
      "lastUsedAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The same, up to a minute old; 0: never."
      },
      "disabled": {
        "type": "boolean"
      },
      "orphaned": {
        "type": "boolean",
        "description": "The account of whoever has made its key is disabled or erased, so posts are refused until somebody rotates it."
      }
    },
    "additionalProperties": false
  },
  "IncomingWebhooks": {
    "$id": "IncomingWebhooks",
    "type": "object",
    "description": "By id.",
    "properties": {
      "incoming": {
        "type": "array",
        "items": {
          "$ref": "IncomingWebhook#"
        }
      }
    },
    "additionalProperties": false
  },
  "CreateBot": {
    "$id": "CreateBot",
    "type": "object",
    "description": "Makes a bot. Users may have so many as the server says (`--bots-per-user`).",
    "properties": {
      "name": {
        "type": "string",
        "description": "As of any account."
      },
      "displayName": {
        "type": "string"
      },
      "server": {
        "type": "boolean",
        "description": "An administrator makes a bot of the server, which belongs to no user. Its commands are offered in rooms too."
      }
    },
    "additionalProperties": false
  },
  "BotToken": {
    "$id": "BotToken",
    "type": "object",
    "description": "The token of a bot. It is shown this once; the server keeps a hash.",
    "properties": {
      "token": {
        "type": "string"
      },
      "bot": {
        "$ref": "Bot#"
      }
    },
    "additionalProperties": false
  },
  "Bot": {
    "$id": "Bot",
    "type": "object",
    "description": "A bot, as its owner sees it.",
    "properties": {
      "user": {
        "$ref": "User#"
      },
      "owner": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Whose it is; 0: the server's."
      },
      "createdAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "tokenAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "When its token was last made anew."
      },
      "commands": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "How many commands it has."
      }
    },
    "additionalProperties": false
  },
  "ListBots": {
    "$id": "ListBots",
    "type": "object",
    "description": "Lists the caller's bots, by id.",
    "properties": {
      "all": {
        "type": "boolean",
        "description": "All bots of the server; for administrators."
      },
      "cursor": {
        "type": "string",
        "description": "`next` of the page before; empty for the first page."
      },
      "limit": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Items on a page: at most 200; 0 means 50."
      }
    },
    "additionalProperties": false
  },
  "Bots": {
    "$id": "Bots",
    "type": "object",
    "description": "A page of bots.",
    "properties": {
      "bots": {
        "type": "array",
        "items": {
          "$ref": "Bot#"
        }
      },
      "next": {
        "type": "string",
        "description": "`cursor` for the next page; empty on the last page."
      }
    },
    "additionalProperties": false
  },
  "SetBot": {
    "$id": "SetBot",
    "type": "object",
    "description": "Changes a bot. Its owner may, and administrators. Absent fields stay as they are.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "displayName": {
        "type": "string",
        "description": "One line."
      },
      "avatarUrl": {
        "type": "string",
        "description": "As in UpdateProfile."
      },
      "disabled": {
        "type": "boolean",
        "description": "It may not connect, and its token is void. One that is enabled again needs a new one."
      }
    },
    "additionalProperties": false
  },
  "RotateBotToken": {
    "$id": "RotateBotToken",
    "type": "object",
    "description": "Makes a new token. The old one ends at once, and with it the connections of the bot.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "RemoveBot": {
    "$id": "RemoveBot",
    "type": "object",
    "description": "Erases a bot for good, as EraseUser does.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "Field": {
    "$id": "Field",
    "type": "object",
    "description": "A value that a command or a form asks for.",
    "properties": {
      "name": {
        "type": "string",
        "description": "1 to 32 of `a`–`z`, `0`–`9`, `-` and `_`; the first is a letter."
      },
      "type": {
        "type": "string",
        "enum": [
          "unspecified",
          "text",
          "number",
          "user",
          "conversation",
          "choice",
          "boolean",
          "time"
        ]
      },
      "required": {
        "type": "boolean"
      },
      "description": {
        "type": "string",
        "description": "One line, at most 100 characters."
      },
      "choices": {
        "type": "array",
        "items": {
          "$ref": "Choice#"
        },
        "description": "Of a choice: 1 to 25."
      },
      "label": {
        "type": "string",
        "description": "What a form shows beside it; empty: the name."
      },
      "value": {
        "type": "string",
        "description": "What is there before anything was written."
      },
      "multiline": {
        "type": "boolean",
        "description": "Of a text: several lines."
      }
    },
    "additionalProperties": false
  },
  "Choice": {
    "$id": "Choice",
    "type": "object",
    "description": "Something to choose.",
    "properties": {
      "value": {
        "type": "string",
        "description": "What the bot gets: 1 to 100 characters."
      },
      "label": {
        "type": "string",
        "description": "What people see; empty: the value."
      },
      "description": {
        "type": "string",
        "description": "One line, at most 100 characters."
      }
    },
    "additionalProperties": false
  },
  "Command": {
    "$id": "Command",
    "type": "object",
    "description": "What people write after a slash: `/remind 10m \"buy milk\"`.",
    "properties": {
      "name": {
        "type": "string",
        "description": "As of a Field."
      },
      "description": {
        "type": "string",
        "description": "One line, at most 100 characters."
      },
      "fields": {
        "type": "array",
        "items": {
          "$ref": "Field#"
        },
        "description": "At most 10, the required ones first."
      },
      "bot": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The bot that has it. Written by the server."
      }
    },
    "additionalProperties": false
  },
  "SetCommands": {
    "$id": "SetCommands",
    "type": "object",
    "description": "Sets the commands of the bot that asks: at most 50. Those that it had before go.",
    "properties": {
      "commands": {
        "type": "array",
        "items": {
          "$ref": "Command#"
        }
      }
    },
    "additionalProperties": false
  },
  "ListCommands": {
    "$id": "ListCommands",
    "type": "object",
    "description": "Lists the commands that can be used in a conversation: in a group those of the bots that are in it, in a direct conversation those of the bot that it is with, in a room those of the server's bots.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "Commands": {
    "$id": "Commands",
    "type": "object",
    "description": "Commands by name; two bots may have one of the same name.",
    "properties": {
      "commands": {
        "type": "array",
        "items": {
          "$ref": "Command#"
        }
      }
    },
    "additionalProperties": false
  },
  "Components": {
    "$id": "Components",
    "type": "object",
    "description": "Buttons and menus of a message.",
    "properties": {
      "rows": {
        "type": "array",
        "items": {
          "$ref": "ComponentRow#"
        },
        "description": "At most 5."
      }
    },
    "additionalProperties": false
  },
  "ComponentRow": {
    "$id": "ComponentRow",
    "type": "object",
    "description": "Either 1 to 5 buttons, or a menu.",
    "properties": {
      "buttons": {
        "type": "array",
        "items": {
          "$ref": "Button#"
        }
      },
      "menu": {
        "$ref": "Menu#"
      }
    },
    "additionalProperties": false
  },
  "Button": {
    "$id": "Button",
    "type": "object",
    "description": "To press.",
    "properties": {
      "id": {
        "type": "string",
        "description": "Names it within the message: 1 to 100 characters. Not with a `url`."
      },
      "label": {
        "type": "string",
        "description": "One line, 1 to 80 characters."
      },
      "style": {
        "type": "string",
        "enum": [
          "unspecified",
          "primary",
          "danger"
        ]
      },
      "url": {
        "type": "string",
        "description": "Opens this page (http or https); the bot does not hear of it."
      },
      "form": {
        "$ref": "Form#",
        "description": "Opens this form at once; the bot hears of it when it is sent."
      },
      "disabled": {
        "type": "boolean",
        "description": "It is shown, and cannot be pressed."
      }
    },
    "additionalProperties": false
  },
  "Menu": {
    "$id": "Menu",
    "type": "object",
    "description": "To choose from.",
    "properties": {
      "id": {
        "type": "string",
        "description": "As of a button."
      },
      "placeholder": {
        "type": "string",
        "description": "One line, at most 100 characters."
      },
      "options": {
        "type": "array",
        "items": {
          "$ref": "Choice#"
        },
        "description": "1 to 25 with different values."
      },
      "multiple": {
        "type": "boolean",
        "description": "Several may be chosen."
      },
      "disabled": {
        "type": "boolean",
        "description": "It is shown, and nothing can be chosen."
      }
    },
    "additionalProperties": false
  },
  "Form": {
    "$id": "Form",
    "type": "object",
    "description": "To fill in.",
    "properties": {
      "id": {
        "type": "string",
        "description": "Names it: 1 to 100 characters. In a button it may be empty."
      },
      "title": {
        "type": "string",
        "description": "One line, 1 to 80 characters."
      },
      "fields": {
        "type": "array",
        "items": {
          "$ref": "Field#"
        },
        "description": "1 to 10."
      },
      "submit": {
        "type": "string",
        "description": "On the button that sends it; empty: the client's word."
      }
    },
    "additionalProperties": false
  },
  "FieldValue": {
    "$id": "FieldValue",
    "type": "object",
    "description": "A value by the name of its field. As a user has written it, or as a bot gets it; see FieldType.",
    "properties": {
      "name": {
        "type": "string"
      },
      "value": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "Interact": {
    "$id": "Interact",
    "type": "object",
    "description": "Uses a command, presses a button, chooses from a menu, or sends a form. The bot has 3 s to answer. Nothing of it is kept in the log. Who may read a message, and is in its conversation, may press what it has. A user may do this 20 times in 10 s.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Where."
      },
      "timeZone": {
        "type": "string",
        "description": "The zone of the user, of the IANA time zone database, for values that are times. Empty: UTC."
      },
      "command": {
        "$ref": "UseCommand#"
      },
      "component": {
        "$ref": "PressComponent#"
      },
      "form": {
        "$ref": "SendForm#"
      }
    },
    "additionalProperties": false
  },
  "UseCommand": {
    "$id": "UseCommand",
    "type": "object",
    "description": "A command.",
    "properties": {
      "bot": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The bot; 0: the only one in the conversation with a command of this name."
      },
      "name": {
        "type": "string",
        "description": "Without the slash."
      },
      "text": {
        "type": "string",
        "description": "What was written after the name: values by their order, or as `name:value`. Quotes hold a value with spaces together; the last text takes what is left."
      },
      "values": {
        "type": "array",
        "items": {
          "$ref": "FieldValue#"
        },
        "description": "Instead of `text`."
      }
    },
    "additionalProperties": false
  },
  "PressComponent": {
    "$id": "PressComponent",
    "type": "object",
    "description": "A button or a menu.",
    "properties": {
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The message that has it. 0: an ephemeral one has it."
      },
      "ephemeral": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Its id."
      },
      "id": {
        "type": "string",
        "description": "Id of the button or menu."
      },
      "chosen": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Of a menu: what was chosen."
      },
      "values": {
        "type": "array",
        "items": {
          "$ref": "FieldValue#"
        },
        "description": "Of a button with a form: what was filled in."
      }
    },
    "additionalProperties": false
  },
  "SendForm": {
    "$id": "SendForm",
    "type": "object",
    "description": "A form that a bot has opened.",
    "properties": {
      "interaction": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Interacted.id of the answer that has opened it."
      },
      "values": {
        "type": "array",
        "items": {
          "$ref": "FieldValue#"
        }
      }
    },
    "additionalProperties": false
  },
  "Interacted": {
    "$id": "Interacted",
    "type": "object",
    "description": "How the bot has answered.",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The interaction."
      },
      "outcome": {
        "type": "string",
        "enum": [
          "unspecified",
          "answered",
          "later",
          "silent",
          "offline"
        ]
      },
      "ephemeral": {
        "$ref": "Ephemeral#",
        "description": "Only the user sees it. It is pushed to their other connections too; what has the same id takes its place."
      },
      "form": {
        "$ref": "Form#",
        "description": "To be shown now."
      }
    },
    "additionalProperties": false
  },
  "Interaction": {
    "$id": "Interaction",
    "type": "object",
    "description": "To all connections of a bot: somebody has used a command, pressed a button, or sent a form. A bot with several connections takes it first (TakeInteraction), so that one of them answers.",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "time": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "command": {
        "type": "string",
        "description": "The name of the command; empty: it was none."
      },
      "component": {
        "type": "string",
        "description": "Id of the button or menu; empty: it was none."
      },
      "seq": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The message that has it; 0: none, or an ephemeral one."
      },
      "form": {
        "type": "string",
        "description": "Id of the form that was sent; empty: none, or that of the button `component`."
      },
      "values": {
        "type": "array",
        "items": {
          "$ref": "FieldValue#"
        },
        "description": "Of a command or a form, as the bot gets them. What was left out is not among them."
      },
      "chosen": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Of a menu."
      },
      "origin": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The interaction whose ephemeral message or form this one came from; 0: none."
      },
      "timeZone": {
        "type": "string",
        "description": "The zone of the user; empty: not known."
      }
    },
    "additionalProperties": false
  },
  "TakeInteraction": {
    "$id": "TakeInteraction",
    "type": "object",
    "description": "Makes an interaction the caller's. CONFLICT: another connection of the bot has it.",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "AnswerInteraction": {
    "$id": "AnswerInteraction",
    "type": "object",
    "description": "Answers an interaction, within 15 minutes, at most 20 times. What else there is to say is sent as a message.",
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
          "done",
          "later",
          "ephemeral",
          "update",
          "form"
        ]
      },
      "text": {
        "type": "string",
        "description": "In an update, absent: it stays."
      },
      "components": {
        "$ref": "Components#",
        "description": "In an update, absent: they stay."
      },
      "form": {
        "$ref": "Form#"
      },
      "clientId": {
        "type": "string",
        "description": "Of the edit that an update sends; see Send."
      }
    },
    "additionalProperties": false
  },
  "Ephemeral": {
    "$id": "Ephemeral",
    "type": "object",
    "description": "To one user: a bot says something to them alone. It is in no log, and is gone when the client forgets it.",
    "properties": {
      "id": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The interaction that it answers. One with the same id takes its place."
      },
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "from": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The bot."
      },
      "time": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "text": {
        "type": "string"
      },
      "components": {
        "$ref": "Components#"
      }
    },
    "additionalProperties": false
  },
  "StreamText": {
    "$id": "StreamText",
    "type": "object",
    "description": "Shows a text that still grows to those who are connected. At most 4 times a second each of them gets what there is. A bot streams up to 8 texts at once. In the end it sends a message with `Content.stream`; a text that has not grown for 30 s, and was not sent, goes from the screens.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "stream": {
        "type": "string",
        "description": "Names the text among those of the bot: 1 to 64 bytes."
      },
      "text": {
        "type": "string",
        "description": "All of it so far."
      },
      "replyTo": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "As in Content."
      },
      "thread": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "As in Content."
      },
      "abandoned": {
        "type": "boolean",
        "description": "It ends without a message."
      }
    },
    "additionalProperties": false
  },
  "StreamNote": {
    "$id": "StreamNote",
    "type": "object",
    "description": "A bot writes a text. It takes the place of the one before of the same bot and name. Markup in it may be unfinished.",
    "properties": {
      "conversation": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The bot."
      },
      "stream": {
        "type": "string"
      },
      "text": {
        "type": "string"
      },
      "replyTo": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "thread": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "abandoned": {
        "type": "boolean",
        "description": "It is gone."
      }
    },
    "additionalProperties": false
  },
  "ListFactors": {
    "$id": "ListFactors",
    "type": "object",
    "description": "Lists the caller's second factors.",
    "properties": {},
    "additionalProperties": false
  },
  "Factors": {
    "$id": "Factors",
    "type": "object",
    "description": "The second factors of the caller. A login with name and password asks for one of them, where there is one.",
    "properties": {
      "factors": {
        "type": "array",
        "items": {
          "$ref": "Factor#"
        }
      },
      "recoveryCodes": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Recovery codes that are not used yet."
      },
      "required": {
        "type": "boolean",
        "description": "The server wants the caller to have one."
      }
    },
    "additionalProperties": false
  },
  "Factor": {
    "$id": "Factor",
    "type": "object",
    "description": "A second factor.",
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
          "totp",
          "passkey"
        ]
      },
      "name": {
        "type": "string",
        "description": "What its user calls it."
      },
      "createdAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "lastUsedAt": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "0: never since it was added."
      }
    },
    "additionalProperties": false
  },
  "BeginFactor": {
    "$id": "BeginFactor",
    "type": "object",
    "description": "Offers the caller a second factor, which counts once ConfirmFactor shows that it works. At most 10 of them.",
    "properties": {
      "kind": {
        "type": "string",
        "enum": [
          "unspecified",
          "totp",
          "passkey"
        ]
      },
      "password": {
        "type": "string",
        "description": "The caller's."
      },
      "origin": {
        "type": "string",
        "description": "Of a passkey: the origin of the page, such as https://chat.example.com."
      }
    },
    "additionalProperties": false
  },
  "FactorOffer": {
    "$id": "FactorOffer",
    "type": "object",
    "description": "A second factor that does not count yet. It is good for 10 minutes. An offer of an app takes the place of the one before.",
    "properties": {
      "secret": {
        "type": "string",
        "description": "Of an app: the secret, in Base32, for whoever types it."
      },
      "uri": {
        "type": "string",
        "description": "Of an app: what its QR code says (otpauth://...)."
      },
      "options": {
        "type": "string",
        "description": "Of a passkey: for PublicKeyCredential.parseCreationOptionsFromJSON(), in JSON."
      }
    },
    "additionalProperties": false
  },
  "ConfirmFactor": {
    "$id": "ConfirmFactor",
    "type": "object",
    "description": "Adds the second factor that BeginFactor has offered. The caller's first one comes with recovery codes.",
    "properties": {
      "name": {
        "type": "string",
        "description": "What its user calls it; empty: the server names it."
      },
      "code": {
        "type": "string",
        "description": "Of an app: the code that it shows now."
      },
      "passkey": {
        "type": "string",
        "description": "Of a passkey: what PublicKeyCredential.toJSON() gives, in JSON."
      }
    },
    "additionalProperties": false
  },
  "RecoveryCodes": {
    "$id": "RecoveryCodes",
    "type": "object",
    "description": "Codes that stand for a second factor, each once. The server keeps their hashes alone. Empty: those before are still good.",
    "properties": {
      "codes": {
        "type": "array",
        "items": {
          "type": "string"
        }
      }
    },
    "additionalProperties": false
  },
  "RenameFactor": {
    "$id": "RenameFactor",
    "type": "object",
    "description": "Calls a second factor of the caller otherwise.",
    "properties": {
      "factor": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "name": {
        "type": "string"
      }
    },
    "additionalProperties": false
  },
  "RemoveFactor": {
    "$id": "RemoveFactor",
    "type": "object",
    "description": "Removes a second factor of the caller. With the last one go the recovery codes.",
    "properties": {
      "factor": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "password": {
        "type": "string",
        "description": "The caller's."
      }
    },
    "additionalProperties": false
  },
  "RenewRecoveryCodes": {
    "$id": "RenewRecoveryCodes",
    "type": "object",
    "description": "Makes new recovery codes. Those before end.",
    "properties": {
      "password": {
        "type": "string",
        "description": "The caller's."
      }
    },
    "additionalProperties": false
  },
  "AskPasskey": {
    "$id": "AskPasskey",
    "type": "object",
    "description": "Asks, before a login, what the passkeys of an account are to sign.",
    "properties": {
      "name": {
        "type": "string"
      },
      "password": {
        "type": "string"
      },
      "origin": {
        "type": "string",
        "description": "The origin of the page, such as https://chat.example.com."
      }
    },
    "additionalProperties": false
  },
  "PasskeyQuestion": {
    "$id": "PasskeyQuestion",
    "type": "object",
    "description": "What the passkeys of an account are to sign. It is good for one login within 5 minutes.",
    "properties": {
      "options": {
        "type": "string",
        "description": "For PublicKeyCredential.parseRequestOptionsFromJSON(), in JSON."
      }
    },
    "additionalProperties": false
  },
  "BeginFactorAtLogin": {
    "$id": "BeginFactorAtLogin",
    "type": "object",
    "description": "Offers a second factor to somebody who must have one to log in and has none. The login that shows that it works adds it.",
    "properties": {
      "name": {
        "type": "string"
      },
      "password": {
        "type": "string"
      },
      "kind": {
        "type": "string",
        "enum": [
          "unspecified",
          "totp",
          "passkey"
        ]
      },
      "origin": {
        "type": "string",
        "description": "As in BeginFactor."
      }
    },
    "additionalProperties": false
  },
  "ResetFactors": {
    "$id": "ResetFactors",
    "type": "object",
    "description": "Removes the second factors and recovery codes of a user who has lost them. For administrators.",
    "properties": {
      "user": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      }
    },
    "additionalProperties": false
  },
  "ImportRecords": {
    "$id": "ImportRecords",
    "type": "object",
    "description": "Writes what another system has kept: users, conversations, and messages with their own times. To do it again is harmless: what is there is found by its ids. docs/import.md describes the records. For administrators.",
    "properties": {
      "records": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "JSON texts, at most 1000. They are carried out in their order."
      }
    },
    "additionalProperties": false
  },
  "ExportRecords": {
    "$id": "ExportRecords",
    "type": "object",
    "description": "Everything that an import of another server needs, page by page. For administrators.",
    "properties": {
      "cursor": {
        "type": "string",
        "description": "From the page before."
      }
    },
    "additionalProperties": false
  },
  "Records": {
    "$id": "Records",
    "type": "object",
    "description": "Records of an import or export, or what came of them.",
    "properties": {
      "records": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "JSON texts. Of an import: what came of each record, in their order."
      },
      "next": {
        "type": "string",
        "description": "For the next page; empty: this is the last one."
      }
    },
    "additionalProperties": false
  },
  "TakeWireSession": {
    "$id": "TakeWireSession",
    "type": "object",
    "description": "Makes a connection the owner of a session of another wire, such as MQTT, that is kept while its client is away. Whoever had it before cannot save it any more. Gateways ask for this; an application has no use for it. A user may have 100 of them.",
    "properties": {
      "wire": {
        "type": "string",
        "description": "The wire: 1 to 16 lower-case letters and digits."
      },
      "client": {
        "type": "string",
        "description": "The client, as the wire names it: 1 to 128 bytes."
      },
      "owner": {
        "type": "string",
        "description": "Random, 1 to 64 bytes. A repeat by the same owner changes nothing."
      },
      "discard": {
        "type": "boolean",
        "description": "Begin anew: what is kept is removed."
      },
      "expiryS": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "For how long it is to be kept after the client has left, in seconds. 0: only until then."
      },
      "outlivesLogin": {
        "type": "boolean",
        "description": "It is kept although the caller's login ends, because the client logs in again each time."
      },
      "will": {
        "$ref": "Schedule#",
        "description": "What is sent when the connection is lost, unless a save says that it has ended in order (docs/adr/0053). `at`: so many milliseconds later, and not at all if the session has gone on by then."
      },
      "node": {
        "type": "string",
        "description": "The node that has the connection: when that is gone, the connection is lost. Needed with a will."
      }
    },
    "additionalProperties": false
  },
  "SaveWireSession": {
    "$id": "SaveWireSession",
    "type": "object",
    "description": "Keeps the state of a session of another wire. CONFLICT: another connection has taken it.",
    "properties": {
      "wire": {
        "type": "string"
      },
      "client": {
        "type": "string"
      },
      "owner": {
        "type": "string"
      },
      "version": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "Rises with each save of this owner: a late repeat of an earlier one changes nothing."
      },
      "state": {
        "type": "string",
        "contentEncoding": "base64",
        "description": "Only the wire knows what it means; at most 262,144 bytes."
      },
      "expiryS": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991
      },
      "isOver": {
        "type": "boolean",
        "description": "The client has left: the expiry counts from now on. Its will is forgotten."
      },
      "isLost": {
        "type": "boolean",
        "description": "It has left without a goodbye: its will is sent."
      }
    },
    "additionalProperties": false
  },
  "WireSession": {
    "$id": "WireSession",
    "type": "object",
    "description": "A session of another wire.",
    "properties": {
      "found": {
        "type": "boolean",
        "description": "There was something kept."
      },
      "state": {
        "type": "string",
        "contentEncoding": "base64",
        "description": "What was kept; empty in the answer to a save."
      },
      "expiryS": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "For how long it is kept after the client has left, in seconds: as asked for, or as long as this server allows."
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
          "forgetConversation": {
            "kind": "message",
            "message": "ForgetConversation"
          },
          "setPreviews": {
            "kind": "message",
            "message": "SetPreviews"
          },
          "forwardMessages": {
            "kind": "message",
            "message": "ForwardMessages"
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
          "getPrivacy": {
            "kind": "message",
            "message": "GetPrivacy"
          },
          "setPrivacy": {
            "kind": "message",
            "message": "SetPrivacy"
          },
          "reportAbuse": {
            "kind": "message",
            "message": "ReportAbuse"
          },
          "eraseAccount": {
            "kind": "message",
            "message": "EraseAccount"
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
          },
          "setAdministrator": {
            "kind": "message",
            "message": "SetAdministrator"
          },
          "listReports": {
            "kind": "message",
            "message": "ListReports"
          },
          "settleReport": {
            "kind": "message",
            "message": "SettleReport"
          },
          "listAudit": {
            "kind": "message",
            "message": "ListAudit"
          },
          "listEdits": {
            "kind": "message",
            "message": "ListEdits"
          },
          "listReactions": {
            "kind": "message",
            "message": "ListReactions"
          },
          "listPins": {
            "kind": "message",
            "message": "ListPins"
          },
          "eraseUser": {
            "kind": "message",
            "message": "EraseUser"
          },
          "listThread": {
            "kind": "message",
            "message": "ListThread"
          },
          "setThread": {
            "kind": "message",
            "message": "SetThread"
          },
          "listThreads": {
            "kind": "message",
            "message": "ListThreads"
          },
          "listVotes": {
            "kind": "message",
            "message": "ListVotes"
          },
          "setGroup": {
            "kind": "message",
            "message": "SetGroup"
          },
          "listDirectory": {
            "kind": "message",
            "message": "ListDirectory"
          },
          "joinGroup": {
            "kind": "message",
            "message": "JoinGroup"
          },
          "listJoins": {
            "kind": "message",
            "message": "ListJoins"
          },
          "settleJoin": {
            "kind": "message",
            "message": "SettleJoin"
          },
          "listBans": {
            "kind": "message",
            "message": "ListBans"
          },
          "unban": {
            "kind": "message",
            "message": "Unban"
          },
          "setNickname": {
            "kind": "message",
            "message": "SetNickname"
          },
          "setMine": {
            "kind": "message",
            "message": "SetMine"
          },
          "getMine": {
            "kind": "message",
            "message": "GetMine"
          },
          "addContact": {
            "kind": "message",
            "message": "AddContact"
          },
          "removeContact": {
            "kind": "message",
            "message": "RemoveContact"
          },
          "listContacts": {
            "kind": "message",
            "message": "ListContacts"
          },
          "listReaders": {
            "kind": "message",
            "message": "ListReaders"
          },
          "schedule": {
            "kind": "message",
            "message": "Schedule"
          },
          "listScheduled": {
            "kind": "message",
            "message": "ListScheduled"
          },
          "changeScheduled": {
            "kind": "message",
            "message": "ChangeScheduled"
          },
          "setVanishing": {
            "kind": "message",
            "message": "SetVanishing"
          },
          "locate": {
            "kind": "message",
            "message": "Locate"
          },
          "search": {
            "kind": "message",
            "message": "Search"
          },
          "findAnything": {
            "kind": "message",
            "message": "FindAnything"
          },
          "reindex": {
            "kind": "message",
            "message": "Reindex"
          },
          "getSearchIndex": {
            "kind": "message",
            "message": "GetSearchIndex"
          },
          "getServer": {
            "kind": "message",
            "message": "GetServer"
          },
          "setServer": {
            "kind": "message",
            "message": "SetServer"
          },
          "getPush": {
            "kind": "message",
            "message": "GetPush"
          },
          "subscribePush": {
            "kind": "message",
            "message": "SubscribePush"
          },
          "unsubscribePush": {
            "kind": "message",
            "message": "UnsubscribePush"
          },
          "createBot": {
            "kind": "message",
            "message": "CreateBot"
          },
          "listBots": {
            "kind": "message",
            "message": "ListBots"
          },
          "setBot": {
            "kind": "message",
            "message": "SetBot"
          },
          "rotateBotToken": {
            "kind": "message",
            "message": "RotateBotToken"
          },
          "removeBot": {
            "kind": "message",
            "message": "RemoveBot"
          },
          "setCommands": {
            "kind": "message",
            "message": "SetCommands"
          },
          "listCommands": {
            "kind": "message",
            "message": "ListCommands"
          },
          "interact": {
            "kind": "message",
            "message": "Interact"
          },
          "takeInteraction": {
            "kind": "message",
            "message": "TakeInteraction"
          },
          "answerInteraction": {
            "kind": "message",
            "message": "AnswerInteraction"
          },
          "streamText": {
            "kind": "message",
            "message": "StreamText"
          },
          "getStorage": {
            "kind": "message",
            "message": "GetStorage"
          },
          "createKey": {
            "kind": "message",
            "message": "CreateKey"
          },
          "listKeys": {
            "kind": "message",
            "message": "ListKeys"
          },
          "rotateKey": {
            "kind": "message",
            "message": "RotateKey"
          },
          "revokeKey": {
            "kind": "message",
            "message": "RevokeKey"
          },
          "importUsers": {
            "kind": "message",
            "message": "ImportUsers"
          },
          "changeUsers": {
            "kind": "message",
            "message": "ChangeUsers"
          },
          "listFactors": {
            "kind": "message",
            "message": "ListFactors"
          },
          "beginFactor": {
            "kind": "message",
            "message": "BeginFactor"
          },
          "confirmFactor": {
            "kind": "message",
            "message": "ConfirmFactor"
          },
          "renameFactor": {
            "kind": "message",
            "message": "RenameFactor"
          },
          "removeFactor": {
            "kind": "message",
            "message": "RemoveFactor"
          },
          "renewRecoveryCodes": {
            "kind": "message",
            "message": "RenewRecoveryCodes"
          },
          "askPasskey": {
            "kind": "message",
            "message": "AskPasskey"
          },
          "beginFactorAtLogin": {
            "kind": "message",
            "message": "BeginFactorAtLogin"
          },
          "resetFactors": {
            "kind": "message",
            "message": "ResetFactors"
          },
          "addWebhook": {
            "kind": "message",
            "message": "AddWebhook"
          },
          "listWebhooks": {
            "kind": "message",
            "message": "ListWebhooks"
          },
          "getWebhook": {
            "kind": "message",
            "message": "GetWebhook"
          },
          "changeWebhook": {
            "kind": "message",
            "message": "ChangeWebhook"
          },
          "removeWebhook": {
            "kind": "message",
            "message": "RemoveWebhook"
          },
          "rotateWebhookSecret": {
            "kind": "message",
            "message": "RotateWebhookSecret"
          },
          "replayWebhook": {
            "kind": "message",
            "message": "ReplayWebhook"
          },
          "listDeliveries": {
            "kind": "message",
            "message": "ListDeliveries"
          },
          "listDeadLetters": {
            "kind": "message",
            "message": "ListDeadLetters"
          },
          "createIncoming": {
            "kind": "message",
            "message": "CreateIncoming"
          },
          "listIncoming": {
            "kind": "message",
            "message": "ListIncoming"
          },
          "changeIncoming": {
            "kind": "message",
            "message": "ChangeIncoming"
          },
          "rotateIncoming": {
            "kind": "message",
            "message": "RotateIncoming"
          },
          "removeIncoming": {
            "kind": "message",
            "message": "RemoveIncoming"
          },
          "takeWireSession": {
            "kind": "message",
            "message": "TakeWireSession"
          },
          "saveWireSession": {
            "kind": "message",
            "message": "SaveWireSession"
          },
          "importRecords": {
            "kind": "message",
            "message": "ImportRecords"
          },
          "exportRecords": {
            "kind": "message",
            "message": "ExportRecords"
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
          },
          "privacy": {
            "kind": "message",
            "message": "Privacy"
          },
          "reports": {
            "kind": "message",
            "message": "Reports"
          },
          "auditPage": {
            "kind": "message",
            "message": "AuditPage"
          },
          "forwarded": {
            "kind": "message",
            "message": "Forwarded"
          },
          "joins": {
            "kind": "message",
            "message": "Joins"
          },
          "bans": {
            "kind": "message",
            "message": "Bans"
          },
          "mine": {
            "kind": "message",
            "message": "Mine"
          },
          "contacts": {
            "kind": "message",
            "message": "Contacts"
          },
          "readers": {
            "kind": "message",
            "message": "Readers"
          },
          "scheduled": {
            "kind": "message",
            "message": "Scheduled"
          },
          "scheduledPage": {
            "kind": "message",
            "message": "ScheduledPage"
          },
          "messages": {
            "kind": "message",
            "message": "Messages"
          },
          "reactions": {
            "kind": "message",
            "message": "Reactions"
          },
          "votes": {
            "kind": "message",
            "message": "Votes"
          },
          "located": {
            "kind": "message",
            "message": "Located"
          },
          "searchResults": {
            "kind": "message",
            "message": "SearchResults"
          },
          "findings": {
            "kind": "message",
            "message": "Findings"
          },
          "searchIndex": {
            "kind": "message",
            "message": "SearchIndex"
          },
          "server": {
            "kind": "message",
            "message": "Server"
          },
          "pushInfo": {
            "kind": "message",
            "message": "PushInfo"
          },
          "botToken": {
            "kind": "message",
            "message": "BotToken"
          },
          "bot": {
            "kind": "message",
            "message": "Bot"
          },
          "bots": {
            "kind": "message",
            "message": "Bots"
          },
          "commands": {
            "kind": "message",
            "message": "Commands"
          },
          "interacted": {
            "kind": "message",
            "message": "Interacted"
          },
          "interaction": {
            "kind": "message",
            "message": "Interaction"
          },
          "ephemeral": {
            "kind": "message",
            "message": "Ephemeral"
          },
          "streamNote": {
            "kind": "message",
            "message": "StreamNote"
          },
          "storageInfo": {
            "kind": "message",
            "message": "StorageInfo"
          },
          "serverKeys": {
            "kind": "message",
            "message": "ServerKeys"
          },
          "userResults": {
            "kind": "message",
            "message": "UserResults"
          },
          "factors": {
            "kind": "message",
            "message": "Factors"
          },
          "factorOffer": {
            "kind": "message",
            "message": "FactorOffer"
          },
          "recoveryCodes": {
            "kind": "message",
            "message": "RecoveryCodes"
          },
          "passkeyQuestion": {
            "kind": "message",
            "message": "PasskeyQuestion"
          },
          "webhook": {
            "kind": "message",
            "message": "Webhook"
          },
          "webhooks": {
            "kind": "message",
            "message": "Webhooks"
          },
          "deliveries": {
            "kind": "message",
            "message": "Deliveries"
          },
          "incomingWebhooks": {
            "kind": "message",
            "message": "IncomingWebhooks"
          },
          "records": {
            "kind": "message",
            "message": "Records"
          },
          "wireSession": {
            "kind": "message",
            "message": "WireSession"
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
  "EraseAccount": {
    "fields": {},
    "optional": []
  },
  "UpdateProfile": {
    "fields": {},
    "optional": [
      "displayName",
      "avatarUrl",
      "statusText",
      "statusEmoji",
      "statusUntil",
      "busyUntil"
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
  "GetPrivacy": {
    "fields": {},
    "optional": []
  },
  "SetPrivacy": {
    "fields": {},
    "optional": []
  },
  "Privacy": {
    "fields": {},
    "optional": []
  },
  "AddContact": {
    "fields": {},
    "optional": []
  },
  "RemoveContact": {
    "fields": {},
    "optional": []
  },
  "ListContacts": {
    "fields": {},
    "optional": []
  },
  "Contact": {
    "fields": {},
    "optional": []
  },
  "Contacts": {
    "fields": {
      "contacts": {
        "kind": "message",
        "message": "Contact",
        "repeated": true
      }
    },
    "optional": [
      "contacts"
    ]
  },
  "Content": {
    "fields": {
      "forward": {
        "kind": "message",
        "message": "Forward"
      },
      "attachments": {
        "kind": "message",
        "message": "Attachment",
        "repeated": true
      },
      "author": {
        "kind": "message",
        "message": "Author"
      },
      "components": {
        "kind": "message",
        "message": "Components"
      },
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
          },
          "erased": {
            "kind": "message",
            "message": "Erased"
          },
          "edit": {
            "kind": "message",
            "message": "Edit"
          },
          "recall": {
            "kind": "message",
            "message": "Recall"
          },
          "reaction": {
            "kind": "message",
            "message": "Reaction"
          },
          "pin": {
            "kind": "message",
            "message": "Pin"
          },
          "poll": {
            "kind": "message",
            "message": "Poll"
          },
          "vote": {
            "kind": "message",
            "message": "Vote"
          },
          "closePoll": {
            "kind": "message",
            "message": "ClosePoll"
          },
          "preview": {
            "kind": "message",
            "message": "Preview"
          },
          "recalled": {
            "kind": "message",
            "message": "Recalled"
          }
        }
      }
    },
    "optional": [
      "forward",
      "attachments",
      "author",
      "components"
    ]
  },
  "Attachment": {
    "fields": {
      "waveform": {
        "kind": "bytes"
      },
      "thumbhash": {
        "kind": "bytes"
      }
    },
    "optional": []
  },
  "Author": {
    "fields": {},
    "optional": []
  },
  "Forward": {
    "fields": {},
    "optional": []
  },
  "Edit": {
    "fields": {
      "components": {
        "kind": "message",
        "message": "Components"
      }
    },
    "optional": [
      "components"
    ]
  },
  "Recall": {
    "fields": {},
    "optional": []
  },
  "Reaction": {
    "fields": {},
    "optional": []
  },
  "Pin": {
    "fields": {},
    "optional": []
  },
  "Poll": {
    "fields": {},
    "optional": []
  },
  "Vote": {
    "fields": {},
    "optional": []
  },
  "ClosePoll": {
    "fields": {},
    "optional": []
  },
  "Preview": {
    "fields": {},
    "optional": []
  },
  "Recalled": {
    "fields": {},
    "optional": []
  },
  "State": {
    "fields": {
      "reactions": {
        "kind": "message",
        "message": "ReactionCount",
        "repeated": true
      },
      "poll": {
        "kind": "message",
        "message": "PollState"
      },
      "thread": {
        "kind": "message",
        "message": "ThreadState"
      },
      "previews": {
        "kind": "message",
        "message": "Preview",
        "repeated": true
      },
      "own": {
        "kind": "message",
        "message": "OwnState"
      },
      "also": {
        "kind": "message",
        "message": "State"
      }
    },
    "optional": [
      "reactions",
      "poll",
      "thread",
      "previews",
      "own",
      "also"
    ]
  },
  "ReactionCount": {
    "fields": {},
    "optional": []
  },
  "PollState": {
    "fields": {},
    "optional": []
  },
  "ThreadState": {
    "fields": {},
    "optional": []
  },
  "OwnState": {
    "fields": {},
    "optional": []
  },
  "Erased": {
    "fields": {},
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
    "fields": {
      "settings": {
        "kind": "message",
        "message": "GroupSettings"
      }
    },
    "optional": [
      "settings"
    ]
  },
  "Message": {
    "fields": {
      "content": {
        "kind": "encoded",
        "message": "Content"
      },
      "state": {
        "kind": "message",
        "message": "State"
      },
      "quote": {
        "kind": "message",
        "message": "Quote"
      }
    },
    "optional": [
      "state",
      "quote"
    ]
  },
  "Quote": {
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
    "fields": {
      "state": {
        "kind": "message",
        "message": "State"
      },
      "content": {
        "kind": "message",
        "message": "Content"
      }
    },
    "optional": [
      "state",
      "content"
    ]
  },
  "Schedule": {
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
  "Scheduled": {
    "fields": {
      "content": {
        "kind": "encoded",
        "message": "Content"
      }
    },
    "optional": []
  },
  "ListScheduled": {
    "fields": {},
    "optional": []
  },
  "ScheduledPage": {
    "fields": {
      "scheduled": {
        "kind": "message",
        "message": "Scheduled",
        "repeated": true
      }
    },
    "optional": [
      "scheduled"
    ]
  },
  "ChangeScheduled": {
    "fields": {
      "content": {
        "kind": "message",
        "message": "Content"
      }
    },
    "optional": [
      "content"
    ]
  },
  "SetVanishing": {
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
      },
      "states": {
        "kind": "message",
        "message": "State",
        "repeated": true
      }
    },
    "optional": [
      "messages",
      "states"
    ]
  },
  "ListEdits": {
    "fields": {},
    "optional": []
  },
  "Messages": {
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
  "ListReactions": {
    "fields": {},
    "optional": []
  },
  "Reactions": {
    "fields": {
      "reactions": {
        "kind": "message",
        "message": "UserReactions",
        "repeated": true
      }
    },
    "optional": [
      "reactions"
    ]
  },
  "UserReactions": {
    "fields": {},
    "optional": []
  },
  "ListVotes": {
    "fields": {},
    "optional": []
  },
  "Votes": {
    "fields": {
      "votes": {
        "kind": "message",
        "message": "UserVote",
        "repeated": true
      }
    },
    "optional": [
      "votes"
    ]
  },
  "UserVote": {
    "fields": {},
    "optional": []
  },
  "ListPins": {
    "fields": {},
    "optional": []
  },
  "ListThread": {
    "fields": {},
    "optional": []
  },
  "SetThread": {
    "fields": {},
    "optional": [
      "follow"
    ]
  },
  "ListThreads": {
    "fields": {},
    "optional": []
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
  "ListReaders": {
    "fields": {},
    "optional": []
  },
  "Readers": {
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
      },
      "settings": {
        "kind": "message",
        "message": "GroupSettings"
      }
    },
    "optional": [
      "lastMessage",
      "settings"
    ]
  },
  "GroupSettings": {
    "fields": {},
    "optional": [
      "topic",
      "pictureUrl",
      "slowModeS",
      "closed"
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
  "Locate": {
    "fields": {},
    "optional": []
  },
  "Located": {
    "fields": {},
    "optional": []
  },
  "Search": {
    "fields": {},
    "optional": []
  },
  "SearchResults": {
    "fields": {
      "hits": {
        "kind": "message",
        "message": "Hit",
        "repeated": true
      },
      "counts": {
        "kind": "message",
        "message": "HitCount",
        "repeated": true
      },
      "notes": {
        "kind": "message",
        "message": "QueryNote",
        "repeated": true
      }
    },
    "optional": [
      "hits",
      "counts",
      "notes"
    ]
  },
  "Hit": {
    "fields": {
      "message": {
        "kind": "message",
        "message": "Message"
      },
      "marks": {
        "kind": "message",
        "message": "Mark",
        "repeated": true
      }
    },
    "optional": [
      "message",
      "marks"
    ]
  },
  "Mark": {
    "fields": {},
    "optional": []
  },
  "HitCount": {
    "fields": {},
    "optional": []
  },
  "QueryNote": {
    "fields": {},
    "optional": []
  },
  "FindAnything": {
    "fields": {},
    "optional": []
  },
  "Findings": {
    "fields": {
      "users": {
        "kind": "message",
        "message": "User",
        "repeated": true
      },
      "conversations": {
        "kind": "message",
        "message": "Conversation",
        "repeated": true
      },
      "directory": {
        "kind": "message",
        "message": "Conversation",
        "repeated": true
      }
    },
    "optional": [
      "users",
      "conversations",
      "directory"
    ]
  },
  "Reindex": {
    "fields": {},
    "optional": []
  },
  "GetSearchIndex": {
    "fields": {},
    "optional": []
  },
  "SearchIndex": {
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
  "ListBans": {
    "fields": {},
    "optional": []
  },
  "Bans": {
    "fields": {
      "bans": {
        "kind": "message",
        "message": "Ban",
        "repeated": true
      }
    },
    "optional": [
      "bans"
    ]
  },
  "Ban": {
    "fields": {},
    "optional": []
  },
  "Unban": {
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
  "SetGroup": {
    "fields": {
      "settings": {
        "kind": "message",
        "message": "GroupSettings"
      }
    },
    "optional": [
      "settings"
    ]
  },
  "SetPreviews": {
    "fields": {},
    "optional": []
  },
  "ForwardMessages": {
    "fields": {
      "target": {
        "kind": "union",
        "cases": {
          "toConversation": {
            "kind": "plain"
          },
          "to": {
            "kind": "plain"
          }
        }
      }
    },
    "optional": []
  },
  "Forwarded": {
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
  "MineEntry": {
    "fields": {},
    "optional": []
  },
  "SetMine": {
    "fields": {
      "entries": {
        "kind": "message",
        "message": "MineEntry",
        "repeated": true
      }
    },
    "optional": [
      "entries"
    ]
  },
  "GetMine": {
    "fields": {},
    "optional": []
  },
  "Mine": {
    "fields": {
      "entries": {
        "kind": "message",
        "message": "MineEntry",
        "repeated": true
      }
    },
    "optional": [
      "entries"
    ]
  },
  "ForgetConversation": {
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
  "SetNickname": {
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
  "ListDirectory": {
    "fields": {},
    "optional": []
  },
  "JoinGroup": {
    "fields": {},
    "optional": []
  },
  "ListJoins": {
    "fields": {},
    "optional": []
  },
  "Joins": {
    "fields": {
      "joins": {
        "kind": "message",
        "message": "Join",
        "repeated": true
      }
    },
    "optional": [
      "joins"
    ]
  },
  "Join": {
    "fields": {},
    "optional": []
  },
  "SettleJoin": {
    "fields": {},
    "optional": []
  },
  "SetAdministrator": {
    "fields": {},
    "optional": []
  },
  "DisableUser": {
    "fields": {},
    "optional": []
  },
  "EraseUser": {
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
  "ReportAbuse": {
    "fields": {},
    "optional": []
  },
  "ListReports": {
    "fields": {},
    "optional": []
  },
  "SettleReport": {
    "fields": {},
    "optional": []
  },
  "Reports": {
    "fields": {
      "reports": {
        "kind": "message",
        "message": "Report",
        "repeated": true
      }
    },
    "optional": [
      "reports"
    ]
  },
  "Report": {
    "fields": {
      "message": {
        "kind": "message",
        "message": "Message"
      }
    },
    "optional": [
      "message"
    ]
  },
  "ListAudit": {
    "fields": {},
    "optional": []
  },
  "AuditPage": {
    "fields": {
      "records": {
        "kind": "message",
        "message": "AuditRecord",
        "repeated": true
      }
    },
    "optional": [
      "records"
    ]
  },
  "AuditRecord": {
    "fields": {
      "details": {
        "kind": "message",
        "message": "AuditDetail",
        "repeated": true
      }
    },
    "optional": [
      "details"
    ]
  },
  "CreateKey": {
    "fields": {},
    "optional": []
  },
  "ListKeys": {
    "fields": {},
    "optional": []
  },
  "RotateKey": {
    "fields": {},
    "optional": []
  },
  "RevokeKey": {
    "fields": {},
    "optional": []
  },
  "ServerKeys": {
    "fields": {
      "keys": {
        "kind": "message",
        "message": "ServerKey",
        "repeated": true
      }
    },
    "optional": [
      "keys"
    ]
  },
  "ServerKey": {
    "fields": {},
    "optional": []
  },
  "ImportUsers": {
    "fields": {
      "accounts": {
        "kind": "message",
        "message": "UserImport",
        "repeated": true
      }
    },
    "optional": [
      "accounts"
    ]
  },
  "UserImport": {
    "fields": {},
    "optional": []
  },
  "ChangeUsers": {
    "fields": {
      "changes": {
        "kind": "message",
        "message": "UserChange",
        "repeated": true
      }
    },
    "optional": [
      "changes"
    ]
  },
  "UserChange": {
    "fields": {},
    "optional": [
      "displayName",
      "avatarUrl",
      "statusText",
      "statusEmoji",
      "statusUntil",
      "disabled"
    ]
  },
  "UserResults": {
    "fields": {
      "results": {
        "kind": "message",
        "message": "UserResult",
        "repeated": true
      }
    },
    "optional": [
      "results"
    ]
  },
  "UserResult": {
    "fields": {},
    "optional": []
  },
  "AuditDetail": {
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
  },
  "GetServer": {
    "fields": {},
    "optional": []
  },
  "SetServer": {
    "fields": {
      "logo": {
        "kind": "bytes"
      }
    },
    "optional": [
      "name",
      "registration",
      "accent",
      "logo"
    ]
  },
  "Server": {
    "fields": {
      "limits": {
        "kind": "message",
        "message": "ServerLimits"
      },
      "signIn": {
        "kind": "message",
        "message": "SignInWay",
        "repeated": true
      }
    },
    "optional": [
      "limits",
      "signIn"
    ]
  },
  "SignInWay": {
    "fields": {},
    "optional": []
  },
  "ServerLimits": {
    "fields": {},
    "optional": []
  },
  "GetStorage": {
    "fields": {},
    "optional": []
  },
  "StorageInfo": {
    "fields": {},
    "optional": []
  },
  "GetPush": {
    "fields": {},
    "optional": []
  },
  "SubscribePush": {
    "fields": {},
    "optional": []
  },
  "UnsubscribePush": {
    "fields": {},
    "optional": []
  },
  "PushInfo": {
    "fields": {
      "devices": {
        "kind": "message",
        "message": "PushDevice",
        "repeated": true
      }
    },
    "optional": [
      "devices"
    ]
  },
  "PushDevice": {
    "fields": {},
    "optional": []
  },
  "AddWebhook": {
    "fields": {},
    "optional": []
  },
  "ListWebhooks": {
    "fields": {},
    "optional": []
  },
  "GetWebhook": {
    "fields": {},
    "optional": []
  },
  "ChangeWebhook": {
    "fields": {},
    "optional": [
      "url",
      "noDirect",
      "batch",
      "description",
      "paused"
    ]
  },
  "RemoveWebhook": {
    "fields": {},
    "optional": []
  },
  "RotateWebhookSecret": {
    "fields": {},
    "optional": [
      "overlapMs"
    ]
  },
  "ReplayWebhook": {
    "fields": {},
    "optional": []
  },
  "ListDeliveries": {
    "fields": {},
    "optional": []
  },
  "ListDeadLetters": {
    "fields": {},
    "optional": []
  },
  "Webhook": {
    "fields": {},
    "optional": []
  },
  "Webhooks": {
    "fields": {
      "webhooks": {
        "kind": "message",
        "message": "Webhook",
        "repeated": true
      }
    },
    "optional": [
      "webhooks"
    ]
  },
  "Deliveries": {
    "fields": {
      "deliveries": {
        "kind": "message",
        "message": "Delivery",
        "repeated": true
      }
    },
    "optional": [
      "deliveries"
    ]
  },
  "Delivery": {
    "fields": {},
    "optional": []
  },
  "CreateIncoming": {
    "fields": {},
    "optional": []
  },
  "ListIncoming": {
    "fields": {},
    "optional": []
  },
  "ChangeIncoming": {
    "fields": {},
    "optional": [
      "name",
      "avatarUrl",
      "fixedName",
      "perMinute",
      "disabled"
    ]
  },
  "RotateIncoming": {
    "fields": {},
    "optional": []
  },
  "RemoveIncoming": {
    "fields": {},
    "optional": []
  },
  "IncomingWebhook": {
    "fields": {},
    "optional": []
  },
  "IncomingWebhooks": {
    "fields": {
      "incoming": {
        "kind": "message",
        "message": "IncomingWebhook",
        "repeated": true
      }
    },
    "optional": [
      "incoming"
    ]
  },
  "CreateBot": {
    "fields": {},
    "optional": []
  },
  "BotToken": {
    "fields": {
      "bot": {
        "kind": "message",
        "message": "Bot"
      }
    },
    "optional": [
      "bot"
    ]
  },
  "Bot": {
    "fields": {
      "user": {
        "kind": "message",
        "message": "User"
      }
    },
    "optional": [
      "user"
    ]
  },
  "ListBots": {
    "fields": {},
    "optional": []
  },
  "Bots": {
    "fields": {
      "bots": {
        "kind": "message",
        "message": "Bot",
        "repeated": true
      }
    },
    "optional": [
      "bots"
    ]
  },
  "SetBot": {
    "fields": {},
    "optional": [
      "displayName",
      "avatarUrl",
      "disabled"
    ]
  },
  "RotateBotToken": {
    "fields": {},
    "optional": []
  },
  "RemoveBot": {
    "fields": {},
    "optional": []
  },
  "Field": {
    "fields": {
      "choices": {
        "kind": "message",
        "message": "Choice",
        "repeated": true
      }
    },
    "optional": [
      "choices"
    ]
  },
  "Choice": {
    "fields": {},
    "optional": []
  },
  "Command": {
    "fields": {
      "fields": {
        "kind": "message",
        "message": "Field",
        "repeated": true
      }
    },
    "optional": [
      "fields"
    ]
  },
  "SetCommands": {
    "fields": {
      "commands": {
        "kind": "message",
        "message": "Command",
        "repeated": true
      }
    },
    "optional": [
      "commands"
    ]
  },
  "ListCommands": {
    "fields": {},
    "optional": []
  },
  "Commands": {
    "fields": {
      "commands": {
        "kind": "message",
        "message": "Command",
        "repeated": true
      }
    },
    "optional": [
      "commands"
    ]
  },
  "Components": {
    "fields": {
      "rows": {
        "kind": "message",
        "message": "ComponentRow",
        "repeated": true
      }
    },
    "optional": [
      "rows"
    ]
  },
  "ComponentRow": {
    "fields": {
      "buttons": {
        "kind": "message",
        "message": "Button",
        "repeated": true
      },
      "menu": {
        "kind": "message",
        "message": "Menu"
      }
    },
    "optional": [
      "buttons",
      "menu"
    ]
  },
  "Button": {
    "fields": {
      "form": {
        "kind": "message",
        "message": "Form"
      }
    },
    "optional": [
      "form"
    ]
  },
  "Menu": {
    "fields": {
      "options": {
        "kind": "message",
        "message": "Choice",
        "repeated": true
      }
    },
    "optional": [
      "options"
    ]
  },
  "Form": {
    "fields": {
      "fields": {
        "kind": "message",
        "message": "Field",
        "repeated": true
      }
    },
    "optional": [
      "fields"
    ]
  },
  "FieldValue": {
    "fields": {},
    "optional": []
  },
  "Interact": {
    "fields": {
      "what": {
        "kind": "union",
        "cases": {
          "command": {
            "kind": "message",
            "message": "UseCommand"
          },
          "component": {
            "kind": "message",
            "message": "PressComponent"
          },
          "form": {
            "kind": "message",
            "message": "SendForm"
          }
        }
      }
    },
    "optional": []
  },
  "UseCommand": {
    "fields": {
      "values": {
        "kind": "message",
        "message": "FieldValue",
        "repeated": true
      }
    },
    "optional": [
      "values"
    ]
  },
  "PressComponent": {
    "fields": {
      "values": {
        "kind": "message",
        "message": "FieldValue",
        "repeated": true
      }
    },
    "optional": [
      "values"
    ]
  },
  "SendForm": {
    "fields": {
      "values": {
        "kind": "message",
        "message": "FieldValue",
        "repeated": true
      }
    },
    "optional": [
      "values"
    ]
  },
  "Interacted": {
    "fields": {
      "ephemeral": {
        "kind": "message",
        "message": "Ephemeral"
      },
      "form": {
        "kind": "message",
        "message": "Form"
      }
    },
    "optional": [
      "ephemeral",
      "form"
    ]
  },
  "Interaction": {
    "fields": {
      "values": {
        "kind": "message",
        "message": "FieldValue",
        "repeated": true
      }
    },
    "optional": [
      "values"
    ]
  },
  "TakeInteraction": {
    "fields": {},
    "optional": []
  },
  "AnswerInteraction": {
    "fields": {
      "components": {
        "kind": "message",
        "message": "Components"
      },
      "form": {
        "kind": "message",
        "message": "Form"
      }
    },
    "optional": [
      "text",
      "components",
      "form"
    ]
  },
  "Ephemeral": {
    "fields": {
      "components": {
        "kind": "message",
        "message": "Components"
      }
    },
    "optional": [
      "components"
    ]
  },
  "StreamText": {
    "fields": {},
    "optional": []
  },
  "StreamNote": {
    "fields": {},
    "optional": []
  },
  "ListFactors": {
    "fields": {},
    "optional": []
  },
  "Factors": {
    "fields": {
      "factors": {
        "kind": "message",
        "message": "Factor",
        "repeated": true
      }
    },
    "optional": [
      "factors"
    ]
  },
  "Factor": {
    "fields": {},
    "optional": []
  },
  "BeginFactor": {
    "fields": {},
    "optional": []
  },
  "FactorOffer": {
    "fields": {},
    "optional": []
  },
  "ConfirmFactor": {
    "fields": {},
    "optional": []
  },
  "RecoveryCodes": {
    "fields": {},
    "optional": []
  },
  "RenameFactor": {
    "fields": {},
    "optional": []
  },
  "RemoveFactor": {
    "fields": {},
    "optional": []
  },
  "RenewRecoveryCodes": {
    "fields": {},
    "optional": []
  },
  "AskPasskey": {
    "fields": {},
    "optional": []
  },
  "PasskeyQuestion": {
    "fields": {},
    "optional": []
  },
  "BeginFactorAtLogin": {
    "fields": {},
    "optional": []
  },
  "ResetFactors": {
    "fields": {},
    "optional": []
  },
  "ImportRecords": {
    "fields": {},
    "optional": []
  },
  "ExportRecords": {
    "fields": {},
    "optional": []
  },
  "Records": {
    "fields": {},
    "optional": []
  },
  "TakeWireSession": {
    "fields": {
      "will": {
        "kind": "message",
        "message": "Schedule"
      }
    },
    "optional": [
      "will"
    ]
  },
  "SaveWireSession": {
    "fields": {
      "state": {
        "kind": "bytes"
      }
    },
    "optional": []
  },
  "WireSession": {
    "fields": {
      "state": {
        "kind": "bytes"
      }
    },
    "optional": []
  }
};
