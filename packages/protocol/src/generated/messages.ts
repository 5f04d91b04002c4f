// Generated from posthorn.proto by scripts/generate.ts. Do not edit.

import { Reader, WireError, Writer } from '../wire.ts';

import { readCase, readTable, writeTable } from '../tables.ts';
import type { ReadTable, Table, WriteTable } from '../tables.ts';

const writer = new Writer();

/** The kind of a device. Login policies tell devices apart by it. */
export type DeviceClass = 'unspecified' | 'mobile' | 'desktop' | 'web' | 'terminal' | 'bot';

export const DEVICE_CLASS_WORDS: readonly DeviceClass[] = ['unspecified', 'mobile', 'desktop', 'web', 'terminal', 'bot'];

/** Whom a privacy setting lets do something. */
export type Audience = 'unspecified' | 'everyone' | 'nobody' | 'contacts';

export const AUDIENCE_WORDS: readonly Audience[] = ['unspecified', 'everyone', 'nobody', 'contacts'];

/** How two users stand to each other. */
export type ContactState = 'unspecified' | 'asked' | 'asking' | 'mutual';

export const CONTACT_STATE_WORDS: readonly ContactState[] = ['unspecified', 'asked', 'asking', 'mutual'];

/** Who is alerted although the text does not name them. */
export type MentionAll = 'unspecified' | 'everybody' | 'online';

export const MENTION_ALL_WORDS: readonly MentionAll[] = ['unspecified', 'everybody', 'online'];

/** What happened in a group. */
export type EventKind = 'unspecified' | 'created' | 'added' | 'joined' | 'left' | 'removed' | 'renamed' | 'role-changed' | 'muted' | 'unmuted' | 'changed' | 'banned' | 'join-asked' | 'join-refused' | 'contact-asked' | 'contact-accepted' | 'contact-removed' | 'previews' | 'no-previews' | 'vanishing';

export const EVENT_KIND_WORDS: readonly EventKind[] = ['unspecified', 'created', 'added', 'joined', 'left', 'removed', 'renamed', 'role-changed', 'muted', 'unmuted', 'changed', 'banned', 'join-asked', 'join-refused', ...Array<EventKind>(26).fill('unspecified'), 'contact-asked', 'contact-accepted', 'contact-removed', ...Array<EventKind>(2).fill('unspecified'), 'previews', 'no-previews', ...Array<EventKind>(3).fill('unspecified'), 'vanishing'];

/** The kind of a conversation. */
export type ConversationKind = 'unspecified' | 'direct' | 'group' | 'room' | 'inbox';

export const CONVERSATION_KIND_WORDS: readonly ConversationKind[] = ['unspecified', 'direct', 'group', 'room', 'inbox'];

/** The role of a member in a group. */
export type Role = 'unspecified' | 'member' | 'admin' | 'owner';

export const ROLE_WORDS: readonly Role[] = ['unspecified', 'member', 'admin', 'owner'];

/** How people who are not added come into a group. */
export type JoinPolicy = 'unspecified' | 'invite' | 'approval' | 'open';

export const JOIN_POLICY_WORDS: readonly JoinPolicy[] = ['unspecified', 'invite', 'approval', 'open'];

/** What to look for. */
export type Landmark = 'unspecified' | 'unread' | 'mention' | 'time';

export const LANDMARK_WORDS: readonly Landmark[] = ['unspecified', 'unread', 'mention', 'time'];

/** In which order hits come. */
export type SearchOrder = 'unspecified' | 'newest' | 'best';

export const SEARCH_ORDER_WORDS: readonly SearchOrder[] = ['unspecified', 'newest', 'best'];

/** What of a message was found. */
export type Matched = 'unspecified' | 'text' | 'file-name';

export const MATCHED_WORDS: readonly Matched[] = ['unspecified', 'text', 'file-name'];

/** Whether the search finds everything. */
export type IndexState = 'unspecified' | 'ready' | 'building' | 'broken' | 'off';

export const INDEX_STATE_WORDS: readonly IndexState[] = ['unspecified', 'ready', 'building', 'broken', 'off'];

/** Who may make an account. */
export type Registration = 'unspecified' | 'open' | 'invite' | 'closed';

export const REGISTRATION_WORDS: readonly Registration[] = ['unspecified', 'open', 'invite', 'closed'];

/** Whether a webhook is delivered to. */
export type WebhookState = 'unspecified' | 'active' | 'paused' | 'off';

export const WEBHOOK_STATE_WORDS: readonly WebhookState[] = ['unspecified', 'active', 'paused', 'off'];

/** What a value has to be. */
export type FieldType = 'unspecified' | 'text' | 'number' | 'user' | 'conversation' | 'choice' | 'boolean' | 'time';

export const FIELD_TYPE_WORDS: readonly FieldType[] = ['unspecified', 'text', 'number', 'user', 'conversation', 'choice', 'boolean', 'time'];

/** How a button looks. */
export type ButtonStyle = 'unspecified' | 'primary' | 'danger';

export const BUTTON_STYLE_WORDS: readonly ButtonStyle[] = ['unspecified', 'primary', 'danger'];

/** What a bot has made of it. */
export type Outcome = 'unspecified' | 'answered' | 'later' | 'silent' | 'offline';

export const OUTCOME_WORDS: readonly Outcome[] = ['unspecified', 'answered', 'later', 'silent', 'offline'];

/** What an answer is. */
export type AnswerKind = 'unspecified' | 'done' | 'later' | 'ephemeral' | 'update' | 'form';

export const ANSWER_KIND_WORDS: readonly AnswerKind[] = ['unspecified', 'done', 'later', 'ephemeral', 'update', 'form'];

/** What a second factor is. */
export type FactorKind = 'unspecified' | 'totp' | 'passkey';

export const FACTOR_KIND_WORDS: readonly FactorKind[] = ['unspecified', 'totp', 'passkey'];

const HELLO_FIELDS: Table = ['version,client$'];
const WELCOME_FIELDS: Table = ['version,epoch$,heartbeatMs,maxFrameBytes,maxInFlight,serverTime,server$'];
const ERROR_FIELDS: Table = ['code,message$,retryAfterMs,reason$'];
const ENDPOINT_FIELDS: Table = ['url$'];
const GOODBYE_FIELDS_OUT: WriteTable = ['code,message$,retryAfterMs,windowMs,endpoints@*', ENDPOINT_FIELDS];
const GOODBYE_FIELDS_IN: ReadTable = ['code,message$,retryAfterMs,windowMs,endpoints@*', ENDPOINT_FIELDS];
const RESYNC_FIELDS: Table = [''];
const DEVICE_FIELDS: Table = ['id$,class%,label$', DEVICE_CLASS_WORDS];
const REGISTER_FIELDS_OUT: WriteTable = ['name$,password$,displayName$,device@+,bootstrapSecret$,invite$', DEVICE_FIELDS];
const REGISTER_FIELDS_IN: ReadTable = ['name$,password$,displayName$,device@+,bootstrapSecret$,invite$', DEVICE_FIELDS];
const LOGIN_FIELDS_OUT: WriteTable = ['name$,password$,device@+,10jwt$,secondFactor$,passkey$', DEVICE_FIELDS];
const LOGIN_FIELDS_IN: ReadTable = ['name$,password$,device@+,10jwt$,secondFactor$,passkey$', DEVICE_FIELDS];
const LOGGED_IN_FIELDS_OUT: WriteTable = ['token$,user@+,session,expiresAt,endpoints@*', writeUser, ENDPOINT_FIELDS];
const LOGGED_IN_FIELDS_IN: ReadTable = ['token$,user@+,session,expiresAt,endpoints@*', readUser, ENDPOINT_FIELDS];
const ATTACH_FIELDS: Table = ['token$'];
const ATTACHED_FIELDS_OUT: WriteTable = ['user@+,session,lobby,inbox,endpoints@*', writeUser, ENDPOINT_FIELDS];
const ATTACHED_FIELDS_IN: ReadTable = ['user@+,session,lobby,inbox,endpoints@*', readUser, ENDPOINT_FIELDS];
const CHANGE_PASSWORD_FIELDS: Table = ['oldPassword$,newPassword$,revokeOthers?,keepOthers?'];
const ERASE_ACCOUNT_FIELDS: Table = ['password$'];
const UPDATE_PROFILE_FIELDS: Table = ['displayName$+,avatarUrl$+,statusText$+,statusEmoji$+,statusUntil+,busyUntil+'];
const USERS_FIELDS_OUT: WriteTable = ['users@*,next$', writeUser];
const USERS_FIELDS_IN: ReadTable = ['users@*,next$', readUser];
const GET_USERS_FIELDS: Table = ['ids*,names$*'];
const FIND_USERS_FIELDS: Table = ['prefix$,cursor$,limit'];
const SESSION_FIELDS_OUT: WriteTable = ['id,device@+,createdAt,lastUsedAt,expiresAt,current?', DEVICE_FIELDS];
const SESSION_FIELDS_IN: ReadTable = ['id,device@+,createdAt,lastUsedAt,expiresAt,current?', DEVICE_FIELDS];
const SESSIONS_FIELDS_OUT: WriteTable = ['sessions@*', SESSION_FIELDS_OUT];
const SESSIONS_FIELDS_IN: ReadTable = ['sessions@*', SESSION_FIELDS_IN];
const REVOKE_SESSION_FIELDS: Table = ['session'];
const BLOCK_FIELDS: Table = ['user'];
const LIST_BLOCKED_FIELDS: Table = ['cursor$,limit'];
const SET_PRIVACY_FIELDS: Table = ['add%,find%,online%,write%', AUDIENCE_WORDS, AUDIENCE_WORDS, AUDIENCE_WORDS, AUDIENCE_WORDS];
const ADD_CONTACT_FIELDS: Table = ['user,text$'];
const LIST_CONTACTS_FIELDS: Table = ['state%,cursor$,limit', CONTACT_STATE_WORDS];
const CONTACT_FIELDS: Table = ['user,state%,text$,time', CONTACT_STATE_WORDS];
const CONTACTS_FIELDS_OUT: WriteTable = ['contacts@*,next$', CONTACT_FIELDS];
const CONTACTS_FIELDS_IN: ReadTable = ['contacts@*,next$', CONTACT_FIELDS];
const AUTHOR_FIELDS: Table = ['name$,avatarUrl$,emoji$,incoming'];
const FORWARD_FIELDS: Table = ['user,conversation,seq,time'];
const PIN_FIELDS: Table = ['target,remove?'];
const POLL_FIELDS: Table = ['options$*,multiple?,anonymous?,closesAt'];
const CLOSE_POLL_FIELDS: Table = ['target'];
const PREVIEW_FIELDS: Table = ['target,url$,title$,description$,site$,picture$,width,height'];
const RECALLED_FIELDS: Table = ['by'];
const POLL_STATE_FIELDS: Table = ['votes*,voters,closed?'];
const THREAD_STATE_FIELDS: Table = ['count,last,time,users*'];
const SCHEDULE_FIELDS_OUT: WriteTable = ['3clientId$,content@+,at,1conversation|target,user|target', writeContent];
const SCHEDULE_FIELDS_IN: ReadTable = ['3clientId$,content@+,at,1conversation|target,user|target', readContent];
const SCHEDULED_FIELDS: Table = ['id,conversation,at,content#,clientId$,refused,waiting'];
const SCHEDULED_PAGE_FIELDS_OUT: WriteTable = ['scheduled@*,next$', SCHEDULED_FIELDS];
const SCHEDULED_PAGE_FIELDS_IN: ReadTable = ['scheduled@*,next$', SCHEDULED_FIELDS];
const CHANGE_SCHEDULED_FIELDS_OUT: WriteTable = ['scheduled,at,content@+,cancel?', writeContent];
const CHANGE_SCHEDULED_FIELDS_IN: ReadTable = ['scheduled,at,content@+,cancel?', readContent];
const SET_VANISHING_FIELDS: Table = ['conversation,afterMs,clientId$'];
const LIST_EDITS_FIELDS: Table = ['conversation,seq,cursor$'];
const MESSAGES_FIELDS_OUT: WriteTable = ['messages@*,next$', writeMessage];
const MESSAGES_FIELDS_IN: ReadTable = ['messages@*,next$', readMessage];
const LIST_REACTIONS_FIELDS: Table = ['conversation,seq,cursor$,limit'];
const USER_REACTIONS_FIELDS: Table = ['user,emojis$*'];
const REACTIONS_FIELDS_OUT: WriteTable = ['reactions@*,next$', USER_REACTIONS_FIELDS];
const REACTIONS_FIELDS_IN: ReadTable = ['reactions@*,next$', USER_REACTIONS_FIELDS];
const USER_VOTE_FIELDS: Table = ['user,choices*'];
const VOTES_FIELDS_OUT: WriteTable = ['votes@*,next$', USER_VOTE_FIELDS];
const VOTES_FIELDS_IN: ReadTable = ['votes@*,next$', USER_VOTE_FIELDS];
const LIST_PINS_FIELDS: Table = ['conversation,cursor$'];
const LIST_THREAD_FIELDS: Table = ['conversation,seq,cursor$,limit,backward?'];
const SET_THREAD_FIELDS: Table = ['conversation,seq,follow?+,read'];
const HEADS_PAGE_FIELDS_OUT: WriteTable = ['heads@*,next$', writeHead];
const HEADS_PAGE_FIELDS_IN: ReadTable = ['heads@*,next$', readHead];
const LIST_RECEIPTS_FIELDS: Table = ['conversation,cursor$,limit'];
const RECEIPTS_FIELDS_OUT: WriteTable = ['receipts@*,next$', writeReceiptNote];
const RECEIPTS_FIELDS_IN: ReadTable = ['receipts@*,next$', readReceiptNote];
const LIST_READERS_FIELDS: Table = ['conversation,seq'];
const READERS_FIELDS_OUT: WriteTable = ['count,of,users@*', writeUser];
const READERS_FIELDS_IN: ReadTable = ['count,of,users@*', readUser];
const TYPING_FIELDS: Table = ['conversation,active?'];
const TYPING_NOTE_FIELDS: Table = ['conversation,user,active?'];
const WATCH_PRESENCE_FIELDS: Table = ['users*'];
const PRESENCES_FIELDS_OUT: WriteTable = ['presences@*', writePresenceNote];
const PRESENCES_FIELDS_IN: ReadTable = ['presences@*', readPresenceNote];
const GROUP_SETTINGS_FIELDS: Table = ['write%,invite%,pin%,mentionAll%,change%,topic$+,pictureUrl$+,slowModeS+,join%,closed?+', ROLE_WORDS, ROLE_WORDS, ROLE_WORDS, ROLE_WORDS, ROLE_WORDS, JOIN_POLICY_WORDS];
const CONVERSATIONS_FIELDS_OUT: WriteTable = ['conversations@*,next$', writeConversation];
const CONVERSATIONS_FIELDS_IN: ReadTable = ['conversations@*,next$', readConversation];
const LIST_CONVERSATIONS_FIELDS: Table = ['cursor$,limit,byActivity?'];
const GET_CONVERSATION_FIELDS: Table = ['conversation'];
const LOCATE_FIELDS: Table = ['conversation,landmark%,after', LANDMARK_WORDS];
const LOCATED_FIELDS: Table = ['seq'];
const SEARCH_FIELDS: Table = ['q$,conversation,user,order%,cursor$,limit,counts?,zone$', SEARCH_ORDER_WORDS];
const MARK_FIELDS: Table = ['start,end'];
const HIT_FIELDS_OUT: WriteTable = ['message@+,snippet$,cutBefore?,cutBehind?,marks@*,matched%', writeMessage, MARK_FIELDS, MATCHED_WORDS];
const HIT_FIELDS_IN: ReadTable = ['message@+,snippet$,cutBefore?,cutBehind?,marks@*,matched%', readMessage, MARK_FIELDS, MATCHED_WORDS];
const HIT_COUNT_FIELDS: Table = ['conversation,count,more?'];
const QUERY_NOTE_FIELDS: Table = ['code$,start,end'];
const SEARCH_RESULTS_FIELDS_OUT: WriteTable = ['hits@*,next$,counts@*,notes@*,incomplete?,progress', HIT_FIELDS_OUT, HIT_COUNT_FIELDS, QUERY_NOTE_FIELDS];
const SEARCH_RESULTS_FIELDS_IN: ReadTable = ['hits@*,next$,counts@*,notes@*,incomplete?,progress', HIT_FIELDS_IN, HIT_COUNT_FIELDS, QUERY_NOTE_FIELDS];
const FIND_ANYTHING_FIELDS: Table = ['text$,limit'];
const FINDINGS_FIELDS_OUT: WriteTable = ['users@*,conversations@*,directory@*', writeUser, writeConversation, writeConversation];
const FINDINGS_FIELDS_IN: ReadTable = ['users@*,conversations@*,directory@*', readUser, readConversation, readConversation];
const SEARCH_INDEX_FIELDS: Table = ['state%,progress,documents,lag,bytes,trouble$', INDEX_STATE_WORDS];
const CREATE_GROUP_FIELDS: Table = ['title$,members*,clientId$'];
const ADD_MEMBERS_FIELDS: Table = ['conversation,users*,clientId$'];
const REMOVE_MEMBER_FIELDS: Table = ['conversation,user,clientId$,ban?,reason$'];
const BAN_FIELDS: Table = ['user,by,time,reason$'];
const BANS_FIELDS_OUT: WriteTable = ['bans@*,next$', BAN_FIELDS];
const BANS_FIELDS_IN: ReadTable = ['bans@*,next$', BAN_FIELDS];
const UNBAN_FIELDS: Table = ['conversation,user'];
const LEAVE_FIELDS: Table = ['conversation,clientId$'];
const RENAME_FIELDS: Table = ['conversation,title$,clientId$'];
const SET_GROUP_FIELDS_OUT: WriteTable = ['conversation,settings@+,clientId$', GROUP_SETTINGS_FIELDS];
const SET_GROUP_FIELDS_IN: ReadTable = ['conversation,settings@+,clientId$', GROUP_SETTINGS_FIELDS];
const SET_PREVIEWS_FIELDS: Table = ['conversation,off?,clientId$'];
const FORWARD_MESSAGES_FIELDS: Table = ['conversation,seqs*,5clientId$,3toConversation|target,to|target'];
const FORWARDED_FIELDS: Table = ['conversation,seqs*'];
const SET_ROLE_FIELDS: Table = ['conversation,user,role%,clientId$', ROLE_WORDS];
const MUTE_MEMBER_FIELDS: Table = ['conversation,user,muted?,clientId$'];
const MUTE_CONVERSATION_FIELDS: Table = ['conversation,muted?'];
const MINE_ENTRY_FIELDS: Table = ['key$,value$,version'];
const SET_MINE_FIELDS_OUT: WriteTable = ['entries@*,clientId$,ifUnchanged?', MINE_ENTRY_FIELDS];
const SET_MINE_FIELDS_IN: ReadTable = ['entries@*,clientId$,ifUnchanged?', MINE_ENTRY_FIELDS];
const GET_MINE_FIELDS: Table = ['after,prefix$,cursor$,limit'];
const MINE_FIELDS_OUT: WriteTable = ['entries@*,after,version,next$', MINE_ENTRY_FIELDS];
const MINE_FIELDS_IN: ReadTable = ['entries@*,after,version,next$', MINE_ENTRY_FIELDS];
const LIST_MEMBERS_FIELDS: Table = ['conversation,cursor$,limit,prefix$,byRank?'];
const SET_NICKNAME_FIELDS: Table = ['conversation,nickname$'];
const MEMBERS_FIELDS_OUT: WriteTable = ['members@*,next$', writeMember];
const MEMBERS_FIELDS_IN: ReadTable = ['members@*,next$', readMember];
const CREATE_INVITE_FIELDS: Table = ['conversation,maxUses,ttlMs'];
const INVITE_FIELDS: Table = ['token$,id,conversation,createdBy,createdAt,expiresAt,maxUses,uses'];
const INVITES_FIELDS_OUT: WriteTable = ['invites@*', INVITE_FIELDS];
const INVITES_FIELDS_IN: ReadTable = ['invites@*', INVITE_FIELDS];
const REVOKE_INVITE_FIELDS: Table = ['invite'];
const JOIN_BY_INVITE_FIELDS: Table = ['token$,clientId$'];
const JOIN_GROUP_FIELDS: Table = ['conversation,text$,clientId$'];
const JOIN_FIELDS: Table = ['user,time,text$'];
const JOINS_FIELDS_OUT: WriteTable = ['joins@*,next$', JOIN_FIELDS];
const JOINS_FIELDS_IN: ReadTable = ['joins@*,next$', JOIN_FIELDS];
const SETTLE_JOIN_FIELDS: Table = ['conversation,user,accept?,clientId$'];
const SET_ADMINISTRATOR_FIELDS: Table = ['user,administrator?'];
const DISABLE_USER_FIELDS: Table = ['user,disabled?'];
const RESET_PASSWORD_FIELDS: Table = ['user,newPassword$'];
const SERVER_INFO_FIELDS: Table = ['version$,epoch$,startedAt,users,conversations,messages,connections,node$'];
const REPORT_ABUSE_FIELDS: Table = ['conversation,seq,user,reason$'];
const LIST_REPORTS_FIELDS: Table = ['settled?,cursor$,limit'];
const SETTLE_REPORT_FIELDS: Table = ['report,resolution$'];
const REPORT_FIELDS_OUT: WriteTable = ['id,reporter,user,message@+,reason$,time,settledAt,settledBy,resolution$', writeMessage];
const REPORT_FIELDS_IN: ReadTable = ['id,reporter,user,message@+,reason$,time,settledAt,settledBy,resolution$', readMessage];
const REPORTS_FIELDS_OUT: WriteTable = ['reports@*,next$', REPORT_FIELDS_OUT];
const REPORTS_FIELDS_IN: ReadTable = ['reports@*,next$', REPORT_FIELDS_IN];
const LIST_AUDIT_FIELDS: Table = ['after,event$,user,address$,since,until,cursor$,limit,key'];
const AUDIT_DETAIL_FIELDS: Table = ['name$,value$'];
const AUDIT_RECORD_FIELDS_OUT: WriteTable = ['id,time,event$,code$,actor,session,user,address$,count,since,details@*,key', AUDIT_DETAIL_FIELDS];
const AUDIT_RECORD_FIELDS_IN: ReadTable = ['id,time,event$,code$,actor,session,user,address$,count,since,details@*,key', AUDIT_DETAIL_FIELDS];
const AUDIT_PAGE_FIELDS_OUT: WriteTable = ['records@*,next$', AUDIT_RECORD_FIELDS_OUT];
const AUDIT_PAGE_FIELDS_IN: ReadTable = ['records@*,next$', AUDIT_RECORD_FIELDS_IN];
const CREATE_KEY_FIELDS: Table = ['name$,scopes$*,ttlMs,requestsPerSecond'];
const LIST_KEYS_FIELDS: Table = ['key'];
const ROTATE_KEY_FIELDS: Table = ['key,overlapMs,atOnce?'];
const SERVER_KEY_FIELDS: Table = ['id,name$,scopes$*,createdBy,orphaned?,createdAt,lastUsedAt,expiresAt,requestsPerSecond,overlapUntil,key$'];
const SERVER_KEYS_FIELDS_OUT: WriteTable = ['keys@*', SERVER_KEY_FIELDS];
const SERVER_KEYS_FIELDS_IN: ReadTable = ['keys@*', SERVER_KEY_FIELDS];
const USER_IMPORT_FIELDS: Table = ['name$,externalId$,displayName$,password$,avatarUrl$,link?'];
const IMPORT_USERS_FIELDS_OUT: WriteTable = ['accounts@*', USER_IMPORT_FIELDS];
const IMPORT_USERS_FIELDS_IN: ReadTable = ['accounts@*', USER_IMPORT_FIELDS];
const USER_CHANGE_FIELDS: Table = ['user,externalId$,displayName$+,avatarUrl$+,statusText$+,statusEmoji$+,statusUntil+,disabled?+,erased?'];
const CHANGE_USERS_FIELDS_OUT: WriteTable = ['changes@*', USER_CHANGE_FIELDS];
const CHANGE_USERS_FIELDS_IN: ReadTable = ['changes@*', USER_CHANGE_FIELDS];
const USER_RESULT_FIELDS: Table = ['outcome$,user,name$,externalId$,code$,message$'];
const USER_RESULTS_FIELDS_OUT: WriteTable = ['results@*', USER_RESULT_FIELDS];
const USER_RESULTS_FIELDS_IN: ReadTable = ['results@*', USER_RESULT_FIELDS];
const NODE_FIELDS: Table = ['id$,host$,gateway?,router?,version$,startedAt,draining?,answers?,trouble$,connections,lagging,running,appended,delivered,loopDelayMs,memoryBytes,busLost,busOutages,addresses$*,time,httpPort'];
const NODES_FIELDS_OUT: WriteTable = ['nodes@*', NODE_FIELDS];
const NODES_FIELDS_IN: ReadTable = ['nodes@*', NODE_FIELDS];
const SET_SERVER_FIELDS: Table = ['name$+,registration%+,accent$+,logo#+', REGISTRATION_WORDS];
const SERVER_LIMITS_FIELDS: Table = ['fileBytes,textBytes,attachments,passwordChars'];
const SIGN_IN_WAY_FIELDS: Table = ['name$,title$,kind$,url$'];
const SERVER_FIELDS_OUT: WriteTable = ['name$,version$,isSetUp?,needsBootstrapSecret?,registration%,accent$,logoUrl$,limits@+,10signIn@*', REGISTRATION_WORDS, SERVER_LIMITS_FIELDS, SIGN_IN_WAY_FIELDS];
const SERVER_FIELDS_IN: ReadTable = ['name$,version$,isSetUp?,needsBootstrapSecret?,registration%,accent$,logoUrl$,limits@+,10signIn@*', REGISTRATION_WORDS, SERVER_LIMITS_FIELDS, SIGN_IN_WAY_FIELDS];
const STORAGE_INFO_FIELDS: Table = ['bytes,files,quotaBytes'];
const SUBSCRIBE_PUSH_FIELDS: Table = ['endpoint$,p256dh$,auth$'];
const PUSH_DEVICE_FIELDS: Table = ['session,service$,createdAt'];
const PUSH_INFO_FIELDS_OUT: WriteTable = ['publicKey$,devices@*', PUSH_DEVICE_FIELDS];
const PUSH_INFO_FIELDS_IN: ReadTable = ['publicKey$,devices@*', PUSH_DEVICE_FIELDS];
const ADD_WEBHOOK_FIELDS: Table = ['url$,events$*,conversations*,noDirect?,batch,description$'];
const GET_WEBHOOK_FIELDS: Table = ['webhook'];
const CHANGE_WEBHOOK_FIELDS: Table = ['webhook,url$+,events$*,conversations*,allConversations?,noDirect?+,batch+,description$+,paused?+'];
const ROTATE_WEBHOOK_SECRET_FIELDS: Table = ['webhook,overlapMs+'];
const REPLAY_WEBHOOK_FIELDS: Table = ['webhook,from,positions*,dead?'];
const LIST_DELIVERIES_FIELDS: Table = ['webhook,after,limit'];
const LIST_DEAD_LETTERS_FIELDS: Table = ['webhook,cursor$,limit'];
const WEBHOOK_FIELDS: Table = ['id,secret$,url$,events$*,conversations*,noDirect?,batch,description$,createdBy,createdAt,state%,trouble$,head,position,waiting,failingSince,nextTryAt,deadLetters', WEBHOOK_STATE_WORDS];
const WEBHOOKS_FIELDS_OUT: WriteTable = ['webhooks@*', WEBHOOK_FIELDS];
const WEBHOOKS_FIELDS_IN: ReadTable = ['webhooks@*', WEBHOOK_FIELDS];
const DELIVERY_FIELDS: Table = ['id,position,events,conversation,seq,time,status,tookMs,trouble$,tries'];
const DELIVERIES_FIELDS_OUT: WriteTable = ['deliveries@*,next$', DELIVERY_FIELDS];
const DELIVERIES_FIELDS_IN: ReadTable = ['deliveries@*,next$', DELIVERY_FIELDS];
const CREATE_INCOMING_FIELDS: Table = ['conversation,name$,avatarUrl$,fixedName?,perMinute'];
const CHANGE_INCOMING_FIELDS: Table = ['conversation,incoming,name$+,avatarUrl$+,fixedName?+,perMinute+,disabled?+'];
const ROTATE_INCOMING_FIELDS: Table = ['conversation,incoming'];
const INCOMING_WEBHOOK_FIELDS: Table = ['id,conversation,key$,name$,avatarUrl$,fixedName?,perMinute,createdBy,createdAt,lastUsedAt,disabled?,orphaned?'];
const INCOMING_WEBHOOKS_FIELDS_OUT: WriteTable = ['incoming@*', INCOMING_WEBHOOK_FIELDS];
const INCOMING_WEBHOOKS_FIELDS_IN: ReadTable = ['incoming@*', INCOMING_WEBHOOK_FIELDS];
const CREATE_BOT_FIELDS: Table = ['name$,displayName$,server?'];
const BOT_FIELDS_OUT: WriteTable = ['user@+,owner,createdAt,tokenAt,commands', writeUser];
const BOT_FIELDS_IN: ReadTable = ['user@+,owner,createdAt,tokenAt,commands', readUser];
const BOT_TOKEN_FIELDS_OUT: WriteTable = ['token$,bot@+', BOT_FIELDS_OUT];
const BOT_TOKEN_FIELDS_IN: ReadTable = ['token$,bot@+', BOT_FIELDS_IN];
const LIST_BOTS_FIELDS: Table = ['all?,cursor$,limit'];
const BOTS_FIELDS_OUT: WriteTable = ['bots@*,next$', BOT_FIELDS_OUT];
const BOTS_FIELDS_IN: ReadTable = ['bots@*,next$', BOT_FIELDS_IN];
const SET_BOT_FIELDS: Table = ['user,displayName$+,avatarUrl$+,disabled?+'];
const CHOICE_FIELDS: Table = ['value$,label$,description$'];
const FIELD_FIELDS_OUT: WriteTable = ['name$,type%,required?,description$,choices@*,label$,value$,multiline?', FIELD_TYPE_WORDS, CHOICE_FIELDS];
const FIELD_FIELDS_IN: ReadTable = ['name$,type%,required?,description$,choices@*,label$,value$,multiline?', FIELD_TYPE_WORDS, CHOICE_FIELDS];
const COMMAND_FIELDS_OUT: WriteTable = ['name$,description$,fields@*,bot', FIELD_FIELDS_OUT];
const COMMAND_FIELDS_IN: ReadTable = ['name$,description$,fields@*,bot', FIELD_FIELDS_IN];
const SET_COMMANDS_FIELDS_OUT: WriteTable = ['commands@*', COMMAND_FIELDS_OUT];
const SET_COMMANDS_FIELDS_IN: ReadTable = ['commands@*', COMMAND_FIELDS_IN];
const COMMANDS_FIELDS_OUT: WriteTable = ['commands@*', COMMAND_FIELDS_OUT];
const COMMANDS_FIELDS_IN: ReadTable = ['commands@*', COMMAND_FIELDS_IN];
const FORM_FIELDS_OUT: WriteTable = ['id$,title$,fields@*,submit$', FIELD_FIELDS_OUT];
const FORM_FIELDS_IN: ReadTable = ['id$,title$,fields@*,submit$', FIELD_FIELDS_IN];
const BUTTON_FIELDS_OUT: WriteTable = ['id$,label$,style%,url$,form@+,disabled?', BUTTON_STYLE_WORDS, FORM_FIELDS_OUT];
const BUTTON_FIELDS_IN: ReadTable = ['id$,label$,style%,url$,form@+,disabled?', BUTTON_STYLE_WORDS, FORM_FIELDS_IN];
const MENU_FIELDS_OUT: WriteTable = ['id$,placeholder$,options@*,multiple?,disabled?', CHOICE_FIELDS];
const MENU_FIELDS_IN: ReadTable = ['id$,placeholder$,options@*,multiple?,disabled?', CHOICE_FIELDS];
const COMPONENT_ROW_FIELDS_OUT: WriteTable = ['buttons@*,menu@+', BUTTON_FIELDS_OUT, MENU_FIELDS_OUT];
const COMPONENT_ROW_FIELDS_IN: ReadTable = ['buttons@*,menu@+', BUTTON_FIELDS_IN, MENU_FIELDS_IN];
const COMPONENTS_FIELDS_OUT: WriteTable = ['rows@*', COMPONENT_ROW_FIELDS_OUT];
const COMPONENTS_FIELDS_IN: ReadTable = ['rows@*', COMPONENT_ROW_FIELDS_IN];
const USE_COMMAND_FIELDS_OUT: WriteTable = ['bot,name$,text$,values@*', AUDIT_DETAIL_FIELDS];
const USE_COMMAND_FIELDS_IN: ReadTable = ['bot,name$,text$,values@*', AUDIT_DETAIL_FIELDS];
const PRESS_COMPONENT_FIELDS_OUT: WriteTable = ['seq,ephemeral,id$,chosen$*,values@*', AUDIT_DETAIL_FIELDS];
const PRESS_COMPONENT_FIELDS_IN: ReadTable = ['seq,ephemeral,id$,chosen$*,values@*', AUDIT_DETAIL_FIELDS];
const SEND_FORM_FIELDS_OUT: WriteTable = ['interaction,values@*', AUDIT_DETAIL_FIELDS];
const SEND_FORM_FIELDS_IN: ReadTable = ['interaction,values@*', AUDIT_DETAIL_FIELDS];
const INTERACT_FIELDS_OUT: WriteTable = ['conversation,5timeZone$,2command@|what,component@|what,form@|what', USE_COMMAND_FIELDS_OUT, PRESS_COMPONENT_FIELDS_OUT, SEND_FORM_FIELDS_OUT];
const INTERACT_FIELDS_IN: ReadTable = ['conversation,5timeZone$,2command@|what,component@|what,form@|what', USE_COMMAND_FIELDS_IN, PRESS_COMPONENT_FIELDS_IN, SEND_FORM_FIELDS_IN];
const EPHEMERAL_FIELDS_OUT: WriteTable = ['id,conversation,from,time,text$,components@+', COMPONENTS_FIELDS_OUT];
const EPHEMERAL_FIELDS_IN: ReadTable = ['id,conversation,from,time,text$,components@+', COMPONENTS_FIELDS_IN];
const INTERACTED_FIELDS_OUT: WriteTable = ['id,outcome%,ephemeral@+,form@+', OUTCOME_WORDS, EPHEMERAL_FIELDS_OUT, FORM_FIELDS_OUT];
const INTERACTED_FIELDS_IN: ReadTable = ['id,outcome%,ephemeral@+,form@+', OUTCOME_WORDS, EPHEMERAL_FIELDS_IN, FORM_FIELDS_IN];
const INTERACTION_FIELDS_OUT: WriteTable = ['id,user,conversation,time,command$,component$,seq,form$,values@*,chosen$*,origin,timeZone$', AUDIT_DETAIL_FIELDS];
const INTERACTION_FIELDS_IN: ReadTable = ['id,user,conversation,time,command$,component$,seq,form$,values@*,chosen$*,origin,timeZone$', AUDIT_DETAIL_FIELDS];
const TAKE_INTERACTION_FIELDS: Table = ['id'];
const ANSWER_INTERACTION_FIELDS_OUT: WriteTable = ['id,kind%,text$+,components@+,form@+,clientId$', ANSWER_KIND_WORDS, COMPONENTS_FIELDS_OUT, FORM_FIELDS_OUT];
const ANSWER_INTERACTION_FIELDS_IN: ReadTable = ['id,kind%,text$+,components@+,form@+,clientId$', ANSWER_KIND_WORDS, COMPONENTS_FIELDS_IN, FORM_FIELDS_IN];
const STREAM_TEXT_FIELDS: Table = ['conversation,stream$,text$,replyTo,thread,abandoned?'];
const STREAM_NOTE_FIELDS: Table = ['conversation,user,stream$,text$,replyTo,thread,abandoned?'];
const FACTOR_FIELDS: Table = ['id,kind%,name$,createdAt,lastUsedAt', FACTOR_KIND_WORDS];
const FACTORS_FIELDS_OUT: WriteTable = ['factors@*,recoveryCodes,required?', FACTOR_FIELDS];
const FACTORS_FIELDS_IN: ReadTable = ['factors@*,recoveryCodes,required?', FACTOR_FIELDS];
const BEGIN_FACTOR_FIELDS: Table = ['kind%,password$,origin$', FACTOR_KIND_WORDS];
const FACTOR_OFFER_FIELDS: Table = ['secret$,uri$,options$'];
const CONFIRM_FACTOR_FIELDS: Table = ['name$,code$,passkey$'];
const RECOVERY_CODES_FIELDS: Table = ['codes$*'];
const RENAME_FACTOR_FIELDS: Table = ['factor,name$'];
const REMOVE_FACTOR_FIELDS: Table = ['factor,password$'];
const ASK_PASSKEY_FIELDS: Table = ['name$,password$,origin$'];
const PASSKEY_QUESTION_FIELDS: Table = ['options$'];
const BEGIN_FACTOR_AT_LOGIN_FIELDS: Table = ['name$,password$,kind%,origin$', FACTOR_KIND_WORDS];
const IMPORT_RECORDS_FIELDS: Table = ['records$*'];
const EXPORT_RECORDS_FIELDS: Table = ['cursor$'];
const RECORDS_FIELDS: Table = ['records$*,next$'];
const TAKE_WIRE_SESSION_FIELDS_OUT: WriteTable = ['wire$,client$,owner$,discard?,expiryS,outlivesLogin?,will@+,node$', SCHEDULE_FIELDS_OUT];
const TAKE_WIRE_SESSION_FIELDS_IN: ReadTable = ['wire$,client$,owner$,discard?,expiryS,outlivesLogin?,will@+,node$', SCHEDULE_FIELDS_IN];
const SAVE_WIRE_SESSION_FIELDS: Table = ['wire$,client$,owner$,version,state#,expiryS,isOver?,isLost?'];
const WIRE_SESSION_FIELDS: Table = ['found?,state#,expiryS'];

export type ClientFrameBody =
  | { readonly case: 'hello'; readonly value: Hello }
  | { readonly case: 'ping'; readonly value: Ping }
  | { readonly case: 'register'; readonly value: Register }
  | { readonly case: 'login'; readonly value: Login }
  | { readonly case: 'attach'; readonly value: Attach }
  | { readonly case: 'logout'; readonly value: Logout }
  | { readonly case: 'send'; readonly value: Send }
  | { readonly case: 'pull'; readonly value: Pull }
  | { readonly case: 'listHeads'; readonly value: ListHeads }
  | { readonly case: 'moveCursors'; readonly value: MoveCursors }
  | { readonly case: 'typing'; readonly value: Typing }
  | { readonly case: 'listConversations'; readonly value: ListConversations }
  | { readonly case: 'getConversation'; readonly value: GetConversation }
  | { readonly case: 'openDirect'; readonly value: OpenDirect }
  | { readonly case: 'createGroup'; readonly value: CreateGroup }
  | { readonly case: 'addMembers'; readonly value: AddMembers }
  | { readonly case: 'removeMember'; readonly value: RemoveMember }
  | { readonly case: 'leave'; readonly value: Leave }
  | { readonly case: 'rename'; readonly value: Rename }
  | { readonly case: 'setRole'; readonly value: SetRole }
  | { readonly case: 'muteMember'; readonly value: MuteMember }
  | { readonly case: 'listMembers'; readonly value: ListMembers }
  | { readonly case: 'listReceipts'; readonly value: ListReceipts }
  | { readonly case: 'createInvite'; readonly value: CreateInvite }
  | { readonly case: 'listInvites'; readonly value: ListInvites }
  | { readonly case: 'revokeInvite'; readonly value: RevokeInvite }
  | { readonly case: 'joinByInvite'; readonly value: JoinByInvite }
  | { readonly case: 'muteConversation'; readonly value: MuteConversation }
  | { readonly case: 'forgetConversation'; readonly value: ForgetConversation }
  | { readonly case: 'setPreviews'; readonly value: SetPreviews }
  | { readonly case: 'forwardMessages'; readonly value: ForwardMessages }
  | { readonly case: 'getUsers'; readonly value: GetUsers }
  | { readonly case: 'findUsers'; readonly value: FindUsers }
  | { readonly case: 'listOnline'; readonly value: ListOnline }
  | { readonly case: 'watchPresence'; readonly value: WatchPresence }
  | { readonly case: 'updateProfile'; readonly value: UpdateProfile }
  | { readonly case: 'changePassword'; readonly value: ChangePassword }
  | { readonly case: 'listSessions'; readonly value: ListSessions }
  | { readonly case: 'revokeSession'; readonly value: RevokeSession }
  | { readonly case: 'block'; readonly value: Block }
  | { readonly case: 'unblock'; readonly value: Unblock }
  | { readonly case: 'listBlocked'; readonly value: ListBlocked }
  | { readonly case: 'getPrivacy'; readonly value: GetPrivacy }
  | { readonly case: 'setPrivacy'; readonly value: SetPrivacy }
  | { readonly case: 'reportAbuse'; readonly value: ReportAbuse }
  | { readonly case: 'eraseAccount'; readonly value: EraseAccount }
  | { readonly case: 'disableUser'; readonly value: DisableUser }
  | { readonly case: 'resetPassword'; readonly value: ResetPassword }
  | { readonly case: 'getServerInfo'; readonly value: GetServerInfo }
  | { readonly case: 'listNodes'; readonly value: ListNodes }
  | { readonly case: 'setAdministrator'; readonly value: SetAdministrator }
  | { readonly case: 'listReports'; readonly value: ListReports }
  | { readonly case: 'settleReport'; readonly value: SettleReport }
  | { readonly case: 'listAudit'; readonly value: ListAudit }
  | { readonly case: 'listEdits'; readonly value: ListEdits }
  | { readonly case: 'listReactions'; readonly value: ListReactions }
  | { readonly case: 'listPins'; readonly value: ListPins }
  | { readonly case: 'eraseUser'; readonly value: EraseUser }
  | { readonly case: 'listThread'; readonly value: ListThread }
  | { readonly case: 'setThread'; readonly value: SetThread }
  | { readonly case: 'listThreads'; readonly value: ListThreads }
  | { readonly case: 'listVotes'; readonly value: ListVotes }
  | { readonly case: 'setGroup'; readonly value: SetGroup }
  | { readonly case: 'listDirectory'; readonly value: ListDirectory }
  | { readonly case: 'joinGroup'; readonly value: JoinGroup }
  | { readonly case: 'listJoins'; readonly value: ListJoins }
  | { readonly case: 'settleJoin'; readonly value: SettleJoin }
  | { readonly case: 'listBans'; readonly value: ListBans }
  | { readonly case: 'unban'; readonly value: Unban }
  | { readonly case: 'setNickname'; readonly value: SetNickname }
  | { readonly case: 'setMine'; readonly value: SetMine }
  | { readonly case: 'getMine'; readonly value: GetMine }
  | { readonly case: 'addContact'; readonly value: AddContact }
  | { readonly case: 'removeContact'; readonly value: RemoveContact }
  | { readonly case: 'listContacts'; readonly value: ListContacts }
  | { readonly case: 'listReaders'; readonly value: ListReaders }
  | { readonly case: 'schedule'; readonly value: Schedule }
  | { readonly case: 'listScheduled'; readonly value: ListScheduled }
  | { readonly case: 'changeScheduled'; readonly value: ChangeScheduled }
  | { readonly case: 'setVanishing'; readonly value: SetVanishing }
  | { readonly case: 'locate'; readonly value: Locate }
  | { readonly case: 'search'; readonly value: Search }
  | { readonly case: 'findAnything'; readonly value: FindAnything }
  | { readonly case: 'reindex'; readonly value: Reindex }
  | { readonly case: 'getSearchIndex'; readonly value: GetSearchIndex }
  | { readonly case: 'getServer'; readonly value: GetServer }
  | { readonly case: 'setServer'; readonly value: SetServer }
  | { readonly case: 'getPush'; readonly value: GetPush }
  | { readonly case: 'subscribePush'; readonly value: SubscribePush }
  | { readonly case: 'unsubscribePush'; readonly value: UnsubscribePush }
  | { readonly case: 'createBot'; readonly value: CreateBot }
  | { readonly case: 'listBots'; readonly value: ListBots }
  | { readonly case: 'setBot'; readonly value: SetBot }
  | { readonly case: 'rotateBotToken'; readonly value: RotateBotToken }
  | { readonly case: 'removeBot'; readonly value: RemoveBot }
  | { readonly case: 'setCommands'; readonly value: SetCommands }
  | { readonly case: 'listCommands'; readonly value: ListCommands }
  | { readonly case: 'interact'; readonly value: Interact }
  | { readonly case: 'takeInteraction'; readonly value: TakeInteraction }
  | { readonly case: 'answerInteraction'; readonly value: AnswerInteraction }
  | { readonly case: 'streamText'; readonly value: StreamText }
  | { readonly case: 'getStorage'; readonly value: GetStorage }
  | { readonly case: 'createKey'; readonly value: CreateKey }
  | { readonly case: 'listKeys'; readonly value: ListKeys }
  | { readonly case: 'rotateKey'; readonly value: RotateKey }
  | { readonly case: 'revokeKey'; readonly value: RevokeKey }
  | { readonly case: 'importUsers'; readonly value: ImportUsers }
  | { readonly case: 'changeUsers'; readonly value: ChangeUsers }
  | { readonly case: 'listFactors'; readonly value: ListFactors }
  | { readonly case: 'beginFactor'; readonly value: BeginFactor }
  | { readonly case: 'confirmFactor'; readonly value: ConfirmFactor }
  | { readonly case: 'renameFactor'; readonly value: RenameFactor }
  | { readonly case: 'removeFactor'; readonly value: RemoveFactor }
  | { readonly case: 'renewRecoveryCodes'; readonly value: RenewRecoveryCodes }
  | { readonly case: 'askPasskey'; readonly value: AskPasskey }
  | { readonly case: 'beginFactorAtLogin'; readonly value: BeginFactorAtLogin }
  | { readonly case: 'resetFactors'; readonly value: ResetFactors }
  | { readonly case: 'addWebhook'; readonly value: AddWebhook }
  | { readonly case: 'listWebhooks'; readonly value: ListWebhooks }
  | { readonly case: 'getWebhook'; readonly value: GetWebhook }
  | { readonly case: 'changeWebhook'; readonly value: ChangeWebhook }
  | { readonly case: 'removeWebhook'; readonly value: RemoveWebhook }
  | { readonly case: 'rotateWebhookSecret'; readonly value: RotateWebhookSecret }
  | { readonly case: 'replayWebhook'; readonly value: ReplayWebhook }
  | { readonly case: 'listDeliveries'; readonly value: ListDeliveries }
  | { readonly case: 'listDeadLetters'; readonly value: ListDeadLetters }
  | { readonly case: 'createIncoming'; readonly value: CreateIncoming }
  | { readonly case: 'listIncoming'; readonly value: ListIncoming }
  | { readonly case: 'changeIncoming'; readonly value: ChangeIncoming }
  | { readonly case: 'rotateIncoming'; readonly value: RotateIncoming }
  | { readonly case: 'removeIncoming'; readonly value: RemoveIncoming }
  | { readonly case: 'takeWireSession'; readonly value: TakeWireSession }
  | { readonly case: 'saveWireSession'; readonly value: SaveWireSession }
  | { readonly case: 'importRecords'; readonly value: ImportRecords }
  | { readonly case: 'exportRecords'; readonly value: ExportRecords };

export type ClientFrameBodyInit =
  | { readonly case: 'hello'; readonly value: HelloInit }
  | { readonly case: 'ping'; readonly value: PingInit }
  | { readonly case: 'register'; readonly value: RegisterInit }
  | { readonly case: 'login'; readonly value: LoginInit }
  | { readonly case: 'attach'; readonly value: AttachInit }
  | { readonly case: 'logout'; readonly value: LogoutInit }
  | { readonly case: 'send'; readonly value: SendInit }
  | { readonly case: 'pull'; readonly value: PullInit }
  | { readonly case: 'listHeads'; readonly value: ListHeadsInit }
  | { readonly case: 'moveCursors'; readonly value: MoveCursorsInit }
  | { readonly case: 'typing'; readonly value: TypingInit }
  | { readonly case: 'listConversations'; readonly value: ListConversationsInit }
  | { readonly case: 'getConversation'; readonly value: GetConversationInit }
  | { readonly case: 'openDirect'; readonly value: OpenDirectInit }
  | { readonly case: 'createGroup'; readonly value: CreateGroupInit }
  | { readonly case: 'addMembers'; readonly value: AddMembersInit }
  | { readonly case: 'removeMember'; readonly value: RemoveMemberInit }
  | { readonly case: 'leave'; readonly value: LeaveInit }
  | { readonly case: 'rename'; readonly value: RenameInit }
  | { readonly case: 'setRole'; readonly value: SetRoleInit }
  | { readonly case: 'muteMember'; readonly value: MuteMemberInit }
  | { readonly case: 'listMembers'; readonly value: ListMembersInit }
  | { readonly case: 'listReceipts'; readonly value: ListReceiptsInit }
  | { readonly case: 'createInvite'; readonly value: CreateInviteInit }
  | { readonly case: 'listInvites'; readonly value: ListInvitesInit }
  | { readonly case: 'revokeInvite'; readonly value: RevokeInviteInit }
  | { readonly case: 'joinByInvite'; readonly value: JoinByInviteInit }
  | { readonly case: 'muteConversation'; readonly value: MuteConversationInit }
  | { readonly case: 'forgetConversation'; readonly value: ForgetConversationInit }
  | { readonly case: 'setPreviews'; readonly value: SetPreviewsInit }
  | { readonly case: 'forwardMessages'; readonly value: ForwardMessagesInit }
  | { readonly case: 'getUsers'; readonly value: GetUsersInit }
  | { readonly case: 'findUsers'; readonly value: FindUsersInit }
  | { readonly case: 'listOnline'; readonly value: ListOnlineInit }
  | { readonly case: 'watchPresence'; readonly value: WatchPresenceInit }
  | { readonly case: 'updateProfile'; readonly value: UpdateProfileInit }
  | { readonly case: 'changePassword'; readonly value: ChangePasswordInit }
  | { readonly case: 'listSessions'; readonly value: ListSessionsInit }
  | { readonly case: 'revokeSession'; readonly value: RevokeSessionInit }
  | { readonly case: 'block'; readonly value: BlockInit }
  | { readonly case: 'unblock'; readonly value: UnblockInit }
  | { readonly case: 'listBlocked'; readonly value: ListBlockedInit }
  | { readonly case: 'getPrivacy'; readonly value: GetPrivacyInit }
  | { readonly case: 'setPrivacy'; readonly value: SetPrivacyInit }
  | { readonly case: 'reportAbuse'; readonly value: ReportAbuseInit }
  | { readonly case: 'eraseAccount'; readonly value: EraseAccountInit }
  | { readonly case: 'disableUser'; readonly value: DisableUserInit }
  | { readonly case: 'resetPassword'; readonly value: ResetPasswordInit }
  | { readonly case: 'getServerInfo'; readonly value: GetServerInfoInit }
  | { readonly case: 'listNodes'; readonly value: ListNodesInit }
  | { readonly case: 'setAdministrator'; readonly value: SetAdministratorInit }
  | { readonly case: 'listReports'; readonly value: ListReportsInit }
  | { readonly case: 'settleReport'; readonly value: SettleReportInit }
  | { readonly case: 'listAudit'; readonly value: ListAuditInit }
  | { readonly case: 'listEdits'; readonly value: ListEditsInit }
  | { readonly case: 'listReactions'; readonly value: ListReactionsInit }
  | { readonly case: 'listPins'; readonly value: ListPinsInit }
  | { readonly case: 'eraseUser'; readonly value: EraseUserInit }
  | { readonly case: 'listThread'; readonly value: ListThreadInit }
  | { readonly case: 'setThread'; readonly value: SetThreadInit }
  | { readonly case: 'listThreads'; readonly value: ListThreadsInit }
  | { readonly case: 'listVotes'; readonly value: ListVotesInit }
  | { readonly case: 'setGroup'; readonly value: SetGroupInit }
  | { readonly case: 'listDirectory'; readonly value: ListDirectoryInit }
  | { readonly case: 'joinGroup'; readonly value: JoinGroupInit }
  | { readonly case: 'listJoins'; readonly value: ListJoinsInit }
  | { readonly case: 'settleJoin'; readonly value: SettleJoinInit }
  | { readonly case: 'listBans'; readonly value: ListBansInit }
  | { readonly case: 'unban'; readonly value: UnbanInit }
  | { readonly case: 'setNickname'; readonly value: SetNicknameInit }
  | { readonly case: 'setMine'; readonly value: SetMineInit }
  | { readonly case: 'getMine'; readonly value: GetMineInit }
  | { readonly case: 'addContact'; readonly value: AddContactInit }
  | { readonly case: 'removeContact'; readonly value: RemoveContactInit }
  | { readonly case: 'listContacts'; readonly value: ListContactsInit }
  | { readonly case: 'listReaders'; readonly value: ListReadersInit }
  | { readonly case: 'schedule'; readonly value: ScheduleInit }
  | { readonly case: 'listScheduled'; readonly value: ListScheduledInit }
  | { readonly case: 'changeScheduled'; readonly value: ChangeScheduledInit }
  | { readonly case: 'setVanishing'; readonly value: SetVanishingInit }
  | { readonly case: 'locate'; readonly value: LocateInit }
  | { readonly case: 'search'; readonly value: SearchInit }
  | { readonly case: 'findAnything'; readonly value: FindAnythingInit }
  | { readonly case: 'reindex'; readonly value: ReindexInit }
  | { readonly case: 'getSearchIndex'; readonly value: GetSearchIndexInit }
  | { readonly case: 'getServer'; readonly value: GetServerInit }
  | { readonly case: 'setServer'; readonly value: SetServerInit }
  | { readonly case: 'getPush'; readonly value: GetPushInit }
  | { readonly case: 'subscribePush'; readonly value: SubscribePushInit }
  | { readonly case: 'unsubscribePush'; readonly value: UnsubscribePushInit }
  | { readonly case: 'createBot'; readonly value: CreateBotInit }
  | { readonly case: 'listBots'; readonly value: ListBotsInit }
  | { readonly case: 'setBot'; readonly value: SetBotInit }
  | { readonly case: 'rotateBotToken'; readonly value: RotateBotTokenInit }
  | { readonly case: 'removeBot'; readonly value: RemoveBotInit }
  | { readonly case: 'setCommands'; readonly value: SetCommandsInit }
  | { readonly case: 'listCommands'; readonly value: ListCommandsInit }
  | { readonly case: 'interact'; readonly value: InteractInit }
  | { readonly case: 'takeInteraction'; readonly value: TakeInteractionInit }
  | { readonly case: 'answerInteraction'; readonly value: AnswerInteractionInit }
  | { readonly case: 'streamText'; readonly value: StreamTextInit }
  | { readonly case: 'getStorage'; readonly value: GetStorageInit }
  | { readonly case: 'createKey'; readonly value: CreateKeyInit }
  | { readonly case: 'listKeys'; readonly value: ListKeysInit }
  | { readonly case: 'rotateKey'; readonly value: RotateKeyInit }
  | { readonly case: 'revokeKey'; readonly value: RevokeKeyInit }
  | { readonly case: 'importUsers'; readonly value: ImportUsersInit }
  | { readonly case: 'changeUsers'; readonly value: ChangeUsersInit }
  | { readonly case: 'listFactors'; readonly value: ListFactorsInit }
  | { readonly case: 'beginFactor'; readonly value: BeginFactorInit }
  | { readonly case: 'confirmFactor'; readonly value: ConfirmFactorInit }
  | { readonly case: 'renameFactor'; readonly value: RenameFactorInit }
  | { readonly case: 'removeFactor'; readonly value: RemoveFactorInit }
  | { readonly case: 'renewRecoveryCodes'; readonly value: RenewRecoveryCodesInit }
  | { readonly case: 'askPasskey'; readonly value: AskPasskeyInit }
  | { readonly case: 'beginFactorAtLogin'; readonly value: BeginFactorAtLoginInit }
  | { readonly case: 'resetFactors'; readonly value: ResetFactorsInit }
  | { readonly case: 'addWebhook'; readonly value: AddWebhookInit }
  | { readonly case: 'listWebhooks'; readonly value: ListWebhooksInit }
  | { readonly case: 'getWebhook'; readonly value: GetWebhookInit }
  | { readonly case: 'changeWebhook'; readonly value: ChangeWebhookInit }
  | { readonly case: 'removeWebhook'; readonly value: RemoveWebhookInit }
  | { readonly case: 'rotateWebhookSecret'; readonly value: RotateWebhookSecretInit }
  | { readonly case: 'replayWebhook'; readonly value: ReplayWebhookInit }
  | { readonly case: 'listDeliveries'; readonly value: ListDeliveriesInit }
  | { readonly case: 'listDeadLetters'; readonly value: ListDeadLettersInit }
  | { readonly case: 'createIncoming'; readonly value: CreateIncomingInit }
  | { readonly case: 'listIncoming'; readonly value: ListIncomingInit }
  | { readonly case: 'changeIncoming'; readonly value: ChangeIncomingInit }
  | { readonly case: 'rotateIncoming'; readonly value: RotateIncomingInit }
  | { readonly case: 'removeIncoming'; readonly value: RemoveIncomingInit }
  | { readonly case: 'takeWireSession'; readonly value: TakeWireSessionInit }
  | { readonly case: 'saveWireSession'; readonly value: SaveWireSessionInit }
  | { readonly case: 'importRecords'; readonly value: ImportRecordsInit }
  | { readonly case: 'exportRecords'; readonly value: ExportRecordsInit };

const CLIENT_FRAME_BODY_RARE_OUT: WriteTable = ['body:2hello,4register,login,attach,logout,12listHeads,14typing,20listConversations,getConversation,openDirect,createGroup,addMembers,removeMember,leave,rename,setRole,muteMember,listMembers,listReceipts,createInvite,listInvites,revokeInvite,joinByInvite,muteConversation,forgetConversation,129setPreviews,128forwardMessages,40getUsers,findUsers,listOnline,watchPresence,updateProfile,changePassword,listSessions,revokeSession,block,unblock,listBlocked,getPrivacy,setPrivacy,reportAbuse,eraseAccount,60disableUser,resetPassword,getServerInfo,listNodes,setAdministrator,66listReports,settleReport,69listAudit,listEdits,listReactions,listPins,68eraseUser,123listThread,setThread,listThreads,listVotes,80setGroup,listDirectory,joinGroup,listJoins,settleJoin,listBans,unban,setNickname,96setMine,getMine,addContact,removeContact,listContacts,104listReaders,110schedule,listScheduled,changeScheduled,setVanishing,115locate,140search,findAnything,reindex,getSearchIndex,150getServer,setServer,155getPush,subscribePush,unsubscribePush,205createBot,listBots,setBot,rotateBotToken,removeBot,setCommands,listCommands,interact,takeInteraction,answerInteraction,streamText,160getStorage,createKey,listKeys,rotateKey,revokeKey,importUsers,changeUsers,174listFactors,beginFactor,confirmFactor,renameFactor,removeFactor,renewRecoveryCodes,askPasskey,beginFactorAtLogin,resetFactors,185addWebhook,listWebhooks,getWebhook,changeWebhook,removeWebhook,rotateWebhookSecret,replayWebhook,listDeliveries,listDeadLetters,195createIncoming,listIncoming,changeIncoming,rotateIncoming,removeIncoming,takeWireSession,saveWireSession,230importRecords,exportRecords', HELLO_FIELDS, REGISTER_FIELDS_OUT, LOGIN_FIELDS_OUT, ATTACH_FIELDS, RESYNC_FIELDS, LIST_BLOCKED_FIELDS, TYPING_FIELDS, LIST_CONVERSATIONS_FIELDS, GET_CONVERSATION_FIELDS, BLOCK_FIELDS, CREATE_GROUP_FIELDS, ADD_MEMBERS_FIELDS, REMOVE_MEMBER_FIELDS, LEAVE_FIELDS, RENAME_FIELDS, SET_ROLE_FIELDS, MUTE_MEMBER_FIELDS, LIST_MEMBERS_FIELDS, LIST_RECEIPTS_FIELDS, CREATE_INVITE_FIELDS, GET_CONVERSATION_FIELDS, REVOKE_INVITE_FIELDS, JOIN_BY_INVITE_FIELDS, MUTE_CONVERSATION_FIELDS, GET_CONVERSATION_FIELDS, SET_PREVIEWS_FIELDS, FORWARD_MESSAGES_FIELDS, GET_USERS_FIELDS, FIND_USERS_FIELDS, FIND_USERS_FIELDS, WATCH_PRESENCE_FIELDS, UPDATE_PROFILE_FIELDS, CHANGE_PASSWORD_FIELDS, RESYNC_FIELDS, REVOKE_SESSION_FIELDS, BLOCK_FIELDS, BLOCK_FIELDS, LIST_BLOCKED_FIELDS, RESYNC_FIELDS, SET_PRIVACY_FIELDS, REPORT_ABUSE_FIELDS, ERASE_ACCOUNT_FIELDS, DISABLE_USER_FIELDS, RESET_PASSWORD_FIELDS, RESYNC_FIELDS, RESYNC_FIELDS, SET_ADMINISTRATOR_FIELDS, LIST_REPORTS_FIELDS, SETTLE_REPORT_FIELDS, LIST_AUDIT_FIELDS, LIST_EDITS_FIELDS, LIST_REACTIONS_FIELDS, LIST_PINS_FIELDS, BLOCK_FIELDS, LIST_THREAD_FIELDS, SET_THREAD_FIELDS, LIST_BLOCKED_FIELDS, LIST_REACTIONS_FIELDS, SET_GROUP_FIELDS_OUT, FIND_USERS_FIELDS, JOIN_GROUP_FIELDS, LIST_RECEIPTS_FIELDS, SETTLE_JOIN_FIELDS, LIST_RECEIPTS_FIELDS, UNBAN_FIELDS, SET_NICKNAME_FIELDS, SET_MINE_FIELDS_OUT, GET_MINE_FIELDS, ADD_CONTACT_FIELDS, BLOCK_FIELDS, LIST_CONTACTS_FIELDS, LIST_READERS_FIELDS, SCHEDULE_FIELDS_OUT, LIST_BLOCKED_FIELDS, CHANGE_SCHEDULED_FIELDS_OUT, SET_VANISHING_FIELDS, LOCATE_FIELDS, SEARCH_FIELDS, FIND_ANYTHING_FIELDS, RESYNC_FIELDS, RESYNC_FIELDS, RESYNC_FIELDS, SET_SERVER_FIELDS, RESYNC_FIELDS, SUBSCRIBE_PUSH_FIELDS, RESYNC_FIELDS, CREATE_BOT_FIELDS, LIST_BOTS_FIELDS, SET_BOT_FIELDS, BLOCK_FIELDS, BLOCK_FIELDS, SET_COMMANDS_FIELDS_OUT, GET_CONVERSATION_FIELDS, INTERACT_FIELDS_OUT, TAKE_INTERACTION_FIELDS, ANSWER_INTERACTION_FIELDS_OUT, STREAM_TEXT_FIELDS, RESYNC_FIELDS, CREATE_KEY_FIELDS, LIST_KEYS_FIELDS, ROTATE_KEY_FIELDS, LIST_KEYS_FIELDS, IMPORT_USERS_FIELDS_OUT, CHANGE_USERS_FIELDS_OUT, RESYNC_FIELDS, BEGIN_FACTOR_FIELDS, CONFIRM_FACTOR_FIELDS, RENAME_FACTOR_FIELDS, REMOVE_FACTOR_FIELDS, ERASE_ACCOUNT_FIELDS, ASK_PASSKEY_FIELDS, BEGIN_FACTOR_AT_LOGIN_FIELDS, BLOCK_FIELDS, ADD_WEBHOOK_FIELDS, RESYNC_FIELDS, GET_WEBHOOK_FIELDS, CHANGE_WEBHOOK_FIELDS, GET_WEBHOOK_FIELDS, ROTATE_WEBHOOK_SECRET_FIELDS, REPLAY_WEBHOOK_FIELDS, LIST_DELIVERIES_FIELDS, LIST_DEAD_LETTERS_FIELDS, CREATE_INCOMING_FIELDS, GET_CONVERSATION_FIELDS, CHANGE_INCOMING_FIELDS, ROTATE_INCOMING_FIELDS, ROTATE_INCOMING_FIELDS, TAKE_WIRE_SESSION_FIELDS_OUT, SAVE_WIRE_SESSION_FIELDS, IMPORT_RECORDS_FIELDS, EXPORT_RECORDS_FIELDS];
const CLIENT_FRAME_BODY_RARE_IN: ReadTable = ['body:2hello,4register,login,attach,logout,12listHeads,14typing,20listConversations,getConversation,openDirect,createGroup,addMembers,removeMember,leave,rename,setRole,muteMember,listMembers,listReceipts,createInvite,listInvites,revokeInvite,joinByInvite,muteConversation,forgetConversation,129setPreviews,128forwardMessages,40getUsers,findUsers,listOnline,watchPresence,updateProfile,changePassword,listSessions,revokeSession,block,unblock,listBlocked,getPrivacy,setPrivacy,reportAbuse,eraseAccount,60disableUser,resetPassword,getServerInfo,listNodes,setAdministrator,66listReports,settleReport,69listAudit,listEdits,listReactions,listPins,68eraseUser,123listThread,setThread,listThreads,listVotes,80setGroup,listDirectory,joinGroup,listJoins,settleJoin,listBans,unban,setNickname,96setMine,getMine,addContact,removeContact,listContacts,104listReaders,110schedule,listScheduled,changeScheduled,setVanishing,115locate,140search,findAnything,reindex,getSearchIndex,150getServer,setServer,155getPush,subscribePush,unsubscribePush,205createBot,listBots,setBot,rotateBotToken,removeBot,setCommands,listCommands,interact,takeInteraction,answerInteraction,streamText,160getStorage,createKey,listKeys,rotateKey,revokeKey,importUsers,changeUsers,174listFactors,beginFactor,confirmFactor,renameFactor,removeFactor,renewRecoveryCodes,askPasskey,beginFactorAtLogin,resetFactors,185addWebhook,listWebhooks,getWebhook,changeWebhook,removeWebhook,rotateWebhookSecret,replayWebhook,listDeliveries,listDeadLetters,195createIncoming,listIncoming,changeIncoming,rotateIncoming,removeIncoming,takeWireSession,saveWireSession,230importRecords,exportRecords', HELLO_FIELDS, REGISTER_FIELDS_IN, LOGIN_FIELDS_IN, ATTACH_FIELDS, RESYNC_FIELDS, LIST_BLOCKED_FIELDS, TYPING_FIELDS, LIST_CONVERSATIONS_FIELDS, GET_CONVERSATION_FIELDS, BLOCK_FIELDS, CREATE_GROUP_FIELDS, ADD_MEMBERS_FIELDS, REMOVE_MEMBER_FIELDS, LEAVE_FIELDS, RENAME_FIELDS, SET_ROLE_FIELDS, MUTE_MEMBER_FIELDS, LIST_MEMBERS_FIELDS, LIST_RECEIPTS_FIELDS, CREATE_INVITE_FIELDS, GET_CONVERSATION_FIELDS, REVOKE_INVITE_FIELDS, JOIN_BY_INVITE_FIELDS, MUTE_CONVERSATION_FIELDS, GET_CONVERSATION_FIELDS, SET_PREVIEWS_FIELDS, FORWARD_MESSAGES_FIELDS, GET_USERS_FIELDS, FIND_USERS_FIELDS, FIND_USERS_FIELDS, WATCH_PRESENCE_FIELDS, UPDATE_PROFILE_FIELDS, CHANGE_PASSWORD_FIELDS, RESYNC_FIELDS, REVOKE_SESSION_FIELDS, BLOCK_FIELDS, BLOCK_FIELDS, LIST_BLOCKED_FIELDS, RESYNC_FIELDS, SET_PRIVACY_FIELDS, REPORT_ABUSE_FIELDS, ERASE_ACCOUNT_FIELDS, DISABLE_USER_FIELDS, RESET_PASSWORD_FIELDS, RESYNC_FIELDS, RESYNC_FIELDS, SET_ADMINISTRATOR_FIELDS, LIST_REPORTS_FIELDS, SETTLE_REPORT_FIELDS, LIST_AUDIT_FIELDS, LIST_EDITS_FIELDS, LIST_REACTIONS_FIELDS, LIST_PINS_FIELDS, BLOCK_FIELDS, LIST_THREAD_FIELDS, SET_THREAD_FIELDS, LIST_BLOCKED_FIELDS, LIST_REACTIONS_FIELDS, SET_GROUP_FIELDS_IN, FIND_USERS_FIELDS, JOIN_GROUP_FIELDS, LIST_RECEIPTS_FIELDS, SETTLE_JOIN_FIELDS, LIST_RECEIPTS_FIELDS, UNBAN_FIELDS, SET_NICKNAME_FIELDS, SET_MINE_FIELDS_IN, GET_MINE_FIELDS, ADD_CONTACT_FIELDS, BLOCK_FIELDS, LIST_CONTACTS_FIELDS, LIST_READERS_FIELDS, SCHEDULE_FIELDS_IN, LIST_BLOCKED_FIELDS, CHANGE_SCHEDULED_FIELDS_IN, SET_VANISHING_FIELDS, LOCATE_FIELDS, SEARCH_FIELDS, FIND_ANYTHING_FIELDS, RESYNC_FIELDS, RESYNC_FIELDS, RESYNC_FIELDS, SET_SERVER_FIELDS, RESYNC_FIELDS, SUBSCRIBE_PUSH_FIELDS, RESYNC_FIELDS, CREATE_BOT_FIELDS, LIST_BOTS_FIELDS, SET_BOT_FIELDS, BLOCK_FIELDS, BLOCK_FIELDS, SET_COMMANDS_FIELDS_IN, GET_CONVERSATION_FIELDS, INTERACT_FIELDS_IN, TAKE_INTERACTION_FIELDS, ANSWER_INTERACTION_FIELDS_IN, STREAM_TEXT_FIELDS, RESYNC_FIELDS, CREATE_KEY_FIELDS, LIST_KEYS_FIELDS, ROTATE_KEY_FIELDS, LIST_KEYS_FIELDS, IMPORT_USERS_FIELDS_IN, CHANGE_USERS_FIELDS_IN, RESYNC_FIELDS, BEGIN_FACTOR_FIELDS, CONFIRM_FACTOR_FIELDS, RENAME_FACTOR_FIELDS, REMOVE_FACTOR_FIELDS, ERASE_ACCOUNT_FIELDS, ASK_PASSKEY_FIELDS, BEGIN_FACTOR_AT_LOGIN_FIELDS, BLOCK_FIELDS, ADD_WEBHOOK_FIELDS, RESYNC_FIELDS, GET_WEBHOOK_FIELDS, CHANGE_WEBHOOK_FIELDS, GET_WEBHOOK_FIELDS, ROTATE_WEBHOOK_SECRET_FIELDS, REPLAY_WEBHOOK_FIELDS, LIST_DELIVERIES_FIELDS, LIST_DEAD_LETTERS_FIELDS, CREATE_INCOMING_FIELDS, GET_CONVERSATION_FIELDS, CHANGE_INCOMING_FIELDS, ROTATE_INCOMING_FIELDS, ROTATE_INCOMING_FIELDS, TAKE_WIRE_SESSION_FIELDS_IN, SAVE_WIRE_SESSION_FIELDS, IMPORT_RECORDS_FIELDS, EXPORT_RECORDS_FIELDS];
/** What a client sends. The server answers each with exactly one ServerFrame whose `re` is the `id` given here. */
export interface ClientFrame {
  /** Chosen by the client, above 0. Not to be reused while its answer is outstanding. */
  readonly id: number;
  readonly body: ClientFrameBody | undefined;
}

/** Input for encoding a ClientFrame; absent fields have their default. */
export interface ClientFrameInit {
  readonly id?: number | undefined;
  readonly body?: ClientFrameBodyInit | undefined;
}

function writeClientFrame(out: Writer, message: ClientFrameInit): void {
  if (message.id) {
    out.tag(8);
    out.varint(message.id);
  }
  switch (message.body?.case) {
    case 'ping': {
      out.tag(26);
      const start = out.open();
      writePing(out, message.body.value);
      out.close(start);
      break;
    }
    case 'send': {
      out.tag(82);
      const start = out.open();
      writeSend(out, message.body.value);
      out.close(start);
      break;
    }
    case 'pull': {
      out.tag(90);
      const start = out.open();
      writePull(out, message.body.value);
      out.close(start);
      break;
    }
    case 'moveCursors': {
      out.tag(106);
      const start = out.open();
      writeMoveCursors(out, message.body.value);
      out.close(start);
      break;
    }
    case undefined:
      break;
    default:
      writeTable(out, message, CLIENT_FRAME_BODY_RARE_OUT);
  }
}

function readClientFrame(input: Reader, end: number): ClientFrame {
  let id = 0;
  let body: ClientFrameBody | undefined;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        id = input.varint();
        break;
      case 26:
        body = { case: 'ping', value: input.message(readPing) };
        break;
      case 82:
        body = { case: 'send', value: input.message(readSend) };
        break;
      case 90:
        body = { case: 'pull', value: input.message(readPull) };
        break;
      case 106:
        body = { case: 'moveCursors', value: input.message(readMoveCursors) };
        break;
      default:
        body = (readCase(input, tag, CLIENT_FRAME_BODY_RARE_IN) as ClientFrameBody | undefined) ?? body;
    }
  }
  return { id, body };
}

/** Encodes one ClientFrame. The bytes belong to the caller. */
export function encodeClientFrame(message: ClientFrameInit): Uint8Array {
  try {
    writeClientFrame(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}
/** Encodes one ClientFrame with its length in front. The bytes belong to the caller. */
export function encodeDelimitedClientFrame(message: ClientFrameInit): Uint8Array {
  try {
    writeClientFrame(writer, message);
    return writer.finishDelimited();
  } finally {
    writer.reset();
  }
}

/** Decodes one ClientFrame; `bytes` fields are views into the input. Throws WireError. */
export function decodeClientFrame(bytes: Uint8Array): ClientFrame {
  const reader = new Reader(bytes);
  const message = readClientFrame(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export type ServerFrameBody =
  | { readonly case: 'message'; readonly value: Message }
  | { readonly case: 'heads'; readonly value: Heads }
  | { readonly case: 'typingNote'; readonly value: TypingNote }
  | { readonly case: 'presenceNote'; readonly value: PresenceNote }
  | { readonly case: 'receiptNote'; readonly value: ReceiptNote }
  | { readonly case: 'resync'; readonly value: Resync }
  | { readonly case: 'goodbye'; readonly value: Goodbye }
  | { readonly case: 'error'; readonly value: Error }
  | { readonly case: 'done'; readonly value: Done }
  | { readonly case: 'welcome'; readonly value: Welcome }
  | { readonly case: 'loggedIn'; readonly value: LoggedIn }
  | { readonly case: 'attached'; readonly value: Attached }
  | { readonly case: 'ack'; readonly value: Ack }
  | { readonly case: 'pulled'; readonly value: Pulled }
  | { readonly case: 'headsPage'; readonly value: HeadsPage }
  | { readonly case: 'conversations'; readonly value: Conversations }
  | { readonly case: 'conversation'; readonly value: Conversation }
  | { readonly case: 'members'; readonly value: Members }
  | { readonly case: 'receipts'; readonly value: Receipts }
  | { readonly case: 'invite'; readonly value: Invite }
  | { readonly case: 'invites'; readonly value: Invites }
  | { readonly case: 'users'; readonly value: Users }
  | { readonly case: 'user'; readonly value: User }
  | { readonly case: 'presences'; readonly value: Presences }
  | { readonly case: 'sessions'; readonly value: Sessions }
  | { readonly case: 'serverInfo'; readonly value: ServerInfo }
  | { readonly case: 'nodes'; readonly value: Nodes }
  | { readonly case: 'privacy'; readonly value: Privacy }
  | { readonly case: 'reports'; readonly value: Reports }
  | { readonly case: 'auditPage'; readonly value: AuditPage }
  | { readonly case: 'forwarded'; readonly value: Forwarded }
  | { readonly case: 'joins'; readonly value: Joins }
  | { readonly case: 'bans'; readonly value: Bans }
  | { readonly case: 'mine'; readonly value: Mine }
  | { readonly case: 'contacts'; readonly value: Contacts }
  | { readonly case: 'readers'; readonly value: Readers }
  | { readonly case: 'scheduled'; readonly value: Scheduled }
  | { readonly case: 'scheduledPage'; readonly value: ScheduledPage }
  | { readonly case: 'messages'; readonly value: Messages }
  | { readonly case: 'reactions'; readonly value: Reactions }
  | { readonly case: 'votes'; readonly value: Votes }
  | { readonly case: 'located'; readonly value: Located }
  | { readonly case: 'searchResults'; readonly value: SearchResults }
  | { readonly case: 'findings'; readonly value: Findings }
  | { readonly case: 'searchIndex'; readonly value: SearchIndex }
  | { readonly case: 'server'; readonly value: Server }
  | { readonly case: 'pushInfo'; readonly value: PushInfo }
  | { readonly case: 'botToken'; readonly value: BotToken }
  | { readonly case: 'bot'; readonly value: Bot }
  | { readonly case: 'bots'; readonly value: Bots }
  | { readonly case: 'commands'; readonly value: Commands }
  | { readonly case: 'interacted'; readonly value: Interacted }
  | { readonly case: 'interaction'; readonly value: Interaction }
  | { readonly case: 'ephemeral'; readonly value: Ephemeral }
  | { readonly case: 'streamNote'; readonly value: StreamNote }
  | { readonly case: 'storageInfo'; readonly value: StorageInfo }
  | { readonly case: 'serverKeys'; readonly value: ServerKeys }
  | { readonly case: 'userResults'; readonly value: UserResults }
  | { readonly case: 'factors'; readonly value: Factors }
  | { readonly case: 'factorOffer'; readonly value: FactorOffer }
  | { readonly case: 'recoveryCodes'; readonly value: RecoveryCodes }
  | { readonly case: 'passkeyQuestion'; readonly value: PasskeyQuestion }
  | { readonly case: 'webhook'; readonly value: Webhook }
  | { readonly case: 'webhooks'; readonly value: Webhooks }
  | { readonly case: 'deliveries'; readonly value: Deliveries }
  | { readonly case: 'incomingWebhooks'; readonly value: IncomingWebhooks }
  | { readonly case: 'records'; readonly value: Records }
  | { readonly case: 'wireSession'; readonly value: WireSession };

export type ServerFrameBodyInit =
  | { readonly case: 'message'; readonly value: MessageInit }
  | { readonly case: 'heads'; readonly value: HeadsInit }
  | { readonly case: 'typingNote'; readonly value: TypingNoteInit }
  | { readonly case: 'presenceNote'; readonly value: PresenceNoteInit }
  | { readonly case: 'receiptNote'; readonly value: ReceiptNoteInit }
  | { readonly case: 'resync'; readonly value: ResyncInit }
  | { readonly case: 'goodbye'; readonly value: GoodbyeInit }
  | { readonly case: 'error'; readonly value: ErrorInit }
  | { readonly case: 'done'; readonly value: DoneInit }
  | { readonly case: 'welcome'; readonly value: WelcomeInit }
  | { readonly case: 'loggedIn'; readonly value: LoggedInInit }
  | { readonly case: 'attached'; readonly value: AttachedInit }
  | { readonly case: 'ack'; readonly value: AckInit }
  | { readonly case: 'pulled'; readonly value: PulledInit }
  | { readonly case: 'headsPage'; readonly value: HeadsPageInit }
  | { readonly case: 'conversations'; readonly value: ConversationsInit }
  | { readonly case: 'conversation'; readonly value: ConversationInit }
  | { readonly case: 'members'; readonly value: MembersInit }
  | { readonly case: 'receipts'; readonly value: ReceiptsInit }
  | { readonly case: 'invite'; readonly value: InviteInit }
  | { readonly case: 'invites'; readonly value: InvitesInit }
  | { readonly case: 'users'; readonly value: UsersInit }
  | { readonly case: 'user'; readonly value: UserInit }
  | { readonly case: 'presences'; readonly value: PresencesInit }
  | { readonly case: 'sessions'; readonly value: SessionsInit }
  | { readonly case: 'serverInfo'; readonly value: ServerInfoInit }
  | { readonly case: 'nodes'; readonly value: NodesInit }
  | { readonly case: 'privacy'; readonly value: PrivacyInit }
  | { readonly case: 'reports'; readonly value: ReportsInit }
  | { readonly case: 'auditPage'; readonly value: AuditPageInit }
  | { readonly case: 'forwarded'; readonly value: ForwardedInit }
  | { readonly case: 'joins'; readonly value: JoinsInit }
  | { readonly case: 'bans'; readonly value: BansInit }
  | { readonly case: 'mine'; readonly value: MineInit }
  | { readonly case: 'contacts'; readonly value: ContactsInit }
  | { readonly case: 'readers'; readonly value: ReadersInit }
  | { readonly case: 'scheduled'; readonly value: ScheduledInit }
  | { readonly case: 'scheduledPage'; readonly value: ScheduledPageInit }
  | { readonly case: 'messages'; readonly value: MessagesInit }
  | { readonly case: 'reactions'; readonly value: ReactionsInit }
  | { readonly case: 'votes'; readonly value: VotesInit }
  | { readonly case: 'located'; readonly value: LocatedInit }
  | { readonly case: 'searchResults'; readonly value: SearchResultsInit }
  | { readonly case: 'findings'; readonly value: FindingsInit }
  | { readonly case: 'searchIndex'; readonly value: SearchIndexInit }
  | { readonly case: 'server'; readonly value: ServerInit }
  | { readonly case: 'pushInfo'; readonly value: PushInfoInit }
  | { readonly case: 'botToken'; readonly value: BotTokenInit }
  | { readonly case: 'bot'; readonly value: BotInit }
  | { readonly case: 'bots'; readonly value: BotsInit }
  | { readonly case: 'commands'; readonly value: CommandsInit }
  | { readonly case: 'interacted'; readonly value: InteractedInit }
  | { readonly case: 'interaction'; readonly value: InteractionInit }
  | { readonly case: 'ephemeral'; readonly value: EphemeralInit }
  | { readonly case: 'streamNote'; readonly value: StreamNoteInit }
  | { readonly case: 'storageInfo'; readonly value: StorageInfoInit }
  | { readonly case: 'serverKeys'; readonly value: ServerKeysInit }
  | { readonly case: 'userResults'; readonly value: UserResultsInit }
  | { readonly case: 'factors'; readonly value: FactorsInit }
  | { readonly case: 'factorOffer'; readonly value: FactorOfferInit }
  | { readonly case: 'recoveryCodes'; readonly value: RecoveryCodesInit }
  | { readonly case: 'passkeyQuestion'; readonly value: PasskeyQuestionInit }
  | { readonly case: 'webhook'; readonly value: WebhookInit }
  | { readonly case: 'webhooks'; readonly value: WebhooksInit }
  | { readonly case: 'deliveries'; readonly value: DeliveriesInit }
  | { readonly case: 'incomingWebhooks'; readonly value: IncomingWebhooksInit }
  | { readonly case: 'records'; readonly value: RecordsInit }
  | { readonly case: 'wireSession'; readonly value: WireSessionInit };

const SERVER_FRAME_BODY_RARE_OUT: WriteTable = ['body:4typingNote,7resync,goodbye,10error,12welcome,loggedIn,attached,17headsPage,conversations,20members,receipts,invite,invites,users,26presences,sessions,serverInfo,nodes,privacy,reports,36auditPage,84forwarded,50joins,bans,60mine,contacts,66readers,70scheduled,scheduledPage,40messages,reactions,80votes,75located,95searchResults,findings,searchIndex,100server,105pushInfo,123botToken,bot,bots,commands,interacted,interaction,ephemeral,streamNote,110storageInfo,serverKeys,userResults,114factors,factorOffer,recoveryCodes,passkeyQuestion,webhook,webhooks,deliveries,incomingWebhooks,135records,wireSession', TYPING_NOTE_FIELDS, RESYNC_FIELDS, GOODBYE_FIELDS_OUT, ERROR_FIELDS, WELCOME_FIELDS, LOGGED_IN_FIELDS_OUT, ATTACHED_FIELDS_OUT, HEADS_PAGE_FIELDS_OUT, CONVERSATIONS_FIELDS_OUT, MEMBERS_FIELDS_OUT, RECEIPTS_FIELDS_OUT, INVITE_FIELDS, INVITES_FIELDS_OUT, USERS_FIELDS_OUT, PRESENCES_FIELDS_OUT, SESSIONS_FIELDS_OUT, SERVER_INFO_FIELDS, NODES_FIELDS_OUT, SET_PRIVACY_FIELDS, REPORTS_FIELDS_OUT, AUDIT_PAGE_FIELDS_OUT, FORWARDED_FIELDS, JOINS_FIELDS_OUT, BANS_FIELDS_OUT, MINE_FIELDS_OUT, CONTACTS_FIELDS_OUT, READERS_FIELDS_OUT, SCHEDULED_FIELDS, SCHEDULED_PAGE_FIELDS_OUT, MESSAGES_FIELDS_OUT, REACTIONS_FIELDS_OUT, VOTES_FIELDS_OUT, LOCATED_FIELDS, SEARCH_RESULTS_FIELDS_OUT, FINDINGS_FIELDS_OUT, SEARCH_INDEX_FIELDS, SERVER_FIELDS_OUT, PUSH_INFO_FIELDS_OUT, BOT_TOKEN_FIELDS_OUT, BOT_FIELDS_OUT, BOTS_FIELDS_OUT, COMMANDS_FIELDS_OUT, INTERACTED_FIELDS_OUT, INTERACTION_FIELDS_OUT, EPHEMERAL_FIELDS_OUT, STREAM_NOTE_FIELDS, STORAGE_INFO_FIELDS, SERVER_KEYS_FIELDS_OUT, USER_RESULTS_FIELDS_OUT, FACTORS_FIELDS_OUT, FACTOR_OFFER_FIELDS, RECOVERY_CODES_FIELDS, PASSKEY_QUESTION_FIELDS, WEBHOOK_FIELDS, WEBHOOKS_FIELDS_OUT, DELIVERIES_FIELDS_OUT, INCOMING_WEBHOOKS_FIELDS_OUT, RECORDS_FIELDS, WIRE_SESSION_FIELDS];
const SERVER_FRAME_BODY_RARE_IN: ReadTable = ['body:4typingNote,7resync,goodbye,10error,12welcome,loggedIn,attached,17headsPage,conversations,20members,receipts,invite,invites,users,26presences,sessions,serverInfo,nodes,privacy,reports,36auditPage,84forwarded,50joins,bans,60mine,contacts,66readers,70scheduled,scheduledPage,40messages,reactions,80votes,75located,95searchResults,findings,searchIndex,100server,105pushInfo,123botToken,bot,bots,commands,interacted,interaction,ephemeral,streamNote,110storageInfo,serverKeys,userResults,114factors,factorOffer,recoveryCodes,passkeyQuestion,webhook,webhooks,deliveries,incomingWebhooks,135records,wireSession', TYPING_NOTE_FIELDS, RESYNC_FIELDS, GOODBYE_FIELDS_IN, ERROR_FIELDS, WELCOME_FIELDS, LOGGED_IN_FIELDS_IN, ATTACHED_FIELDS_IN, HEADS_PAGE_FIELDS_IN, CONVERSATIONS_FIELDS_IN, MEMBERS_FIELDS_IN, RECEIPTS_FIELDS_IN, INVITE_FIELDS, INVITES_FIELDS_IN, USERS_FIELDS_IN, PRESENCES_FIELDS_IN, SESSIONS_FIELDS_IN, SERVER_INFO_FIELDS, NODES_FIELDS_IN, SET_PRIVACY_FIELDS, REPORTS_FIELDS_IN, AUDIT_PAGE_FIELDS_IN, FORWARDED_FIELDS, JOINS_FIELDS_IN, BANS_FIELDS_IN, MINE_FIELDS_IN, CONTACTS_FIELDS_IN, READERS_FIELDS_IN, SCHEDULED_FIELDS, SCHEDULED_PAGE_FIELDS_IN, MESSAGES_FIELDS_IN, REACTIONS_FIELDS_IN, VOTES_FIELDS_IN, LOCATED_FIELDS, SEARCH_RESULTS_FIELDS_IN, FINDINGS_FIELDS_IN, SEARCH_INDEX_FIELDS, SERVER_FIELDS_IN, PUSH_INFO_FIELDS_IN, BOT_TOKEN_FIELDS_IN, BOT_FIELDS_IN, BOTS_FIELDS_IN, COMMANDS_FIELDS_IN, INTERACTED_FIELDS_IN, INTERACTION_FIELDS_IN, EPHEMERAL_FIELDS_IN, STREAM_NOTE_FIELDS, STORAGE_INFO_FIELDS, SERVER_KEYS_FIELDS_IN, USER_RESULTS_FIELDS_IN, FACTORS_FIELDS_IN, FACTOR_OFFER_FIELDS, RECOVERY_CODES_FIELDS, PASSKEY_QUESTION_FIELDS, WEBHOOK_FIELDS, WEBHOOKS_FIELDS_IN, DELIVERIES_FIELDS_IN, INCOMING_WEBHOOKS_FIELDS_IN, RECORDS_FIELDS, WIRE_SESSION_FIELDS];
/** What a server sends. With `re`: the answer to the request of that id. Without: a push. */
export interface ServerFrame {
  readonly re: number;
  readonly body: ServerFrameBody | undefined;
}

/** Input for encoding a ServerFrame; absent fields have their default. */
export interface ServerFrameInit {
  readonly re?: number | undefined;
  readonly body?: ServerFrameBodyInit | undefined;
}

function writeServerFrame(out: Writer, message: ServerFrameInit): void {
  if (message.re) {
    out.tag(8);
    out.varint(message.re);
  }
  switch (message.body?.case) {
    case 'message': {
      out.tag(18);
      const start = out.open();
      writeMessage(out, message.body.value);
      out.close(start);
      break;
    }
    case 'heads': {
      out.tag(26);
      const start = out.open();
      writeHeads(out, message.body.value);
      out.close(start);
      break;
    }
    case 'presenceNote': {
      out.tag(42);
      const start = out.open();
      writePresenceNote(out, message.body.value);
      out.close(start);
      break;
    }
    case 'receiptNote': {
      out.tag(50);
      const start = out.open();
      writeReceiptNote(out, message.body.value);
      out.close(start);
      break;
    }
    case 'done': {
      out.tag(90);
      const start = out.open();
      writeDone(out, message.body.value);
      out.close(start);
      break;
    }
    case 'ack': {
      out.tag(122);
      const start = out.open();
      writeAck(out, message.body.value);
      out.close(start);
      break;
    }
    case 'pulled': {
      out.tag(130);
      const start = out.open();
      writePulled(out, message.body.value);
      out.close(start);
      break;
    }
    case 'conversation': {
      out.tag(154);
      const start = out.open();
      writeConversation(out, message.body.value);
      out.close(start);
      break;
    }
    case 'user': {
      out.tag(202);
      const start = out.open();
      writeUser(out, message.body.value);
      out.close(start);
      break;
    }
    case undefined:
      break;
    default:
      writeTable(out, message, SERVER_FRAME_BODY_RARE_OUT);
  }
}

function readServerFrame(input: Reader, end: number): ServerFrame {
  let re = 0;
  let body: ServerFrameBody | undefined;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        re = input.varint();
        break;
      case 18:
        body = { case: 'message', value: input.message(readMessage) };
        break;
      case 26:
        body = { case: 'heads', value: input.message(readHeads) };
        break;
      case 42:
        body = { case: 'presenceNote', value: input.message(readPresenceNote) };
        break;
      case 50:
        body = { case: 'receiptNote', value: input.message(readReceiptNote) };
        break;
      case 90:
        body = { case: 'done', value: input.message(readDone) };
        break;
      case 122:
        body = { case: 'ack', value: input.message(readAck) };
        break;
      case 130:
        body = { case: 'pulled', value: input.message(readPulled) };
        break;
      case 154:
        body = { case: 'conversation', value: input.message(readConversation) };
        break;
      case 202:
        body = { case: 'user', value: input.message(readUser) };
        break;
      default:
        body = (readCase(input, tag, SERVER_FRAME_BODY_RARE_IN) as ServerFrameBody | undefined) ?? body;
    }
  }
  return { re, body };
}

/** Encodes one ServerFrame. The bytes belong to the caller. */
export function encodeServerFrame(message: ServerFrameInit): Uint8Array {
  try {
    writeServerFrame(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}
/** Encodes one ServerFrame with its length in front. The bytes belong to the caller. */
export function encodeDelimitedServerFrame(message: ServerFrameInit): Uint8Array {
  try {
    writeServerFrame(writer, message);
    return writer.finishDelimited();
  } finally {
    writer.reset();
  }
}

/** Decodes one ServerFrame; `bytes` fields are views into the input. Throws WireError. */
export function decodeServerFrame(bytes: Uint8Array): ServerFrame {
  const reader = new Reader(bytes);
  const message = readServerFrame(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The first request of a connection. Others may follow without waiting for its answer. */
export interface Hello {
  /** The highest protocol version that the client speaks; now 1. */
  readonly version: number;
  /** Name and version of the client software, for the server's logs: "posthorn-terminal/0.1.0". */
  readonly client: string;
}

/** Input for encoding a Hello; absent fields have their default. */
export interface HelloInit {
  readonly version?: number | undefined;
  readonly client?: string | undefined;
}

function writeHello(out: Writer, message: HelloInit): void {
  writeTable(out, message, HELLO_FIELDS);
}
function readHello(input: Reader, end: number): Hello {
  // The table has the fields of this type.
  return readTable(input, end, HELLO_FIELDS) as Hello;
}

/** Encodes one Hello. The bytes belong to the caller. */
export function encodeHello(message: HelloInit): Uint8Array {
  try {
    writeHello(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Hello; `bytes` fields are views into the input. Throws WireError. */
export function decodeHello(bytes: Uint8Array): Hello {
  const reader = new Reader(bytes);
  const message = readHello(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The parameters of this connection. */
export interface Welcome {
  /** The version that both sides use from here on: the lower of the two. */
  readonly version: number;
  /**
   * Names the history of the log. It changes when the log is restored from a backup: a client that knew another epoch
   * must resync (docs/protocol.md, Restores).
   */
  readonly epoch: string;
  /**
   * A client that has sent nothing for this long must send a Ping. The server closes a connection that is silent for
   * 2.5 times as long.
   */
  readonly heartbeatMs: number;
  /** The largest frame that the server accepts after login, without its length prefix. */
  readonly maxFrameBytes: number;
  /** How many requests may be outstanding. Beyond that the server stops reading from the connection for a while. */
  readonly maxInFlight: number;
  /** The server's clock. */
  readonly serverTime: number;
  /** Name and version of the server: "posthorn/0.1.0". */
  readonly server: string;
}

/** Input for encoding a Welcome; absent fields have their default. */
export interface WelcomeInit {
  readonly version?: number | undefined;
  readonly epoch?: string | undefined;
  readonly heartbeatMs?: number | undefined;
  readonly maxFrameBytes?: number | undefined;
  readonly maxInFlight?: number | undefined;
  readonly serverTime?: number | undefined;
  readonly server?: string | undefined;
}

function writeWelcome(out: Writer, message: WelcomeInit): void {
  writeTable(out, message, WELCOME_FIELDS);
}
function readWelcome(input: Reader, end: number): Welcome {
  // The table has the fields of this type.
  return readTable(input, end, WELCOME_FIELDS) as Welcome;
}

/** Encodes one Welcome. The bytes belong to the caller. */
export function encodeWelcome(message: WelcomeInit): Uint8Array {
  try {
    writeWelcome(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Welcome; `bytes` fields are views into the input. Throws WireError. */
export function decodeWelcome(bytes: Uint8Array): Welcome {
  const reader = new Reader(bytes);
  const message = readWelcome(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Keeps an idle connection open. */
export interface Ping {
  readonly _?: never;
}

/** Input for encoding a Ping; absent fields have their default. */
export interface PingInit {
  readonly _?: never;
}

function writePing(_out: Writer, _message: PingInit): void {
}

function readPing(input: Reader, end: number): Ping {
  while (input.position < end) input.skip(input.varint());
  return {  };
}

/** Encodes one Ping. The bytes belong to the caller. */
export function encodePing(message: PingInit): Uint8Array {
  try {
    writePing(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Ping; `bytes` fields are views into the input. Throws WireError. */
export function decodePing(bytes: Uint8Array): Ping {
  const reader = new Reader(bytes);
  const message = readPing(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The request was carried out. There is nothing to return. */
export interface Done {
  readonly _?: never;
}

/** Input for encoding a Done; absent fields have their default. */
export interface DoneInit {
  readonly _?: never;
}

function writeDone(_out: Writer, _message: DoneInit): void {
}

function readDone(input: Reader, end: number): Done {
  while (input.position < end) input.skip(input.varint());
  return {  };
}

/** Encodes one Done. The bytes belong to the caller. */
export function encodeDone(message: DoneInit): Uint8Array {
  try {
    writeDone(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Done; `bytes` fields are views into the input. Throws WireError. */
export function decodeDone(bytes: Uint8Array): Done {
  const reader = new Reader(bytes);
  const message = readDone(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * The request was refused or failed. The codes are a closed table (docs/protocol.md), which says what to do about
 * each.
 */
export interface Error {
  readonly code: number;
  /** For a person; the wording may change. Programs use the code. */
  readonly message: string;
  /** Do not retry before this many milliseconds have passed. */
  readonly retryAfterMs: number;
  /**
   * Which refusal it is, for clients that say it in other words (docs/protocol.md, Reasons). Empty: the code says enough, or
   * the server is of an older version.
   */
  readonly reason: string;
}

/** Input for encoding a Error; absent fields have their default. */
export interface ErrorInit {
  readonly code?: number | undefined;
  readonly message?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly reason?: string | undefined;
}

function writeError(out: Writer, message: ErrorInit): void {
  writeTable(out, message, ERROR_FIELDS);
}
function readError(input: Reader, end: number): Error {
  // The table has the fields of this type.
  return readTable(input, end, ERROR_FIELDS) as Error;
}

/** Encodes one Error. The bytes belong to the caller. */
export function encodeError(message: ErrorInit): Uint8Array {
  try {
    writeError(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Error; `bytes` fields are views into the input. Throws WireError. */
export function decodeError(bytes: Uint8Array): Error {
  const reader = new Reader(bytes);
  const message = readError(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The last frame before the server closes the connection. The code says whether to reconnect. */
export interface Goodbye {
  /** One of the error codes. */
  readonly code: number;
  /** For a person; the wording may change. */
  readonly message: string;
  /** Reconnect at a random moment between retry_after_ms and retry_after_ms + window_ms from now. */
  readonly retryAfterMs: number;
  /** See retry_after_ms. */
  readonly windowMs: number;
  /** Gateways that accept this client now, best first. Empty: those that the client already knows. */
  readonly endpoints: readonly Endpoint[];
}

/** Input for encoding a Goodbye; absent fields have their default. */
export interface GoodbyeInit {
  readonly code?: number | undefined;
  readonly message?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly windowMs?: number | undefined;
  readonly endpoints?: readonly EndpointInit[] | undefined;
}

function writeGoodbye(out: Writer, message: GoodbyeInit): void {
  writeTable(out, message, GOODBYE_FIELDS_OUT);
}
function readGoodbye(input: Reader, end: number): Goodbye {
  // The table has the fields of this type.
  return readTable(input, end, GOODBYE_FIELDS_IN) as Goodbye;
}

/** Encodes one Goodbye. The bytes belong to the caller. */
export function encodeGoodbye(message: GoodbyeInit): Uint8Array {
  try {
    writeGoodbye(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Goodbye; `bytes` fields are views into the input. Throws WireError. */
export function decodeGoodbye(bytes: Uint8Array): Goodbye {
  const reader = new Reader(bytes);
  const message = readGoodbye(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Pushes to this client were dropped. Compare all heads, and pull. */
export interface Resync {
  readonly _?: never;
}

/** Input for encoding a Resync; absent fields have their default. */
export interface ResyncInit {
  readonly _?: never;
}

function writeResync(out: Writer, message: ResyncInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readResync(input: Reader, end: number): Resync {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as Resync;
}

/** Encodes one Resync. The bytes belong to the caller. */
export function encodeResync(message: ResyncInit): Uint8Array {
  try {
    writeResync(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Resync; `bytes` fields are views into the input. Throws WireError. */
export function decodeResync(bytes: Uint8Array): Resync {
  const reader = new Reader(bytes);
  const message = readResync(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** One installation of a client. */
export interface Device {
  /** Created once by the installation and kept; at most 64 bytes. Empty: the server makes one up for this login. */
  readonly id: string;
  readonly class: DeviceClass;
  /** For the user's list of devices: "Ann's laptop". */
  readonly label: string;
}

/** Input for encoding a Device; absent fields have their default. */
export interface DeviceInit {
  readonly id?: string | undefined;
  readonly class?: DeviceClass | undefined;
  readonly label?: string | undefined;
}

function writeDevice(out: Writer, message: DeviceInit): void {
  writeTable(out, message, DEVICE_FIELDS);
}
function readDevice(input: Reader, end: number): Device {
  // The table has the fields of this type.
  return readTable(input, end, DEVICE_FIELDS) as Device;
}

/** Encodes one Device. The bytes belong to the caller. */
export function encodeDevice(message: DeviceInit): Uint8Array {
  try {
    writeDevice(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Device; `bytes` fields are views into the input. Throws WireError. */
export function decodeDevice(bytes: Uint8Array): Device {
  const reader = new Reader(bytes);
  const message = readDevice(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Creates an account and logs in. */
export interface Register {
  /** 1 to 64 letters, digits and `.`, `_`, `-` of any script. Starts with a letter or digit, and has more than digits. */
  readonly name: string;
  /** At most 256 characters; the server sets the minimum. */
  readonly password: string;
  /** One line. May be empty. */
  readonly displayName: string;
  /** The device that logs in. */
  readonly device: Device | undefined;
  /**
   * Makes the account an administrator. A server that other machines reach prints the secret at its first start, and
   * takes it once.
   */
  readonly bootstrapSecret: string;
  /**
   * The token of an invite to a group: lets somebody register whom the server lets in by invite alone. The account does not
   * join the group by it.
   */
  readonly invite: string;
}

/** Input for encoding a Register; absent fields have their default. */
export interface RegisterInit {
  readonly name?: string | undefined;
  readonly password?: string | undefined;
  readonly displayName?: string | undefined;
  readonly device?: DeviceInit | undefined;
  readonly bootstrapSecret?: string | undefined;
  readonly invite?: string | undefined;
}

function writeRegister(out: Writer, message: RegisterInit): void {
  writeTable(out, message, REGISTER_FIELDS_OUT);
}
function readRegister(input: Reader, end: number): Register {
  // The table has the fields of this type.
  return readTable(input, end, REGISTER_FIELDS_IN) as Register;
}

/** Encodes one Register. The bytes belong to the caller. */
export function encodeRegister(message: RegisterInit): Uint8Array {
  try {
    writeRegister(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Register; `bytes` fields are views into the input. Throws WireError. */
export function decodeRegister(bytes: Uint8Array): Register {
  const reader = new Reader(bytes);
  const message = readRegister(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Logs in with a password, or with a JWT. This starts a session and ends the former session of the same device. */
export interface Login {
  /** Upper and lower case are the same. */
  readonly name: string;
  readonly password: string;
  /** The device that logs in. */
  readonly device: Device | undefined;
  /** Instead of name and password: a JWT that the server's operator trusts, of at most 3.5 KiB. */
  readonly jwt: string;
  /**
   * Where the account has a second factor: the code that its app shows, or a recovery code. Where it must have one and has none:
   * the first code of the app that BeginFactorAtLogin offers.
   */
  readonly secondFactor: string;
  /**
   * Instead of a code: what a passkey has answered to AskPasskey or BeginFactorAtLogin, as PublicKeyCredential.toJSON() gives
   * it, in JSON.
   */
  readonly passkey: string;
}

/** Input for encoding a Login; absent fields have their default. */
export interface LoginInit {
  readonly name?: string | undefined;
  readonly password?: string | undefined;
  readonly device?: DeviceInit | undefined;
  readonly jwt?: string | undefined;
  readonly secondFactor?: string | undefined;
  readonly passkey?: string | undefined;
}

function writeLogin(out: Writer, message: LoginInit): void {
  writeTable(out, message, LOGIN_FIELDS_OUT);
}
function readLogin(input: Reader, end: number): Login {
  // The table has the fields of this type.
  return readTable(input, end, LOGIN_FIELDS_IN) as Login;
}

/** Encodes one Login. The bytes belong to the caller. */
export function encodeLogin(message: LoginInit): Uint8Array {
  try {
    writeLogin(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Login; `bytes` fields are views into the input. Throws WireError. */
export function decodeLogin(bytes: Uint8Array): Login {
  const reader = new Reader(bytes);
  const message = readLogin(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A new session. */
export interface LoggedIn {
  /** The bearer token of the session, for Attach and REST. The server stores only its hash. */
  readonly token: string;
  readonly user: User | undefined;
  /** The id of the session. */
  readonly session: number;
  /** When the token expires if it is not used before then. */
  readonly expiresAt: number;
  /** Gateways to connect to, best first. */
  readonly endpoints: readonly Endpoint[];
}

/** Input for encoding a LoggedIn; absent fields have their default. */
export interface LoggedInInit {
  readonly token?: string | undefined;
  readonly user?: UserInit | undefined;
  readonly session?: number | undefined;
  readonly expiresAt?: number | undefined;
  readonly endpoints?: readonly EndpointInit[] | undefined;
}

function writeLoggedIn(out: Writer, message: LoggedInInit): void {
  writeTable(out, message, LOGGED_IN_FIELDS_OUT);
}
function readLoggedIn(input: Reader, end: number): LoggedIn {
  // The table has the fields of this type.
  return readTable(input, end, LOGGED_IN_FIELDS_IN) as LoggedIn;
}

/** Encodes one LoggedIn. The bytes belong to the caller. */
export function encodeLoggedIn(message: LoggedInInit): Uint8Array {
  try {
    writeLoggedIn(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one LoggedIn; `bytes` fields are views into the input. Throws WireError. */
export function decodeLoggedIn(bytes: Uint8Array): LoggedIn {
  const reader = new Reader(bytes);
  const message = readLoggedIn(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The address of a gateway. */
export interface Endpoint {
  /** "tcp://host:7011", "tls://host:7011", "ws://host:7010/ws" or "wss://...". */
  readonly url: string;
}

/** Input for encoding a Endpoint; absent fields have their default. */
export interface EndpointInit {
  readonly url?: string | undefined;
}

function writeEndpoint(out: Writer, message: EndpointInit): void {
  writeTable(out, message, ENDPOINT_FIELDS);
}
function readEndpoint(input: Reader, end: number): Endpoint {
  // The table has the fields of this type.
  return readTable(input, end, ENDPOINT_FIELDS) as Endpoint;
}

/** Encodes one Endpoint. The bytes belong to the caller. */
export function encodeEndpoint(message: EndpointInit): Uint8Array {
  try {
    writeEndpoint(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Endpoint; `bytes` fields are views into the input. Throws WireError. */
export function decodeEndpoint(bytes: Uint8Array): Endpoint {
  const reader = new Reader(bytes);
  const message = readEndpoint(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Makes this connection the live connection of a session. Pushes start after the answer. */
export interface Attach {
  /** The token from LoggedIn, or a ticket for it, which is good once (POST /v1/web/ticket). */
  readonly token: string;
}

/** Input for encoding a Attach; absent fields have their default. */
export interface AttachInit {
  readonly token?: string | undefined;
}

function writeAttach(out: Writer, message: AttachInit): void {
  writeTable(out, message, ATTACH_FIELDS);
}
function readAttach(input: Reader, end: number): Attach {
  // The table has the fields of this type.
  return readTable(input, end, ATTACH_FIELDS) as Attach;
}

/** Encodes one Attach. The bytes belong to the caller. */
export function encodeAttach(message: AttachInit): Uint8Array {
  try {
    writeAttach(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Attach; `bytes` fields are views into the input. Throws WireError. */
export function decodeAttach(bytes: Uint8Array): Attach {
  const reader = new Reader(bytes);
  const message = readAttach(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The session that this connection now belongs to. */
export interface Attached {
  readonly user: User | undefined;
  /** The id of the session. */
  readonly session: number;
  /** The room that every user is in; 0 when the server has none. */
  readonly lobby: number;
  /** The conversation in which the server alone writes and this user alone reads. */
  readonly inbox: number;
  /** Gateways to reconnect to, best first. Empty: the current one. */
  readonly endpoints: readonly Endpoint[];
}

/** Input for encoding a Attached; absent fields have their default. */
export interface AttachedInit {
  readonly user?: UserInit | undefined;
  readonly session?: number | undefined;
  readonly lobby?: number | undefined;
  readonly inbox?: number | undefined;
  readonly endpoints?: readonly EndpointInit[] | undefined;
}

function writeAttached(out: Writer, message: AttachedInit): void {
  writeTable(out, message, ATTACHED_FIELDS_OUT);
}
function readAttached(input: Reader, end: number): Attached {
  // The table has the fields of this type.
  return readTable(input, end, ATTACHED_FIELDS_IN) as Attached;
}

/** Encodes one Attached. The bytes belong to the caller. */
export function encodeAttached(message: AttachedInit): Uint8Array {
  try {
    writeAttached(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Attached; `bytes` fields are views into the input. Throws WireError. */
export function decodeAttached(bytes: Uint8Array): Attached {
  const reader = new Reader(bytes);
  const message = readAttached(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Ends this session: its token is void, and its connections are closed. */
export interface Logout {
  readonly _?: never;
}

/** Input for encoding a Logout; absent fields have their default. */
export interface LogoutInit {
  readonly _?: never;
}

function writeLogout(out: Writer, message: LogoutInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readLogout(input: Reader, end: number): Logout {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as Logout;
}

/** Encodes one Logout. The bytes belong to the caller. */
export function encodeLogout(message: LogoutInit): Uint8Array {
  try {
    writeLogout(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Logout; `bytes` fields are views into the input. Throws WireError. */
export function decodeLogout(bytes: Uint8Array): Logout {
  const reader = new Reader(bytes);
  const message = readLogout(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Changes the caller's password. */
export interface ChangePassword {
  readonly oldPassword: string;
  readonly newPassword: string;
  /** Without meaning: the other sessions of the caller end anyway. Servers of the version before end them only if it is set. */
  readonly revokeOthers: boolean;
  /** Leaves the other sessions of the caller. */
  readonly keepOthers: boolean;
}

/** Input for encoding a ChangePassword; absent fields have their default. */
export interface ChangePasswordInit {
  readonly oldPassword?: string | undefined;
  readonly newPassword?: string | undefined;
  readonly revokeOthers?: boolean | undefined;
  readonly keepOthers?: boolean | undefined;
}

function writeChangePassword(out: Writer, message: ChangePasswordInit): void {
  writeTable(out, message, CHANGE_PASSWORD_FIELDS);
}
function readChangePassword(input: Reader, end: number): ChangePassword {
  // The table has the fields of this type.
  return readTable(input, end, CHANGE_PASSWORD_FIELDS) as ChangePassword;
}

/** Encodes one ChangePassword. The bytes belong to the caller. */
export function encodeChangePassword(message: ChangePasswordInit): Uint8Array {
  try {
    writeChangePassword(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ChangePassword; `bytes` fields are views into the input. Throws WireError. */
export function decodeChangePassword(bytes: Uint8Array): ChangePassword {
  const reader = new Reader(bytes);
  const message = readChangePassword(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Erases the caller's account for good, if the server lets people do that: sessions end, and profile, settings, blocks
 * and memberships are deleted. Nobody else gets the name. In groups what was said stays; whether the words of direct
 * messages go is the server's choice.
 */
export interface EraseAccount {
  readonly password: string;
}

/** Input for encoding a EraseAccount; absent fields have their default. */
export interface EraseAccountInit {
  readonly password?: string | undefined;
}

function writeEraseAccount(out: Writer, message: EraseAccountInit): void {
  writeTable(out, message, ERASE_ACCOUNT_FIELDS);
}
function readEraseAccount(input: Reader, end: number): EraseAccount {
  // The table has the fields of this type.
  return readTable(input, end, ERASE_ACCOUNT_FIELDS) as EraseAccount;
}

/** Encodes one EraseAccount. The bytes belong to the caller. */
export function encodeEraseAccount(message: EraseAccountInit): Uint8Array {
  try {
    writeEraseAccount(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one EraseAccount; `bytes` fields are views into the input. Throws WireError. */
export function decodeEraseAccount(bytes: Uint8Array): EraseAccount {
  const reader = new Reader(bytes);
  const message = readEraseAccount(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Changes the caller's profile. Absent fields stay as they are. */
export interface UpdateProfile {
  /** One line. */
  readonly displayName: string | undefined;
  /** A picture: `/v1/files/ID` of a file of one's own, or an http or https URL; or empty. */
  readonly avatarUrl: string | undefined;
  /**
   * One line. A status is set as a whole: if any of `status_text`, `status_emoji` and `status_until` is present, absent ones
   * are emptied.
   */
  readonly statusText: string | undefined;
  /** One emoji, or empty. */
  readonly statusEmoji: string | undefined;
  /** When the status ends; 0: it stays. */
  readonly statusUntil: number | undefined;
  /** The caller does not want to be disturbed before this time. 0: they may be. */
  readonly busyUntil: number | undefined;
}

/** Input for encoding a UpdateProfile; absent fields have their default. */
export interface UpdateProfileInit {
  readonly displayName?: string | undefined;
  readonly avatarUrl?: string | undefined;
  readonly statusText?: string | undefined;
  readonly statusEmoji?: string | undefined;
  readonly statusUntil?: number | undefined;
  readonly busyUntil?: number | undefined;
}

function writeUpdateProfile(out: Writer, message: UpdateProfileInit): void {
  writeTable(out, message, UPDATE_PROFILE_FIELDS);
}
function readUpdateProfile(input: Reader, end: number): UpdateProfile {
  // The table has the fields of this type.
  return readTable(input, end, UPDATE_PROFILE_FIELDS) as UpdateProfile;
}

/** Encodes one UpdateProfile. The bytes belong to the caller. */
export function encodeUpdateProfile(message: UpdateProfileInit): Uint8Array {
  try {
    writeUpdateProfile(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one UpdateProfile; `bytes` fields are views into the input. Throws WireError. */
export function decodeUpdateProfile(bytes: Uint8Array): UpdateProfile {
  const reader = new Reader(bytes);
  const message = readUpdateProfile(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A user as everybody sees them. */
export interface User {
  readonly id: number;
  /** Unique. For logging in and for addressing the user. */
  readonly name: string;
  readonly displayName: string;
  readonly avatarUrl: string;
  readonly statusText: string;
  /** Is an administrator of the server. */
  readonly admin: boolean;
  /** May not log in. */
  readonly disabled: boolean;
  readonly createdAt: number;
  /** The account is gone for good: the name stands for nobody, and the messages stay. */
  readonly erased: boolean;
  readonly statusEmoji: string;
  /** When text and emoji of the status end; show them no longer then. 0: they stay. */
  readonly statusUntil: number;
  /** They do not want to be disturbed before this time. Their own devices alert them of nothing until then. 0: they may be. */
  readonly busyUntil: number;
  /** A program, not a person. Every client says so beside the name. */
  readonly bot: boolean;
}

/** Input for encoding a User; absent fields have their default. */
export interface UserInit {
  readonly id?: number | undefined;
  readonly name?: string | undefined;
  readonly displayName?: string | undefined;
  readonly avatarUrl?: string | undefined;
  readonly statusText?: string | undefined;
  readonly admin?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly createdAt?: number | undefined;
  readonly erased?: boolean | undefined;
  readonly statusEmoji?: string | undefined;
  readonly statusUntil?: number | undefined;
  readonly busyUntil?: number | undefined;
  readonly bot?: boolean | undefined;
}

function writeUser(out: Writer, message: UserInit): void {
  if (message.id) {
    out.tag(8);
    out.varint(message.id);
  }
  if (message.name) {
    out.tag(18);
    out.string(message.name);
  }
  if (message.displayName) {
    out.tag(26);
    out.string(message.displayName);
  }
  if (message.avatarUrl) {
    out.tag(34);
    out.string(message.avatarUrl);
  }
  if (message.statusText) {
    out.tag(42);
    out.string(message.statusText);
  }
  if (message.admin) {
    out.tag(48);
    out.bool(message.admin);
  }
  if (message.disabled) {
    out.tag(56);
    out.bool(message.disabled);
  }
  if (message.createdAt) {
    out.tag(64);
    out.varint(message.createdAt);
  }
  if (message.erased) {
    out.tag(72);
    out.bool(message.erased);
  }
  if (message.statusEmoji) {
    out.tag(82);
    out.string(message.statusEmoji);
  }
  if (message.statusUntil) {
    out.tag(88);
    out.varint(message.statusUntil);
  }
  if (message.busyUntil) {
    out.tag(96);
    out.varint(message.busyUntil);
  }
  if (message.bot) {
    out.tag(104);
    out.bool(message.bot);
  }
}

function readUser(input: Reader, end: number): User {
  let id = 0;
  let name = '';
  let displayName = '';
  let avatarUrl = '';
  let statusText = '';
  let admin = false;
  let disabled = false;
  let createdAt = 0;
  let erased = false;
  let statusEmoji = '';
  let statusUntil = 0;
  let busyUntil = 0;
  let bot = false;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        id = input.varint();
        break;
      case 18:
        name = input.string();
        break;
      case 26:
        displayName = input.string();
        break;
      case 34:
        avatarUrl = input.string();
        break;
      case 42:
        statusText = input.string();
        break;
      case 48:
        admin = input.bool();
        break;
      case 56:
        disabled = input.bool();
        break;
      case 64:
        createdAt = input.varint();
        break;
      case 72:
        erased = input.bool();
        break;
      case 82:
        statusEmoji = input.string();
        break;
      case 88:
        statusUntil = input.varint();
        break;
      case 96:
        busyUntil = input.varint();
        break;
      case 104:
        bot = input.bool();
        break;
      default:
        input.skip(tag);
    }
  }
  return { id, name, displayName, avatarUrl, statusText, admin, disabled, createdAt, erased, statusEmoji, statusUntil, busyUntil, bot };
}

/** Encodes one User. The bytes belong to the caller. */
export function encodeUser(message: UserInit): Uint8Array {
  try {
    writeUser(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one User; `bytes` fields are views into the input. Throws WireError. */
export function decodeUser(bytes: Uint8Array): User {
  const reader = new Reader(bytes);
  const message = readUser(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of users. */
export interface Users {
  readonly users: readonly User[];
  /** `cursor` for the next page; empty on the last page. */
  readonly next: string;
}

/** Input for encoding a Users; absent fields have their default. */
export interface UsersInit {
  readonly users?: readonly UserInit[] | undefined;
  readonly next?: string | undefined;
}

function writeUsers(out: Writer, message: UsersInit): void {
  writeTable(out, message, USERS_FIELDS_OUT);
}
function readUsers(input: Reader, end: number): Users {
  // The table has the fields of this type.
  return readTable(input, end, USERS_FIELDS_IN) as Users;
}

/** Encodes one Users. The bytes belong to the caller. */
export function encodeUsers(message: UsersInit): Uint8Array {
  try {
    writeUsers(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Users; `bytes` fields are views into the input. Throws WireError. */
export function decodeUsers(bytes: Uint8Array): Users {
  const reader = new Reader(bytes);
  const message = readUsers(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Looks up users by id or name. Unknown ones are left out. */
export interface GetUsers {
  readonly ids: readonly number[];
  readonly names: readonly string[];
}

/** Input for encoding a GetUsers; absent fields have their default. */
export interface GetUsersInit {
  readonly ids?: readonly number[] | undefined;
  readonly names?: readonly string[] | undefined;
}

function writeGetUsers(out: Writer, message: GetUsersInit): void {
  writeTable(out, message, GET_USERS_FIELDS);
}
function readGetUsers(input: Reader, end: number): GetUsers {
  // The table has the fields of this type.
  return readTable(input, end, GET_USERS_FIELDS) as GetUsers;
}

/** Encodes one GetUsers. The bytes belong to the caller. */
export function encodeGetUsers(message: GetUsersInit): Uint8Array {
  try {
    writeGetUsers(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one GetUsers; `bytes` fields are views into the input. Throws WireError. */
export function decodeGetUsers(bytes: Uint8Array): GetUsers {
  const reader = new Reader(bytes);
  const message = readGetUsers(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists users whose name starts with `prefix`, by name. */
export interface FindUsers {
  /** Empty: all users. Upper and lower case are the same. */
  readonly prefix: string;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
}

/** Input for encoding a FindUsers; absent fields have their default. */
export interface FindUsersInit {
  readonly prefix?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeFindUsers(out: Writer, message: FindUsersInit): void {
  writeTable(out, message, FIND_USERS_FIELDS);
}
function readFindUsers(input: Reader, end: number): FindUsers {
  // The table has the fields of this type.
  return readTable(input, end, FIND_USERS_FIELDS) as FindUsers;
}

/** Encodes one FindUsers. The bytes belong to the caller. */
export function encodeFindUsers(message: FindUsersInit): Uint8Array {
  try {
    writeFindUsers(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one FindUsers; `bytes` fields are views into the input. Throws WireError. */
export function decodeFindUsers(bytes: Uint8Array): FindUsers {
  const reader = new Reader(bytes);
  const message = readFindUsers(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Lists users who are online and whose name starts with `prefix`, by name. Users who block the caller, or whom the
 * caller blocks, and bots, are left out.
 */
export interface ListOnline {
  /** Empty: all users. Upper and lower case are the same. */
  readonly prefix: string;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
}

/** Input for encoding a ListOnline; absent fields have their default. */
export interface ListOnlineInit {
  readonly prefix?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListOnline(out: Writer, message: ListOnlineInit): void {
  writeTable(out, message, FIND_USERS_FIELDS);
}
function readListOnline(input: Reader, end: number): ListOnline {
  // The table has the fields of this type.
  return readTable(input, end, FIND_USERS_FIELDS) as ListOnline;
}

/** Encodes one ListOnline. The bytes belong to the caller. */
export function encodeListOnline(message: ListOnlineInit): Uint8Array {
  try {
    writeListOnline(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListOnline; `bytes` fields are views into the input. Throws WireError. */
export function decodeListOnline(bytes: Uint8Array): ListOnline {
  const reader = new Reader(bytes);
  const message = readListOnline(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The login of one device. */
export interface Session {
  readonly id: number;
  readonly device: Device | undefined;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
  /** This is the session that asks. */
  readonly current: boolean;
}

/** Input for encoding a Session; absent fields have their default. */
export interface SessionInit {
  readonly id?: number | undefined;
  readonly device?: DeviceInit | undefined;
  readonly createdAt?: number | undefined;
  readonly lastUsedAt?: number | undefined;
  readonly expiresAt?: number | undefined;
  readonly current?: boolean | undefined;
}

function writeSession(out: Writer, message: SessionInit): void {
  writeTable(out, message, SESSION_FIELDS_OUT);
}
function readSession(input: Reader, end: number): Session {
  // The table has the fields of this type.
  return readTable(input, end, SESSION_FIELDS_IN) as Session;
}

/** Encodes one Session. The bytes belong to the caller. */
export function encodeSession(message: SessionInit): Uint8Array {
  try {
    writeSession(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Session; `bytes` fields are views into the input. Throws WireError. */
export function decodeSession(bytes: Uint8Array): Session {
  const reader = new Reader(bytes);
  const message = readSession(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists the caller's sessions. */
export interface ListSessions {
  readonly _?: never;
}

/** Input for encoding a ListSessions; absent fields have their default. */
export interface ListSessionsInit {
  readonly _?: never;
}

function writeListSessions(out: Writer, message: ListSessionsInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readListSessions(input: Reader, end: number): ListSessions {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as ListSessions;
}

/** Encodes one ListSessions. The bytes belong to the caller. */
export function encodeListSessions(message: ListSessionsInit): Uint8Array {
  try {
    writeListSessions(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListSessions; `bytes` fields are views into the input. Throws WireError. */
export function decodeListSessions(bytes: Uint8Array): ListSessions {
  const reader = new Reader(bytes);
  const message = readListSessions(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** All sessions of the caller. */
export interface Sessions {
  readonly sessions: readonly Session[];
}

/** Input for encoding a Sessions; absent fields have their default. */
export interface SessionsInit {
  readonly sessions?: readonly SessionInit[] | undefined;
}

function writeSessions(out: Writer, message: SessionsInit): void {
  writeTable(out, message, SESSIONS_FIELDS_OUT);
}
function readSessions(input: Reader, end: number): Sessions {
  // The table has the fields of this type.
  return readTable(input, end, SESSIONS_FIELDS_IN) as Sessions;
}

/** Encodes one Sessions. The bytes belong to the caller. */
export function encodeSessions(message: SessionsInit): Uint8Array {
  try {
    writeSessions(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Sessions; `bytes` fields are views into the input. Throws WireError. */
export function decodeSessions(bytes: Uint8Array): Sessions {
  const reader = new Reader(bytes);
  const message = readSessions(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Ends one of the caller's sessions. */
export interface RevokeSession {
  readonly session: number;
}

/** Input for encoding a RevokeSession; absent fields have their default. */
export interface RevokeSessionInit {
  readonly session?: number | undefined;
}

function writeRevokeSession(out: Writer, message: RevokeSessionInit): void {
  writeTable(out, message, REVOKE_SESSION_FIELDS);
}
function readRevokeSession(input: Reader, end: number): RevokeSession {
  // The table has the fields of this type.
  return readTable(input, end, REVOKE_SESSION_FIELDS) as RevokeSession;
}

/** Encodes one RevokeSession. The bytes belong to the caller. */
export function encodeRevokeSession(message: RevokeSessionInit): Uint8Array {
  try {
    writeRevokeSession(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RevokeSession; `bytes` fields are views into the input. Throws WireError. */
export function decodeRevokeSession(bytes: Uint8Array): RevokeSession {
  const reader = new Reader(bytes);
  const message = readRevokeSession(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Blocks a user. From then on neither of the two can send the other direct messages, see the other's presence, or add
 * the other to a group.
 */
export interface Block {
  readonly user: number;
}

/** Input for encoding a Block; absent fields have their default. */
export interface BlockInit {
  readonly user?: number | undefined;
}

function writeBlock(out: Writer, message: BlockInit): void {
  writeTable(out, message, BLOCK_FIELDS);
}
function readBlock(input: Reader, end: number): Block {
  // The table has the fields of this type.
  return readTable(input, end, BLOCK_FIELDS) as Block;
}

/** Encodes one Block. The bytes belong to the caller. */
export function encodeBlock(message: BlockInit): Uint8Array {
  try {
    writeBlock(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Block; `bytes` fields are views into the input. Throws WireError. */
export function decodeBlock(bytes: Uint8Array): Block {
  const reader = new Reader(bytes);
  const message = readBlock(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Ends the caller's own block of a user. */
export interface Unblock {
  readonly user: number;
}

/** Input for encoding a Unblock; absent fields have their default. */
export interface UnblockInit {
  readonly user?: number | undefined;
}

function writeUnblock(out: Writer, message: UnblockInit): void {
  writeTable(out, message, BLOCK_FIELDS);
}
function readUnblock(input: Reader, end: number): Unblock {
  // The table has the fields of this type.
  return readTable(input, end, BLOCK_FIELDS) as Unblock;
}

/** Encodes one Unblock. The bytes belong to the caller. */
export function encodeUnblock(message: UnblockInit): Uint8Array {
  try {
    writeUnblock(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Unblock; `bytes` fields are views into the input. Throws WireError. */
export function decodeUnblock(bytes: Uint8Array): Unblock {
  const reader = new Reader(bytes);
  const message = readUnblock(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists the users whom the caller blocks, by id. */
export interface ListBlocked {
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
}

/** Input for encoding a ListBlocked; absent fields have their default. */
export interface ListBlockedInit {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListBlocked(out: Writer, message: ListBlockedInit): void {
  writeTable(out, message, LIST_BLOCKED_FIELDS);
}
function readListBlocked(input: Reader, end: number): ListBlocked {
  // The table has the fields of this type.
  return readTable(input, end, LIST_BLOCKED_FIELDS) as ListBlocked;
}

/** Encodes one ListBlocked. The bytes belong to the caller. */
export function encodeListBlocked(message: ListBlockedInit): Uint8Array {
  try {
    writeListBlocked(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListBlocked; `bytes` fields are views into the input. Throws WireError. */
export function decodeListBlocked(bytes: Uint8Array): ListBlocked {
  const reader = new Reader(bytes);
  const message = readListBlocked(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Asks for the caller's privacy settings. */
export interface GetPrivacy {
  readonly _?: never;
}

/** Input for encoding a GetPrivacy; absent fields have their default. */
export interface GetPrivacyInit {
  readonly _?: never;
}

function writeGetPrivacy(out: Writer, message: GetPrivacyInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readGetPrivacy(input: Reader, end: number): GetPrivacy {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as GetPrivacy;
}

/** Encodes one GetPrivacy. The bytes belong to the caller. */
export function encodeGetPrivacy(message: GetPrivacyInit): Uint8Array {
  try {
    writeGetPrivacy(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one GetPrivacy; `bytes` fields are views into the input. Throws WireError. */
export function decodeGetPrivacy(bytes: Uint8Array): GetPrivacy {
  const reader = new Reader(bytes);
  const message = readGetPrivacy(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Changes the caller's privacy settings. */
export interface SetPrivacy {
  /** Unspecified, here and below: stays as it is. */
  readonly add: Audience;
  readonly find: Audience;
  readonly online: Audience;
  readonly write: Audience;
}

/** Input for encoding a SetPrivacy; absent fields have their default. */
export interface SetPrivacyInit {
  readonly add?: Audience | undefined;
  readonly find?: Audience | undefined;
  readonly online?: Audience | undefined;
  readonly write?: Audience | undefined;
}

function writeSetPrivacy(out: Writer, message: SetPrivacyInit): void {
  writeTable(out, message, SET_PRIVACY_FIELDS);
}
function readSetPrivacy(input: Reader, end: number): SetPrivacy {
  // The table has the fields of this type.
  return readTable(input, end, SET_PRIVACY_FIELDS) as SetPrivacy;
}

/** Encodes one SetPrivacy. The bytes belong to the caller. */
export function encodeSetPrivacy(message: SetPrivacyInit): Uint8Array {
  try {
    writeSetPrivacy(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SetPrivacy; `bytes` fields are views into the input. Throws WireError. */
export function decodeSetPrivacy(bytes: Uint8Array): SetPrivacy {
  const reader = new Reader(bytes);
  const message = readSetPrivacy(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What a user lets others do. Who may not write, see or add somebody is answered as if one of the two blocked the other. */
export interface Privacy {
  /** Who may add the user to groups. Whom others may not add can still join by an invite. */
  readonly add: Audience;
  /**
   * Who finds the user by the beginning of their name, and in the list of who is online. Who knows the whole name finds
   * them always.
   */
  readonly find: Audience;
  /** Who sees whether the user is online, and when they last were. */
  readonly online: Audience;
  /** Who may send the user direct messages. The same people may add them to groups, if `add` lets them. */
  readonly write: Audience;
}

/** Input for encoding a Privacy; absent fields have their default. */
export interface PrivacyInit {
  readonly add?: Audience | undefined;
  readonly find?: Audience | undefined;
  readonly online?: Audience | undefined;
  readonly write?: Audience | undefined;
}

function writePrivacy(out: Writer, message: PrivacyInit): void {
  writeTable(out, message, SET_PRIVACY_FIELDS);
}
function readPrivacy(input: Reader, end: number): Privacy {
  // The table has the fields of this type.
  return readTable(input, end, SET_PRIVACY_FIELDS) as Privacy;
}

/** Encodes one Privacy. The bytes belong to the caller. */
export function encodePrivacy(message: PrivacyInit): Uint8Array {
  try {
    writePrivacy(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Privacy; `bytes` fields are views into the input. Throws WireError. */
export function decodePrivacy(bytes: Uint8Array): Privacy {
  const reader = new Reader(bytes);
  const message = readPrivacy(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Asks a user to become a contact, or accepts if they have asked. Both hear of it by an event in their inboxes. A repeat
 * changes nothing. RATE_LIMITED: 50 have been asked today. BLOCKED also if the other one lets nobody write.
 */
export interface AddContact {
  readonly user: number;
  /** What to say with it: one line, at most 200 characters. */
  readonly text: string;
}

/** Input for encoding a AddContact; absent fields have their default. */
export interface AddContactInit {
  readonly user?: number | undefined;
  readonly text?: string | undefined;
}

function writeAddContact(out: Writer, message: AddContactInit): void {
  writeTable(out, message, ADD_CONTACT_FIELDS);
}
function readAddContact(input: Reader, end: number): AddContact {
  // The table has the fields of this type.
  return readTable(input, end, ADD_CONTACT_FIELDS) as AddContact;
}

/** Encodes one AddContact. The bytes belong to the caller. */
export function encodeAddContact(message: AddContactInit): Uint8Array {
  try {
    writeAddContact(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one AddContact; `bytes` fields are views into the input. Throws WireError. */
export function decodeAddContact(bytes: Uint8Array): AddContact {
  const reader = new Reader(bytes);
  const message = readAddContact(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Ends it, for both: takes back what was asked, refuses it, or removes the contact. A repeat changes nothing. */
export interface RemoveContact {
  readonly user: number;
}

/** Input for encoding a RemoveContact; absent fields have their default. */
export interface RemoveContactInit {
  readonly user?: number | undefined;
}

function writeRemoveContact(out: Writer, message: RemoveContactInit): void {
  writeTable(out, message, BLOCK_FIELDS);
}
function readRemoveContact(input: Reader, end: number): RemoveContact {
  // The table has the fields of this type.
  return readTable(input, end, BLOCK_FIELDS) as RemoveContact;
}

/** Encodes one RemoveContact. The bytes belong to the caller. */
export function encodeRemoveContact(message: RemoveContactInit): Uint8Array {
  try {
    writeRemoveContact(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RemoveContact; `bytes` fields are views into the input. Throws WireError. */
export function decodeRemoveContact(bytes: Uint8Array): RemoveContact {
  const reader = new Reader(bytes);
  const message = readRemoveContact(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists the caller's contacts, and who has asked whom, by user id. */
export interface ListContacts {
  /** Only those of this state. */
  readonly state: ContactState;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
}

/** Input for encoding a ListContacts; absent fields have their default. */
export interface ListContactsInit {
  readonly state?: ContactState | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListContacts(out: Writer, message: ListContactsInit): void {
  writeTable(out, message, LIST_CONTACTS_FIELDS);
}
function readListContacts(input: Reader, end: number): ListContacts {
  // The table has the fields of this type.
  return readTable(input, end, LIST_CONTACTS_FIELDS) as ListContacts;
}

/** Encodes one ListContacts. The bytes belong to the caller. */
export function encodeListContacts(message: ListContactsInit): Uint8Array {
  try {
    writeListContacts(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListContacts; `bytes` fields are views into the input. Throws WireError. */
export function decodeListContacts(bytes: Uint8Array): ListContacts {
  const reader = new Reader(bytes);
  const message = readListContacts(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A user who is a contact, or may become one. */
export interface Contact {
  readonly user: number;
  readonly state: ContactState;
  /** What was said with the request. */
  readonly text: string;
  /** Since when. Unix time in milliseconds. */
  readonly time: number;
}

/** Input for encoding a Contact; absent fields have their default. */
export interface ContactInit {
  readonly user?: number | undefined;
  readonly state?: ContactState | undefined;
  readonly text?: string | undefined;
  readonly time?: number | undefined;
}

function writeContact(out: Writer, message: ContactInit): void {
  writeTable(out, message, CONTACT_FIELDS);
}
function readContact(input: Reader, end: number): Contact {
  // The table has the fields of this type.
  return readTable(input, end, CONTACT_FIELDS) as Contact;
}

/** Encodes one Contact. The bytes belong to the caller. */
export function encodeContact(message: ContactInit): Uint8Array {
  try {
    writeContact(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Contact; `bytes` fields are views into the input. Throws WireError. */
export function decodeContact(bytes: Uint8Array): Contact {
  const reader = new Reader(bytes);
  const message = readContact(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of contacts. In the answer to AddContact: how it stands now. */
export interface Contacts {
  readonly contacts: readonly Contact[];
  /** `cursor` for the next page; empty on the last page. */
  readonly next: string;
}

/** Input for encoding a Contacts; absent fields have their default. */
export interface ContactsInit {
  readonly contacts?: readonly ContactInit[] | undefined;
  readonly next?: string | undefined;
}

function writeContacts(out: Writer, message: ContactsInit): void {
  writeTable(out, message, CONTACTS_FIELDS_OUT);
}
function readContacts(input: Reader, end: number): Contacts {
  // The table has the fields of this type.
  return readTable(input, end, CONTACTS_FIELDS_IN) as Contacts;
}

/** Encodes one Contacts. The bytes belong to the caller. */
export function encodeContacts(message: ContactsInit): Uint8Array {
  try {
    writeContacts(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Contacts; `bytes` fields are views into the input. Throws WireError. */
export function decodeContacts(bytes: Uint8Array): Contacts {
  const reader = new Reader(bytes);
  const message = readContacts(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export type ContentKind =
  | { readonly case: 'event'; readonly value: Event }
  | { readonly case: 'custom'; readonly value: Custom }
  | { readonly case: 'erased'; readonly value: Erased }
  | { readonly case: 'edit'; readonly value: Edit }
  | { readonly case: 'recall'; readonly value: Recall }
  | { readonly case: 'reaction'; readonly value: Reaction }
  | { readonly case: 'pin'; readonly value: Pin }
  | { readonly case: 'poll'; readonly value: Poll }
  | { readonly case: 'vote'; readonly value: Vote }
  | { readonly case: 'closePoll'; readonly value: ClosePoll }
  | { readonly case: 'preview'; readonly value: Preview }
  | { readonly case: 'recalled'; readonly value: Recalled };

export type ContentKindInit =
  | { readonly case: 'event'; readonly value: EventInit }
  | { readonly case: 'custom'; readonly value: CustomInit }
  | { readonly case: 'erased'; readonly value: ErasedInit }
  | { readonly case: 'edit'; readonly value: EditInit }
  | { readonly case: 'recall'; readonly value: RecallInit }
  | { readonly case: 'reaction'; readonly value: ReactionInit }
  | { readonly case: 'pin'; readonly value: PinInit }
  | { readonly case: 'poll'; readonly value: PollInit }
  | { readonly case: 'vote'; readonly value: VoteInit }
  | { readonly case: 'closePoll'; readonly value: ClosePollInit }
  | { readonly case: 'preview'; readonly value: PreviewInit }
  | { readonly case: 'recalled'; readonly value: RecalledInit };

const CONTENT_KIND_RARE_OUT: WriteTable = ['kind:10erased,14pin,poll,17closePoll,preview,recalled', RESYNC_FIELDS, PIN_FIELDS, POLL_FIELDS, CLOSE_POLL_FIELDS, PREVIEW_FIELDS, RECALLED_FIELDS];
const CONTENT_KIND_RARE_IN: ReadTable = ['kind:10erased,14pin,poll,17closePoll,preview,recalled', RESYNC_FIELDS, PIN_FIELDS, POLL_FIELDS, CLOSE_POLL_FIELDS, PREVIEW_FIELDS, RECALLED_FIELDS];
/**
 * What a message says. A client that understands nothing else shows `text`.
 *
 * Edit, Recall, Reaction, Pin, Vote, ClosePoll and Preview are entries: messages that say nothing themselves, but change
 * another one of the same conversation, their `target`. They have no text, and do not count as messages.
 */
export interface Content {
  readonly text: string;
  /** Seq of the message in the same conversation that this one answers; 0 for none. */
  readonly replyTo: number;
  /** Users named in the text, who should be alerted. */
  readonly mentions: readonly number[];
  /**
   * Seq of the message whose thread this one is said in; 0: it is said in the conversation itself. What is said in a
   * thread does not count in the conversation.
   */
  readonly thread: number;
  /** Where it was said first. Written by the server alone, for ForwardMessages. */
  readonly forward: Forward | undefined;
  /** Whom to alert besides `mentions`. */
  readonly mentionAll: MentionAll;
  /**
   * The message vanishes so long after it was sent: at least 5 s, at most 366 days. If the conversation's setting says sooner,
   * then. 0: as the setting says.
   */
  readonly vanishAfterMs: number;
  /** No preview of its links is wanted. */
  readonly noPreview: boolean;
  /** Files, at most 20. Only a message of text has them, and with them the text may be empty. */
  readonly attachments: readonly Attachment[];
  /**
   * Who says it, where that is no account: an incoming webhook, or somebody of another system whose messages were imported.
   * Written by the server alone. `sender` is 0 then.
   */
  readonly author: Author | undefined;
  /** Buttons and menus below the text. Only bots send them, and only with a text. */
  readonly components: Components | undefined;
  /**
   * The message is the whole of a text that was shown while it grew (StreamText), under this name. It takes the place of
   * what was shown. At most 64 bytes.
   */
  readonly stream: string;
  readonly kind: ContentKind | undefined;
}

/** Input for encoding a Content; absent fields have their default. */
export interface ContentInit {
  readonly text?: string | undefined;
  readonly replyTo?: number | undefined;
  readonly mentions?: readonly number[] | undefined;
  readonly thread?: number | undefined;
  readonly forward?: ForwardInit | undefined;
  readonly mentionAll?: MentionAll | undefined;
  readonly vanishAfterMs?: number | undefined;
  readonly noPreview?: boolean | undefined;
  readonly attachments?: readonly AttachmentInit[] | undefined;
  readonly author?: AuthorInit | undefined;
  readonly components?: ComponentsInit | undefined;
  readonly stream?: string | undefined;
  readonly kind?: ContentKindInit | undefined;
}

function writeContent(out: Writer, message: ContentInit): void {
  if (message.text) {
    out.tag(10);
    out.string(message.text);
  }
  if (message.replyTo) {
    out.tag(16);
    out.varint(message.replyTo);
  }
  if (message.mentions !== undefined && message.mentions.length > 0) {
    out.tag(26);
    const start = out.open();
    for (const item of message.mentions) out.varint(item);
    out.close(start);
  }
  if (message.thread) {
    out.tag(32);
    out.varint(message.thread);
  }
  if (message.forward !== undefined) {
    out.tag(42);
    const start = out.open();
    writeForward(out, message.forward);
    out.close(start);
  }
  if (message.mentionAll !== undefined && message.mentionAll !== 'unspecified') {
    out.tag(48);
    out.varint(MENTION_ALL_WORDS.indexOf(message.mentionAll));
  }
  if (message.vanishAfterMs) {
    out.tag(56);
    out.varint(message.vanishAfterMs);
  }
  if (message.noPreview) {
    out.tag(160);
    out.bool(message.noPreview);
  }
  if (message.attachments !== undefined) {
    for (const item of message.attachments) {
      out.tag(170);
      const start = out.open();
      writeAttachment(out, item);
      out.close(start);
    }
  }
  if (message.author !== undefined) {
    out.tag(178);
    const start = out.open();
    writeAuthor(out, message.author);
    out.close(start);
  }
  if (message.components !== undefined) {
    out.tag(186);
    const start = out.open();
    writeComponents(out, message.components);
    out.close(start);
  }
  if (message.stream) {
    out.tag(194);
    out.string(message.stream);
  }
  switch (message.kind?.case) {
    case 'event': {
      out.tag(66);
      const start = out.open();
      writeEvent(out, message.kind.value);
      out.close(start);
      break;
    }
    case 'custom': {
      out.tag(74);
      const start = out.open();
      writeCustom(out, message.kind.value);
      out.close(start);
      break;
    }
    case 'edit': {
      out.tag(90);
      const start = out.open();
      writeEdit(out, message.kind.value);
      out.close(start);
      break;
    }
    case 'recall': {
      out.tag(98);
      const start = out.open();
      writeRecall(out, message.kind.value);
      out.close(start);
      break;
    }
    case 'reaction': {
      out.tag(106);
      const start = out.open();
      writeReaction(out, message.kind.value);
      out.close(start);
      break;
    }
    case 'vote': {
      out.tag(130);
      const start = out.open();
      writeVote(out, message.kind.value);
      out.close(start);
      break;
    }
    case undefined:
      break;
    default:
      writeTable(out, message, CONTENT_KIND_RARE_OUT);
  }
}

function readContent(input: Reader, end: number): Content {
  let text = '';
  let replyTo = 0;
  const mentions: number[] = [];
  let thread = 0;
  let forward: Forward | undefined;
  let mentionAll: MentionAll = 'unspecified';
  let vanishAfterMs = 0;
  let noPreview = false;
  const attachments: Attachment[] = [];
  let author: Author | undefined;
  let components: Components | undefined;
  let stream = '';
  let kind: ContentKind | undefined;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        text = input.string();
        break;
      case 16:
        replyTo = input.varint();
        break;
      case 24:
        mentions.push(input.varint());
        break;
      case 26:
        input.packed(mentions);
        break;
      case 32:
        thread = input.varint();
        break;
      case 42:
        forward = input.message(readForward);
        break;
      case 48:
        mentionAll = MENTION_ALL_WORDS[input.varint()] ?? 'unspecified';
        break;
      case 56:
        vanishAfterMs = input.varint();
        break;
      case 160:
        noPreview = input.bool();
        break;
      case 170:
        attachments.push(input.message(readAttachment));
        break;
      case 178:
        author = input.message(readAuthor);
        break;
      case 186:
        components = input.message(readComponents);
        break;
      case 194:
        stream = input.string();
        break;
      case 66:
        kind = { case: 'event', value: input.message(readEvent) };
        break;
      case 74:
        kind = { case: 'custom', value: input.message(readCustom) };
        break;
      case 90:
        kind = { case: 'edit', value: input.message(readEdit) };
        break;
      case 98:
        kind = { case: 'recall', value: input.message(readRecall) };
        break;
      case 106:
        kind = { case: 'reaction', value: input.message(readReaction) };
        break;
      case 130:
        kind = { case: 'vote', value: input.message(readVote) };
        break;
      default:
        kind = (readCase(input, tag, CONTENT_KIND_RARE_IN) as ContentKind | undefined) ?? kind;
    }
  }
  return { text, replyTo, mentions, thread, forward, mentionAll, vanishAfterMs, noPreview, attachments, author, components, stream, kind };
}

/** Encodes one Content. The bytes belong to the caller. */
export function encodeContent(message: ContentInit): Uint8Array {
  try {
    writeContent(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Content; `bytes` fields are views into the input. Throws WireError. */
export function decodeContent(bytes: Uint8Array): Content {
  const reader = new Reader(bytes);
  const message = readContent(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * A file of a message. It comes from the upload, and is sent as it came: only `alt` is the sender's to change. With `id` alone
 * the server fills in the rest; then the message may come after others that were sent later.
 *
 * Whoever may read a message may read its files. A sender needs to own the file, or to be able to read a message that has it.
 */
export interface Attachment {
  readonly id: string;
  /** With its extension, without a path: at most 255 characters. */
  readonly name: string;
  /** The MIME type of what is in it, whatever it was called. */
  readonly type: string;
  readonly bytes: number;
  /** Of a picture or a video, as it is shown; 0: not known. */
  readonly width: number;
  readonly height: number;
  /** Of audio or video; 0: not known. */
  readonly durationMs: number;
  /** Amplitudes of audio in equal steps, a byte each, at most 100. */
  readonly waveform: Uint8Array;
  /** A blurred picture to show until the file is there; see https://evanw.github.io/thumbhash/. */
  readonly thumbhash: Uint8Array;
  /** What there is to see or to hear, in words, at most 1,000 characters. */
  readonly alt: string;
  /** A message that was spoken. */
  readonly voice: boolean;
  /** The longest sides, in pixels, of the smaller pictures that there are of it. */
  readonly thumbnails: readonly number[];
}

/** Input for encoding a Attachment; absent fields have their default. */
export interface AttachmentInit {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly bytes?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly waveform?: Uint8Array | undefined;
  readonly thumbhash?: Uint8Array | undefined;
  readonly alt?: string | undefined;
  readonly voice?: boolean | undefined;
  readonly thumbnails?: readonly number[] | undefined;
}

function writeAttachment(out: Writer, message: AttachmentInit): void {
  if (message.id) {
    out.tag(10);
    out.string(message.id);
  }
  if (message.name) {
    out.tag(18);
    out.string(message.name);
  }
  if (message.type) {
    out.tag(26);
    out.string(message.type);
  }
  if (message.bytes) {
    out.tag(32);
    out.varint(message.bytes);
  }
  if (message.width) {
    out.tag(40);
    out.varint(message.width);
  }
  if (message.height) {
    out.tag(48);
    out.varint(message.height);
  }
  if (message.durationMs) {
    out.tag(56);
    out.varint(message.durationMs);
  }
  if (message.waveform !== undefined && message.waveform.length > 0) {
    out.tag(66);
    out.bytes(message.waveform);
  }
  if (message.thumbhash !== undefined && message.thumbhash.length > 0) {
    out.tag(74);
    out.bytes(message.thumbhash);
  }
  if (message.alt) {
    out.tag(82);
    out.string(message.alt);
  }
  if (message.voice) {
    out.tag(88);
    out.bool(message.voice);
  }
  if (message.thumbnails !== undefined && message.thumbnails.length > 0) {
    out.tag(98);
    const start = out.open();
    for (const item of message.thumbnails) out.varint(item);
    out.close(start);
  }
}

function readAttachment(input: Reader, end: number): Attachment {
  let id = '';
  let name = '';
  let type = '';
  let bytes = 0;
  let width = 0;
  let height = 0;
  let durationMs = 0;
  let waveform: Uint8Array = new Uint8Array(0);
  let thumbhash: Uint8Array = new Uint8Array(0);
  let alt = '';
  let voice = false;
  const thumbnails: number[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        id = input.string();
        break;
      case 18:
        name = input.string();
        break;
      case 26:
        type = input.string();
        break;
      case 32:
        bytes = input.varint();
        break;
      case 40:
        width = input.varint();
        break;
      case 48:
        height = input.varint();
        break;
      case 56:
        durationMs = input.varint();
        break;
      case 66:
        waveform = input.bytes();
        break;
      case 74:
        thumbhash = input.bytes();
        break;
      case 82:
        alt = input.string();
        break;
      case 88:
        voice = input.bool();
        break;
      case 96:
        thumbnails.push(input.varint());
        break;
      case 98:
        input.packed(thumbnails);
        break;
      default:
        input.skip(tag);
    }
  }
  return { id, name, type, bytes, width, height, durationMs, waveform, thumbhash, alt, voice, thumbnails };
}

/** Encodes one Attachment. The bytes belong to the caller. */
export function encodeAttachment(message: AttachmentInit): Uint8Array {
  try {
    writeAttachment(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Attachment; `bytes` fields are views into the input. Throws WireError. */
export function decodeAttachment(bytes: Uint8Array): Attachment {
  const reader = new Reader(bytes);
  const message = readAttachment(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Whose words a message is, where that is no account. What stands here was said by a program: nobody has checked it. */
export interface Author {
  readonly name: string;
  /** An http or https URL; empty for none. */
  readonly avatarUrl: string;
  /** A picture too, if there is no other: one emoji. */
  readonly emoji: string;
  /** Of the incoming webhook; 0: it was imported. */
  readonly incoming: number;
}

/** Input for encoding a Author; absent fields have their default. */
export interface AuthorInit {
  readonly name?: string | undefined;
  readonly avatarUrl?: string | undefined;
  readonly emoji?: string | undefined;
  readonly incoming?: number | undefined;
}

function writeAuthor(out: Writer, message: AuthorInit): void {
  writeTable(out, message, AUTHOR_FIELDS);
}
function readAuthor(input: Reader, end: number): Author {
  // The table has the fields of this type.
  return readTable(input, end, AUTHOR_FIELDS) as Author;
}

/** Encodes one Author. The bytes belong to the caller. */
export function encodeAuthor(message: AuthorInit): Uint8Array {
  try {
    writeAuthor(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Author; `bytes` fields are views into the input. Throws WireError. */
export function decodeAuthor(bytes: Uint8Array): Author {
  const reader = new Reader(bytes);
  const message = readAuthor(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Where a forwarded message was said first. */
export interface Forward {
  /** Who said it; 0: not told, because not everybody may find the user (Privacy.find). */
  readonly user: number;
  /** Where: a room, or a group that everybody finds. 0, like seq: not told, because the conversation is private. */
  readonly conversation: number;
  readonly seq: number;
  /** When. */
  readonly time: number;
}

/** Input for encoding a Forward; absent fields have their default. */
export interface ForwardInit {
  readonly user?: number | undefined;
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly time?: number | undefined;
}

function writeForward(out: Writer, message: ForwardInit): void {
  writeTable(out, message, FORWARD_FIELDS);
}
function readForward(input: Reader, end: number): Forward {
  // The table has the fields of this type.
  return readTable(input, end, FORWARD_FIELDS) as Forward;
}

/** Encodes one Forward. The bytes belong to the caller. */
export function encodeForward(message: ForwardInit): Uint8Array {
  try {
    writeForward(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Forward; `bytes` fields are views into the input. Throws WireError. */
export function decodeForward(bytes: Uint8Array): Forward {
  const reader = new Reader(bytes);
  const message = readForward(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Replaces what the sender has said. What it answers, its thread and its place stay. */
export interface Edit {
  readonly target: number;
  readonly text: string;
  /** Users named in the new text. */
  readonly mentions: readonly number[];
  readonly mentionAll: MentionAll;
  /** Of a bot: takes the place of the buttons and menus. Without rows: there are none any more. Absent: they stay. */
  readonly components: Components | undefined;
}

/** Input for encoding a Edit; absent fields have their default. */
export interface EditInit {
  readonly target?: number | undefined;
  readonly text?: string | undefined;
  readonly mentions?: readonly number[] | undefined;
  readonly mentionAll?: MentionAll | undefined;
  readonly components?: ComponentsInit | undefined;
}

function writeEdit(out: Writer, message: EditInit): void {
  if (message.target) {
    out.tag(8);
    out.varint(message.target);
  }
  if (message.text) {
    out.tag(18);
    out.string(message.text);
  }
  if (message.mentions !== undefined && message.mentions.length > 0) {
    out.tag(26);
    const start = out.open();
    for (const item of message.mentions) out.varint(item);
    out.close(start);
  }
  if (message.mentionAll !== undefined && message.mentionAll !== 'unspecified') {
    out.tag(32);
    out.varint(MENTION_ALL_WORDS.indexOf(message.mentionAll));
  }
  if (message.components !== undefined) {
    out.tag(42);
    const start = out.open();
    writeComponents(out, message.components);
    out.close(start);
  }
}

function readEdit(input: Reader, end: number): Edit {
  let target = 0;
  let text = '';
  const mentions: number[] = [];
  let mentionAll: MentionAll = 'unspecified';
  let components: Components | undefined;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        target = input.varint();
        break;
      case 18:
        text = input.string();
        break;
      case 24:
        mentions.push(input.varint());
        break;
      case 26:
        input.packed(mentions);
        break;
      case 32:
        mentionAll = MENTION_ALL_WORDS[input.varint()] ?? 'unspecified';
        break;
      case 42:
        components = input.message(readComponents);
        break;
      default:
        input.skip(tag);
    }
  }
  return { target, text, mentions, mentionAll, components };
}

/** Encodes one Edit. The bytes belong to the caller. */
export function encodeEdit(message: EditInit): Uint8Array {
  try {
    writeEdit(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Edit; `bytes` fields are views into the input. Throws WireError. */
export function decodeEdit(bytes: Uint8Array): Edit {
  const reader = new Reader(bytes);
  const message = readEdit(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Takes a message back: its words are erased everywhere. */
export interface Recall {
  readonly target: number;
}

/** Input for encoding a Recall; absent fields have their default. */
export interface RecallInit {
  readonly target?: number | undefined;
}

function writeRecall(out: Writer, message: RecallInit): void {
  if (message.target) {
    out.tag(8);
    out.varint(message.target);
  }
}

function readRecall(input: Reader, end: number): Recall {
  let target = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        target = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { target };
}

/** Encodes one Recall. The bytes belong to the caller. */
export function encodeRecall(message: RecallInit): Uint8Array {
  try {
    writeRecall(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Recall; `bytes` fields are views into the input. Throws WireError. */
export function decodeRecall(bytes: Uint8Array): Recall {
  const reader = new Reader(bytes);
  const message = readRecall(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The sender's reaction to a message. To add one again, or to remove one that is not there, changes nothing. */
export interface Reaction {
  readonly target: number;
  /** One emoji: at most 64 bytes. It counts as its fully-qualified form (UTS #51), with or without U+FE0F. */
  readonly emoji: string;
  /** Takes it back. */
  readonly remove: boolean;
}

/** Input for encoding a Reaction; absent fields have their default. */
export interface ReactionInit {
  readonly target?: number | undefined;
  readonly emoji?: string | undefined;
  readonly remove?: boolean | undefined;
}

function writeReaction(out: Writer, message: ReactionInit): void {
  if (message.target) {
    out.tag(8);
    out.varint(message.target);
  }
  if (message.emoji) {
    out.tag(18);
    out.string(message.emoji);
  }
  if (message.remove) {
    out.tag(24);
    out.bool(message.remove);
  }
}

function readReaction(input: Reader, end: number): Reaction {
  let target = 0;
  let emoji = '';
  let remove = false;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        target = input.varint();
        break;
      case 18:
        emoji = input.string();
        break;
      case 24:
        remove = input.bool();
        break;
      default:
        input.skip(tag);
    }
  }
  return { target, emoji, remove };
}

/** Encodes one Reaction. The bytes belong to the caller. */
export function encodeReaction(message: ReactionInit): Uint8Array {
  try {
    writeReaction(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Reaction; `bytes` fields are views into the input. Throws WireError. */
export function decodeReaction(bytes: Uint8Array): Reaction {
  const reader = new Reader(bytes);
  const message = readReaction(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Pins a message for everybody in the conversation, or unpins it. */
export interface Pin {
  readonly target: number;
  /** Unpins it. */
  readonly remove: boolean;
}

/** Input for encoding a Pin; absent fields have their default. */
export interface PinInit {
  readonly target?: number | undefined;
  readonly remove?: boolean | undefined;
}

function writePin(out: Writer, message: PinInit): void {
  writeTable(out, message, PIN_FIELDS);
}
function readPin(input: Reader, end: number): Pin {
  // The table has the fields of this type.
  return readTable(input, end, PIN_FIELDS) as Pin;
}

/** Encodes one Pin. The bytes belong to the caller. */
export function encodePin(message: PinInit): Uint8Array {
  try {
    writePin(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Pin; `bytes` fields are views into the input. Throws WireError. */
export function decodePin(bytes: Uint8Array): Pin {
  const reader = new Reader(bytes);
  const message = readPin(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A question with answers to choose from. The question is the text of the content. */
export interface Poll {
  /** 2 to 20 different ones of at most 100 characters. */
  readonly options: readonly string[];
  /** Several options may be chosen. */
  readonly multiple: boolean;
  /** Nobody is told who has chosen what. */
  readonly anonymous: boolean;
  /** Nobody can vote after this time; 0: until somebody closes it. */
  readonly closesAt: number;
}

/** Input for encoding a Poll; absent fields have their default. */
export interface PollInit {
  readonly options?: readonly string[] | undefined;
  readonly multiple?: boolean | undefined;
  readonly anonymous?: boolean | undefined;
  readonly closesAt?: number | undefined;
}

function writePoll(out: Writer, message: PollInit): void {
  writeTable(out, message, POLL_FIELDS);
}
function readPoll(input: Reader, end: number): Poll {
  // The table has the fields of this type.
  return readTable(input, end, POLL_FIELDS) as Poll;
}

/** Encodes one Poll. The bytes belong to the caller. */
export function encodePoll(message: PollInit): Uint8Array {
  try {
    writePoll(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Poll; `bytes` fields are views into the input. Throws WireError. */
export function decodePoll(bytes: Uint8Array): Poll {
  const reader = new Reader(bytes);
  const message = readPoll(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The sender's choice in a poll. It takes the place of an earlier one. */
export interface Vote {
  readonly target: number;
  /** Places of the chosen options, from 0. Empty: takes the vote back. */
  readonly choices: readonly number[];
  /** Written by the server alone: the poll is anonymous, so `choices` were taken out, and to others the sender is 0. */
  readonly secret: boolean;
}

/** Input for encoding a Vote; absent fields have their default. */
export interface VoteInit {
  readonly target?: number | undefined;
  readonly choices?: readonly number[] | undefined;
  readonly secret?: boolean | undefined;
}

function writeVote(out: Writer, message: VoteInit): void {
  if (message.target) {
    out.tag(8);
    out.varint(message.target);
  }
  if (message.choices !== undefined && message.choices.length > 0) {
    out.tag(18);
    const start = out.open();
    for (const item of message.choices) out.varint(item);
    out.close(start);
  }
  if (message.secret) {
    out.tag(24);
    out.bool(message.secret);
  }
}

function readVote(input: Reader, end: number): Vote {
  let target = 0;
  const choices: number[] = [];
  let secret = false;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        target = input.varint();
        break;
      case 16:
        choices.push(input.varint());
        break;
      case 18:
        input.packed(choices);
        break;
      case 24:
        secret = input.bool();
        break;
      default:
        input.skip(tag);
    }
  }
  return { target, choices, secret };
}

/** Encodes one Vote. The bytes belong to the caller. */
export function encodeVote(message: VoteInit): Uint8Array {
  try {
    writeVote(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Vote; `bytes` fields are views into the input. Throws WireError. */
export function decodeVote(bytes: Uint8Array): Vote {
  const reader = new Reader(bytes);
  const message = readVote(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Ends a poll. Only its sender and admins of the group may. */
export interface ClosePoll {
  readonly target: number;
}

/** Input for encoding a ClosePoll; absent fields have their default. */
export interface ClosePollInit {
  readonly target?: number | undefined;
}

function writeClosePoll(out: Writer, message: ClosePollInit): void {
  writeTable(out, message, CLOSE_POLL_FIELDS);
}
function readClosePoll(input: Reader, end: number): ClosePoll {
  // The table has the fields of this type.
  return readTable(input, end, CLOSE_POLL_FIELDS) as ClosePoll;
}

/** Encodes one ClosePoll. The bytes belong to the caller. */
export function encodeClosePoll(message: ClosePollInit): Uint8Array {
  try {
    writeClosePoll(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ClosePoll; `bytes` fields are views into the input. Throws WireError. */
export function decodeClosePoll(bytes: Uint8Array): ClosePoll {
  const reader = new Reader(bytes);
  const message = readClosePoll(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What a link in a message leads to. */
export interface Preview {
  readonly target: number;
  readonly url: string;
  readonly title: string;
  readonly description: string;
  readonly site: string;
  /**
   * The path of a small picture (JPEG, PNG, GIF, WebP) on the server itself, which gives it to those who are logged in.
   * Empty: none.
   */
  readonly picture: string;
  /** Of the picture, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** Input for encoding a Preview; absent fields have their default. */
export interface PreviewInit {
  readonly target?: number | undefined;
  readonly url?: string | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly site?: string | undefined;
  readonly picture?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

function writePreview(out: Writer, message: PreviewInit): void {
  writeTable(out, message, PREVIEW_FIELDS);
}
function readPreview(input: Reader, end: number): Preview {
  // The table has the fields of this type.
  return readTable(input, end, PREVIEW_FIELDS) as Preview;
}

/** Encodes one Preview. The bytes belong to the caller. */
export function encodePreview(message: PreviewInit): Uint8Array {
  try {
    writePreview(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Preview; `bytes` fields are views into the input. Throws WireError. */
export function decodePreview(bytes: Uint8Array): Preview {
  const reader = new Reader(bytes);
  const message = readPreview(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The words of a message were taken back. */
export interface Recalled {
  /** Who did it: the sender, or an admin of the group. 0: the message has vanished after its time. */
  readonly by: number;
}

/** Input for encoding a Recalled; absent fields have their default. */
export interface RecalledInit {
  readonly by?: number | undefined;
}

function writeRecalled(out: Writer, message: RecalledInit): void {
  writeTable(out, message, RECALLED_FIELDS);
}
function readRecalled(input: Reader, end: number): Recalled {
  // The table has the fields of this type.
  return readTable(input, end, RECALLED_FIELDS) as Recalled;
}

/** Encodes one Recalled. The bytes belong to the caller. */
export function encodeRecalled(message: RecalledInit): Uint8Array {
  try {
    writeRecalled(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Recalled; `bytes` fields are views into the input. Throws WireError. */
export function decodeRecalled(bytes: Uint8Array): Recalled {
  const reader = new Reader(bytes);
  const message = readRecalled(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What entries have made of a message. Of two states of one message the one with the higher `through` holds. */
export interface State {
  /** The message. */
  readonly seq: number;
  /** Seq of the last entry that is in it. */
  readonly through: number;
  /** Seq of the last edit; 0: none. */
  readonly edited: number;
  /** Seq of the recall; 0: none. */
  readonly recalled: number;
  /** By the order of their first use. */
  readonly reactions: readonly ReactionCount[];
  /** Seq of the entry that pins it; 0: it is not pinned. */
  readonly pinned: number;
  readonly poll: PollState | undefined;
  readonly thread: ThreadState | undefined;
  /** The previews of its links. */
  readonly previews: readonly Preview[];
  /** When the message vanishes, by the server's clock; 0: never. A client removes it then; the server recalls it soon after. */
  readonly vanishesAt: number;
  /** What concerns the reader alone. Only in answers: who follows pushes knows it from their own entries. */
  readonly own: OwnState | undefined;
  /** The state of another message that the same entry has changed, or of the one whose thread this one was said in. */
  readonly also: State | undefined;
}

/** Input for encoding a State; absent fields have their default. */
export interface StateInit {
  readonly seq?: number | undefined;
  readonly through?: number | undefined;
  readonly edited?: number | undefined;
  readonly recalled?: number | undefined;
  readonly reactions?: readonly ReactionCountInit[] | undefined;
  readonly pinned?: number | undefined;
  readonly poll?: PollStateInit | undefined;
  readonly thread?: ThreadStateInit | undefined;
  readonly previews?: readonly PreviewInit[] | undefined;
  readonly vanishesAt?: number | undefined;
  readonly own?: OwnStateInit | undefined;
  readonly also?: StateInit | undefined;
}

function writeState(out: Writer, message: StateInit): void {
  if (message.seq) {
    out.tag(8);
    out.varint(message.seq);
  }
  if (message.through) {
    out.tag(16);
    out.varint(message.through);
  }
  if (message.edited) {
    out.tag(24);
    out.varint(message.edited);
  }
  if (message.recalled) {
    out.tag(32);
    out.varint(message.recalled);
  }
  if (message.reactions !== undefined) {
    for (const item of message.reactions) {
      out.tag(42);
      const start = out.open();
      writeReactionCount(out, item);
      out.close(start);
    }
  }
  if (message.pinned) {
    out.tag(48);
    out.varint(message.pinned);
  }
  if (message.poll !== undefined) {
    out.tag(58);
    const start = out.open();
    writePollState(out, message.poll);
    out.close(start);
  }
  if (message.thread !== undefined) {
    out.tag(66);
    const start = out.open();
    writeThreadState(out, message.thread);
    out.close(start);
  }
  if (message.previews !== undefined) {
    for (const item of message.previews) {
      out.tag(74);
      const start = out.open();
      writePreview(out, item);
      out.close(start);
    }
  }
  if (message.vanishesAt) {
    out.tag(80);
    out.varint(message.vanishesAt);
  }
  if (message.own !== undefined) {
    out.tag(122);
    const start = out.open();
    writeOwnState(out, message.own);
    out.close(start);
  }
  if (message.also !== undefined) {
    out.tag(130);
    const start = out.open();
    writeState(out, message.also);
    out.close(start);
  }
}

function readState(input: Reader, end: number): State {
  let seq = 0;
  let through = 0;
  let edited = 0;
  let recalled = 0;
  const reactions: ReactionCount[] = [];
  let pinned = 0;
  let poll: PollState | undefined;
  let thread: ThreadState | undefined;
  const previews: Preview[] = [];
  let vanishesAt = 0;
  let own: OwnState | undefined;
  let also: State | undefined;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        seq = input.varint();
        break;
      case 16:
        through = input.varint();
        break;
      case 24:
        edited = input.varint();
        break;
      case 32:
        recalled = input.varint();
        break;
      case 42:
        reactions.push(input.message(readReactionCount));
        break;
      case 48:
        pinned = input.varint();
        break;
      case 58:
        poll = input.message(readPollState);
        break;
      case 66:
        thread = input.message(readThreadState);
        break;
      case 74:
        previews.push(input.message(readPreview));
        break;
      case 80:
        vanishesAt = input.varint();
        break;
      case 122:
        own = input.message(readOwnState);
        break;
      case 130:
        also = input.message(readState);
        break;
      default:
        input.skip(tag);
    }
  }
  return { seq, through, edited, recalled, reactions, pinned, poll, thread, previews, vanishesAt, own, also };
}

/** Encodes one State. The bytes belong to the caller. */
export function encodeState(message: StateInit): Uint8Array {
  try {
    writeState(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one State; `bytes` fields are views into the input. Throws WireError. */
export function decodeState(bytes: Uint8Array): State {
  const reader = new Reader(bytes);
  const message = readState(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** How often an emoji was given. */
export interface ReactionCount {
  readonly emoji: string;
  readonly count: number;
  /** Some of those who gave it, the first ones first. In a crowd perhaps nobody. */
  readonly users: readonly number[];
}

/** Input for encoding a ReactionCount; absent fields have their default. */
export interface ReactionCountInit {
  readonly emoji?: string | undefined;
  readonly count?: number | undefined;
  readonly users?: readonly number[] | undefined;
}

function writeReactionCount(out: Writer, message: ReactionCountInit): void {
  if (message.emoji) {
    out.tag(10);
    out.string(message.emoji);
  }
  if (message.count) {
    out.tag(16);
    out.varint(message.count);
  }
  if (message.users !== undefined && message.users.length > 0) {
    out.tag(26);
    const start = out.open();
    for (const item of message.users) out.varint(item);
    out.close(start);
  }
}

function readReactionCount(input: Reader, end: number): ReactionCount {
  let emoji = '';
  let count = 0;
  const users: number[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        emoji = input.string();
        break;
      case 16:
        count = input.varint();
        break;
      case 24:
        users.push(input.varint());
        break;
      case 26:
        input.packed(users);
        break;
      default:
        input.skip(tag);
    }
  }
  return { emoji, count, users };
}

/** Encodes one ReactionCount. The bytes belong to the caller. */
export function encodeReactionCount(message: ReactionCountInit): Uint8Array {
  try {
    writeReactionCount(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ReactionCount; `bytes` fields are views into the input. Throws WireError. */
export function decodeReactionCount(bytes: Uint8Array): ReactionCount {
  const reader = new Reader(bytes);
  const message = readReactionCount(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** How a poll stands. */
export interface PollState {
  /** How many have chosen each option. */
  readonly votes: readonly number[];
  /** How many have voted. */
  readonly voters: number;
  readonly closed: boolean;
}

/** Input for encoding a PollState; absent fields have their default. */
export interface PollStateInit {
  readonly votes?: readonly number[] | undefined;
  readonly voters?: number | undefined;
  readonly closed?: boolean | undefined;
}

function writePollState(out: Writer, message: PollStateInit): void {
  writeTable(out, message, POLL_STATE_FIELDS);
}
function readPollState(input: Reader, end: number): PollState {
  // The table has the fields of this type.
  return readTable(input, end, POLL_STATE_FIELDS) as PollState;
}

/** Encodes one PollState. The bytes belong to the caller. */
export function encodePollState(message: PollStateInit): Uint8Array {
  try {
    writePollState(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one PollState; `bytes` fields are views into the input. Throws WireError. */
export function decodePollState(bytes: Uint8Array): PollState {
  const reader = new Reader(bytes);
  const message = readPollState(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What was said in the thread of a message. */
export interface ThreadState {
  /** Without what was recalled. */
  readonly count: number;
  /** The newest message in it. */
  readonly last: number;
  readonly time: number;
  /** Some of those who said something, the newest first. */
  readonly users: readonly number[];
}

/** Input for encoding a ThreadState; absent fields have their default. */
export interface ThreadStateInit {
  readonly count?: number | undefined;
  readonly last?: number | undefined;
  readonly time?: number | undefined;
  readonly users?: readonly number[] | undefined;
}

function writeThreadState(out: Writer, message: ThreadStateInit): void {
  writeTable(out, message, THREAD_STATE_FIELDS);
}
function readThreadState(input: Reader, end: number): ThreadState {
  // The table has the fields of this type.
  return readTable(input, end, THREAD_STATE_FIELDS) as ThreadState;
}

/** Encodes one ThreadState. The bytes belong to the caller. */
export function encodeThreadState(message: ThreadStateInit): Uint8Array {
  try {
    writeThreadState(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ThreadState; `bytes` fields are views into the input. Throws WireError. */
export function decodeThreadState(bytes: Uint8Array): ThreadState {
  const reader = new Reader(bytes);
  const message = readThreadState(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What concerns the reader of a state alone. */
export interface OwnState {
  /** Emoji that the reader has given. */
  readonly reactions: readonly string[];
  /** Options of the poll that the reader has chosen. */
  readonly choices: readonly number[];
  /** The reader follows the thread. */
  readonly follows: boolean;
  /** What others have said in the thread since the reader last read it. */
  readonly unread: number;
  /** The reader has read everything in the thread up to this seq. */
  readonly read: number;
}

/** Input for encoding a OwnState; absent fields have their default. */
export interface OwnStateInit {
  readonly reactions?: readonly string[] | undefined;
  readonly choices?: readonly number[] | undefined;
  readonly follows?: boolean | undefined;
  readonly unread?: number | undefined;
  readonly read?: number | undefined;
}

function writeOwnState(out: Writer, message: OwnStateInit): void {
  if (message.reactions !== undefined) {
    for (const item of message.reactions) {
      out.tag(10);
      out.string(item);
    }
  }
  if (message.choices !== undefined && message.choices.length > 0) {
    out.tag(18);
    const start = out.open();
    for (const item of message.choices) out.varint(item);
    out.close(start);
  }
  if (message.follows) {
    out.tag(24);
    out.bool(message.follows);
  }
  if (message.unread) {
    out.tag(32);
    out.varint(message.unread);
  }
  if (message.read) {
    out.tag(40);
    out.varint(message.read);
  }
}

function readOwnState(input: Reader, end: number): OwnState {
  const reactions: string[] = [];
  const choices: number[] = [];
  let follows = false;
  let unread = 0;
  let read = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        reactions.push(input.string());
        break;
      case 16:
        choices.push(input.varint());
        break;
      case 18:
        input.packed(choices);
        break;
      case 24:
        follows = input.bool();
        break;
      case 32:
        unread = input.varint();
        break;
      case 40:
        read = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { reactions, choices, follows, unread, read };
}

/** Encodes one OwnState. The bytes belong to the caller. */
export function encodeOwnState(message: OwnStateInit): Uint8Array {
  try {
    writeOwnState(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one OwnState; `bytes` fields are views into the input. Throws WireError. */
export function decodeOwnState(bytes: Uint8Array): OwnState {
  const reader = new Reader(bytes);
  const message = readOwnState(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The words of a message are gone. */
export interface Erased {
  readonly _?: never;
}

/** Input for encoding a Erased; absent fields have their default. */
export interface ErasedInit {
  readonly _?: never;
}

function writeErased(out: Writer, message: ErasedInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readErased(input: Reader, end: number): Erased {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as Erased;
}

/** Encodes one Erased. The bytes belong to the caller. */
export function encodeErased(message: ErasedInit): Uint8Array {
  try {
    writeErased(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Erased; `bytes` fields are views into the input. Throws WireError. */
export function decodeErased(bytes: Uint8Array): Erased {
  const reader = new Reader(bytes);
  const message = readErased(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Content that the server does not interpret. */
export interface Custom {
  /** Names the format within the application's namespace: "com.example.poll". */
  readonly type: string;
  /** In that format. */
  readonly data: Uint8Array;
}

/** Input for encoding a Custom; absent fields have their default. */
export interface CustomInit {
  readonly type?: string | undefined;
  readonly data?: Uint8Array | undefined;
}

function writeCustom(out: Writer, message: CustomInit): void {
  if (message.type) {
    out.tag(10);
    out.string(message.type);
  }
  if (message.data !== undefined && message.data.length > 0) {
    out.tag(18);
    out.bytes(message.data);
  }
}

function readCustom(input: Reader, end: number): Custom {
  let type = '';
  let data: Uint8Array = new Uint8Array(0);
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        type = input.string();
        break;
      case 18:
        data = input.bytes();
        break;
      default:
        input.skip(tag);
    }
  }
  return { type, data };
}

/** Encodes one Custom. The bytes belong to the caller. */
export function encodeCustom(message: CustomInit): Uint8Array {
  try {
    writeCustom(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Custom; `bytes` fields are views into the input. Throws WireError. */
export function decodeCustom(bytes: Uint8Array): Custom {
  const reader = new Reader(bytes);
  const message = readCustom(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Something that happened in the conversation. The message's sender did it. */
export interface Event {
  readonly kind: EventKind;
  /** Whom it happened to, unless that is the sender. */
  readonly users: readonly number[];
  readonly title: string;
  readonly role: Role;
  readonly settings: GroupSettings | undefined;
  /** In an inbox: the group that it is about. */
  readonly conversation: number;
  readonly vanishAfterMs: number;
}

/** Input for encoding a Event; absent fields have their default. */
export interface EventInit {
  readonly kind?: EventKind | undefined;
  readonly users?: readonly number[] | undefined;
  readonly title?: string | undefined;
  readonly role?: Role | undefined;
  readonly settings?: GroupSettingsInit | undefined;
  readonly conversation?: number | undefined;
  readonly vanishAfterMs?: number | undefined;
}

function writeEvent(out: Writer, message: EventInit): void {
  if (message.kind !== undefined && message.kind !== 'unspecified') {
    out.tag(8);
    out.varint(EVENT_KIND_WORDS.indexOf(message.kind));
  }
  if (message.users !== undefined && message.users.length > 0) {
    out.tag(18);
    const start = out.open();
    for (const item of message.users) out.varint(item);
    out.close(start);
  }
  if (message.title) {
    out.tag(26);
    out.string(message.title);
  }
  if (message.role !== undefined && message.role !== 'unspecified') {
    out.tag(32);
    out.varint(ROLE_WORDS.indexOf(message.role));
  }
  if (message.settings !== undefined) {
    out.tag(42);
    const start = out.open();
    writeGroupSettings(out, message.settings);
    out.close(start);
  }
  if (message.conversation) {
    out.tag(48);
    out.varint(message.conversation);
  }
  if (message.vanishAfterMs) {
    out.tag(320);
    out.varint(message.vanishAfterMs);
  }
}

function readEvent(input: Reader, end: number): Event {
  let kind: EventKind = 'unspecified';
  const users: number[] = [];
  let title = '';
  let role: Role = 'unspecified';
  let settings: GroupSettings | undefined;
  let conversation = 0;
  let vanishAfterMs = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        kind = EVENT_KIND_WORDS[input.varint()] ?? 'unspecified';
        break;
      case 16:
        users.push(input.varint());
        break;
      case 18:
        input.packed(users);
        break;
      case 26:
        title = input.string();
        break;
      case 32:
        role = ROLE_WORDS[input.varint()] ?? 'unspecified';
        break;
      case 42:
        settings = input.message(readGroupSettings);
        break;
      case 48:
        conversation = input.varint();
        break;
      case 320:
        vanishAfterMs = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { kind, users, title, role, settings, conversation, vanishAfterMs };
}

/** Encodes one Event. The bytes belong to the caller. */
export function encodeEvent(message: EventInit): Uint8Array {
  try {
    writeEvent(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Event; `bytes` fields are views into the input. Throws WireError. */
export function decodeEvent(bytes: Uint8Array): Event {
  const reader = new Reader(bytes);
  const message = readEvent(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A message in the log. */
export interface Message {
  readonly conversation: number;
  /** Its place in the conversation's log: 1, 2, 3, … without holes. */
  readonly seq: number;
  /** The id of a user; 0: the server, in an inbox and where a message has vanished. */
  readonly sender: number;
  /** When the server accepted it. For display; order comes from seqs. */
  readonly time: number;
  /**
   * The bytes stay as the server stored them.
   * @json Content
   */
  readonly content: Uint8Array;
  /** Only in answers, and only for the caller's own messages. */
  readonly clientId: string;
  /**
   * In an answer: what has become of this message; `content` is as last edited. In the push of an entry, or of what is said
   * in a thread: what has become of the message that it belongs to. In the push of a message that vanishes: its own.
   */
  readonly state: State | undefined;
  /** In an answer: the message that this one replies to, as it is now. */
  readonly quote: Quote | undefined;
}

/** Input for encoding a Message; absent fields have their default. */
export interface MessageInit {
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly sender?: number | undefined;
  readonly time?: number | undefined;
  readonly content?: Uint8Array | undefined;
  readonly clientId?: string | undefined;
  readonly state?: StateInit | undefined;
  readonly quote?: QuoteInit | undefined;
}

function writeMessage(out: Writer, message: MessageInit): void {
  if (message.conversation) {
    out.tag(8);
    out.varint(message.conversation);
  }
  if (message.seq) {
    out.tag(16);
    out.varint(message.seq);
  }
  if (message.sender) {
    out.tag(24);
    out.varint(message.sender);
  }
  if (message.time) {
    out.tag(32);
    out.varint(message.time);
  }
  if (message.content !== undefined && message.content.length > 0) {
    out.tag(42);
    out.bytes(message.content);
  }
  if (message.clientId) {
    out.tag(50);
    out.string(message.clientId);
  }
  if (message.state !== undefined) {
    out.tag(58);
    const start = out.open();
    writeState(out, message.state);
    out.close(start);
  }
  if (message.quote !== undefined) {
    out.tag(66);
    const start = out.open();
    writeQuote(out, message.quote);
    out.close(start);
  }
}

function readMessage(input: Reader, end: number): Message {
  let conversation = 0;
  let seq = 0;
  let sender = 0;
  let time = 0;
  let content: Uint8Array = new Uint8Array(0);
  let clientId = '';
  let state: State | undefined;
  let quote: Quote | undefined;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        conversation = input.varint();
        break;
      case 16:
        seq = input.varint();
        break;
      case 24:
        sender = input.varint();
        break;
      case 32:
        time = input.varint();
        break;
      case 42:
        content = input.bytes();
        break;
      case 50:
        clientId = input.string();
        break;
      case 58:
        state = input.message(readState);
        break;
      case 66:
        quote = input.message(readQuote);
        break;
      default:
        input.skip(tag);
    }
  }
  return { conversation, seq, sender, time, content, clientId, state, quote };
}

/** Encodes one Message. The bytes belong to the caller. */
export function encodeMessage(message: MessageInit): Uint8Array {
  try {
    writeMessage(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Message; `bytes` fields are views into the input. Throws WireError. */
export function decodeMessage(bytes: Uint8Array): Message {
  const reader = new Reader(bytes);
  const message = readMessage(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The message that another one replies to. */
export interface Quote {
  readonly seq: number;
  readonly sender: number;
  /**
   * The beginning of its content, as last edited, with the first of its attachments, if it has some: its name is cut off
   * after 40 characters, and it has no alt text and no waveform.
   * @json Content
   */
  readonly content: Uint8Array;
}

/** Input for encoding a Quote; absent fields have their default. */
export interface QuoteInit {
  readonly seq?: number | undefined;
  readonly sender?: number | undefined;
  readonly content?: Uint8Array | undefined;
}

function writeQuote(out: Writer, message: QuoteInit): void {
  if (message.seq) {
    out.tag(8);
    out.varint(message.seq);
  }
  if (message.sender) {
    out.tag(16);
    out.varint(message.sender);
  }
  if (message.content !== undefined && message.content.length > 0) {
    out.tag(26);
    out.bytes(message.content);
  }
}

function readQuote(input: Reader, end: number): Quote {
  let seq = 0;
  let sender = 0;
  let content: Uint8Array = new Uint8Array(0);
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        seq = input.varint();
        break;
      case 16:
        sender = input.varint();
        break;
      case 26:
        content = input.bytes();
        break;
      default:
        input.skip(tag);
    }
  }
  return { seq, sender, content };
}

/** Encodes one Quote. The bytes belong to the caller. */
export function encodeQuote(message: QuoteInit): Uint8Array {
  try {
    writeQuote(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Quote; `bytes` fields are views into the input. Throws WireError. */
export function decodeQuote(bytes: Uint8Array): Quote {
  const reader = new Reader(bytes);
  const message = readQuote(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export type SendTarget =
  | { readonly case: 'conversation'; readonly value: number }
  | { readonly case: 'user'; readonly value: number };

export type SendTargetInit =
  | { readonly case: 'conversation'; readonly value: number }
  | { readonly case: 'user'; readonly value: number };

/** Sends a message. */
export interface Send {
  /**
   * Unique for ever among the sender's messages; 1 to 64 bytes without U+0000, of which the first is not U+0001. A retry with the same id, target and
   * content gets the first Ack; with another target or content it gets CONFLICT.
   */
  readonly clientId: string;
  /**
   * What the message says.
   * @encodable
   */
  readonly content: Content | undefined;
  /**
   * The message's place in the sender's own order, rising within a connection. After a send was refused with a
   * retryable code, later ones to the same conversation get HELD until every refused one before them was sent again.
   * 0: no such protection, for clients that wait for each Ack.
   */
  readonly order: number;
  readonly target: SendTarget | undefined;
}

/** Input for encoding a Send; absent fields have their default. */
export interface SendInit {
  readonly clientId?: string | undefined;
  readonly content?: ContentInit | Uint8Array | undefined;
  readonly order?: number | undefined;
  readonly target?: SendTargetInit | undefined;
}

function writeSend(out: Writer, message: SendInit): void {
  if (message.clientId) {
    out.tag(26);
    out.string(message.clientId);
  }
  if (message.content !== undefined) {
    out.tag(34);
    if (message.content instanceof Uint8Array) {
      out.bytes(message.content);
    } else {
      const start = out.open();
      writeContent(out, message.content);
      out.close(start);
    }
  }
  if (message.order) {
    out.tag(40);
    out.varint(message.order);
  }
  switch (message.target?.case) {
    case 'conversation': {
      out.tag(8);
      out.varint(message.target.value);
      break;
    }
    case 'user': {
      out.tag(16);
      out.varint(message.target.value);
      break;
    }
    case undefined:
      break;
  }
}

function readSend(input: Reader, end: number): Send {
  let clientId = '';
  let content: Content | undefined;
  let order = 0;
  let target: SendTarget | undefined;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 26:
        clientId = input.string();
        break;
      case 34:
        content = input.message(readContent);
        break;
      case 40:
        order = input.varint();
        break;
      case 8:
        target = { case: 'conversation', value: input.varint() };
        break;
      case 16:
        target = { case: 'user', value: input.varint() };
        break;
      default:
        input.skip(tag);
    }
  }
  return { clientId, content, order, target };
}

/** Encodes one Send. The bytes belong to the caller. */
export function encodeSend(message: SendInit): Uint8Array {
  try {
    writeSend(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Send; `bytes` fields are views into the input. Throws WireError. */
export function decodeSend(bytes: Uint8Array): Send {
  const reader = new Reader(bytes);
  const message = readSend(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The message is committed and synced to disk. */
export interface Ack {
  readonly conversation: number;
  readonly seq: number;
  readonly time: number;
  /**
   * If an entry was sent, or something in a thread: what has become of the message that it belongs to. Absent in the answer
   * to a retry.
   */
  readonly state: State | undefined;
  /** What was written, if the server's operator has it changed on its way: show this instead of what was sent. */
  readonly content: Content | undefined;
}

/** Input for encoding a Ack; absent fields have their default. */
export interface AckInit {
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly time?: number | undefined;
  readonly state?: StateInit | undefined;
  readonly content?: ContentInit | undefined;
}

function writeAck(out: Writer, message: AckInit): void {
  if (message.conversation) {
    out.tag(8);
    out.varint(message.conversation);
  }
  if (message.seq) {
    out.tag(16);
    out.varint(message.seq);
  }
  if (message.time) {
    out.tag(24);
    out.varint(message.time);
  }
  if (message.state !== undefined) {
    out.tag(34);
    const start = out.open();
    writeState(out, message.state);
    out.close(start);
  }
  if (message.content !== undefined) {
    out.tag(42);
    const start = out.open();
    writeContent(out, message.content);
    out.close(start);
  }
}

function readAck(input: Reader, end: number): Ack {
  let conversation = 0;
  let seq = 0;
  let time = 0;
  let state: State | undefined;
  let content: Content | undefined;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        conversation = input.varint();
        break;
      case 16:
        seq = input.varint();
        break;
      case 24:
        time = input.varint();
        break;
      case 34:
        state = input.message(readState);
        break;
      case 42:
        content = input.message(readContent);
        break;
      default:
        input.skip(tag);
    }
  }
  return { conversation, seq, time, state, content };
}

/** Encodes one Ack. The bytes belong to the caller. */
export function encodeAck(message: AckInit): Uint8Array {
  try {
    writeAck(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Ack; `bytes` fields are views into the input. Throws WireError. */
export function decodeAck(bytes: Uint8Array): Ack {
  const reader = new Reader(bytes);
  const message = readAck(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export type ScheduleTarget =
  | { readonly case: 'conversation'; readonly value: number }
  | { readonly case: 'user'; readonly value: number };

export type ScheduleTargetInit =
  | { readonly case: 'conversation'; readonly value: number }
  | { readonly case: 'user'; readonly value: number };

/**
 * Leaves a message with the server, which sends it later in the caller's name. Whether the caller may send it is asked
 * now and again when the time has come; if it is refused then, a message in the caller's inbox says so. A user may have
 * 100 of them.
 */
export interface Schedule {
  /** The client id under which the message will be sent, as in Send. It also makes a retry of this request harmless. */
  readonly clientId: string;
  /**
   * What the message says. Entries cannot be scheduled.
   * @encodable
   */
  readonly content: Content | undefined;
  /** When to send it, by the server's clock: at most a year from now. What is due already is sent at once. */
  readonly at: number;
  readonly target: ScheduleTarget | undefined;
}

/** Input for encoding a Schedule; absent fields have their default. */
export interface ScheduleInit {
  readonly clientId?: string | undefined;
  readonly content?: ContentInit | Uint8Array | undefined;
  readonly at?: number | undefined;
  readonly target?: ScheduleTargetInit | undefined;
}

function writeSchedule(out: Writer, message: ScheduleInit): void {
  writeTable(out, message, SCHEDULE_FIELDS_OUT);
}
function readSchedule(input: Reader, end: number): Schedule {
  // The table has the fields of this type.
  return readTable(input, end, SCHEDULE_FIELDS_IN) as Schedule;
}

/** Encodes one Schedule. The bytes belong to the caller. */
export function encodeSchedule(message: ScheduleInit): Uint8Array {
  try {
    writeSchedule(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Schedule; `bytes` fields are views into the input. Throws WireError. */
export function decodeSchedule(bytes: Uint8Array): Schedule {
  const reader = new Reader(bytes);
  const message = readSchedule(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A message that is to be sent later. */
export interface Scheduled {
  readonly id: number;
  readonly conversation: number;
  readonly at: number;
  /** @json Content */
  readonly content: Uint8Array;
  readonly clientId: string;
  /**
   * If not 0: the error code with which it was refused when it was due. It will not be sent; cancelling it takes it off
   * the list.
   */
  readonly refused: number;
  /**
   * If not 0: the error code for which it is not sent yet although it is due, RATE_LIMITED in slow mode. It is tried again
   * until it is sent, and can be changed and cancelled meanwhile.
   */
  readonly waiting: number;
}

/** Input for encoding a Scheduled; absent fields have their default. */
export interface ScheduledInit {
  readonly id?: number | undefined;
  readonly conversation?: number | undefined;
  readonly at?: number | undefined;
  readonly content?: Uint8Array | undefined;
  readonly clientId?: string | undefined;
  readonly refused?: number | undefined;
  readonly waiting?: number | undefined;
}

function writeScheduled(out: Writer, message: ScheduledInit): void {
  writeTable(out, message, SCHEDULED_FIELDS);
}
function readScheduled(input: Reader, end: number): Scheduled {
  // The table has the fields of this type.
  return readTable(input, end, SCHEDULED_FIELDS) as Scheduled;
}

/** Encodes one Scheduled. The bytes belong to the caller. */
export function encodeScheduled(message: ScheduledInit): Uint8Array {
  try {
    writeScheduled(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Scheduled; `bytes` fields are views into the input. Throws WireError. */
export function decodeScheduled(bytes: Uint8Array): Scheduled {
  const reader = new Reader(bytes);
  const message = readScheduled(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists the caller's messages that are to be sent later, by id, with those that could not be sent. */
export interface ListScheduled {
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 20, which 0 also means. */
  readonly limit: number;
}

/** Input for encoding a ListScheduled; absent fields have their default. */
export interface ListScheduledInit {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListScheduled(out: Writer, message: ListScheduledInit): void {
  writeTable(out, message, LIST_BLOCKED_FIELDS);
}
function readListScheduled(input: Reader, end: number): ListScheduled {
  // The table has the fields of this type.
  return readTable(input, end, LIST_BLOCKED_FIELDS) as ListScheduled;
}

/** Encodes one ListScheduled. The bytes belong to the caller. */
export function encodeListScheduled(message: ListScheduledInit): Uint8Array {
  try {
    writeListScheduled(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListScheduled; `bytes` fields are views into the input. Throws WireError. */
export function decodeListScheduled(bytes: Uint8Array): ListScheduled {
  const reader = new Reader(bytes);
  const message = readListScheduled(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of messages that are to be sent later. */
export interface ScheduledPage {
  readonly scheduled: readonly Scheduled[];
  /** `cursor` for the next page; empty on the last page. */
  readonly next: string;
}

/** Input for encoding a ScheduledPage; absent fields have their default. */
export interface ScheduledPageInit {
  readonly scheduled?: readonly ScheduledInit[] | undefined;
  readonly next?: string | undefined;
}

function writeScheduledPage(out: Writer, message: ScheduledPageInit): void {
  writeTable(out, message, SCHEDULED_PAGE_FIELDS_OUT);
}
function readScheduledPage(input: Reader, end: number): ScheduledPage {
  // The table has the fields of this type.
  return readTable(input, end, SCHEDULED_PAGE_FIELDS_IN) as ScheduledPage;
}

/** Encodes one ScheduledPage. The bytes belong to the caller. */
export function encodeScheduledPage(message: ScheduledPageInit): Uint8Array {
  try {
    writeScheduledPage(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ScheduledPage; `bytes` fields are views into the input. Throws WireError. */
export function decodeScheduledPage(bytes: Uint8Array): ScheduledPage {
  const reader = new Reader(bytes);
  const message = readScheduledPage(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Changes a message that is to be sent later, or cancels it. NOT_FOUND if it was sent already, and CONFLICT if it is
 * being sent, or could not be: then nothing was changed.
 */
export interface ChangeScheduled {
  readonly scheduled: number;
  /** 0: as before. */
  readonly at: number;
  /**
   * Absent: as before.
   * @encodable
   */
  readonly content: Content | undefined;
  /** It will never be sent, and nothing else is changed. */
  readonly cancel: boolean;
}

/** Input for encoding a ChangeScheduled; absent fields have their default. */
export interface ChangeScheduledInit {
  readonly scheduled?: number | undefined;
  readonly at?: number | undefined;
  readonly content?: ContentInit | Uint8Array | undefined;
  readonly cancel?: boolean | undefined;
}

function writeChangeScheduled(out: Writer, message: ChangeScheduledInit): void {
  writeTable(out, message, CHANGE_SCHEDULED_FIELDS_OUT);
}
function readChangeScheduled(input: Reader, end: number): ChangeScheduled {
  // The table has the fields of this type.
  return readTable(input, end, CHANGE_SCHEDULED_FIELDS_IN) as ChangeScheduled;
}

/** Encodes one ChangeScheduled. The bytes belong to the caller. */
export function encodeChangeScheduled(message: ChangeScheduledInit): Uint8Array {
  try {
    writeChangeScheduled(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ChangeScheduled; `bytes` fields are views into the input. Throws WireError. */
export function decodeChangeScheduled(bytes: Uint8Array): ChangeScheduled {
  const reader = new Reader(bytes);
  const message = readChangeScheduled(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Lets what is said in a conversation from now on vanish, or stay. In a group this takes the right to change its title; in a
 * direct conversation either may do it, in a room administrators.
 */
export interface SetVanishing {
  readonly conversation: number;
  /** So long after it was sent: at least 5 s, at most 366 days. 0: it stays. */
  readonly afterMs: number;
  /** Makes a retry harmless, as in Send. */
  readonly clientId: string;
}

/** Input for encoding a SetVanishing; absent fields have their default. */
export interface SetVanishingInit {
  readonly conversation?: number | undefined;
  readonly afterMs?: number | undefined;
  readonly clientId?: string | undefined;
}

function writeSetVanishing(out: Writer, message: SetVanishingInit): void {
  writeTable(out, message, SET_VANISHING_FIELDS);
}
function readSetVanishing(input: Reader, end: number): SetVanishing {
  // The table has the fields of this type.
  return readTable(input, end, SET_VANISHING_FIELDS) as SetVanishing;
}

/** Encodes one SetVanishing. The bytes belong to the caller. */
export function encodeSetVanishing(message: SetVanishingInit): Uint8Array {
  try {
    writeSetVanishing(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SetVanishing; `bytes` fields are views into the input. Throws WireError. */
export function decodeSetVanishing(bytes: Uint8Array): SetVanishing {
  const reader = new Reader(bytes);
  const message = readSetVanishing(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Reads the log. An answer is bounded in messages and bytes: ask again for the rest. */
export interface Pull {
  readonly ranges: readonly Range[];
}

/** Input for encoding a Pull; absent fields have their default. */
export interface PullInit {
  readonly ranges?: readonly RangeInit[] | undefined;
}

function writePull(out: Writer, message: PullInit): void {
  if (message.ranges !== undefined) {
    for (const item of message.ranges) {
      out.tag(10);
      const start = out.open();
      writeRange(out, item);
      out.close(start);
    }
  }
}

function readPull(input: Reader, end: number): Pull {
  const ranges: Range[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        ranges.push(input.message(readRange));
        break;
      default:
        input.skip(tag);
    }
  }
  return { ranges };
}

/** Encodes one Pull. The bytes belong to the caller. */
export function encodePull(message: PullInit): Uint8Array {
  try {
    writePull(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Pull; `bytes` fields are views into the input. Throws WireError. */
export function decodePull(bytes: Uint8Array): Pull {
  const reader = new Reader(bytes);
  const message = readPull(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Which part of a conversation to read. */
export interface Range {
  readonly conversation: number;
  /** Forward: messages above this seq, oldest first. */
  readonly after: number;
  /** Backward, if above 0: the newest messages below this seq. `after` is then ignored. */
  readonly before: number;
  /** At most 1000 in all ranges of a Pull together; 0 means 50. */
  readonly limit: number;
  /**
   * The time of the message at `after`, as the client stored it; 0: do not compare. If the log has another message
   * there, it was restored from a backup, and the batch says `diverged`.
   */
  readonly mark: number;
}

/** Input for encoding a Range; absent fields have their default. */
export interface RangeInit {
  readonly conversation?: number | undefined;
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly limit?: number | undefined;
  readonly mark?: number | undefined;
}

function writeRange(out: Writer, message: RangeInit): void {
  if (message.conversation) {
    out.tag(8);
    out.varint(message.conversation);
  }
  if (message.after) {
    out.tag(16);
    out.varint(message.after);
  }
  if (message.before) {
    out.tag(24);
    out.varint(message.before);
  }
  if (message.limit) {
    out.tag(32);
    out.varint(message.limit);
  }
  if (message.mark) {
    out.tag(40);
    out.varint(message.mark);
  }
}

function readRange(input: Reader, end: number): Range {
  let conversation = 0;
  let after = 0;
  let before = 0;
  let limit = 0;
  let mark = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        conversation = input.varint();
        break;
      case 16:
        after = input.varint();
        break;
      case 24:
        before = input.varint();
        break;
      case 32:
        limit = input.varint();
        break;
      case 40:
        mark = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { conversation, after, before, limit, mark };
}

/** Encodes one Range. The bytes belong to the caller. */
export function encodeRange(message: RangeInit): Uint8Array {
  try {
    writeRange(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Range; `bytes` fields are views into the input. Throws WireError. */
export function decodeRange(bytes: Uint8Array): Range {
  const reader = new Reader(bytes);
  const message = readRange(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The answer to a Pull. */
export interface Pulled {
  /** One for each range, in their order. */
  readonly batches: readonly Batch[];
}

/** Input for encoding a Pulled; absent fields have their default. */
export interface PulledInit {
  readonly batches?: readonly BatchInit[] | undefined;
}

function writePulled(out: Writer, message: PulledInit): void {
  if (message.batches !== undefined) {
    for (const item of message.batches) {
      out.tag(10);
      const start = out.open();
      writeBatch(out, item);
      out.close(start);
    }
  }
}

function readPulled(input: Reader, end: number): Pulled {
  const batches: Batch[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        batches.push(input.message(readBatch));
        break;
      default:
        input.skip(tag);
    }
  }
  return { batches };
}

/** Encodes one Pulled. The bytes belong to the caller. */
export function encodePulled(message: PulledInit): Uint8Array {
  try {
    writePulled(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Pulled; `bytes` fields are views into the input. Throws WireError. */
export function decodePulled(bytes: Uint8Array): Pulled {
  const reader = new Reader(bytes);
  const message = readPulled(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The answer to one range. */
export interface Batch {
  readonly conversation: number;
  /** By rising seq, in both directions. */
  readonly messages: readonly Message[];
  /**
   * Forward: every message up to this seq that the reader may see has now been given; seqs that are missing lie
   * outside the reader's membership. Backward: every such message from this seq on has been given.
   */
  readonly through: number;
  /** The highest seq that the reader may see now. */
  readonly head: number;
  /** There is more to read in this direction. */
  readonly more: boolean;
  /** The message at `after` is not the one that `mark` names. Read the conversation again from 0. */
  readonly diverged: boolean;
  /** If not 0: the error code with which this range was refused. The rest of the batch is then empty. */
  readonly error: number;
  /** States of other messages to which entries in `messages` belong. */
  readonly states: readonly State[];
}

/** Input for encoding a Batch; absent fields have their default. */
export interface BatchInit {
  readonly conversation?: number | undefined;
  readonly messages?: readonly MessageInit[] | undefined;
  readonly through?: number | undefined;
  readonly head?: number | undefined;
  readonly more?: boolean | undefined;
  readonly diverged?: boolean | undefined;
  readonly error?: number | undefined;
  readonly states?: readonly StateInit[] | undefined;
}

function writeBatch(out: Writer, message: BatchInit): void {
  if (message.conversation) {
    out.tag(8);
    out.varint(message.conversation);
  }
  if (message.messages !== undefined) {
    for (const item of message.messages) {
      out.tag(18);
      const start = out.open();
      writeMessage(out, item);
      out.close(start);
    }
  }
  if (message.through) {
    out.tag(24);
    out.varint(message.through);
  }
  if (message.head) {
    out.tag(32);
    out.varint(message.head);
  }
  if (message.more) {
    out.tag(40);
    out.bool(message.more);
  }
  if (message.diverged) {
    out.tag(48);
    out.bool(message.diverged);
  }
  if (message.error) {
    out.tag(56);
    out.varint(message.error);
  }
  if (message.states !== undefined) {
    for (const item of message.states) {
      out.tag(66);
      const start = out.open();
      writeState(out, item);
      out.close(start);
    }
  }
}

function readBatch(input: Reader, end: number): Batch {
  let conversation = 0;
  const messages: Message[] = [];
  let through = 0;
  let head = 0;
  let more = false;
  let diverged = false;
  let error = 0;
  const states: State[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        conversation = input.varint();
        break;
      case 18:
        messages.push(input.message(readMessage));
        break;
      case 24:
        through = input.varint();
        break;
      case 32:
        head = input.varint();
        break;
      case 40:
        more = input.bool();
        break;
      case 48:
        diverged = input.bool();
        break;
      case 56:
        error = input.varint();
        break;
      case 66:
        states.push(input.message(readState));
        break;
      default:
        input.skip(tag);
    }
  }
  return { conversation, messages, through, head, more, diverged, error, states };
}

/** Encodes one Batch. The bytes belong to the caller. */
export function encodeBatch(message: BatchInit): Uint8Array {
  try {
    writeBatch(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Batch; `bytes` fields are views into the input. Throws WireError. */
export function decodeBatch(bytes: Uint8Array): Batch {
  const reader = new Reader(bytes);
  const message = readBatch(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists what a message said before: as it was sent, then each edit. */
export interface ListEdits {
  readonly conversation: number;
  /** The message. */
  readonly seq: number;
  /** `next` of the page before; empty for the first page. A page has as many as there is room for in an answer. */
  readonly cursor: string;
}

/** Input for encoding a ListEdits; absent fields have their default. */
export interface ListEditsInit {
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly cursor?: string | undefined;
}

function writeListEdits(out: Writer, message: ListEditsInit): void {
  writeTable(out, message, LIST_EDITS_FIELDS);
}
function readListEdits(input: Reader, end: number): ListEdits {
  // The table has the fields of this type.
  return readTable(input, end, LIST_EDITS_FIELDS) as ListEdits;
}

/** Encodes one ListEdits. The bytes belong to the caller. */
export function encodeListEdits(message: ListEditsInit): Uint8Array {
  try {
    writeListEdits(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListEdits; `bytes` fields are views into the input. Throws WireError. */
export function decodeListEdits(bytes: Uint8Array): ListEdits {
  const reader = new Reader(bytes);
  const message = readListEdits(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Some messages. */
export interface Messages {
  readonly messages: readonly Message[];
  /** `cursor` for the next page; empty on the last page. */
  readonly next: string;
}

/** Input for encoding a Messages; absent fields have their default. */
export interface MessagesInit {
  readonly messages?: readonly MessageInit[] | undefined;
  readonly next?: string | undefined;
}

function writeMessages(out: Writer, message: MessagesInit): void {
  writeTable(out, message, MESSAGES_FIELDS_OUT);
}
function readMessages(input: Reader, end: number): Messages {
  // The table has the fields of this type.
  return readTable(input, end, MESSAGES_FIELDS_IN) as Messages;
}

/** Encodes one Messages. The bytes belong to the caller. */
export function encodeMessages(message: MessagesInit): Uint8Array {
  try {
    writeMessages(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Messages; `bytes` fields are views into the input. Throws WireError. */
export function decodeMessages(bytes: Uint8Array): Messages {
  const reader = new Reader(bytes);
  const message = readMessages(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists who has reacted to a message, by user id. */
export interface ListReactions {
  readonly conversation: number;
  /** The message. */
  readonly seq: number;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
}

/** Input for encoding a ListReactions; absent fields have their default. */
export interface ListReactionsInit {
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListReactions(out: Writer, message: ListReactionsInit): void {
  writeTable(out, message, LIST_REACTIONS_FIELDS);
}
function readListReactions(input: Reader, end: number): ListReactions {
  // The table has the fields of this type.
  return readTable(input, end, LIST_REACTIONS_FIELDS) as ListReactions;
}

/** Encodes one ListReactions. The bytes belong to the caller. */
export function encodeListReactions(message: ListReactionsInit): Uint8Array {
  try {
    writeListReactions(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListReactions; `bytes` fields are views into the input. Throws WireError. */
export function decodeListReactions(bytes: Uint8Array): ListReactions {
  const reader = new Reader(bytes);
  const message = readListReactions(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of reactions. */
export interface Reactions {
  readonly reactions: readonly UserReactions[];
  /** `cursor` for the next page; empty on the last page. */
  readonly next: string;
}

/** Input for encoding a Reactions; absent fields have their default. */
export interface ReactionsInit {
  readonly reactions?: readonly UserReactionsInit[] | undefined;
  readonly next?: string | undefined;
}

function writeReactions(out: Writer, message: ReactionsInit): void {
  writeTable(out, message, REACTIONS_FIELDS_OUT);
}
function readReactions(input: Reader, end: number): Reactions {
  // The table has the fields of this type.
  return readTable(input, end, REACTIONS_FIELDS_IN) as Reactions;
}

/** Encodes one Reactions. The bytes belong to the caller. */
export function encodeReactions(message: ReactionsInit): Uint8Array {
  try {
    writeReactions(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Reactions; `bytes` fields are views into the input. Throws WireError. */
export function decodeReactions(bytes: Uint8Array): Reactions {
  const reader = new Reader(bytes);
  const message = readReactions(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What one user has given to a message. */
export interface UserReactions {
  readonly user: number;
  readonly emojis: readonly string[];
}

/** Input for encoding a UserReactions; absent fields have their default. */
export interface UserReactionsInit {
  readonly user?: number | undefined;
  readonly emojis?: readonly string[] | undefined;
}

function writeUserReactions(out: Writer, message: UserReactionsInit): void {
  writeTable(out, message, USER_REACTIONS_FIELDS);
}
function readUserReactions(input: Reader, end: number): UserReactions {
  // The table has the fields of this type.
  return readTable(input, end, USER_REACTIONS_FIELDS) as UserReactions;
}

/** Encodes one UserReactions. The bytes belong to the caller. */
export function encodeUserReactions(message: UserReactionsInit): Uint8Array {
  try {
    writeUserReactions(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one UserReactions; `bytes` fields are views into the input. Throws WireError. */
export function decodeUserReactions(bytes: Uint8Array): UserReactions {
  const reader = new Reader(bytes);
  const message = readUserReactions(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists who has chosen what in a poll, by user id. FORBIDDEN if it is anonymous. */
export interface ListVotes {
  readonly conversation: number;
  /** The poll. */
  readonly seq: number;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
}

/** Input for encoding a ListVotes; absent fields have their default. */
export interface ListVotesInit {
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListVotes(out: Writer, message: ListVotesInit): void {
  writeTable(out, message, LIST_REACTIONS_FIELDS);
}
function readListVotes(input: Reader, end: number): ListVotes {
  // The table has the fields of this type.
  return readTable(input, end, LIST_REACTIONS_FIELDS) as ListVotes;
}

/** Encodes one ListVotes. The bytes belong to the caller. */
export function encodeListVotes(message: ListVotesInit): Uint8Array {
  try {
    writeListVotes(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListVotes; `bytes` fields are views into the input. Throws WireError. */
export function decodeListVotes(bytes: Uint8Array): ListVotes {
  const reader = new Reader(bytes);
  const message = readListVotes(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of votes. */
export interface Votes {
  readonly votes: readonly UserVote[];
  /** `cursor` for the next page; empty on the last page. */
  readonly next: string;
}

/** Input for encoding a Votes; absent fields have their default. */
export interface VotesInit {
  readonly votes?: readonly UserVoteInit[] | undefined;
  readonly next?: string | undefined;
}

function writeVotes(out: Writer, message: VotesInit): void {
  writeTable(out, message, VOTES_FIELDS_OUT);
}
function readVotes(input: Reader, end: number): Votes {
  // The table has the fields of this type.
  return readTable(input, end, VOTES_FIELDS_IN) as Votes;
}

/** Encodes one Votes. The bytes belong to the caller. */
export function encodeVotes(message: VotesInit): Uint8Array {
  try {
    writeVotes(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Votes; `bytes` fields are views into the input. Throws WireError. */
export function decodeVotes(bytes: Uint8Array): Votes {
  const reader = new Reader(bytes);
  const message = readVotes(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What one user has chosen in a poll. */
export interface UserVote {
  readonly user: number;
  /** Places of the chosen options, from 0. */
  readonly choices: readonly number[];
}

/** Input for encoding a UserVote; absent fields have their default. */
export interface UserVoteInit {
  readonly user?: number | undefined;
  readonly choices?: readonly number[] | undefined;
}

function writeUserVote(out: Writer, message: UserVoteInit): void {
  writeTable(out, message, USER_VOTE_FIELDS);
}
function readUserVote(input: Reader, end: number): UserVote {
  // The table has the fields of this type.
  return readTable(input, end, USER_VOTE_FIELDS) as UserVote;
}

/** Encodes one UserVote. The bytes belong to the caller. */
export function encodeUserVote(message: UserVoteInit): Uint8Array {
  try {
    writeUserVote(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one UserVote; `bytes` fields are views into the input. Throws WireError. */
export function decodeUserVote(bytes: Uint8Array): UserVote {
  const reader = new Reader(bytes);
  const message = readUserVote(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists what is pinned in a conversation, the last one that was pinned first. */
export interface ListPins {
  readonly conversation: number;
  /** `next` of the page before; empty for the first page. A page has as many as there is room for in an answer. */
  readonly cursor: string;
}

/** Input for encoding a ListPins; absent fields have their default. */
export interface ListPinsInit {
  readonly conversation?: number | undefined;
  readonly cursor?: string | undefined;
}

function writeListPins(out: Writer, message: ListPinsInit): void {
  writeTable(out, message, LIST_PINS_FIELDS);
}
function readListPins(input: Reader, end: number): ListPins {
  // The table has the fields of this type.
  return readTable(input, end, LIST_PINS_FIELDS) as ListPins;
}

/** Encodes one ListPins. The bytes belong to the caller. */
export function encodeListPins(message: ListPinsInit): Uint8Array {
  try {
    writeListPins(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListPins; `bytes` fields are views into the input. Throws WireError. */
export function decodeListPins(bytes: Uint8Array): ListPins {
  const reader = new Reader(bytes);
  const message = readListPins(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Reads what was said in a thread. Pages are by rising seq, in both directions. */
export interface ListThread {
  readonly conversation: number;
  /** The message whose thread it is. */
  readonly seq: number;
  /** `next` of the page before, or the seq after (backward: before) which to read. Empty: from the end. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
  /** From the newest message to older ones. */
  readonly backward: boolean;
}

/** Input for encoding a ListThread; absent fields have their default. */
export interface ListThreadInit {
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly backward?: boolean | undefined;
}

function writeListThread(out: Writer, message: ListThreadInit): void {
  writeTable(out, message, LIST_THREAD_FIELDS);
}
function readListThread(input: Reader, end: number): ListThread {
  // The table has the fields of this type.
  return readTable(input, end, LIST_THREAD_FIELDS) as ListThread;
}

/** Encodes one ListThread. The bytes belong to the caller. */
export function encodeListThread(message: ListThreadInit): Uint8Array {
  try {
    writeListThread(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListThread; `bytes` fields are views into the input. Throws WireError. */
export function decodeListThread(bytes: Uint8Array): ListThread {
  const reader = new Reader(bytes);
  const message = readListThread(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Changes what concerns the caller alone of a thread. Who has written the message whose thread it is, says something in it,
 * or is mentioned there follows it without asking.
 */
export interface SetThread {
  readonly conversation: number;
  /** The message whose thread it is. Something must have been said in it. */
  readonly seq: number;
  /** Absent: stays as it is. */
  readonly follow: boolean | undefined;
  /** Everything in the thread up to this seq was read. It only rises; 0 leaves it unchanged. */
  readonly read: number;
}

/** Input for encoding a SetThread; absent fields have their default. */
export interface SetThreadInit {
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly follow?: boolean | undefined;
  readonly read?: number | undefined;
}

function writeSetThread(out: Writer, message: SetThreadInit): void {
  writeTable(out, message, SET_THREAD_FIELDS);
}
function readSetThread(input: Reader, end: number): SetThread {
  // The table has the fields of this type.
  return readTable(input, end, SET_THREAD_FIELDS) as SetThread;
}

/** Encodes one SetThread. The bytes belong to the caller. */
export function encodeSetThread(message: SetThreadInit): Uint8Array {
  try {
    writeSetThread(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SetThread; `bytes` fields are views into the input. Throws WireError. */
export function decodeSetThread(bytes: Uint8Array): SetThread {
  const reader = new Reader(bytes);
  const message = readSetThread(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Lists the messages whose threads the caller follows, the one in whose thread something was said last first. Their states
 * say what is unread.
 */
export interface ListThreads {
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 50; 0 means 20. */
  readonly limit: number;
}

/** Input for encoding a ListThreads; absent fields have their default. */
export interface ListThreadsInit {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListThreads(out: Writer, message: ListThreadsInit): void {
  writeTable(out, message, LIST_BLOCKED_FIELDS);
}
function readListThreads(input: Reader, end: number): ListThreads {
  // The table has the fields of this type.
  return readTable(input, end, LIST_BLOCKED_FIELDS) as ListThreads;
}

/** Encodes one ListThreads. The bytes belong to the caller. */
export function encodeListThreads(message: ListThreadsInit): Uint8Array {
  try {
    writeListThreads(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListThreads; `bytes` fields are views into the input. Throws WireError. */
export function decodeListThreads(bytes: Uint8Array): ListThreads {
  const reader = new Reader(bytes);
  const message = readListThreads(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** How far a conversation has come. */
export interface Head {
  readonly conversation: number;
  /** The highest seq that the user may see. */
  readonly seq: number;
}

/** Input for encoding a Head; absent fields have their default. */
export interface HeadInit {
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
}

function writeHead(out: Writer, message: HeadInit): void {
  if (message.conversation) {
    out.tag(8);
    out.varint(message.conversation);
  }
  if (message.seq) {
    out.tag(16);
    out.varint(message.seq);
  }
}

function readHead(input: Reader, end: number): Head {
  let conversation = 0;
  let seq = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        conversation = input.varint();
        break;
      case 16:
        seq = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { conversation, seq };
}

/** Encodes one Head. The bytes belong to the caller. */
export function encodeHead(message: HeadInit): Uint8Array {
  try {
    writeHead(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Head; `bytes` fields are views into the input. Throws WireError. */
export function decodeHead(bytes: Uint8Array): Head {
  const reader = new Reader(bytes);
  const message = readHead(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** How far conversations have come. A client that is behind pulls them. */
export interface Heads {
  readonly heads: readonly Head[];
}

/** Input for encoding a Heads; absent fields have their default. */
export interface HeadsInit {
  readonly heads?: readonly HeadInit[] | undefined;
}

function writeHeads(out: Writer, message: HeadsInit): void {
  if (message.heads !== undefined) {
    for (const item of message.heads) {
      out.tag(10);
      const start = out.open();
      writeHead(out, item);
      out.close(start);
    }
  }
}

function readHeads(input: Reader, end: number): Heads {
  const heads: Head[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        heads.push(input.message(readHead));
        break;
      default:
        input.skip(tag);
    }
  }
  return { heads };
}

/** Encodes one Heads. The bytes belong to the caller. */
export function encodeHeads(message: HeadsInit): Uint8Array {
  try {
    writeHeads(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Heads; `bytes` fields are views into the input. Throws WireError. */
export function decodeHeads(bytes: Uint8Array): Heads {
  const reader = new Reader(bytes);
  const message = readHeads(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists the heads of all conversations of the caller, by rising conversation id. */
export interface ListHeads {
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 1000, which 0 also means. */
  readonly limit: number;
}

/** Input for encoding a ListHeads; absent fields have their default. */
export interface ListHeadsInit {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListHeads(out: Writer, message: ListHeadsInit): void {
  writeTable(out, message, LIST_BLOCKED_FIELDS);
}
function readListHeads(input: Reader, end: number): ListHeads {
  // The table has the fields of this type.
  return readTable(input, end, LIST_BLOCKED_FIELDS) as ListHeads;
}

/** Encodes one ListHeads. The bytes belong to the caller. */
export function encodeListHeads(message: ListHeadsInit): Uint8Array {
  try {
    writeListHeads(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListHeads; `bytes` fields are views into the input. Throws WireError. */
export function decodeListHeads(bytes: Uint8Array): ListHeads {
  const reader = new Reader(bytes);
  const message = readListHeads(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of heads. */
export interface HeadsPage {
  readonly heads: readonly Head[];
  /** `cursor` for the next page; empty on the last page. */
  readonly next: string;
}

/** Input for encoding a HeadsPage; absent fields have their default. */
export interface HeadsPageInit {
  readonly heads?: readonly HeadInit[] | undefined;
  readonly next?: string | undefined;
}

function writeHeadsPage(out: Writer, message: HeadsPageInit): void {
  writeTable(out, message, HEADS_PAGE_FIELDS_OUT);
}
function readHeadsPage(input: Reader, end: number): HeadsPage {
  // The table has the fields of this type.
  return readTable(input, end, HEADS_PAGE_FIELDS_IN) as HeadsPage;
}

/** Encodes one HeadsPage. The bytes belong to the caller. */
export function encodeHeadsPage(message: HeadsPageInit): Uint8Array {
  try {
    writeHeadsPage(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one HeadsPage; `bytes` fields are views into the input. Throws WireError. */
export function decodeHeadsPage(bytes: Uint8Array): HeadsPage {
  const reader = new Reader(bytes);
  const message = readHeadsPage(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** How far a user has come in a conversation. Cursors only rise. */
export interface Cursor {
  readonly conversation: number;
  /** Everything up to this seq was read. 0 leaves it unchanged. */
  readonly read: number;
  /** Everything up to this seq has arrived at a device of the user. 0 leaves it unchanged. */
  readonly delivered: number;
}

/** Input for encoding a Cursor; absent fields have their default. */
export interface CursorInit {
  readonly conversation?: number | undefined;
  readonly read?: number | undefined;
  readonly delivered?: number | undefined;
}

function writeCursor(out: Writer, message: CursorInit): void {
  if (message.conversation) {
    out.tag(8);
    out.varint(message.conversation);
  }
  if (message.read) {
    out.tag(16);
    out.varint(message.read);
  }
  if (message.delivered) {
    out.tag(24);
    out.varint(message.delivered);
  }
}

function readCursor(input: Reader, end: number): Cursor {
  let conversation = 0;
  let read = 0;
  let delivered = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        conversation = input.varint();
        break;
      case 16:
        read = input.varint();
        break;
      case 24:
        delivered = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { conversation, read, delivered };
}

/** Encodes one Cursor. The bytes belong to the caller. */
export function encodeCursor(message: CursorInit): Uint8Array {
  try {
    writeCursor(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Cursor; `bytes` fields are views into the input. Throws WireError. */
export function decodeCursor(bytes: Uint8Array): Cursor {
  const reader = new Reader(bytes);
  const message = readCursor(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Moves cursors of the caller. Conversations that the caller cannot read are skipped. */
export interface MoveCursors {
  readonly cursors: readonly Cursor[];
}

/** Input for encoding a MoveCursors; absent fields have their default. */
export interface MoveCursorsInit {
  readonly cursors?: readonly CursorInit[] | undefined;
}

function writeMoveCursors(out: Writer, message: MoveCursorsInit): void {
  if (message.cursors !== undefined) {
    for (const item of message.cursors) {
      out.tag(10);
      const start = out.open();
      writeCursor(out, item);
      out.close(start);
    }
  }
}

function readMoveCursors(input: Reader, end: number): MoveCursors {
  const cursors: Cursor[] = [];
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 10:
        cursors.push(input.message(readCursor));
        break;
      default:
        input.skip(tag);
    }
  }
  return { cursors };
}

/** Encodes one MoveCursors. The bytes belong to the caller. */
export function encodeMoveCursors(message: MoveCursorsInit): Uint8Array {
  try {
    writeMoveCursors(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one MoveCursors; `bytes` fields are views into the input. Throws WireError. */
export function decodeMoveCursors(bytes: Uint8Array): MoveCursors {
  const reader = new Reader(bytes);
  const message = readMoveCursors(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A member's cursors moved. If it is the caller's own user: another device moved them. */
export interface ReceiptNote {
  readonly conversation: number;
  readonly user: number;
  /** Everything up to this seq was read. */
  readonly read: number;
  /** Everything up to this seq has arrived at a device of the user. */
  readonly delivered: number;
}

/** Input for encoding a ReceiptNote; absent fields have their default. */
export interface ReceiptNoteInit {
  readonly conversation?: number | undefined;
  readonly user?: number | undefined;
  readonly read?: number | undefined;
  readonly delivered?: number | undefined;
}

function writeReceiptNote(out: Writer, message: ReceiptNoteInit): void {
  if (message.conversation) {
    out.tag(8);
    out.varint(message.conversation);
  }
  if (message.user) {
    out.tag(16);
    out.varint(message.user);
  }
  if (message.read) {
    out.tag(24);
    out.varint(message.read);
  }
  if (message.delivered) {
    out.tag(32);
    out.varint(message.delivered);
  }
}

function readReceiptNote(input: Reader, end: number): ReceiptNote {
  let conversation = 0;
  let user = 0;
  let read = 0;
  let delivered = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        conversation = input.varint();
        break;
      case 16:
        user = input.varint();
        break;
      case 24:
        read = input.varint();
        break;
      case 32:
        delivered = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { conversation, user, read, delivered };
}

/** Encodes one ReceiptNote. The bytes belong to the caller. */
export function encodeReceiptNote(message: ReceiptNoteInit): Uint8Array {
  try {
    writeReceiptNote(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ReceiptNote; `bytes` fields are views into the input. Throws WireError. */
export function decodeReceiptNote(bytes: Uint8Array): ReceiptNote {
  const reader = new Reader(bytes);
  const message = readReceiptNote(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists the cursors of the members of a conversation, by user id. */
export interface ListReceipts {
  readonly conversation: number;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
}

/** Input for encoding a ListReceipts; absent fields have their default. */
export interface ListReceiptsInit {
  readonly conversation?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListReceipts(out: Writer, message: ListReceiptsInit): void {
  writeTable(out, message, LIST_RECEIPTS_FIELDS);
}
function readListReceipts(input: Reader, end: number): ListReceipts {
  // The table has the fields of this type.
  return readTable(input, end, LIST_RECEIPTS_FIELDS) as ListReceipts;
}

/** Encodes one ListReceipts. The bytes belong to the caller. */
export function encodeListReceipts(message: ListReceiptsInit): Uint8Array {
  try {
    writeListReceipts(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListReceipts; `bytes` fields are views into the input. Throws WireError. */
export function decodeListReceipts(bytes: Uint8Array): ListReceipts {
  const reader = new Reader(bytes);
  const message = readListReceipts(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of cursors. */
export interface Receipts {
  readonly receipts: readonly ReceiptNote[];
  /** `cursor` for the next page; empty on the last page. */
  readonly next: string;
}

/** Input for encoding a Receipts; absent fields have their default. */
export interface ReceiptsInit {
  readonly receipts?: readonly ReceiptNoteInit[] | undefined;
  readonly next?: string | undefined;
}

function writeReceipts(out: Writer, message: ReceiptsInit): void {
  writeTable(out, message, RECEIPTS_FIELDS_OUT);
}
function readReceipts(input: Reader, end: number): Receipts {
  // The table has the fields of this type.
  return readTable(input, end, RECEIPTS_FIELDS_IN) as Receipts;
}

/** Encodes one Receipts. The bytes belong to the caller. */
export function encodeReceipts(message: ReceiptsInit): Uint8Array {
  try {
    writeReceipts(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Receipts; `bytes` fields are views into the input. Throws WireError. */
export function decodeReceipts(bytes: Uint8Array): Receipts {
  const reader = new Reader(bytes);
  const message = readReceipts(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Who has read a message. */
export interface ListReaders {
  readonly conversation: number;
  readonly seq: number;
}

/** Input for encoding a ListReaders; absent fields have their default. */
export interface ListReadersInit {
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
}

function writeListReaders(out: Writer, message: ListReadersInit): void {
  writeTable(out, message, LIST_READERS_FIELDS);
}
function readListReaders(input: Reader, end: number): ListReaders {
  // The table has the fields of this type.
  return readTable(input, end, LIST_READERS_FIELDS) as ListReaders;
}

/** Encodes one ListReaders. The bytes belong to the caller. */
export function encodeListReaders(message: ListReadersInit): Uint8Array {
  try {
    writeListReaders(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListReaders; `bytes` fields are views into the input. Throws WireError. */
export function decodeListReaders(bytes: Uint8Array): ListReaders {
  const reader = new Reader(bytes);
  const message = readListReaders(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Of a group, those count who have been in since the message was said. Its sender does not. */
export interface Readers {
  readonly count: number;
  /** How many could have read it; 0 in a room, which everybody is in. */
  readonly of: number;
  /** By id. Empty in rooms, and in groups with more than 200 members. */
  readonly users: readonly User[];
}

/** Input for encoding a Readers; absent fields have their default. */
export interface ReadersInit {
  readonly count?: number | undefined;
  readonly of?: number | undefined;
  readonly users?: readonly UserInit[] | undefined;
}

function writeReaders(out: Writer, message: ReadersInit): void {
  writeTable(out, message, READERS_FIELDS_OUT);
}
function readReaders(input: Reader, end: number): Readers {
  // The table has the fields of this type.
  return readTable(input, end, READERS_FIELDS_IN) as Readers;
}

/** Encodes one Readers. The bytes belong to the caller. */
export function encodeReaders(message: ReadersInit): Uint8Array {
  try {
    writeReaders(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Readers; `bytes` fields are views into the input. Throws WireError. */
export function decodeReaders(bytes: Uint8Array): Readers {
  const reader = new Reader(bytes);
  const message = readReaders(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Tells the others in the conversation that the caller is typing. In a group of more than 200 members nobody is told. */
export interface Typing {
  readonly conversation: number;
  /** False: stopped. A note that is not renewed ends after 6 s. */
  readonly active: boolean;
}

/** Input for encoding a Typing; absent fields have their default. */
export interface TypingInit {
  readonly conversation?: number | undefined;
  readonly active?: boolean | undefined;
}

function writeTyping(out: Writer, message: TypingInit): void {
  writeTable(out, message, TYPING_FIELDS);
}
function readTyping(input: Reader, end: number): Typing {
  // The table has the fields of this type.
  return readTable(input, end, TYPING_FIELDS) as Typing;
}

/** Encodes one Typing. The bytes belong to the caller. */
export function encodeTyping(message: TypingInit): Uint8Array {
  try {
    writeTyping(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Typing; `bytes` fields are views into the input. Throws WireError. */
export function decodeTyping(bytes: Uint8Array): Typing {
  const reader = new Reader(bytes);
  const message = readTyping(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Somebody is typing, or has stopped. */
export interface TypingNote {
  readonly conversation: number;
  readonly user: number;
  /** False: stopped. */
  readonly active: boolean;
}

/** Input for encoding a TypingNote; absent fields have their default. */
export interface TypingNoteInit {
  readonly conversation?: number | undefined;
  readonly user?: number | undefined;
  readonly active?: boolean | undefined;
}

function writeTypingNote(out: Writer, message: TypingNoteInit): void {
  writeTable(out, message, TYPING_NOTE_FIELDS);
}
function readTypingNote(input: Reader, end: number): TypingNote {
  // The table has the fields of this type.
  return readTable(input, end, TYPING_NOTE_FIELDS) as TypingNote;
}

/** Encodes one TypingNote. The bytes belong to the caller. */
export function encodeTypingNote(message: TypingNoteInit): Uint8Array {
  try {
    writeTypingNote(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one TypingNote; `bytes` fields are views into the input. Throws WireError. */
export function decodeTypingNote(bytes: Uint8Array): TypingNote {
  const reader = new Reader(bytes);
  const message = readTypingNote(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Replaces the set of users whose presence this connection is told of. The answer says how they are now. Users who
 * block the caller, or whom the caller blocks, are left out.
 */
export interface WatchPresence {
  readonly users: readonly number[];
}

/** Input for encoding a WatchPresence; absent fields have their default. */
export interface WatchPresenceInit {
  readonly users?: readonly number[] | undefined;
}

function writeWatchPresence(out: Writer, message: WatchPresenceInit): void {
  writeTable(out, message, WATCH_PRESENCE_FIELDS);
}
function readWatchPresence(input: Reader, end: number): WatchPresence {
  // The table has the fields of this type.
  return readTable(input, end, WATCH_PRESENCE_FIELDS) as WatchPresence;
}

/** Encodes one WatchPresence. The bytes belong to the caller. */
export function encodeWatchPresence(message: WatchPresenceInit): Uint8Array {
  try {
    writeWatchPresence(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one WatchPresence; `bytes` fields are views into the input. Throws WireError. */
export function decodeWatchPresence(bytes: Uint8Array): WatchPresence {
  const reader = new Reader(bytes);
  const message = readWatchPresence(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Whether a user is online. */
export interface PresenceNote {
  readonly user: number;
  readonly online: boolean;
  /** When they were last online; 0 when unknown. */
  readonly lastSeen: number;
}

/** Input for encoding a PresenceNote; absent fields have their default. */
export interface PresenceNoteInit {
  readonly user?: number | undefined;
  readonly online?: boolean | undefined;
  readonly lastSeen?: number | undefined;
}

function writePresenceNote(out: Writer, message: PresenceNoteInit): void {
  if (message.user) {
    out.tag(8);
    out.varint(message.user);
  }
  if (message.online) {
    out.tag(16);
    out.bool(message.online);
  }
  if (message.lastSeen) {
    out.tag(24);
    out.varint(message.lastSeen);
  }
}

function readPresenceNote(input: Reader, end: number): PresenceNote {
  let user = 0;
  let online = false;
  let lastSeen = 0;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        user = input.varint();
        break;
      case 16:
        online = input.bool();
        break;
      case 24:
        lastSeen = input.varint();
        break;
      default:
        input.skip(tag);
    }
  }
  return { user, online, lastSeen };
}

/** Encodes one PresenceNote. The bytes belong to the caller. */
export function encodePresenceNote(message: PresenceNoteInit): Uint8Array {
  try {
    writePresenceNote(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one PresenceNote; `bytes` fields are views into the input. Throws WireError. */
export function decodePresenceNote(bytes: Uint8Array): PresenceNote {
  const reader = new Reader(bytes);
  const message = readPresenceNote(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The presence of the users that were asked for. */
export interface Presences {
  readonly presences: readonly PresenceNote[];
}

/** Input for encoding a Presences; absent fields have their default. */
export interface PresencesInit {
  readonly presences?: readonly PresenceNoteInit[] | undefined;
}

function writePresences(out: Writer, message: PresencesInit): void {
  writeTable(out, message, PRESENCES_FIELDS_OUT);
}
function readPresences(input: Reader, end: number): Presences {
  // The table has the fields of this type.
  return readTable(input, end, PRESENCES_FIELDS_IN) as Presences;
}

/** Encodes one Presences. The bytes belong to the caller. */
export function encodePresences(message: PresencesInit): Uint8Array {
  try {
    writePresences(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Presences; `bytes` fields are views into the input. Throws WireError. */
export function decodePresences(bytes: Uint8Array): Presences {
  const reader = new Reader(bytes);
  const message = readPresences(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A conversation as one user sees it. */
export interface Conversation {
  readonly id: number;
  readonly kind: ConversationKind;
  /** Only groups and rooms have one. */
  readonly title: string;
  /** The highest seq that this user may see. */
  readonly head: number;
  /** The lowest seq that this user may see. */
  readonly first: number;
  /** This user's role. Unspecified if they have left, or if this kind has no roles. */
  readonly role: Role;
  /** The user is no longer a member: nothing new will come. */
  readonly left: boolean;
  /** The other user of a direct conversation. */
  readonly peer: number;
  readonly memberCount: number;
  /** Everything up to this seq was read: by the user's cursor, or because it is above it that they said something last. */
  readonly read: number;
  /** Everything up to this seq has arrived at a device of the user. */
  readonly delivered: number;
  /**
   * How many messages above `read` the user may see. Events, entries, what is said in threads, and what was recalled do not
   * count. Servers of the version before stop at 100.
   */
  readonly unread: number;
  /** The user wants no alerts from this conversation. */
  readonly muted: boolean;
  /** The user may not send here for now: a manager of the group has silenced them (MuteMember). */
  readonly silenced: boolean;
  /** The newest message that this user may see and that counts. Servers of the version before give events and entries too. */
  readonly lastMessage: Message | undefined;
  /**
   * How many messages of others above `read` mention the user, by name or with all others. What is said in threads is among
   * them. They alert also where the conversation is muted.
   */
  readonly mentions: number;
  /** The settings of a group that this user is in, or finds in the directory. */
  readonly settings: GroupSettings | undefined;
  /** This user has asked to join the group, and waits for an answer. */
  readonly asked: boolean;
  /** What is said here vanishes so long after it was sent; 0: it stays. */
  readonly vanishAfterMs: number;
  /** Links get no previews here. */
  readonly noPreviews: boolean;
}

/** Input for encoding a Conversation; absent fields have their default. */
export interface ConversationInit {
  readonly id?: number | undefined;
  readonly kind?: ConversationKind | undefined;
  readonly title?: string | undefined;
  readonly head?: number | undefined;
  readonly first?: number | undefined;
  readonly role?: Role | undefined;
  readonly left?: boolean | undefined;
  readonly peer?: number | undefined;
  readonly memberCount?: number | undefined;
  readonly read?: number | undefined;
  readonly delivered?: number | undefined;
  readonly unread?: number | undefined;
  readonly muted?: boolean | undefined;
  readonly silenced?: boolean | undefined;
  readonly lastMessage?: MessageInit | undefined;
  readonly mentions?: number | undefined;
  readonly settings?: GroupSettingsInit | undefined;
  readonly asked?: boolean | undefined;
  readonly vanishAfterMs?: number | undefined;
  readonly noPreviews?: boolean | undefined;
}

function writeConversation(out: Writer, message: ConversationInit): void {
  if (message.id) {
    out.tag(8);
    out.varint(message.id);
  }
  if (message.kind !== undefined && message.kind !== 'unspecified') {
    out.tag(16);
    out.varint(CONVERSATION_KIND_WORDS.indexOf(message.kind));
  }
  if (message.title) {
    out.tag(26);
    out.string(message.title);
  }
  if (message.head) {
    out.tag(32);
    out.varint(message.head);
  }
  if (message.first) {
    out.tag(40);
    out.varint(message.first);
  }
  if (message.role !== undefined && message.role !== 'unspecified') {
    out.tag(48);
    out.varint(ROLE_WORDS.indexOf(message.role));
  }
  if (message.left) {
    out.tag(56);
    out.bool(message.left);
  }
  if (message.peer) {
    out.tag(64);
    out.varint(message.peer);
  }
  if (message.memberCount) {
    out.tag(72);
    out.varint(message.memberCount);
  }
  if (message.read) {
    out.tag(80);
    out.varint(message.read);
  }
  if (message.delivered) {
    out.tag(88);
    out.varint(message.delivered);
  }
  if (message.unread) {
    out.tag(96);
    out.varint(message.unread);
  }
  if (message.muted) {
    out.tag(104);
    out.bool(message.muted);
  }
  if (message.silenced) {
    out.tag(112);
    out.bool(message.silenced);
  }
  if (message.lastMessage !== undefined) {
    out.tag(122);
    const start = out.open();
    writeMessage(out, message.lastMessage);
    out.close(start);
  }
  if (message.mentions) {
    out.tag(128);
    out.varint(message.mentions);
  }
  if (message.settings !== undefined) {
    out.tag(162);
    const start = out.open();
    writeGroupSettings(out, message.settings);
    out.close(start);
  }
  if (message.asked) {
    out.tag(168);
    out.bool(message.asked);
  }
  if (message.vanishAfterMs) {
    out.tag(320);
    out.varint(message.vanishAfterMs);
  }
  if (message.noPreviews) {
    out.tag(360);
    out.bool(message.noPreviews);
  }
}

function readConversation(input: Reader, end: number): Conversation {
  let id = 0;
  let kind: ConversationKind = 'unspecified';
  let title = '';
  let head = 0;
  let first = 0;
  let role: Role = 'unspecified';
  let left = false;
  let peer = 0;
  let memberCount = 0;
  let read = 0;
  let delivered = 0;
  let unread = 0;
  let muted = false;
  let silenced = false;
  let lastMessage: Message | undefined;
  let mentions = 0;
  let settings: GroupSettings | undefined;
  let asked = false;
  let vanishAfterMs = 0;
  let noPreviews = false;
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        id = input.varint();
        break;
      case 16:
        kind = CONVERSATION_KIND_WORDS[input.varint()] ?? 'unspecified';
        break;
      case 26:
        title = input.string();
        break;
      case 32:
        head = input.varint();
        break;
      case 40:
        first = input.varint();
        break;
      case 48:
        role = ROLE_WORDS[input.varint()] ?? 'unspecified';
        break;
      case 56:
        left = input.bool();
        break;
      case 64:
        peer = input.varint();
        break;
      case 72:
        memberCount = input.varint();
        break;
      case 80:
        read = input.varint();
        break;
      case 88:
        delivered = input.varint();
        break;
      case 96:
        unread = input.varint();
        break;
      case 104:
        muted = input.bool();
        break;
      case 112:
        silenced = input.bool();
        break;
      case 122:
        lastMessage = input.message(readMessage);
        break;
      case 128:
        mentions = input.varint();
        break;
      case 162:
        settings = input.message(readGroupSettings);
        break;
      case 168:
        asked = input.bool();
        break;
      case 320:
        vanishAfterMs = input.varint();
        break;
      case 360:
        noPreviews = input.bool();
        break;
      default:
        input.skip(tag);
    }
  }
  return { id, kind, title, head, first, role, left, peer, memberCount, read, delivered, unread, muted, silenced, lastMessage, mentions, settings, asked, vanishAfterMs, noPreviews };
}

/** Encodes one Conversation. The bytes belong to the caller. */
export function encodeConversation(message: ConversationInit): Uint8Array {
  try {
    writeConversation(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Conversation; `bytes` fields are views into the input. Throws WireError. */
export function decodeConversation(bytes: Uint8Array): Conversation {
  const reader = new Reader(bytes);
  const message = readConversation(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Settings of a group. A right belongs to members of the named role and above. Whatever is absent or unspecified stays as it
 * is in SetGroup, and has not changed in an Event.
 */
export interface GroupSettings {
  /** Who may write. Default: every member. If only admins may, the group is one for announcements. */
  readonly write: Role;
  /** Who may add members, make invites, and let in who asks to join. Default: admins. */
  readonly invite: Role;
  /** Who may pin messages. Default: every member of a group of up to 20, else admins. */
  readonly pin: Role;
  /** Who may alert everybody (MentionAll). Default: every member of a group of up to 20, else admins. */
  readonly mentionAll: Role;
  /** Who may change title, picture and topic. Default: admins. */
  readonly change: Role;
  /** What the group is about: one line. */
  readonly topic: string | undefined;
  /** A picture: `/v1/files/ID` of a file of one's own, or an http or https URL; or empty. */
  readonly pictureUrl: string | undefined;
  /**
   * Members who are not admins may send one message within so many seconds; 0: any number. Sooner ones are refused with
   * RATE_LIMITED.
   */
  readonly slowModeS: number | undefined;
  readonly join: JoinPolicy;
  /** Nobody writes or joins any more. The history stays. */
  readonly closed: boolean | undefined;
}

/** Input for encoding a GroupSettings; absent fields have their default. */
export interface GroupSettingsInit {
  readonly write?: Role | undefined;
  readonly invite?: Role | undefined;
  readonly pin?: Role | undefined;
  readonly mentionAll?: Role | undefined;
  readonly change?: Role | undefined;
  readonly topic?: string | undefined;
  readonly pictureUrl?: string | undefined;
  readonly slowModeS?: number | undefined;
  readonly join?: JoinPolicy | undefined;
  readonly closed?: boolean | undefined;
}

function writeGroupSettings(out: Writer, message: GroupSettingsInit): void {
  writeTable(out, message, GROUP_SETTINGS_FIELDS);
}
function readGroupSettings(input: Reader, end: number): GroupSettings {
  // The table has the fields of this type.
  return readTable(input, end, GROUP_SETTINGS_FIELDS) as GroupSettings;
}

/** Encodes one GroupSettings. The bytes belong to the caller. */
export function encodeGroupSettings(message: GroupSettingsInit): Uint8Array {
  try {
    writeGroupSettings(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one GroupSettings; `bytes` fields are views into the input. Throws WireError. */
export function decodeGroupSettings(bytes: Uint8Array): GroupSettings {
  const reader = new Reader(bytes);
  const message = readGroupSettings(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of conversations. */
export interface Conversations {
  readonly conversations: readonly Conversation[];
  /** `cursor` for the next page; empty on the last page. */
  readonly next: string;
}

/** Input for encoding a Conversations; absent fields have their default. */
export interface ConversationsInit {
  readonly conversations?: readonly ConversationInit[] | undefined;
  readonly next?: string | undefined;
}

function writeConversations(out: Writer, message: ConversationsInit): void {
  writeTable(out, message, CONVERSATIONS_FIELDS_OUT);
}
function readConversations(input: Reader, end: number): Conversations {
  // The table has the fields of this type.
  return readTable(input, end, CONVERSATIONS_FIELDS_IN) as Conversations;
}

/** Encodes one Conversations. The bytes belong to the caller. */
export function encodeConversations(message: ConversationsInit): Uint8Array {
  try {
    writeConversations(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Conversations; `bytes` fields are views into the input. Throws WireError. */
export function decodeConversations(bytes: Uint8Array): Conversations {
  const reader = new Reader(bytes);
  const message = readConversations(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists the caller's conversations by rising id, with those they have left and all rooms. */
export interface ListConversations {
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
  /** By the last message that counts instead, newest first. Whatever gets one while somebody pages is on the first page only. */
  readonly byActivity: boolean;
}

/** Input for encoding a ListConversations; absent fields have their default. */
export interface ListConversationsInit {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly byActivity?: boolean | undefined;
}

function writeListConversations(out: Writer, message: ListConversationsInit): void {
  writeTable(out, message, LIST_CONVERSATIONS_FIELDS);
}
function readListConversations(input: Reader, end: number): ListConversations {
  // The table has the fields of this type.
  return readTable(input, end, LIST_CONVERSATIONS_FIELDS) as ListConversations;
}

/** Encodes one ListConversations. The bytes belong to the caller. */
export function encodeListConversations(message: ListConversationsInit): Uint8Array {
  try {
    writeListConversations(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListConversations; `bytes` fields are views into the input. Throws WireError. */
export function decodeListConversations(bytes: Uint8Array): ListConversations {
  const reader = new Reader(bytes);
  const message = readListConversations(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Returns one conversation. */
export interface GetConversation {
  readonly conversation: number;
}

/** Input for encoding a GetConversation; absent fields have their default. */
export interface GetConversationInit {
  readonly conversation?: number | undefined;
}

function writeGetConversation(out: Writer, message: GetConversationInit): void {
  writeTable(out, message, GET_CONVERSATION_FIELDS);
}
function readGetConversation(input: Reader, end: number): GetConversation {
  // The table has the fields of this type.
  return readTable(input, end, GET_CONVERSATION_FIELDS) as GetConversation;
}

/** Encodes one GetConversation. The bytes belong to the caller. */
export function encodeGetConversation(message: GetConversationInit): Uint8Array {
  try {
    writeGetConversation(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one GetConversation; `bytes` fields are views into the input. Throws WireError. */
export function decodeGetConversation(bytes: Uint8Array): GetConversation {
  const reader = new Reader(bytes);
  const message = readGetConversation(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Finds a place in a conversation, as far as the caller may see it, for who wants to jump there. */
export interface Locate {
  readonly conversation: number;
  readonly landmark: Landmark;
  /** For a mention: only above this seq; 0: above what was read. For a time: Unix milliseconds. */
  readonly after: number;
}

/** Input for encoding a Locate; absent fields have their default. */
export interface LocateInit {
  readonly conversation?: number | undefined;
  readonly landmark?: Landmark | undefined;
  readonly after?: number | undefined;
}

function writeLocate(out: Writer, message: LocateInit): void {
  writeTable(out, message, LOCATE_FIELDS);
}
function readLocate(input: Reader, end: number): Locate {
  // The table has the fields of this type.
  return readTable(input, end, LOCATE_FIELDS) as Locate;
}

/** Encodes one Locate. The bytes belong to the caller. */
export function encodeLocate(message: LocateInit): Uint8Array {
  try {
    writeLocate(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Locate; `bytes` fields are views into the input. Throws WireError. */
export function decodeLocate(bytes: Uint8Array): Locate {
  const reader = new Reader(bytes);
  const message = readLocate(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Where it is. */
export interface Located {
  /** 0: there is none. */
  readonly seq: number;
}

/** Input for encoding a Located; absent fields have their default. */
export interface LocatedInit {
  readonly seq?: number | undefined;
}

function writeLocated(out: Writer, message: LocatedInit): void {
  writeTable(out, message, LOCATED_FIELDS);
}
function readLocated(input: Reader, end: number): Located {
  // The table has the fields of this type.
  return readTable(input, end, LOCATED_FIELDS) as Located;
}

/** Encodes one Located. The bytes belong to the caller. */
export function encodeLocated(message: LocatedInit): Uint8Array {
  try {
    writeLocated(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Located; `bytes` fields are views into the input. Throws WireError. */
export function decodeLocated(bytes: Uint8Array): Located {
  const reader = new Reader(bytes);
  const message = readLocated(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Searches the messages that the caller may read, and the names of their files. docs/search.md says what can be typed. */
export interface Search {
  /** What was typed. At most 1,000 UTF-16 units of it are read, and 4,000 are taken. */
  readonly q: string;
  /** Only in this conversation. 0: everywhere. */
  readonly conversation: number;
  /** Only in the direct conversation with this user. 0: everywhere. */
  readonly user: number;
  readonly order: SearchOrder;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Hits on a page: at most 50; 0 means 20. There may be fewer though `next` is there. */
  readonly limit: number;
  /** Say also how many messages were found in which conversation. */
  readonly counts: boolean;
  /** The time zone whose midnights `before:` and `after:` mean: "Asia/Shanghai". Empty: UTC. */
  readonly zone: string;
}

/** Input for encoding a Search; absent fields have their default. */
export interface SearchInit {
  readonly q?: string | undefined;
  readonly conversation?: number | undefined;
  readonly user?: number | undefined;
  readonly order?: SearchOrder | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly counts?: boolean | undefined;
  readonly zone?: string | undefined;
}

function writeSearch(out: Writer, message: SearchInit): void {
  writeTable(out, message, SEARCH_FIELDS);
}
function readSearch(input: Reader, end: number): Search {
  // The table has the fields of this type.
  return readTable(input, end, SEARCH_FIELDS) as Search;
}

/** Encodes one Search. The bytes belong to the caller. */
export function encodeSearch(message: SearchInit): Uint8Array {
  try {
    writeSearch(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Search; `bytes` fields are views into the input. Throws WireError. */
export function decodeSearch(bytes: Uint8Array): Search {
  const reader = new Reader(bytes);
  const message = readSearch(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of what was found. */
export interface SearchResults {
  readonly hits: readonly Hit[];
  /** Empty: there is no further page. */
  readonly next: string;
  /** If they were asked for: the conversations with the most hits first. */
  readonly counts: readonly HitCount[];
  /** What of the query has no effect. */
  readonly notes: readonly QueryNote[];
  /** The server is still reading older messages, so there may be more than was found. */
  readonly incomplete: boolean;
  /** If so: how much it has read, in percent. */
  readonly progress: number;
}

/** Input for encoding a SearchResults; absent fields have their default. */
export interface SearchResultsInit {
  readonly hits?: readonly HitInit[] | undefined;
  readonly next?: string | undefined;
  readonly counts?: readonly HitCountInit[] | undefined;
  readonly notes?: readonly QueryNoteInit[] | undefined;
  readonly incomplete?: boolean | undefined;
  readonly progress?: number | undefined;
}

function writeSearchResults(out: Writer, message: SearchResultsInit): void {
  writeTable(out, message, SEARCH_RESULTS_FIELDS_OUT);
}
function readSearchResults(input: Reader, end: number): SearchResults {
  // The table has the fields of this type.
  return readTable(input, end, SEARCH_RESULTS_FIELDS_IN) as SearchResults;
}

/** Encodes one SearchResults. The bytes belong to the caller. */
export function encodeSearchResults(message: SearchResultsInit): Uint8Array {
  try {
    writeSearchResults(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SearchResults; `bytes` fields are views into the input. Throws WireError. */
export function decodeSearchResults(bytes: Uint8Array): SearchResults {
  const reader = new Reader(bytes);
  const message = readSearchResults(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A message that was found, as it is now. */
export interface Hit {
  readonly message: Message | undefined;
  /** The piece of its words, or the name of the file, that shows best what was found. Without markup. */
  readonly snippet: string;
  /** Something is left out before it, or behind it. */
  readonly cutBefore: boolean;
  readonly cutBehind: boolean;
  /** What was found in the snippet, in its order. */
  readonly marks: readonly Mark[];
  readonly matched: Matched;
}

/** Input for encoding a Hit; absent fields have their default. */
export interface HitInit {
  readonly message?: MessageInit | undefined;
  readonly snippet?: string | undefined;
  readonly cutBefore?: boolean | undefined;
  readonly cutBehind?: boolean | undefined;
  readonly marks?: readonly MarkInit[] | undefined;
  readonly matched?: Matched | undefined;
}

function writeHit(out: Writer, message: HitInit): void {
  writeTable(out, message, HIT_FIELDS_OUT);
}
function readHit(input: Reader, end: number): Hit {
  // The table has the fields of this type.
  return readTable(input, end, HIT_FIELDS_IN) as Hit;
}

/** Encodes one Hit. The bytes belong to the caller. */
export function encodeHit(message: HitInit): Uint8Array {
  try {
    writeHit(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Hit; `bytes` fields are views into the input. Throws WireError. */
export function decodeHit(bytes: Uint8Array): Hit {
  const reader = new Reader(bytes);
  const message = readHit(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** From a UTF-16 unit to the one behind the last one. */
export interface Mark {
  readonly start: number;
  readonly end: number;
}

/** Input for encoding a Mark; absent fields have their default. */
export interface MarkInit {
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

function writeMark(out: Writer, message: MarkInit): void {
  writeTable(out, message, MARK_FIELDS);
}
function readMark(input: Reader, end: number): Mark {
  // The table has the fields of this type.
  return readTable(input, end, MARK_FIELDS) as Mark;
}

/** Encodes one Mark. The bytes belong to the caller. */
export function encodeMark(message: MarkInit): Uint8Array {
  try {
    writeMark(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Mark; `bytes` fields are views into the input. Throws WireError. */
export function decodeMark(bytes: Uint8Array): Mark {
  const reader = new Reader(bytes);
  const message = readMark(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** How many messages were found in a conversation. */
export interface HitCount {
  readonly conversation: number;
  readonly count: number;
  /** There are more. */
  readonly more: boolean;
}

/** Input for encoding a HitCount; absent fields have their default. */
export interface HitCountInit {
  readonly conversation?: number | undefined;
  readonly count?: number | undefined;
  readonly more?: boolean | undefined;
}

function writeHitCount(out: Writer, message: HitCountInit): void {
  writeTable(out, message, HIT_COUNT_FIELDS);
}
function readHitCount(input: Reader, end: number): HitCount {
  // The table has the fields of this type.
  return readTable(input, end, HIT_COUNT_FIELDS) as HitCount;
}

/** Encodes one HitCount. The bytes belong to the caller. */
export function encodeHitCount(message: HitCountInit): Uint8Array {
  try {
    writeHitCount(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one HitCount; `bytes` fields are views into the input. Throws WireError. */
export function decodeHitCount(bytes: Uint8Array): HitCount {
  const reader = new Reader(bytes);
  const message = readHitCount(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A piece of a query that has no effect. */
export interface QueryNote {
  /**
   * `NO_VALUE`, `UNKNOWN_VALUE`, `NO_DAY`, `TOO_MANY`, `TOO_LONG`; `UNKNOWN_USER`, `UNKNOWN_CONVERSATION`: nothing that the caller
   * could find is called so, and so there are no hits. Others may be added.
   */
  readonly code: string;
  /** Where it stands in the query, as in a Mark. */
  readonly start: number;
  readonly end: number;
}

/** Input for encoding a QueryNote; absent fields have their default. */
export interface QueryNoteInit {
  readonly code?: string | undefined;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

function writeQueryNote(out: Writer, message: QueryNoteInit): void {
  writeTable(out, message, QUERY_NOTE_FIELDS);
}
function readQueryNote(input: Reader, end: number): QueryNote {
  // The table has the fields of this type.
  return readTable(input, end, QUERY_NOTE_FIELDS) as QueryNote;
}

/** Encodes one QueryNote. The bytes belong to the caller. */
export function encodeQueryNote(message: QueryNoteInit): Uint8Array {
  try {
    writeQueryNote(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one QueryNote; `bytes` fields are views into the input. Throws WireError. */
export function decodeQueryNote(bytes: Uint8Array): QueryNote {
  const reader = new Reader(bytes);
  const message = readQueryNote(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Finds people and conversations by what somebody types of their names, for switching quickly: names, display names, titles, each
 * from any word on; Chinese ones also by pinyin and by its initials.
 */
export interface FindAnything {
  /** At most 100 characters. */
  readonly text: string;
  /** Of each kind: at most 50; 0 means 10. */
  readonly limit: number;
}

/** Input for encoding a FindAnything; absent fields have their default. */
export interface FindAnythingInit {
  readonly text?: string | undefined;
  readonly limit?: number | undefined;
}

function writeFindAnything(out: Writer, message: FindAnythingInit): void {
  writeTable(out, message, FIND_ANYTHING_FIELDS);
}
function readFindAnything(input: Reader, end: number): FindAnything {
  // The table has the fields of this type.
  return readTable(input, end, FIND_ANYTHING_FIELDS) as FindAnything;
}

/** Encodes one FindAnything. The bytes belong to the caller. */
export function encodeFindAnything(message: FindAnythingInit): Uint8Array {
  try {
    writeFindAnything(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one FindAnything; `bytes` fields are views into the input. Throws WireError. */
export function decodeFindAnything(bytes: Uint8Array): FindAnything {
  const reader = new Reader(bytes);
  const message = readFindAnything(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Who and what is called so. What the caller has to do with comes first. */
export interface Findings {
  /** Without those who do not want to be found (Privacy.find), unless they are in a conversation with the caller. */
  readonly users: readonly User[];
  /** The caller's own, by title or by the name of the other user of a direct conversation; and rooms. */
  readonly conversations: readonly Conversation[];
  /** Groups of the directory that the caller is not in; see ListDirectory. */
  readonly directory: readonly Conversation[];
}

/** Input for encoding a Findings; absent fields have their default. */
export interface FindingsInit {
  readonly users?: readonly UserInit[] | undefined;
  readonly conversations?: readonly ConversationInit[] | undefined;
  readonly directory?: readonly ConversationInit[] | undefined;
}

function writeFindings(out: Writer, message: FindingsInit): void {
  writeTable(out, message, FINDINGS_FIELDS_OUT);
}
function readFindings(input: Reader, end: number): Findings {
  // The table has the fields of this type.
  return readTable(input, end, FINDINGS_FIELDS_IN) as Findings;
}

/** Encodes one Findings. The bytes belong to the caller. */
export function encodeFindings(message: FindingsInit): Uint8Array {
  try {
    writeFindings(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Findings; `bytes` fields are views into the input. Throws WireError. */
export function decodeFindings(bytes: Uint8Array): Findings {
  const reader = new Reader(bytes);
  const message = readFindings(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Builds the index of the search anew, from the log. What is searched meanwhile says that it is incomplete. */
export interface Reindex {
  readonly _?: never;
}

/** Input for encoding a Reindex; absent fields have their default. */
export interface ReindexInit {
  readonly _?: never;
}

function writeReindex(out: Writer, message: ReindexInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readReindex(input: Reader, end: number): Reindex {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as Reindex;
}

/** Encodes one Reindex. The bytes belong to the caller. */
export function encodeReindex(message: ReindexInit): Uint8Array {
  try {
    writeReindex(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Reindex; `bytes` fields are views into the input. Throws WireError. */
export function decodeReindex(bytes: Uint8Array): Reindex {
  const reader = new Reader(bytes);
  const message = readReindex(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Says how the index of the search is. */
export interface GetSearchIndex {
  readonly _?: never;
}

/** Input for encoding a GetSearchIndex; absent fields have their default. */
export interface GetSearchIndexInit {
  readonly _?: never;
}

function writeGetSearchIndex(out: Writer, message: GetSearchIndexInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readGetSearchIndex(input: Reader, end: number): GetSearchIndex {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as GetSearchIndex;
}

/** Encodes one GetSearchIndex. The bytes belong to the caller. */
export function encodeGetSearchIndex(message: GetSearchIndexInit): Uint8Array {
  try {
    writeGetSearchIndex(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one GetSearchIndex; `bytes` fields are views into the input. Throws WireError. */
export function decodeGetSearchIndex(bytes: Uint8Array): GetSearchIndex {
  const reader = new Reader(bytes);
  const message = readGetSearchIndex(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** How the index of the search is. */
export interface SearchIndex {
  readonly state: IndexState;
  /** Of the log, in percent, rounded down. */
  readonly progress: number;
  /** Messages in the index. */
  readonly documents: number;
  /** Messages of the log that were not looked at yet. */
  readonly lag: number;
  /** What the index takes of the disk, about; 0: not known. */
  readonly bytes: number;
  /** Why it cannot be used now. Empty: it can. */
  readonly trouble: string;
}

/** Input for encoding a SearchIndex; absent fields have their default. */
export interface SearchIndexInit {
  readonly state?: IndexState | undefined;
  readonly progress?: number | undefined;
  readonly documents?: number | undefined;
  readonly lag?: number | undefined;
  readonly bytes?: number | undefined;
  readonly trouble?: string | undefined;
}

function writeSearchIndex(out: Writer, message: SearchIndexInit): void {
  writeTable(out, message, SEARCH_INDEX_FIELDS);
}
function readSearchIndex(input: Reader, end: number): SearchIndex {
  // The table has the fields of this type.
  return readTable(input, end, SEARCH_INDEX_FIELDS) as SearchIndex;
}

/** Encodes one SearchIndex. The bytes belong to the caller. */
export function encodeSearchIndex(message: SearchIndexInit): Uint8Array {
  try {
    writeSearchIndex(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SearchIndex; `bytes` fields are views into the input. Throws WireError. */
export function decodeSearchIndex(bytes: Uint8Array): SearchIndex {
  const reader = new Reader(bytes);
  const message = readSearchIndex(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Returns the direct conversation with a user. It is created if it does not exist. */
export interface OpenDirect {
  readonly user: number;
}

/** Input for encoding a OpenDirect; absent fields have their default. */
export interface OpenDirectInit {
  readonly user?: number | undefined;
}

function writeOpenDirect(out: Writer, message: OpenDirectInit): void {
  writeTable(out, message, BLOCK_FIELDS);
}
function readOpenDirect(input: Reader, end: number): OpenDirect {
  // The table has the fields of this type.
  return readTable(input, end, BLOCK_FIELDS) as OpenDirect;
}

/** Encodes one OpenDirect. The bytes belong to the caller. */
export function encodeOpenDirect(message: OpenDirectInit): Uint8Array {
  try {
    writeOpenDirect(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one OpenDirect; `bytes` fields are views into the input. Throws WireError. */
export function decodeOpenDirect(bytes: Uint8Array): OpenDirect {
  const reader = new Reader(bytes);
  const message = readOpenDirect(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Creates a group. The caller is its owner. */
export interface CreateGroup {
  readonly title: string;
  /** Further members. */
  readonly members: readonly number[];
  /** Makes a retry harmless, as in Send. */
  readonly clientId: string;
}

/** Input for encoding a CreateGroup; absent fields have their default. */
export interface CreateGroupInit {
  readonly title?: string | undefined;
  readonly members?: readonly number[] | undefined;
  readonly clientId?: string | undefined;
}

function writeCreateGroup(out: Writer, message: CreateGroupInit): void {
  writeTable(out, message, CREATE_GROUP_FIELDS);
}
function readCreateGroup(input: Reader, end: number): CreateGroup {
  // The table has the fields of this type.
  return readTable(input, end, CREATE_GROUP_FIELDS) as CreateGroup;
}

/** Encodes one CreateGroup. The bytes belong to the caller. */
export function encodeCreateGroup(message: CreateGroupInit): Uint8Array {
  try {
    writeCreateGroup(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one CreateGroup; `bytes` fields are views into the input. Throws WireError. */
export function decodeCreateGroup(bytes: Uint8Array): CreateGroup {
  const reader = new Reader(bytes);
  const message = readCreateGroup(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Adds members to a group. They cannot read what was said before. */
export interface AddMembers {
  readonly conversation: number;
  readonly users: readonly number[];
  /** Makes a retry harmless, as in Send. */
  readonly clientId: string;
}

/** Input for encoding a AddMembers; absent fields have their default. */
export interface AddMembersInit {
  readonly conversation?: number | undefined;
  readonly users?: readonly number[] | undefined;
  readonly clientId?: string | undefined;
}

function writeAddMembers(out: Writer, message: AddMembersInit): void {
  writeTable(out, message, ADD_MEMBERS_FIELDS);
}
function readAddMembers(input: Reader, end: number): AddMembers {
  // The table has the fields of this type.
  return readTable(input, end, ADD_MEMBERS_FIELDS) as AddMembers;
}

/** Encodes one AddMembers. The bytes belong to the caller. */
export function encodeAddMembers(message: AddMembersInit): Uint8Array {
  try {
    writeAddMembers(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one AddMembers; `bytes` fields are views into the input. Throws WireError. */
export function decodeAddMembers(bytes: Uint8Array): AddMembers {
  const reader = new Reader(bytes);
  const message = readAddMembers(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Removes a member from a group. Nobody can remove the owner; only the owner can remove an admin. */
export interface RemoveMember {
  readonly conversation: number;
  readonly user: number;
  /** Makes a retry harmless, as in Send. */
  readonly clientId: string;
  /** The user cannot come back until the ban is lifted (Unban). It works for those who are not members too. */
  readonly ban: boolean;
  /** Why somebody is banned: one line of at most 500 characters. Admins see it, and the user who tries to come back. */
  readonly reason: string;
}

/** Input for encoding a RemoveMember; absent fields have their default. */
export interface RemoveMemberInit {
  readonly conversation?: number | undefined;
  readonly user?: number | undefined;
  readonly clientId?: string | undefined;
  readonly ban?: boolean | undefined;
  readonly reason?: string | undefined;
}

function writeRemoveMember(out: Writer, message: RemoveMemberInit): void {
  writeTable(out, message, REMOVE_MEMBER_FIELDS);
}
function readRemoveMember(input: Reader, end: number): RemoveMember {
  // The table has the fields of this type.
  return readTable(input, end, REMOVE_MEMBER_FIELDS) as RemoveMember;
}

/** Encodes one RemoveMember. The bytes belong to the caller. */
export function encodeRemoveMember(message: RemoveMemberInit): Uint8Array {
  try {
    writeRemoveMember(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RemoveMember; `bytes` fields are views into the input. Throws WireError. */
export function decodeRemoveMember(bytes: Uint8Array): RemoveMember {
  const reader = new Reader(bytes);
  const message = readRemoveMember(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists the users who are banned from a group, by id. */
export interface ListBans {
  readonly conversation: number;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
}

/** Input for encoding a ListBans; absent fields have their default. */
export interface ListBansInit {
  readonly conversation?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListBans(out: Writer, message: ListBansInit): void {
  writeTable(out, message, LIST_RECEIPTS_FIELDS);
}
function readListBans(input: Reader, end: number): ListBans {
  // The table has the fields of this type.
  return readTable(input, end, LIST_RECEIPTS_FIELDS) as ListBans;
}

/** Encodes one ListBans. The bytes belong to the caller. */
export function encodeListBans(message: ListBansInit): Uint8Array {
  try {
    writeListBans(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListBans; `bytes` fields are views into the input. Throws WireError. */
export function decodeListBans(bytes: Uint8Array): ListBans {
  const reader = new Reader(bytes);
  const message = readListBans(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of bans. */
export interface Bans {
  readonly bans: readonly Ban[];
  /** `cursor` for the next page; empty on the last page. */
  readonly next: string;
}

/** Input for encoding a Bans; absent fields have their default. */
export interface BansInit {
  readonly bans?: readonly BanInit[] | undefined;
  readonly next?: string | undefined;
}

function writeBans(out: Writer, message: BansInit): void {
  writeTable(out, message, BANS_FIELDS_OUT);
}
function readBans(input: Reader, end: number): Bans {
  // The table has the fields of this type.
  return readTable(input, end, BANS_FIELDS_IN) as Bans;
}

/** Encodes one Bans. The bytes belong to the caller. */
export function encodeBans(message: BansInit): Uint8Array {
  try {
    writeBans(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Bans; `bytes` fields are views into the input. Throws WireError. */
export function decodeBans(bytes: Uint8Array): Bans {
  const reader = new Reader(bytes);
  const message = readBans(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A user who may not come into a group. */
export interface Ban {
  readonly user: number;
  /** Who has banned them. */
  readonly by: number;
  readonly time: number;
  readonly reason: string;
}

/** Input for encoding a Ban; absent fields have their default. */
export interface BanInit {
  readonly user?: number | undefined;
  readonly by?: number | undefined;
  readonly time?: number | undefined;
  readonly reason?: string | undefined;
}

function writeBan(out: Writer, message: BanInit): void {
  writeTable(out, message, BAN_FIELDS);
}
function readBan(input: Reader, end: number): Ban {
  // The table has the fields of this type.
  return readTable(input, end, BAN_FIELDS) as Ban;
}

/** Encodes one Ban. The bytes belong to the caller. */
export function encodeBan(message: BanInit): Uint8Array {
  try {
    writeBan(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Ban; `bytes` fields are views into the input. Throws WireError. */
export function decodeBan(bytes: Uint8Array): Ban {
  const reader = new Reader(bytes);
  const message = readBan(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lifts a ban. A repeat changes nothing. */
export interface Unban {
  readonly conversation: number;
  readonly user: number;
}

/** Input for encoding a Unban; absent fields have their default. */
export interface UnbanInit {
  readonly conversation?: number | undefined;
  readonly user?: number | undefined;
}

function writeUnban(out: Writer, message: UnbanInit): void {
  writeTable(out, message, UNBAN_FIELDS);
}
function readUnban(input: Reader, end: number): Unban {
  // The table has the fields of this type.
  return readTable(input, end, UNBAN_FIELDS) as Unban;
}

/** Encodes one Unban. The bytes belong to the caller. */
export function encodeUnban(message: UnbanInit): Uint8Array {
  try {
    writeUnban(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Unban; `bytes` fields are views into the input. Throws WireError. */
export function decodeUnban(bytes: Uint8Array): Unban {
  const reader = new Reader(bytes);
  const message = readUnban(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Leaves a group. When the owner leaves, the admin who joined first becomes the owner, or else the member who did. */
export interface Leave {
  readonly conversation: number;
  /** Makes a retry harmless, as in Send. */
  readonly clientId: string;
}

/** Input for encoding a Leave; absent fields have their default. */
export interface LeaveInit {
  readonly conversation?: number | undefined;
  readonly clientId?: string | undefined;
}

function writeLeave(out: Writer, message: LeaveInit): void {
  writeTable(out, message, LEAVE_FIELDS);
}
function readLeave(input: Reader, end: number): Leave {
  // The table has the fields of this type.
  return readTable(input, end, LEAVE_FIELDS) as Leave;
}

/** Encodes one Leave. The bytes belong to the caller. */
export function encodeLeave(message: LeaveInit): Uint8Array {
  try {
    writeLeave(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Leave; `bytes` fields are views into the input. Throws WireError. */
export function decodeLeave(bytes: Uint8Array): Leave {
  const reader = new Reader(bytes);
  const message = readLeave(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Changes the title of a group. */
export interface Rename {
  readonly conversation: number;
  readonly title: string;
  /** Makes a retry harmless, as in Send. */
  readonly clientId: string;
}

/** Input for encoding a Rename; absent fields have their default. */
export interface RenameInit {
  readonly conversation?: number | undefined;
  readonly title?: string | undefined;
  readonly clientId?: string | undefined;
}

function writeRename(out: Writer, message: RenameInit): void {
  writeTable(out, message, RENAME_FIELDS);
}
function readRename(input: Reader, end: number): Rename {
  // The table has the fields of this type.
  return readTable(input, end, RENAME_FIELDS) as Rename;
}

/** Encodes one Rename. The bytes belong to the caller. */
export function encodeRename(message: RenameInit): Uint8Array {
  try {
    writeRename(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Rename; `bytes` fields are views into the input. Throws WireError. */
export function decodeRename(bytes: Uint8Array): Rename {
  const reader = new Reader(bytes);
  const message = readRename(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Changes settings of a group. Topic and picture: who has the right `change`. The others: admins. Only the owner gives a
 * right to the owner alone or takes it from there, and closes the group or opens it again.
 */
export interface SetGroup {
  readonly conversation: number;
  readonly settings: GroupSettings | undefined;
  /** Makes a retry harmless, as in Send. */
  readonly clientId: string;
}

/** Input for encoding a SetGroup; absent fields have their default. */
export interface SetGroupInit {
  readonly conversation?: number | undefined;
  readonly settings?: GroupSettingsInit | undefined;
  readonly clientId?: string | undefined;
}

function writeSetGroup(out: Writer, message: SetGroupInit): void {
  writeTable(out, message, SET_GROUP_FIELDS_OUT);
}
function readSetGroup(input: Reader, end: number): SetGroup {
  // The table has the fields of this type.
  return readTable(input, end, SET_GROUP_FIELDS_IN) as SetGroup;
}

/** Encodes one SetGroup. The bytes belong to the caller. */
export function encodeSetGroup(message: SetGroupInit): Uint8Array {
  try {
    writeSetGroup(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SetGroup; `bytes` fields are views into the input. Throws WireError. */
export function decodeSetGroup(bytes: Uint8Array): SetGroup {
  const reader = new Reader(bytes);
  const message = readSetGroup(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Says whether links get previews in a conversation. In a direct one both users may, in a group who has the right `change`,
 * in a room administrators of the server.
 */
export interface SetPreviews {
  readonly conversation: number;
  /** True: from now on none are made. */
  readonly off: boolean;
  /** Makes a retry harmless, as in Send. */
  readonly clientId: string;
}

/** Input for encoding a SetPreviews; absent fields have their default. */
export interface SetPreviewsInit {
  readonly conversation?: number | undefined;
  readonly off?: boolean | undefined;
  readonly clientId?: string | undefined;
}

function writeSetPreviews(out: Writer, message: SetPreviewsInit): void {
  writeTable(out, message, SET_PREVIEWS_FIELDS);
}
function readSetPreviews(input: Reader, end: number): SetPreviews {
  // The table has the fields of this type.
  return readTable(input, end, SET_PREVIEWS_FIELDS) as SetPreviews;
}

/** Encodes one SetPreviews. The bytes belong to the caller. */
export function encodeSetPreviews(message: SetPreviewsInit): Uint8Array {
  try {
    writeSetPreviews(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SetPreviews; `bytes` fields are views into the input. Throws WireError. */
export function decodeSetPreviews(bytes: Uint8Array): SetPreviews {
  const reader = new Reader(bytes);
  const message = readSetPreviews(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export type ForwardMessagesTarget =
  | { readonly case: 'toConversation'; readonly value: number }
  | { readonly case: 'to'; readonly value: number };

export type ForwardMessagesTargetInit =
  | { readonly case: 'toConversation'; readonly value: number }
  | { readonly case: 'to'; readonly value: number };

/**
 * Says again what was said elsewhere: each message becomes one of the caller's, with its words as they are now, and where
 * it was said first. It answers nothing and mentions nobody. What was recalled, vanishes, or changes another message cannot
 * be forwarded; then nothing is.
 */
export interface ForwardMessages {
  /** Where the messages are. */
  readonly conversation: number;
  /** 1 to 100, in the order in which they are said again. */
  readonly seqs: readonly number[];
  /**
   * Makes a retry harmless, as in Send. After an error, some of the messages may have been forwarded: a retry with the same
   * id forwards the others.
   */
  readonly clientId: string;
  readonly target: ForwardMessagesTarget | undefined;
}

/** Input for encoding a ForwardMessages; absent fields have their default. */
export interface ForwardMessagesInit {
  readonly conversation?: number | undefined;
  readonly seqs?: readonly number[] | undefined;
  readonly clientId?: string | undefined;
  readonly target?: ForwardMessagesTargetInit | undefined;
}

function writeForwardMessages(out: Writer, message: ForwardMessagesInit): void {
  writeTable(out, message, FORWARD_MESSAGES_FIELDS);
}
function readForwardMessages(input: Reader, end: number): ForwardMessages {
  // The table has the fields of this type.
  return readTable(input, end, FORWARD_MESSAGES_FIELDS) as ForwardMessages;
}

/** Encodes one ForwardMessages. The bytes belong to the caller. */
export function encodeForwardMessages(message: ForwardMessagesInit): Uint8Array {
  try {
    writeForwardMessages(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ForwardMessages; `bytes` fields are views into the input. Throws WireError. */
export function decodeForwardMessages(bytes: Uint8Array): ForwardMessages {
  const reader = new Reader(bytes);
  const message = readForwardMessages(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What was passed on. */
export interface Forwarded {
  readonly conversation: number;
  /** Of the new messages, in the order of the request. */
  readonly seqs: readonly number[];
}

/** Input for encoding a Forwarded; absent fields have their default. */
export interface ForwardedInit {
  readonly conversation?: number | undefined;
  readonly seqs?: readonly number[] | undefined;
}

function writeForwarded(out: Writer, message: ForwardedInit): void {
  writeTable(out, message, FORWARDED_FIELDS);
}
function readForwarded(input: Reader, end: number): Forwarded {
  // The table has the fields of this type.
  return readTable(input, end, FORWARDED_FIELDS) as Forwarded;
}

/** Encodes one Forwarded. The bytes belong to the caller. */
export function encodeForwarded(message: ForwardedInit): Uint8Array {
  try {
    writeForwarded(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Forwarded; `bytes` fields are views into the input. Throws WireError. */
export function decodeForwarded(bytes: Uint8Array): Forwarded {
  const reader = new Reader(bytes);
  const message = readForwarded(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Changes the role of a member. An owner who makes somebody else the owner becomes an admin. An administrator of the
 * server may do this in every group.
 */
export interface SetRole {
  readonly conversation: number;
  readonly user: number;
  readonly role: Role;
  /** Makes a retry harmless, as in Send. */
  readonly clientId: string;
}

/** Input for encoding a SetRole; absent fields have their default. */
export interface SetRoleInit {
  readonly conversation?: number | undefined;
  readonly user?: number | undefined;
  readonly role?: Role | undefined;
  readonly clientId?: string | undefined;
}

function writeSetRole(out: Writer, message: SetRoleInit): void {
  writeTable(out, message, SET_ROLE_FIELDS);
}
function readSetRole(input: Reader, end: number): SetRole {
  // The table has the fields of this type.
  return readTable(input, end, SET_ROLE_FIELDS) as SetRole;
}

/** Encodes one SetRole. The bytes belong to the caller. */
export function encodeSetRole(message: SetRoleInit): Uint8Array {
  try {
    writeSetRole(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SetRole; `bytes` fields are views into the input. Throws WireError. */
export function decodeSetRole(bytes: Uint8Array): SetRole {
  const reader = new Reader(bytes);
  const message = readSetRole(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Silences a member, who then reads but cannot send, or lets them send again. Ranks count as in RemoveMember. */
export interface MuteMember {
  readonly conversation: number;
  readonly user: number;
  /** True: silences. False: lets them send again. */
  readonly muted: boolean;
  /** Makes a retry harmless, as in Send. */
  readonly clientId: string;
}

/** Input for encoding a MuteMember; absent fields have their default. */
export interface MuteMemberInit {
  readonly conversation?: number | undefined;
  readonly user?: number | undefined;
  readonly muted?: boolean | undefined;
  readonly clientId?: string | undefined;
}

function writeMuteMember(out: Writer, message: MuteMemberInit): void {
  writeTable(out, message, MUTE_MEMBER_FIELDS);
}
function readMuteMember(input: Reader, end: number): MuteMember {
  // The table has the fields of this type.
  return readTable(input, end, MUTE_MEMBER_FIELDS) as MuteMember;
}

/** Encodes one MuteMember. The bytes belong to the caller. */
export function encodeMuteMember(message: MuteMemberInit): Uint8Array {
  try {
    writeMuteMember(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one MuteMember; `bytes` fields are views into the input. Throws WireError. */
export function decodeMuteMember(bytes: Uint8Array): MuteMember {
  const reader = new Reader(bytes);
  const message = readMuteMember(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Turns the caller's alerts from a conversation off or on, as the entry `mute/<conversation>` of SetMine does. */
export interface MuteConversation {
  readonly conversation: number;
  /** False: turns them on. */
  readonly muted: boolean;
}

/** Input for encoding a MuteConversation; absent fields have their default. */
export interface MuteConversationInit {
  readonly conversation?: number | undefined;
  readonly muted?: boolean | undefined;
}

function writeMuteConversation(out: Writer, message: MuteConversationInit): void {
  writeTable(out, message, MUTE_CONVERSATION_FIELDS);
}
function readMuteConversation(input: Reader, end: number): MuteConversation {
  // The table has the fields of this type.
  return readTable(input, end, MUTE_CONVERSATION_FIELDS) as MuteConversation;
}

/** Encodes one MuteConversation. The bytes belong to the caller. */
export function encodeMuteConversation(message: MuteConversationInit): Uint8Array {
  try {
    writeMuteConversation(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one MuteConversation; `bytes` fields are views into the input. Throws WireError. */
export function decodeMuteConversation(bytes: Uint8Array): MuteConversation {
  const reader = new Reader(bytes);
  const message = readMuteConversation(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * A value in the caller's own space: a draft, a pinned conversation, a folder. docs/protocol.md (Personal space) lists the
 * names and what their values mean.
 */
export interface MineEntry {
  /** 1 to 200 visible ASCII characters. */
  readonly key: string;
  /** At most 65,536 bytes. Empty: there is nothing under this key. */
  readonly value: string;
  /** Given by the server. It rises with each change in the space, so no two entries have the same. */
  readonly version: number;
}

/** Input for encoding a MineEntry; absent fields have their default. */
export interface MineEntryInit {
  readonly key?: string | undefined;
  readonly value?: string | undefined;
  readonly version?: number | undefined;
}

function writeMineEntry(out: Writer, message: MineEntryInit): void {
  writeTable(out, message, MINE_ENTRY_FIELDS);
}
function readMineEntry(input: Reader, end: number): MineEntry {
  // The table has the fields of this type.
  return readTable(input, end, MINE_ENTRY_FIELDS) as MineEntry;
}

/** Encodes one MineEntry. The bytes belong to the caller. */
export function encodeMineEntry(message: MineEntryInit): Uint8Array {
  try {
    writeMineEntry(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one MineEntry; `bytes` fields are views into the input. Throws WireError. */
export function decodeMineEntry(bytes: Uint8Array): MineEntry {
  const reader = new Reader(bytes);
  const message = readMineEntry(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Changes entries of the caller's own space, all or none. What is written last holds. A value that is there already changes
 * nothing.
 */
export interface SetMine {
  /** 1 to 100, of different keys. Their versions have no meaning, unless `if_unchanged`. */
  readonly entries: readonly MineEntry[];
  /** Makes a retry harmless: of the last 32 changes of the space each is made once. At most 64 bytes. */
  readonly clientId: string;
  /** Only if each entry still has the version given here; 0: has no value. Otherwise the answer is CONFLICT. */
  readonly ifUnchanged: boolean;
}

/** Input for encoding a SetMine; absent fields have their default. */
export interface SetMineInit {
  readonly entries?: readonly MineEntryInit[] | undefined;
  readonly clientId?: string | undefined;
  readonly ifUnchanged?: boolean | undefined;
}

function writeSetMine(out: Writer, message: SetMineInit): void {
  writeTable(out, message, SET_MINE_FIELDS_OUT);
}
function readSetMine(input: Reader, end: number): SetMine {
  // The table has the fields of this type.
  return readTable(input, end, SET_MINE_FIELDS_IN) as SetMine;
}

/** Encodes one SetMine. The bytes belong to the caller. */
export function encodeSetMine(message: SetMineInit): Uint8Array {
  try {
    writeSetMine(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SetMine; `bytes` fields are views into the input. Throws WireError. */
export function decodeSetMine(bytes: Uint8Array): SetMine {
  const reader = new Reader(bytes);
  const message = readSetMine(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists the entries that have changed, by rising version. */
export interface GetMine {
  /** Only later versions than this one: `version` of the last page that was read. 0: everything. */
  readonly after: number;
  /** Only keys that begin so. */
  readonly prefix: string;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 1000; 0 means 50. A page has fewer if their values are long. */
  readonly limit: number;
}

/** Input for encoding a GetMine; absent fields have their default. */
export interface GetMineInit {
  readonly after?: number | undefined;
  readonly prefix?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeGetMine(out: Writer, message: GetMineInit): void {
  writeTable(out, message, GET_MINE_FIELDS);
}
function readGetMine(input: Reader, end: number): GetMine {
  // The table has the fields of this type.
  return readTable(input, end, GET_MINE_FIELDS) as GetMine;
}

/** Encodes one GetMine. The bytes belong to the caller. */
export function encodeGetMine(message: GetMineInit): Uint8Array {
  try {
    writeGetMine(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one GetMine; `bytes` fields are views into the input. Throws WireError. */
export function decodeGetMine(bytes: Uint8Array): GetMine {
  const reader = new Reader(bytes);
  const message = readGetMine(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What has changed in the caller's own space. */
export interface Mine {
  /** By rising version. */
  readonly entries: readonly MineEntry[];
  /**
   * `entries` are all changes after this version. In a first page 0, although another one was asked for: what was removed
   * since then is not known any more, so what is not listed has no value.
   */
  readonly after: number;
  /** Up to this version. */
  readonly version: number;
  /** `cursor` for the next page; empty on the last page. */
  readonly next: string;
}

/** Input for encoding a Mine; absent fields have their default. */
export interface MineInit {
  readonly entries?: readonly MineEntryInit[] | undefined;
  readonly after?: number | undefined;
  readonly version?: number | undefined;
  readonly next?: string | undefined;
}

function writeMine(out: Writer, message: MineInit): void {
  writeTable(out, message, MINE_FIELDS_OUT);
}
function readMine(input: Reader, end: number): Mine {
  // The table has the fields of this type.
  return readTable(input, end, MINE_FIELDS_IN) as Mine;
}

/** Encodes one Mine. The bytes belong to the caller. */
export function encodeMine(message: MineInit): Uint8Array {
  try {
    writeMine(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Mine; `bytes` fields are views into the input. Throws WireError. */
export function decodeMine(bytes: Uint8Array): Mine {
  const reader = new Reader(bytes);
  const message = readMine(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Takes a group that the caller has left off their list: it is not listed, counted or read any more, unless they come
 * back into it. INVALID if they have not left it.
 */
export interface ForgetConversation {
  readonly conversation: number;
}

/** Input for encoding a ForgetConversation; absent fields have their default. */
export interface ForgetConversationInit {
  readonly conversation?: number | undefined;
}

function writeForgetConversation(out: Writer, message: ForgetConversationInit): void {
  writeTable(out, message, GET_CONVERSATION_FIELDS);
}
function readForgetConversation(input: Reader, end: number): ForgetConversation {
  // The table has the fields of this type.
  return readTable(input, end, GET_CONVERSATION_FIELDS) as ForgetConversation;
}

/** Encodes one ForgetConversation. The bytes belong to the caller. */
export function encodeForgetConversation(message: ForgetConversationInit): Uint8Array {
  try {
    writeForgetConversation(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ForgetConversation; `bytes` fields are views into the input. Throws WireError. */
export function decodeForgetConversation(bytes: Uint8Array): ForgetConversation {
  const reader = new Reader(bytes);
  const message = readForgetConversation(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A member of a conversation. */
export interface Member {
  readonly user: number;
  readonly role: Role;
  /** Seq of the event by which they joined. */
  readonly joinedSeq: number;
  /** May not send. */
  readonly silenced: boolean;
  /** What they call themselves in this group. Empty: as everywhere. */
  readonly nickname: string;
}

/** Input for encoding a Member; absent fields have their default. */
export interface MemberInit {
  readonly user?: number | undefined;
  readonly role?: Role | undefined;
  readonly joinedSeq?: number | undefined;
  readonly silenced?: boolean | undefined;
  readonly nickname?: string | undefined;
}

function writeMember(out: Writer, message: MemberInit): void {
  if (message.user) {
    out.tag(8);
    out.varint(message.user);
  }
  if (message.role !== undefined && message.role !== 'unspecified') {
    out.tag(16);
    out.varint(ROLE_WORDS.indexOf(message.role));
  }
  if (message.joinedSeq) {
    out.tag(24);
    out.varint(message.joinedSeq);
  }
  if (message.silenced) {
    out.tag(32);
    out.bool(message.silenced);
  }
  if (message.nickname) {
    out.tag(42);
    out.string(message.nickname);
  }
}

function readMember(input: Reader, end: number): Member {
  let user = 0;
  let role: Role = 'unspecified';
  let joinedSeq = 0;
  let silenced = false;
  let nickname = '';
  while (input.position < end) {
    const tag = input.varint();
    switch (tag) {
      case 8:
        user = input.varint();
        break;
      case 16:
        role = ROLE_WORDS[input.varint()] ?? 'unspecified';
        break;
      case 24:
        joinedSeq = input.varint();
        break;
      case 32:
        silenced = input.bool();
        break;
      case 42:
        nickname = input.string();
        break;
      default:
        input.skip(tag);
    }
  }
  return { user, role, joinedSeq, silenced, nickname };
}

/** Encodes one Member. The bytes belong to the caller. */
export function encodeMember(message: MemberInit): Uint8Array {
  try {
    writeMember(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Member; `bytes` fields are views into the input. Throws WireError. */
export function decodeMember(bytes: Uint8Array): Member {
  const reader = new Reader(bytes);
  const message = readMember(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Lists the members of a group or direct conversation, by user id. A page of a search may have fewer members than there is
 * room for, or none, and still not be the last one.
 */
export interface ListMembers {
  readonly conversation: number;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
  /** Only members whose nickname or name begins so. Upper and lower case are the same. */
  readonly prefix: string;
  /** The owner first, then the admins, then the others. Without a prefix. */
  readonly byRank: boolean;
}

/** Input for encoding a ListMembers; absent fields have their default. */
export interface ListMembersInit {
  readonly conversation?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly prefix?: string | undefined;
  readonly byRank?: boolean | undefined;
}

function writeListMembers(out: Writer, message: ListMembersInit): void {
  writeTable(out, message, LIST_MEMBERS_FIELDS);
}
function readListMembers(input: Reader, end: number): ListMembers {
  // The table has the fields of this type.
  return readTable(input, end, LIST_MEMBERS_FIELDS) as ListMembers;
}

/** Encodes one ListMembers. The bytes belong to the caller. */
export function encodeListMembers(message: ListMembersInit): Uint8Array {
  try {
    writeListMembers(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListMembers; `bytes` fields are views into the input. Throws WireError. */
export function decodeListMembers(bytes: Uint8Array): ListMembers {
  const reader = new Reader(bytes);
  const message = readListMembers(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Sets what the caller is called in a group. Empty: as everywhere. */
export interface SetNickname {
  readonly conversation: number;
  /** One line of at most 100 characters. */
  readonly nickname: string;
}

/** Input for encoding a SetNickname; absent fields have their default. */
export interface SetNicknameInit {
  readonly conversation?: number | undefined;
  readonly nickname?: string | undefined;
}

function writeSetNickname(out: Writer, message: SetNicknameInit): void {
  writeTable(out, message, SET_NICKNAME_FIELDS);
}
function readSetNickname(input: Reader, end: number): SetNickname {
  // The table has the fields of this type.
  return readTable(input, end, SET_NICKNAME_FIELDS) as SetNickname;
}

/** Encodes one SetNickname. The bytes belong to the caller. */
export function encodeSetNickname(message: SetNicknameInit): Uint8Array {
  try {
    writeSetNickname(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SetNickname; `bytes` fields are views into the input. Throws WireError. */
export function decodeSetNickname(bytes: Uint8Array): SetNickname {
  const reader = new Reader(bytes);
  const message = readSetNickname(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of members. */
export interface Members {
  readonly members: readonly Member[];
  /** `cursor` for the next page; empty on the last page. */
  readonly next: string;
}

/** Input for encoding a Members; absent fields have their default. */
export interface MembersInit {
  readonly members?: readonly MemberInit[] | undefined;
  readonly next?: string | undefined;
}

function writeMembers(out: Writer, message: MembersInit): void {
  writeTable(out, message, MEMBERS_FIELDS_OUT);
}
function readMembers(input: Reader, end: number): Members {
  // The table has the fields of this type.
  return readTable(input, end, MEMBERS_FIELDS_IN) as Members;
}

/** Encodes one Members. The bytes belong to the caller. */
export function encodeMembers(message: MembersInit): Uint8Array {
  try {
    writeMembers(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Members; `bytes` fields are views into the input. Throws WireError. */
export function decodeMembers(bytes: Uint8Array): Members {
  const reader = new Reader(bytes);
  const message = readMembers(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Creates an invite. Whoever has its token may join the group. */
export interface CreateInvite {
  readonly conversation: number;
  /** How many users may join by it; 0: any number. */
  readonly maxUses: number;
  /** How long it is valid; 0: for ever. */
  readonly ttlMs: number;
}

/** Input for encoding a CreateInvite; absent fields have their default. */
export interface CreateInviteInit {
  readonly conversation?: number | undefined;
  readonly maxUses?: number | undefined;
  readonly ttlMs?: number | undefined;
}

function writeCreateInvite(out: Writer, message: CreateInviteInit): void {
  writeTable(out, message, CREATE_INVITE_FIELDS);
}
function readCreateInvite(input: Reader, end: number): CreateInvite {
  // The table has the fields of this type.
  return readTable(input, end, CREATE_INVITE_FIELDS) as CreateInvite;
}

/** Encodes one CreateInvite. The bytes belong to the caller. */
export function encodeCreateInvite(message: CreateInviteInit): Uint8Array {
  try {
    writeCreateInvite(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one CreateInvite; `bytes` fields are views into the input. Throws WireError. */
export function decodeCreateInvite(bytes: Uint8Array): CreateInvite {
  const reader = new Reader(bytes);
  const message = readCreateInvite(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** An invite to a group. */
export interface Invite {
  /** The secret part of the invite link. Only the answer to CreateInvite has it: the server stores only its hash. */
  readonly token: string;
  readonly id: number;
  readonly conversation: number;
  /** The id of a user. */
  readonly createdBy: number;
  readonly createdAt: number;
  /** 0: never. */
  readonly expiresAt: number;
  /** 0: any number. */
  readonly maxUses: number;
  /** How many users have joined by it. */
  readonly uses: number;
}

/** Input for encoding a Invite; absent fields have their default. */
export interface InviteInit {
  readonly token?: string | undefined;
  readonly id?: number | undefined;
  readonly conversation?: number | undefined;
  readonly createdBy?: number | undefined;
  readonly createdAt?: number | undefined;
  readonly expiresAt?: number | undefined;
  readonly maxUses?: number | undefined;
  readonly uses?: number | undefined;
}

function writeInvite(out: Writer, message: InviteInit): void {
  writeTable(out, message, INVITE_FIELDS);
}
function readInvite(input: Reader, end: number): Invite {
  // The table has the fields of this type.
  return readTable(input, end, INVITE_FIELDS) as Invite;
}

/** Encodes one Invite. The bytes belong to the caller. */
export function encodeInvite(message: InviteInit): Uint8Array {
  try {
    writeInvite(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Invite; `bytes` fields are views into the input. Throws WireError. */
export function decodeInvite(bytes: Uint8Array): Invite {
  const reader = new Reader(bytes);
  const message = readInvite(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists the invites of a group, without their tokens. */
export interface ListInvites {
  readonly conversation: number;
}

/** Input for encoding a ListInvites; absent fields have their default. */
export interface ListInvitesInit {
  readonly conversation?: number | undefined;
}

function writeListInvites(out: Writer, message: ListInvitesInit): void {
  writeTable(out, message, GET_CONVERSATION_FIELDS);
}
function readListInvites(input: Reader, end: number): ListInvites {
  // The table has the fields of this type.
  return readTable(input, end, GET_CONVERSATION_FIELDS) as ListInvites;
}

/** Encodes one ListInvites. The bytes belong to the caller. */
export function encodeListInvites(message: ListInvitesInit): Uint8Array {
  try {
    writeListInvites(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListInvites; `bytes` fields are views into the input. Throws WireError. */
export function decodeListInvites(bytes: Uint8Array): ListInvites {
  const reader = new Reader(bytes);
  const message = readListInvites(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** All invites of a group. */
export interface Invites {
  readonly invites: readonly Invite[];
}

/** Input for encoding a Invites; absent fields have their default. */
export interface InvitesInit {
  readonly invites?: readonly InviteInit[] | undefined;
}

function writeInvites(out: Writer, message: InvitesInit): void {
  writeTable(out, message, INVITES_FIELDS_OUT);
}
function readInvites(input: Reader, end: number): Invites {
  // The table has the fields of this type.
  return readTable(input, end, INVITES_FIELDS_IN) as Invites;
}

/** Encodes one Invites. The bytes belong to the caller. */
export function encodeInvites(message: InvitesInit): Uint8Array {
  try {
    writeInvites(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Invites; `bytes` fields are views into the input. Throws WireError. */
export function decodeInvites(bytes: Uint8Array): Invites {
  const reader = new Reader(bytes);
  const message = readInvites(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Revokes an invite. */
export interface RevokeInvite {
  readonly invite: number;
}

/** Input for encoding a RevokeInvite; absent fields have their default. */
export interface RevokeInviteInit {
  readonly invite?: number | undefined;
}

function writeRevokeInvite(out: Writer, message: RevokeInviteInit): void {
  writeTable(out, message, REVOKE_INVITE_FIELDS);
}
function readRevokeInvite(input: Reader, end: number): RevokeInvite {
  // The table has the fields of this type.
  return readTable(input, end, REVOKE_INVITE_FIELDS) as RevokeInvite;
}

/** Encodes one RevokeInvite. The bytes belong to the caller. */
export function encodeRevokeInvite(message: RevokeInviteInit): Uint8Array {
  try {
    writeRevokeInvite(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RevokeInvite; `bytes` fields are views into the input. Throws WireError. */
export function decodeRevokeInvite(bytes: Uint8Array): RevokeInvite {
  const reader = new Reader(bytes);
  const message = readRevokeInvite(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Joins a group by an invite. Somebody who is a member already just gets the conversation. */
export interface JoinByInvite {
  /** The token of the invite. */
  readonly token: string;
  /** Makes a retry harmless, as in Send. */
  readonly clientId: string;
}

/** Input for encoding a JoinByInvite; absent fields have their default. */
export interface JoinByInviteInit {
  readonly token?: string | undefined;
  readonly clientId?: string | undefined;
}

function writeJoinByInvite(out: Writer, message: JoinByInviteInit): void {
  writeTable(out, message, JOIN_BY_INVITE_FIELDS);
}
function readJoinByInvite(input: Reader, end: number): JoinByInvite {
  // The table has the fields of this type.
  return readTable(input, end, JOIN_BY_INVITE_FIELDS) as JoinByInvite;
}

/** Encodes one JoinByInvite. The bytes belong to the caller. */
export function encodeJoinByInvite(message: JoinByInviteInit): Uint8Array {
  try {
    writeJoinByInvite(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one JoinByInvite; `bytes` fields are views into the input. Throws WireError. */
export function decodeJoinByInvite(bytes: Uint8Array): JoinByInvite {
  const reader = new Reader(bytes);
  const message = readJoinByInvite(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Lists the groups that everybody finds (JoinPolicy), by title. Groups that the caller is not in have title, member count and
 * settings alone.
 */
export interface ListDirectory {
  /** Titles that begin so. Upper and lower case are the same. */
  readonly prefix: string;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
}

/** Input for encoding a ListDirectory; absent fields have their default. */
export interface ListDirectoryInit {
  readonly prefix?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListDirectory(out: Writer, message: ListDirectoryInit): void {
  writeTable(out, message, FIND_USERS_FIELDS);
}
function readListDirectory(input: Reader, end: number): ListDirectory {
  // The table has the fields of this type.
  return readTable(input, end, FIND_USERS_FIELDS) as ListDirectory;
}

/** Encodes one ListDirectory. The bytes belong to the caller. */
export function encodeListDirectory(message: ListDirectoryInit): Uint8Array {
  try {
    writeListDirectory(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListDirectory; `bytes` fields are views into the input. Throws WireError. */
export function decodeListDirectory(bytes: Uint8Array): ListDirectory {
  const reader = new Reader(bytes);
  const message = readListDirectory(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Joins a group of the directory, or asks its admins for it: then `asked` is set in the answer. They see it in ListJoins, and
 * in their inboxes. Somebody who is a member already just gets the conversation.
 */
export interface JoinGroup {
  readonly conversation: number;
  /** For the admins who are asked: one line of at most 500 characters. */
  readonly text: string;
  /** Makes a retry harmless, as in Send. */
  readonly clientId: string;
}

/** Input for encoding a JoinGroup; absent fields have their default. */
export interface JoinGroupInit {
  readonly conversation?: number | undefined;
  readonly text?: string | undefined;
  readonly clientId?: string | undefined;
}

function writeJoinGroup(out: Writer, message: JoinGroupInit): void {
  writeTable(out, message, JOIN_GROUP_FIELDS);
}
function readJoinGroup(input: Reader, end: number): JoinGroup {
  // The table has the fields of this type.
  return readTable(input, end, JOIN_GROUP_FIELDS) as JoinGroup;
}

/** Encodes one JoinGroup. The bytes belong to the caller. */
export function encodeJoinGroup(message: JoinGroupInit): Uint8Array {
  try {
    writeJoinGroup(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one JoinGroup; `bytes` fields are views into the input. Throws WireError. */
export function decodeJoinGroup(bytes: Uint8Array): JoinGroup {
  const reader = new Reader(bytes);
  const message = readJoinGroup(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists who asks to join a group, oldest first. */
export interface ListJoins {
  readonly conversation: number;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
}

/** Input for encoding a ListJoins; absent fields have their default. */
export interface ListJoinsInit {
  readonly conversation?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListJoins(out: Writer, message: ListJoinsInit): void {
  writeTable(out, message, LIST_RECEIPTS_FIELDS);
}
function readListJoins(input: Reader, end: number): ListJoins {
  // The table has the fields of this type.
  return readTable(input, end, LIST_RECEIPTS_FIELDS) as ListJoins;
}

/** Encodes one ListJoins. The bytes belong to the caller. */
export function encodeListJoins(message: ListJoinsInit): Uint8Array {
  try {
    writeListJoins(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListJoins; `bytes` fields are views into the input. Throws WireError. */
export function decodeListJoins(bytes: Uint8Array): ListJoins {
  const reader = new Reader(bytes);
  const message = readListJoins(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of those who ask to join. */
export interface Joins {
  readonly joins: readonly Join[];
  /** `cursor` for the next page; empty on the last page. */
  readonly next: string;
}

/** Input for encoding a Joins; absent fields have their default. */
export interface JoinsInit {
  readonly joins?: readonly JoinInit[] | undefined;
  readonly next?: string | undefined;
}

function writeJoins(out: Writer, message: JoinsInit): void {
  writeTable(out, message, JOINS_FIELDS_OUT);
}
function readJoins(input: Reader, end: number): Joins {
  // The table has the fields of this type.
  return readTable(input, end, JOINS_FIELDS_IN) as Joins;
}

/** Encodes one Joins. The bytes belong to the caller. */
export function encodeJoins(message: JoinsInit): Uint8Array {
  try {
    writeJoins(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Joins; `bytes` fields are views into the input. Throws WireError. */
export function decodeJoins(bytes: Uint8Array): Joins {
  const reader = new Reader(bytes);
  const message = readJoins(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Somebody asks to join a group. */
export interface Join {
  readonly user: number;
  /** When they have asked. */
  readonly time: number;
  readonly text: string;
}

/** Input for encoding a Join; absent fields have their default. */
export interface JoinInit {
  readonly user?: number | undefined;
  readonly time?: number | undefined;
  readonly text?: string | undefined;
}

function writeJoin(out: Writer, message: JoinInit): void {
  writeTable(out, message, JOIN_FIELDS);
}
function readJoin(input: Reader, end: number): Join {
  // The table has the fields of this type.
  return readTable(input, end, JOIN_FIELDS) as Join;
}

/** Encodes one Join. The bytes belong to the caller. */
export function encodeJoin(message: JoinInit): Uint8Array {
  try {
    writeJoin(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Join; `bytes` fields are views into the input. Throws WireError. */
export function decodeJoin(bytes: Uint8Array): Join {
  const reader = new Reader(bytes);
  const message = readJoin(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lets somebody in who asks to join, or not. Users may take back what they have asked themselves. */
export interface SettleJoin {
  readonly conversation: number;
  readonly user: number;
  /** False: they are not let in, and are told so in their inbox. */
  readonly accept: boolean;
  /** Makes a retry harmless, as in Send. */
  readonly clientId: string;
}

/** Input for encoding a SettleJoin; absent fields have their default. */
export interface SettleJoinInit {
  readonly conversation?: number | undefined;
  readonly user?: number | undefined;
  readonly accept?: boolean | undefined;
  readonly clientId?: string | undefined;
}

function writeSettleJoin(out: Writer, message: SettleJoinInit): void {
  writeTable(out, message, SETTLE_JOIN_FIELDS);
}
function readSettleJoin(input: Reader, end: number): SettleJoin {
  // The table has the fields of this type.
  return readTable(input, end, SETTLE_JOIN_FIELDS) as SettleJoin;
}

/** Encodes one SettleJoin. The bytes belong to the caller. */
export function encodeSettleJoin(message: SettleJoinInit): Uint8Array {
  try {
    writeSettleJoin(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SettleJoin; `bytes` fields are views into the input. Throws WireError. */
export function decodeSettleJoin(bytes: Uint8Array): SettleJoin {
  const reader = new Reader(bytes);
  const message = readSettleJoin(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Makes an account an administrator of the server, which holds from its next connection on, or takes this away, which ends
 * all sessions of the account. There is always one administrator who is not disabled: the last one cannot go.
 */
export interface SetAdministrator {
  readonly user: number;
  readonly administrator: boolean;
}

/** Input for encoding a SetAdministrator; absent fields have their default. */
export interface SetAdministratorInit {
  readonly user?: number | undefined;
  readonly administrator?: boolean | undefined;
}

function writeSetAdministrator(out: Writer, message: SetAdministratorInit): void {
  writeTable(out, message, SET_ADMINISTRATOR_FIELDS);
}
function readSetAdministrator(input: Reader, end: number): SetAdministrator {
  // The table has the fields of this type.
  return readTable(input, end, SET_ADMINISTRATOR_FIELDS) as SetAdministrator;
}

/** Encodes one SetAdministrator. The bytes belong to the caller. */
export function encodeSetAdministrator(message: SetAdministratorInit): Uint8Array {
  try {
    writeSetAdministrator(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SetAdministrator; `bytes` fields are views into the input. Throws WireError. */
export function decodeSetAdministrator(bytes: Uint8Array): SetAdministrator {
  const reader = new Reader(bytes);
  const message = readSetAdministrator(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Disables an account and ends all its sessions, or enables it again. */
export interface DisableUser {
  readonly user: number;
  /** False: enables it. */
  readonly disabled: boolean;
}

/** Input for encoding a DisableUser; absent fields have their default. */
export interface DisableUserInit {
  readonly user?: number | undefined;
  readonly disabled?: boolean | undefined;
}

function writeDisableUser(out: Writer, message: DisableUserInit): void {
  writeTable(out, message, DISABLE_USER_FIELDS);
}
function readDisableUser(input: Reader, end: number): DisableUser {
  // The table has the fields of this type.
  return readTable(input, end, DISABLE_USER_FIELDS) as DisableUser;
}

/** Encodes one DisableUser. The bytes belong to the caller. */
export function encodeDisableUser(message: DisableUserInit): Uint8Array {
  try {
    writeDisableUser(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one DisableUser; `bytes` fields are views into the input. Throws WireError. */
export function decodeDisableUser(bytes: Uint8Array): DisableUser {
  const reader = new Reader(bytes);
  const message = readDisableUser(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Erases another account for good, as EraseAccount does. A repeat changes nothing. */
export interface EraseUser {
  readonly user: number;
}

/** Input for encoding a EraseUser; absent fields have their default. */
export interface EraseUserInit {
  readonly user?: number | undefined;
}

function writeEraseUser(out: Writer, message: EraseUserInit): void {
  writeTable(out, message, BLOCK_FIELDS);
}
function readEraseUser(input: Reader, end: number): EraseUser {
  // The table has the fields of this type.
  return readTable(input, end, BLOCK_FIELDS) as EraseUser;
}

/** Encodes one EraseUser. The bytes belong to the caller. */
export function encodeEraseUser(message: EraseUserInit): Uint8Array {
  try {
    writeEraseUser(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one EraseUser; `bytes` fields are views into the input. Throws WireError. */
export function decodeEraseUser(bytes: Uint8Array): EraseUser {
  const reader = new Reader(bytes);
  const message = readEraseUser(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Sets the password of a user and ends all their sessions. */
export interface ResetPassword {
  readonly user: number;
  readonly newPassword: string;
}

/** Input for encoding a ResetPassword; absent fields have their default. */
export interface ResetPasswordInit {
  readonly user?: number | undefined;
  readonly newPassword?: string | undefined;
}

function writeResetPassword(out: Writer, message: ResetPasswordInit): void {
  writeTable(out, message, RESET_PASSWORD_FIELDS);
}
function readResetPassword(input: Reader, end: number): ResetPassword {
  // The table has the fields of this type.
  return readTable(input, end, RESET_PASSWORD_FIELDS) as ResetPassword;
}

/** Encodes one ResetPassword. The bytes belong to the caller. */
export function encodeResetPassword(message: ResetPasswordInit): Uint8Array {
  try {
    writeResetPassword(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ResetPassword; `bytes` fields are views into the input. Throws WireError. */
export function decodeResetPassword(bytes: Uint8Array): ResetPassword {
  const reader = new Reader(bytes);
  const message = readResetPassword(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Returns version and totals of the server. */
export interface GetServerInfo {
  readonly _?: never;
}

/** Input for encoding a GetServerInfo; absent fields have their default. */
export interface GetServerInfoInit {
  readonly _?: never;
}

function writeGetServerInfo(out: Writer, message: GetServerInfoInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readGetServerInfo(input: Reader, end: number): GetServerInfo {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as GetServerInfo;
}

/** Encodes one GetServerInfo. The bytes belong to the caller. */
export function encodeGetServerInfo(message: GetServerInfoInit): Uint8Array {
  try {
    writeGetServerInfo(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one GetServerInfo; `bytes` fields are views into the input. Throws WireError. */
export function decodeGetServerInfo(bytes: Uint8Array): GetServerInfo {
  const reader = new Reader(bytes);
  const message = readGetServerInfo(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Version and totals of the server. */
export interface ServerInfo {
  readonly version: string;
  /** Names the history of the log. It changes when the log is restored from a backup. */
  readonly epoch: string;
  /** When the node that answers started. */
  readonly startedAt: number;
  readonly users: number;
  readonly conversations: number;
  readonly messages: number;
  /** Live connections to all gateways. */
  readonly connections: number;
  /** The node that answers. */
  readonly node: string;
}

/** Input for encoding a ServerInfo; absent fields have their default. */
export interface ServerInfoInit {
  readonly version?: string | undefined;
  readonly epoch?: string | undefined;
  readonly startedAt?: number | undefined;
  readonly users?: number | undefined;
  readonly conversations?: number | undefined;
  readonly messages?: number | undefined;
  readonly connections?: number | undefined;
  readonly node?: string | undefined;
}

function writeServerInfo(out: Writer, message: ServerInfoInit): void {
  writeTable(out, message, SERVER_INFO_FIELDS);
}
function readServerInfo(input: Reader, end: number): ServerInfo {
  // The table has the fields of this type.
  return readTable(input, end, SERVER_INFO_FIELDS) as ServerInfo;
}

/** Encodes one ServerInfo. The bytes belong to the caller. */
export function encodeServerInfo(message: ServerInfoInit): Uint8Array {
  try {
    writeServerInfo(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ServerInfo; `bytes` fields are views into the input. Throws WireError. */
export function decodeServerInfo(bytes: Uint8Array): ServerInfo {
  const reader = new Reader(bytes);
  const message = readServerInfo(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists every process of the server, by rising id. */
export interface ListNodes {
  readonly _?: never;
}

/** Input for encoding a ListNodes; absent fields have their default. */
export interface ListNodesInit {
  readonly _?: never;
}

function writeListNodes(out: Writer, message: ListNodesInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readListNodes(input: Reader, end: number): ListNodes {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as ListNodes;
}

/** Encodes one ListNodes. The bytes belong to the caller. */
export function encodeListNodes(message: ListNodesInit): Uint8Array {
  try {
    writeListNodes(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListNodes; `bytes` fields are views into the input. Throws WireError. */
export function decodeListNodes(bytes: Uint8Array): ListNodes {
  const reader = new Reader(bytes);
  const message = readListNodes(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Reports a message or a user to the administrators. A repeat changes nothing. */
export interface ReportAbuse {
  /** The message, which the caller must be able to read. 0 for both: the user is reported. */
  readonly conversation: number;
  readonly seq: number;
  readonly user: number;
  /** One line, at most 500 characters. */
  readonly reason: string;
}

/** Input for encoding a ReportAbuse; absent fields have their default. */
export interface ReportAbuseInit {
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly user?: number | undefined;
  readonly reason?: string | undefined;
}

function writeReportAbuse(out: Writer, message: ReportAbuseInit): void {
  writeTable(out, message, REPORT_ABUSE_FIELDS);
}
function readReportAbuse(input: Reader, end: number): ReportAbuse {
  // The table has the fields of this type.
  return readTable(input, end, REPORT_ABUSE_FIELDS) as ReportAbuse;
}

/** Encodes one ReportAbuse. The bytes belong to the caller. */
export function encodeReportAbuse(message: ReportAbuseInit): Uint8Array {
  try {
    writeReportAbuse(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ReportAbuse; `bytes` fields are views into the input. Throws WireError. */
export function decodeReportAbuse(bytes: Uint8Array): ReportAbuse {
  const reader = new Reader(bytes);
  const message = readReportAbuse(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists what was reported, by id. */
export interface ListReports {
  /** Those that are settled, instead of the open ones. */
  readonly settled: boolean;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
}

/** Input for encoding a ListReports; absent fields have their default. */
export interface ListReportsInit {
  readonly settled?: boolean | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListReports(out: Writer, message: ListReportsInit): void {
  writeTable(out, message, LIST_REPORTS_FIELDS);
}
function readListReports(input: Reader, end: number): ListReports {
  // The table has the fields of this type.
  return readTable(input, end, LIST_REPORTS_FIELDS) as ListReports;
}

/** Encodes one ListReports. The bytes belong to the caller. */
export function encodeListReports(message: ListReportsInit): Uint8Array {
  try {
    writeListReports(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListReports; `bytes` fields are views into the input. Throws WireError. */
export function decodeListReports(bytes: Uint8Array): ListReports {
  const reader = new Reader(bytes);
  const message = readListReports(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Settles a report. */
export interface SettleReport {
  readonly report: number;
  /** What was done about it. One line, at most 500 characters. */
  readonly resolution: string;
}

/** Input for encoding a SettleReport; absent fields have their default. */
export interface SettleReportInit {
  readonly report?: number | undefined;
  readonly resolution?: string | undefined;
}

function writeSettleReport(out: Writer, message: SettleReportInit): void {
  writeTable(out, message, SETTLE_REPORT_FIELDS);
}
function readSettleReport(input: Reader, end: number): SettleReport {
  // The table has the fields of this type.
  return readTable(input, end, SETTLE_REPORT_FIELDS) as SettleReport;
}

/** Encodes one SettleReport. The bytes belong to the caller. */
export function encodeSettleReport(message: SettleReportInit): Uint8Array {
  try {
    writeSettleReport(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SettleReport; `bytes` fields are views into the input. Throws WireError. */
export function decodeSettleReport(bytes: Uint8Array): SettleReport {
  const reader = new Reader(bytes);
  const message = readSettleReport(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of reports. */
export interface Reports {
  readonly reports: readonly Report[];
  /** Empty: this was the last page. */
  readonly next: string;
}

/** Input for encoding a Reports; absent fields have their default. */
export interface ReportsInit {
  readonly reports?: readonly ReportInit[] | undefined;
  readonly next?: string | undefined;
}

function writeReports(out: Writer, message: ReportsInit): void {
  writeTable(out, message, REPORTS_FIELDS_OUT);
}
function readReports(input: Reader, end: number): Reports {
  // The table has the fields of this type.
  return readTable(input, end, REPORTS_FIELDS_IN) as Reports;
}

/** Encodes one Reports. The bytes belong to the caller. */
export function encodeReports(message: ReportsInit): Uint8Array {
  try {
    writeReports(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Reports; `bytes` fields are views into the input. Throws WireError. */
export function decodeReports(bytes: Uint8Array): Reports {
  const reader = new Reader(bytes);
  const message = readReports(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What somebody has reported. */
export interface Report {
  readonly id: number;
  readonly reporter: number;
  /** Who is reported: the sender of the message, or the user. */
  readonly user: number;
  /** The message as it was when it was reported. */
  readonly message: Message | undefined;
  readonly reason: string;
  /** Unix time in milliseconds, here and below. */
  readonly time: number;
  /** 0: it is open. */
  readonly settledAt: number;
  /** The administrator who has settled it. */
  readonly settledBy: number;
  readonly resolution: string;
}

/** Input for encoding a Report; absent fields have their default. */
export interface ReportInit {
  readonly id?: number | undefined;
  readonly reporter?: number | undefined;
  readonly user?: number | undefined;
  readonly message?: MessageInit | undefined;
  readonly reason?: string | undefined;
  readonly time?: number | undefined;
  readonly settledAt?: number | undefined;
  readonly settledBy?: number | undefined;
  readonly resolution?: string | undefined;
}

function writeReport(out: Writer, message: ReportInit): void {
  writeTable(out, message, REPORT_FIELDS_OUT);
}
function readReport(input: Reader, end: number): Report {
  // The table has the fields of this type.
  return readTable(input, end, REPORT_FIELDS_IN) as Report;
}

/** Encodes one Report. The bytes belong to the caller. */
export function encodeReport(message: ReportInit): Uint8Array {
  try {
    writeReport(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Report; `bytes` fields are views into the input. Throws WireError. */
export function decodeReport(bytes: Uint8Array): Report {
  const reader = new Reader(bytes);
  const message = readReport(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Lists what the audit has kept, newest first. A page may have fewer records than there is room for, or none, and still
 * not be the last one.
 */
export interface ListAudit {
  /** Only records with a higher id. */
  readonly after: number;
  /** Only records of this event. */
  readonly event: string;
  /** Only records of what this user did, or what is about them. */
  readonly user: number;
  /** Only records of what came from this address. */
  readonly address: string;
  /** Only records from this time on, and up to that one. */
  readonly since: number;
  readonly until: number;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
  /** Only records of what this server key did. */
  readonly key: number;
}

/** Input for encoding a ListAudit; absent fields have their default. */
export interface ListAuditInit {
  readonly after?: number | undefined;
  readonly event?: string | undefined;
  readonly user?: number | undefined;
  readonly address?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly key?: number | undefined;
}

function writeListAudit(out: Writer, message: ListAuditInit): void {
  writeTable(out, message, LIST_AUDIT_FIELDS);
}
function readListAudit(input: Reader, end: number): ListAudit {
  // The table has the fields of this type.
  return readTable(input, end, LIST_AUDIT_FIELDS) as ListAudit;
}

/** Encodes one ListAudit. The bytes belong to the caller. */
export function encodeListAudit(message: ListAuditInit): Uint8Array {
  try {
    writeListAudit(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListAudit; `bytes` fields are views into the input. Throws WireError. */
export function decodeListAudit(bytes: Uint8Array): ListAudit {
  const reader = new Reader(bytes);
  const message = readListAudit(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of the audit. */
export interface AuditPage {
  readonly records: readonly AuditRecord[];
  /** Empty: this was the last page. */
  readonly next: string;
}

/** Input for encoding a AuditPage; absent fields have their default. */
export interface AuditPageInit {
  readonly records?: readonly AuditRecordInit[] | undefined;
  readonly next?: string | undefined;
}

function writeAuditPage(out: Writer, message: AuditPageInit): void {
  writeTable(out, message, AUDIT_PAGE_FIELDS_OUT);
}
function readAuditPage(input: Reader, end: number): AuditPage {
  // The table has the fields of this type.
  return readTable(input, end, AUDIT_PAGE_FIELDS_IN) as AuditPage;
}

/** Encodes one AuditPage. The bytes belong to the caller. */
export function encodeAuditPage(message: AuditPageInit): Uint8Array {
  try {
    writeAuditPage(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one AuditPage; `bytes` fields are views into the input. Throws WireError. */
export function decodeAuditPage(bytes: Uint8Array): AuditPage {
  const reader = new Reader(bytes);
  const message = readAuditPage(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Something that was done, or refused. */
export interface AuditRecord {
  readonly id: number;
  /** Unix time in milliseconds. The last time, if it happened often. */
  readonly time: number;
  /** The name of the request, or of what the server did by itself. */
  readonly event: string;
  /** Empty: it was done. Otherwise the name of the error by which it was refused. */
  readonly code: string;
  /** The user who was logged in; 0: nobody, or the server itself. */
  readonly actor: number;
  /** Their session. */
  readonly session: number;
  /** The account it is about; 0: none. */
  readonly user: number;
  /** Where it came from; empty: from the server itself, or from several. */
  readonly address: string;
  /** How often it happened since `since`. Refusals, and requests that only read, are counted together. */
  readonly count: number;
  readonly since: number;
  readonly details: readonly AuditDetail[];
  /** The server key that did it; 0: none. */
  readonly key: number;
}

/** Input for encoding a AuditRecord; absent fields have their default. */
export interface AuditRecordInit {
  readonly id?: number | undefined;
  readonly time?: number | undefined;
  readonly event?: string | undefined;
  readonly code?: string | undefined;
  readonly actor?: number | undefined;
  readonly session?: number | undefined;
  readonly user?: number | undefined;
  readonly address?: string | undefined;
  readonly count?: number | undefined;
  readonly since?: number | undefined;
  readonly details?: readonly AuditDetailInit[] | undefined;
  readonly key?: number | undefined;
}

function writeAuditRecord(out: Writer, message: AuditRecordInit): void {
  writeTable(out, message, AUDIT_RECORD_FIELDS_OUT);
}
function readAuditRecord(input: Reader, end: number): AuditRecord {
  // The table has the fields of this type.
  return readTable(input, end, AUDIT_RECORD_FIELDS_IN) as AuditRecord;
}

/** Encodes one AuditRecord. The bytes belong to the caller. */
export function encodeAuditRecord(message: AuditRecordInit): Uint8Array {
  try {
    writeAuditRecord(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one AuditRecord; `bytes` fields are views into the input. Throws WireError. */
export function decodeAuditRecord(bytes: Uint8Array): AuditRecord {
  const reader = new Reader(bytes);
  const message = readAuditRecord(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Makes a server key: a bearer token for REST by which a program manages the server. It acts for no user, or for the one
 * that the header posthorn-as names, and does only what its scopes say.
 */
export interface CreateKey {
  /** One line, at most 100 characters; no two keys have the same. */
  readonly name: string;
  /** Of users, groups, messages, read, webhooks, bots, import, audit, server. */
  readonly scopes: readonly string[];
  /** In milliseconds. 0: it does not expire. */
  readonly ttlMs: number;
  /** Requests a second, with bursts of twice as many: at most 10000; 0 means 100. */
  readonly requestsPerSecond: number;
}

/** Input for encoding a CreateKey; absent fields have their default. */
export interface CreateKeyInit {
  readonly name?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly ttlMs?: number | undefined;
  readonly requestsPerSecond?: number | undefined;
}

function writeCreateKey(out: Writer, message: CreateKeyInit): void {
  writeTable(out, message, CREATE_KEY_FIELDS);
}
function readCreateKey(input: Reader, end: number): CreateKey {
  // The table has the fields of this type.
  return readTable(input, end, CREATE_KEY_FIELDS) as CreateKey;
}

/** Encodes one CreateKey. The bytes belong to the caller. */
export function encodeCreateKey(message: CreateKeyInit): Uint8Array {
  try {
    writeCreateKey(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one CreateKey; `bytes` fields are views into the input. Throws WireError. */
export function decodeCreateKey(bytes: Uint8Array): CreateKey {
  const reader = new Reader(bytes);
  const message = readCreateKey(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists the server keys, by id. */
export interface ListKeys {
  /** Only this one; 0: all. */
  readonly key: number;
}

/** Input for encoding a ListKeys; absent fields have their default. */
export interface ListKeysInit {
  readonly key?: number | undefined;
}

function writeListKeys(out: Writer, message: ListKeysInit): void {
  writeTable(out, message, LIST_KEYS_FIELDS);
}
function readListKeys(input: Reader, end: number): ListKeys {
  // The table has the fields of this type.
  return readTable(input, end, LIST_KEYS_FIELDS) as ListKeys;
}

/** Encodes one ListKeys. The bytes belong to the caller. */
export function encodeListKeys(message: ListKeysInit): Uint8Array {
  try {
    writeListKeys(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListKeys; `bytes` fields are views into the input. Throws WireError. */
export function decodeListKeys(bytes: Uint8Array): ListKeys {
  const reader = new Reader(bytes);
  const message = readListKeys(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Gives a server key a new secret. The one before is good for a while yet; one from before that is not. */
export interface RotateKey {
  readonly key: number;
  /** How long the secret before is good yet, in milliseconds: at most 30 days; 0 means 24 hours. */
  readonly overlapMs: number;
  /** The secret before is not good any more at once. */
  readonly atOnce: boolean;
}

/** Input for encoding a RotateKey; absent fields have their default. */
export interface RotateKeyInit {
  readonly key?: number | undefined;
  readonly overlapMs?: number | undefined;
  readonly atOnce?: boolean | undefined;
}

function writeRotateKey(out: Writer, message: RotateKeyInit): void {
  writeTable(out, message, ROTATE_KEY_FIELDS);
}
function readRotateKey(input: Reader, end: number): RotateKey {
  // The table has the fields of this type.
  return readTable(input, end, ROTATE_KEY_FIELDS) as RotateKey;
}

/** Encodes one RotateKey. The bytes belong to the caller. */
export function encodeRotateKey(message: RotateKeyInit): Uint8Array {
  try {
    writeRotateKey(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RotateKey; `bytes` fields are views into the input. Throws WireError. */
export function decodeRotateKey(bytes: Uint8Array): RotateKey {
  const reader = new Reader(bytes);
  const message = readRotateKey(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Ends a server key at once, everywhere. What it has begun is finished. */
export interface RevokeKey {
  readonly key: number;
}

/** Input for encoding a RevokeKey; absent fields have their default. */
export interface RevokeKeyInit {
  readonly key?: number | undefined;
}

function writeRevokeKey(out: Writer, message: RevokeKeyInit): void {
  writeTable(out, message, LIST_KEYS_FIELDS);
}
function readRevokeKey(input: Reader, end: number): RevokeKey {
  // The table has the fields of this type.
  return readTable(input, end, LIST_KEYS_FIELDS) as RevokeKey;
}

/** Encodes one RevokeKey. The bytes belong to the caller. */
export function encodeRevokeKey(message: RevokeKeyInit): Uint8Array {
  try {
    writeRevokeKey(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RevokeKey; `bytes` fields are views into the input. Throws WireError. */
export function decodeRevokeKey(bytes: Uint8Array): RevokeKey {
  const reader = new Reader(bytes);
  const message = readRevokeKey(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Server keys. */
export interface ServerKeys {
  readonly keys: readonly ServerKey[];
}

/** Input for encoding a ServerKeys; absent fields have their default. */
export interface ServerKeysInit {
  readonly keys?: readonly ServerKeyInit[] | undefined;
}

function writeServerKeys(out: Writer, message: ServerKeysInit): void {
  writeTable(out, message, SERVER_KEYS_FIELDS_OUT);
}
function readServerKeys(input: Reader, end: number): ServerKeys {
  // The table has the fields of this type.
  return readTable(input, end, SERVER_KEYS_FIELDS_IN) as ServerKeys;
}

/** Encodes one ServerKeys. The bytes belong to the caller. */
export function encodeServerKeys(message: ServerKeysInit): Uint8Array {
  try {
    writeServerKeys(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ServerKeys; `bytes` fields are views into the input. Throws WireError. */
export function decodeServerKeys(bytes: Uint8Array): ServerKeys {
  const reader = new Reader(bytes);
  const message = readServerKeys(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A key, by which a program manages the server over REST. */
export interface ServerKey {
  readonly id: number;
  readonly name: string;
  readonly scopes: readonly string[];
  /** The administrator who has made it. */
  readonly createdBy: number;
  /** They are not an administrator any more, or disabled, or erased. The key is good as before. */
  readonly orphaned: boolean;
  /** Unix time in milliseconds, here and below. */
  readonly createdAt: number;
  /** To within a minute. 0: never. */
  readonly lastUsedAt: number;
  /** 0: it does not. */
  readonly expiresAt: number;
  readonly requestsPerSecond: number;
  /** Until when the secret before the last rotation is good. 0: there is none. */
  readonly overlapUntil: number;
  /** The secret. Only in the answer that makes it: nobody can read it again. */
  readonly key: string;
}

/** Input for encoding a ServerKey; absent fields have their default. */
export interface ServerKeyInit {
  readonly id?: number | undefined;
  readonly name?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly createdBy?: number | undefined;
  readonly orphaned?: boolean | undefined;
  readonly createdAt?: number | undefined;
  readonly lastUsedAt?: number | undefined;
  readonly expiresAt?: number | undefined;
  readonly requestsPerSecond?: number | undefined;
  readonly overlapUntil?: number | undefined;
  readonly key?: string | undefined;
}

function writeServerKey(out: Writer, message: ServerKeyInit): void {
  writeTable(out, message, SERVER_KEY_FIELDS);
}
function readServerKey(input: Reader, end: number): ServerKey {
  // The table has the fields of this type.
  return readTable(input, end, SERVER_KEY_FIELDS) as ServerKey;
}

/** Encodes one ServerKey. The bytes belong to the caller. */
export function encodeServerKey(message: ServerKeyInit): Uint8Array {
  try {
    writeServerKey(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ServerKey; `bytes` fields are views into the input. Throws WireError. */
export function decodeServerKey(bytes: Uint8Array): ServerKey {
  const reader = new Reader(bytes);
  const message = readServerKey(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Makes accounts, each on its own. A repeat finds those that are there. */
export interface ImportUsers {
  /** At most 1000; of those at most 200 with a password. */
  readonly accounts: readonly UserImport[];
}

/** Input for encoding a ImportUsers; absent fields have their default. */
export interface ImportUsersInit {
  readonly accounts?: readonly UserImportInit[] | undefined;
}

function writeImportUsers(out: Writer, message: ImportUsersInit): void {
  writeTable(out, message, IMPORT_USERS_FIELDS_OUT);
}
function readImportUsers(input: Reader, end: number): ImportUsers {
  // The table has the fields of this type.
  return readTable(input, end, IMPORT_USERS_FIELDS_IN) as ImportUsers;
}

/** Encodes one ImportUsers. The bytes belong to the caller. */
export function encodeImportUsers(message: ImportUsersInit): Uint8Array {
  try {
    writeImportUsers(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ImportUsers; `bytes` fields are views into the input. Throws WireError. */
export function decodeImportUsers(bytes: Uint8Array): ImportUsers {
  const reader = new Reader(bytes);
  const message = readImportUsers(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** An account that ImportUsers makes, or finds. */
export interface UserImport {
  readonly name: string;
  /**
   * What another system calls them: at most 100 visible ASCII characters. Whoever is there under it is found by it, whatever
   * their name.
   */
  readonly externalId: string;
  readonly displayName: string;
  /** Empty: they have none, and come in by other ways, such as a JWT. */
  readonly password: string;
  readonly avatarUrl: string;
  /** An account of this name that is there already gets the external id. */
  readonly link: boolean;
}

/** Input for encoding a UserImport; absent fields have their default. */
export interface UserImportInit {
  readonly name?: string | undefined;
  readonly externalId?: string | undefined;
  readonly displayName?: string | undefined;
  readonly password?: string | undefined;
  readonly avatarUrl?: string | undefined;
  readonly link?: boolean | undefined;
}

function writeUserImport(out: Writer, message: UserImportInit): void {
  writeTable(out, message, USER_IMPORT_FIELDS);
}
function readUserImport(input: Reader, end: number): UserImport {
  // The table has the fields of this type.
  return readTable(input, end, USER_IMPORT_FIELDS) as UserImport;
}

/** Encodes one UserImport. The bytes belong to the caller. */
export function encodeUserImport(message: UserImportInit): Uint8Array {
  try {
    writeUserImport(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one UserImport; `bytes` fields are views into the input. Throws WireError. */
export function decodeUserImport(bytes: Uint8Array): UserImport {
  const reader = new Reader(bytes);
  const message = readUserImport(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Changes accounts, each on its own. What is absent stays as it is. */
export interface ChangeUsers {
  /** At most 1000. */
  readonly changes: readonly UserChange[];
}

/** Input for encoding a ChangeUsers; absent fields have their default. */
export interface ChangeUsersInit {
  readonly changes?: readonly UserChangeInit[] | undefined;
}

function writeChangeUsers(out: Writer, message: ChangeUsersInit): void {
  writeTable(out, message, CHANGE_USERS_FIELDS_OUT);
}
function readChangeUsers(input: Reader, end: number): ChangeUsers {
  // The table has the fields of this type.
  return readTable(input, end, CHANGE_USERS_FIELDS_IN) as ChangeUsers;
}

/** Encodes one ChangeUsers. The bytes belong to the caller. */
export function encodeChangeUsers(message: ChangeUsersInit): Uint8Array {
  try {
    writeChangeUsers(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ChangeUsers; `bytes` fields are views into the input. Throws WireError. */
export function decodeChangeUsers(bytes: Uint8Array): ChangeUsers {
  const reader = new Reader(bytes);
  const message = readChangeUsers(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What ChangeUsers changes of one account: only what is given. */
export interface UserChange {
  /** By id, or by external id. */
  readonly user: number;
  readonly externalId: string;
  readonly displayName: string | undefined;
  readonly avatarUrl: string | undefined;
  /** A status is set as a whole. */
  readonly statusText: string | undefined;
  readonly statusEmoji: string | undefined;
  readonly statusUntil: number | undefined;
  /** Disables the account, or enables it again. */
  readonly disabled: boolean | undefined;
  /** Erases the account for good. */
  readonly erased: boolean;
}

/** Input for encoding a UserChange; absent fields have their default. */
export interface UserChangeInit {
  readonly user?: number | undefined;
  readonly externalId?: string | undefined;
  readonly displayName?: string | undefined;
  readonly avatarUrl?: string | undefined;
  readonly statusText?: string | undefined;
  readonly statusEmoji?: string | undefined;
  readonly statusUntil?: number | undefined;
  readonly disabled?: boolean | undefined;
  readonly erased?: boolean | undefined;
}

function writeUserChange(out: Writer, message: UserChangeInit): void {
  writeTable(out, message, USER_CHANGE_FIELDS);
}
function readUserChange(input: Reader, end: number): UserChange {
  // The table has the fields of this type.
  return readTable(input, end, USER_CHANGE_FIELDS) as UserChange;
}

/** Encodes one UserChange. The bytes belong to the caller. */
export function encodeUserChange(message: UserChangeInit): Uint8Array {
  try {
    writeUserChange(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one UserChange; `bytes` fields are views into the input. Throws WireError. */
export function decodeUserChange(bytes: Uint8Array): UserChange {
  const reader = new Reader(bytes);
  const message = readUserChange(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What became of each, in the order of the request. */
export interface UserResults {
  readonly results: readonly UserResult[];
}

/** Input for encoding a UserResults; absent fields have their default. */
export interface UserResultsInit {
  readonly results?: readonly UserResultInit[] | undefined;
}

function writeUserResults(out: Writer, message: UserResultsInit): void {
  writeTable(out, message, USER_RESULTS_FIELDS_OUT);
}
function readUserResults(input: Reader, end: number): UserResults {
  // The table has the fields of this type.
  return readTable(input, end, USER_RESULTS_FIELDS_IN) as UserResults;
}

/** Encodes one UserResults. The bytes belong to the caller. */
export function encodeUserResults(message: UserResultsInit): Uint8Array {
  try {
    writeUserResults(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one UserResults; `bytes` fields are views into the input. Throws WireError. */
export function decodeUserResults(bytes: Uint8Array): UserResults {
  const reader = new Reader(bytes);
  const message = readUserResults(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What became of one account. */
export interface UserResult {
  /** `made`, `there` (nothing was done), `linked`, `changed`, or `refused`. */
  readonly outcome: string;
  /** 0: there is none. */
  readonly user: number;
  readonly name: string;
  readonly externalId: string;
  /** Why it was refused: the name of an error, and a text for people. */
  readonly code: string;
  readonly message: string;
}

/** Input for encoding a UserResult; absent fields have their default. */
export interface UserResultInit {
  readonly outcome?: string | undefined;
  readonly user?: number | undefined;
  readonly name?: string | undefined;
  readonly externalId?: string | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

function writeUserResult(out: Writer, message: UserResultInit): void {
  writeTable(out, message, USER_RESULT_FIELDS);
}
function readUserResult(input: Reader, end: number): UserResult {
  // The table has the fields of this type.
  return readTable(input, end, USER_RESULT_FIELDS) as UserResult;
}

/** Encodes one UserResult. The bytes belong to the caller. */
export function encodeUserResult(message: UserResultInit): Uint8Array {
  try {
    writeUserResult(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one UserResult; `bytes` fields are views into the input. Throws WireError. */
export function decodeUserResult(bytes: Uint8Array): UserResult {
  const reader = new Reader(bytes);
  const message = readUserResult(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A fact about a record, as text. */
export interface AuditDetail {
  readonly name: string;
  readonly value: string;
}

/** Input for encoding a AuditDetail; absent fields have their default. */
export interface AuditDetailInit {
  readonly name?: string | undefined;
  readonly value?: string | undefined;
}

function writeAuditDetail(out: Writer, message: AuditDetailInit): void {
  writeTable(out, message, AUDIT_DETAIL_FIELDS);
}
function readAuditDetail(input: Reader, end: number): AuditDetail {
  // The table has the fields of this type.
  return readTable(input, end, AUDIT_DETAIL_FIELDS) as AuditDetail;
}

/** Encodes one AuditDetail. The bytes belong to the caller. */
export function encodeAuditDetail(message: AuditDetailInit): Uint8Array {
  try {
    writeAuditDetail(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one AuditDetail; `bytes` fields are views into the input. Throws WireError. */
export function decodeAuditDetail(bytes: Uint8Array): AuditDetail {
  const reader = new Reader(bytes);
  const message = readAuditDetail(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Every process of the server. */
export interface Nodes {
  readonly nodes: readonly Node[];
}

/** Input for encoding a Nodes; absent fields have their default. */
export interface NodesInit {
  readonly nodes?: readonly NodeInit[] | undefined;
}

function writeNodes(out: Writer, message: NodesInit): void {
  writeTable(out, message, NODES_FIELDS_OUT);
}
function readNodes(input: Reader, end: number): Nodes {
  // The table has the fields of this type.
  return readTable(input, end, NODES_FIELDS_IN) as Nodes;
}

/** Encodes one Nodes. The bytes belong to the caller. */
export function encodeNodes(message: NodesInit): Uint8Array {
  try {
    writeNodes(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Nodes; `bytes` fields are views into the input. Throws WireError. */
export function decodeNodes(bytes: Uint8Array): Nodes {
  const reader = new Reader(bytes);
  const message = readNodes(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** One process of the server. Counters start at 0 with the process: two answers some time apart give rates. */
export interface Node {
  /** Another one at each start. */
  readonly id: string;
  /** The name of the machine. */
  readonly host: string;
  /** Has the role of a gateway. */
  readonly gateway: boolean;
  /** Has the role of a router. */
  readonly router: boolean;
  readonly version: string;
  readonly startedAt: number;
  /** Is going down. */
  readonly draining: boolean;
  /** Has answered just now. Otherwise only what it announced last is known. */
  readonly answers: boolean;
  /** Why it should get no traffic; empty if it is healthy. */
  readonly trouble: string;
  /** Live client connections. */
  readonly connections: number;
  /** Those of them that read too slowly. */
  readonly lagging: number;
  /** Requests that its router is carrying out. */
  readonly running: number;
  /** Messages that its router has appended. */
  readonly appended: number;
  /** Frames that its gateway has written to clients. */
  readonly delivered: number;
  /** The longest recent delay of its event loop. */
  readonly loopDelayMs: number;
  /** Resident memory. */
  readonly memoryBytes: number;
  /** Messages that it could not publish on the bus. */
  readonly busLost: number;
  /** How often it lost the bus. */
  readonly busOutages: number;
  /** Where clients connect to it, best first. */
  readonly addresses: readonly string[];
  /** Its clock when it answered; 0 if it did not. */
  readonly time: number;
  /** The port of its HTTP. It tells the processes of a machine apart. */
  readonly httpPort: number;
}

/** Input for encoding a Node; absent fields have their default. */
export interface NodeInit {
  readonly id?: string | undefined;
  readonly host?: string | undefined;
  readonly gateway?: boolean | undefined;
  readonly router?: boolean | undefined;
  readonly version?: string | undefined;
  readonly startedAt?: number | undefined;
  readonly draining?: boolean | undefined;
  readonly answers?: boolean | undefined;
  readonly trouble?: string | undefined;
  readonly connections?: number | undefined;
  readonly lagging?: number | undefined;
  readonly running?: number | undefined;
  readonly appended?: number | undefined;
  readonly delivered?: number | undefined;
  readonly loopDelayMs?: number | undefined;
  readonly memoryBytes?: number | undefined;
  readonly busLost?: number | undefined;
  readonly busOutages?: number | undefined;
  readonly addresses?: readonly string[] | undefined;
  readonly time?: number | undefined;
  readonly httpPort?: number | undefined;
}

function writeNode(out: Writer, message: NodeInit): void {
  writeTable(out, message, NODE_FIELDS);
}
function readNode(input: Reader, end: number): Node {
  // The table has the fields of this type.
  return readTable(input, end, NODE_FIELDS) as Node;
}

/** Encodes one Node. The bytes belong to the caller. */
export function encodeNode(message: NodeInit): Uint8Array {
  try {
    writeNode(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Node; `bytes` fields are views into the input. Throws WireError. */
export function decodeNode(bytes: Uint8Array): Node {
  const reader = new Reader(bytes);
  const message = readNode(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Asks what a client may show before anybody has logged in. */
export interface GetServer {
  readonly _?: never;
}

/** Input for encoding a GetServer; absent fields have their default. */
export interface GetServerInit {
  readonly _?: never;
}

function writeGetServer(out: Writer, message: GetServerInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readGetServer(input: Reader, end: number): GetServer {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as GetServer;
}

/** Encodes one GetServer. The bytes belong to the caller. */
export function encodeGetServer(message: GetServerInit): Uint8Array {
  try {
    writeGetServer(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one GetServer; `bytes` fields are views into the input. Throws WireError. */
export function decodeGetServer(bytes: Uint8Array): GetServer {
  const reader = new Reader(bytes);
  const message = readGetServer(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Changes how the server calls itself, and who may register. Absent fields stay as they are; an empty text or the unspecified
 * registration takes what the options of the start say.
 */
export interface SetServer {
  /** One line, at most 100 characters. */
  readonly name: string | undefined;
  readonly registration: Registration | undefined;
  /** A colour as `#rrggbb`. */
  readonly accent: string | undefined;
  /** A picture for the name of the server: PNG, JPEG or WebP, at most 128 KiB. Empty: none. */
  readonly logo: Uint8Array | undefined;
}

/** Input for encoding a SetServer; absent fields have their default. */
export interface SetServerInit {
  readonly name?: string | undefined;
  readonly registration?: Registration | undefined;
  readonly accent?: string | undefined;
  readonly logo?: Uint8Array | undefined;
}

function writeSetServer(out: Writer, message: SetServerInit): void {
  writeTable(out, message, SET_SERVER_FIELDS);
}
function readSetServer(input: Reader, end: number): SetServer {
  // The table has the fields of this type.
  return readTable(input, end, SET_SERVER_FIELDS) as SetServer;
}

/** Encodes one SetServer. The bytes belong to the caller. */
export function encodeSetServer(message: SetServerInit): Uint8Array {
  try {
    writeSetServer(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SetServer; `bytes` fields are views into the input. Throws WireError. */
export function decodeSetServer(bytes: Uint8Array): SetServer {
  const reader = new Reader(bytes);
  const message = readSetServer(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A server, as it shows itself to everybody. */
export interface Server {
  readonly name: string;
  readonly version: string;
  /**
   * Whether there is an administrator, or nothing that a client could do about it. Otherwise the account that is made next
   * becomes it, if it shows the bootstrap secret where that is needed.
   */
  readonly isSetUp: boolean;
  readonly needsBootstrapSecret: boolean;
  readonly registration: Registration;
  /** `#rrggbb`, or empty. */
  readonly accent: string;
  /** Where the logo is, relative to the address of the server; empty: there is none. */
  readonly logoUrl: string;
  readonly limits: ServerLimits | undefined;
  /** How one logs in here. Empty: by password; the server is older than this list. */
  readonly signIn: readonly SignInWay[];
}

/** Input for encoding a Server; absent fields have their default. */
export interface ServerInit {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly isSetUp?: boolean | undefined;
  readonly needsBootstrapSecret?: boolean | undefined;
  readonly registration?: Registration | undefined;
  readonly accent?: string | undefined;
  readonly logoUrl?: string | undefined;
  readonly limits?: ServerLimitsInit | undefined;
  readonly signIn?: readonly SignInWayInit[] | undefined;
}

function writeServer(out: Writer, message: ServerInit): void {
  writeTable(out, message, SERVER_FIELDS_OUT);
}
function readServer(input: Reader, end: number): Server {
  // The table has the fields of this type.
  return readTable(input, end, SERVER_FIELDS_IN) as Server;
}

/** Encodes one Server. The bytes belong to the caller. */
export function encodeServer(message: ServerInit): Uint8Array {
  try {
    writeServer(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Server; `bytes` fields are views into the input. Throws WireError. */
export function decodeServer(bytes: Uint8Array): Server {
  const reader = new Reader(bytes);
  const message = readServer(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** One way to log in. */
export interface SignInWay {
  /** E.g. "password", "jwt", or the name of a provider. */
  readonly name: string;
  /** What people call it; empty where it needs no name. */
  readonly title: string;
  /** "password" and "ldap": the form with name and password. "oidc": the page at `url`. "jwt": programs alone. */
  readonly kind: string;
  /** Relative to the address of the server; empty: there is none. */
  readonly url: string;
}

/** Input for encoding a SignInWay; absent fields have their default. */
export interface SignInWayInit {
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  readonly kind?: string | undefined;
  readonly url?: string | undefined;
}

function writeSignInWay(out: Writer, message: SignInWayInit): void {
  writeTable(out, message, SIGN_IN_WAY_FIELDS);
}
function readSignInWay(input: Reader, end: number): SignInWay {
  // The table has the fields of this type.
  return readTable(input, end, SIGN_IN_WAY_FIELDS) as SignInWay;
}

/** Encodes one SignInWay. The bytes belong to the caller. */
export function encodeSignInWay(message: SignInWayInit): Uint8Array {
  try {
    writeSignInWay(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SignInWay; `bytes` fields are views into the input. Throws WireError. */
export function decodeSignInWay(bytes: Uint8Array): SignInWay {
  const reader = new Reader(bytes);
  const message = readSignInWay(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What a client can tell its user before the server refuses it. */
export interface ServerLimits {
  /** Largest file that may be uploaded; 0: none may. */
  readonly fileBytes: number;
  readonly textBytes: number;
  readonly attachments: number;
  /** Shortest password of a new account, in characters. */
  readonly passwordChars: number;
}

/** Input for encoding a ServerLimits; absent fields have their default. */
export interface ServerLimitsInit {
  readonly fileBytes?: number | undefined;
  readonly textBytes?: number | undefined;
  readonly attachments?: number | undefined;
  readonly passwordChars?: number | undefined;
}

function writeServerLimits(out: Writer, message: ServerLimitsInit): void {
  writeTable(out, message, SERVER_LIMITS_FIELDS);
}
function readServerLimits(input: Reader, end: number): ServerLimits {
  // The table has the fields of this type.
  return readTable(input, end, SERVER_LIMITS_FIELDS) as ServerLimits;
}

/** Encodes one ServerLimits. The bytes belong to the caller. */
export function encodeServerLimits(message: ServerLimitsInit): Uint8Array {
  try {
    writeServerLimits(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ServerLimits; `bytes` fields are views into the input. Throws WireError. */
export function decodeServerLimits(bytes: Uint8Array): ServerLimits {
  const reader = new Reader(bytes);
  const message = readServerLimits(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Asks how much the files of the caller have at the server. */
export interface GetStorage {
  readonly _?: never;
}

/** Input for encoding a GetStorage; absent fields have their default. */
export interface GetStorageInit {
  readonly _?: never;
}

function writeGetStorage(out: Writer, message: GetStorageInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readGetStorage(input: Reader, end: number): GetStorage {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as GetStorage;
}

/** Encodes one GetStorage. The bytes belong to the caller. */
export function encodeGetStorage(message: GetStorageInit): Uint8Array {
  try {
    writeGetStorage(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one GetStorage; `bytes` fields are views into the input. Throws WireError. */
export function decodeGetStorage(bytes: Uint8Array): GetStorage {
  const reader = new Reader(bytes);
  const message = readGetStorage(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * What the files of a user have together. Uploads under way count as long as they will be; a file that is in no message any more
 * stops counting some time later.
 */
export interface StorageInfo {
  readonly bytes: number;
  readonly files: number;
  /** What they may have together, in bytes. */
  readonly quotaBytes: number;
}

/** Input for encoding a StorageInfo; absent fields have their default. */
export interface StorageInfoInit {
  readonly bytes?: number | undefined;
  readonly files?: number | undefined;
  readonly quotaBytes?: number | undefined;
}

function writeStorageInfo(out: Writer, message: StorageInfoInit): void {
  writeTable(out, message, STORAGE_INFO_FIELDS);
}
function readStorageInfo(input: Reader, end: number): StorageInfo {
  // The table has the fields of this type.
  return readTable(input, end, STORAGE_INFO_FIELDS) as StorageInfo;
}

/** Encodes one StorageInfo. The bytes belong to the caller. */
export function encodeStorageInfo(message: StorageInfoInit): Uint8Array {
  try {
    writeStorageInfo(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one StorageInfo; `bytes` fields are views into the input. Throws WireError. */
export function decodeStorageInfo(bytes: Uint8Array): StorageInfo {
  const reader = new Reader(bytes);
  const message = readStorageInfo(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Asks for the server's key, and which devices of the caller are told of messages by a push service. */
export interface GetPush {
  readonly _?: never;
}

/** Input for encoding a GetPush; absent fields have their default. */
export interface GetPushInit {
  readonly _?: never;
}

function writeGetPush(out: Writer, message: GetPushInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readGetPush(input: Reader, end: number): GetPush {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as GetPush;
}

/** Encodes one GetPush. The bytes belong to the caller. */
export function encodeGetPush(message: GetPushInit): Uint8Array {
  try {
    writeGetPush(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one GetPush; `bytes` fields are views into the input. Throws WireError. */
export function decodeGetPush(bytes: Uint8Array): GetPush {
  const reader = new Reader(bytes);
  const message = readGetPush(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * From now on the caller's session is told of messages by a push service (RFC 8030). The values are those of a browser's
 * PushSubscription. An earlier subscription of the session is replaced.
 */
export interface SubscribePush {
  /** The URL to which the server sends. Its host must be one that the server calls (`--push-hosts`). */
  readonly endpoint: string;
  /** The browser's public key, an uncompressed point of P-256, as base64url (RFC 8291). */
  readonly p256dh: string;
  /** The browser's secret of 16 bytes, as base64url. */
  readonly auth: string;
}

/** Input for encoding a SubscribePush; absent fields have their default. */
export interface SubscribePushInit {
  readonly endpoint?: string | undefined;
  readonly p256dh?: string | undefined;
  readonly auth?: string | undefined;
}

function writeSubscribePush(out: Writer, message: SubscribePushInit): void {
  writeTable(out, message, SUBSCRIBE_PUSH_FIELDS);
}
function readSubscribePush(input: Reader, end: number): SubscribePush {
  // The table has the fields of this type.
  return readTable(input, end, SUBSCRIBE_PUSH_FIELDS) as SubscribePush;
}

/** Encodes one SubscribePush. The bytes belong to the caller. */
export function encodeSubscribePush(message: SubscribePushInit): Uint8Array {
  try {
    writeSubscribePush(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SubscribePush; `bytes` fields are views into the input. Throws WireError. */
export function decodeSubscribePush(bytes: Uint8Array): SubscribePush {
  const reader = new Reader(bytes);
  const message = readSubscribePush(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Ends the subscription of the caller's session. Harmless if there is none. */
export interface UnsubscribePush {
  readonly _?: never;
}

/** Input for encoding a UnsubscribePush; absent fields have their default. */
export interface UnsubscribePushInit {
  readonly _?: never;
}

function writeUnsubscribePush(out: Writer, message: UnsubscribePushInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readUnsubscribePush(input: Reader, end: number): UnsubscribePush {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as UnsubscribePush;
}

/** Encodes one UnsubscribePush. The bytes belong to the caller. */
export function encodeUnsubscribePush(message: UnsubscribePushInit): Uint8Array {
  try {
    writeUnsubscribePush(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one UnsubscribePush; `bytes` fields are views into the input. Throws WireError. */
export function decodeUnsubscribePush(bytes: Uint8Array): UnsubscribePush {
  const reader = new Reader(bytes);
  const message = readUnsubscribePush(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** How pushes stand. */
export interface PushInfo {
  /**
   * The server's public key (RFC 8292), as base64url: `applicationServerKey` of a subscription. Empty: the server sends no
   * pushes.
   */
  readonly publicKey: string;
  readonly devices: readonly PushDevice[];
}

/** Input for encoding a PushInfo; absent fields have their default. */
export interface PushInfoInit {
  readonly publicKey?: string | undefined;
  readonly devices?: readonly PushDeviceInit[] | undefined;
}

function writePushInfo(out: Writer, message: PushInfoInit): void {
  writeTable(out, message, PUSH_INFO_FIELDS_OUT);
}
function readPushInfo(input: Reader, end: number): PushInfo {
  // The table has the fields of this type.
  return readTable(input, end, PUSH_INFO_FIELDS_IN) as PushInfo;
}

/** Encodes one PushInfo. The bytes belong to the caller. */
export function encodePushInfo(message: PushInfoInit): Uint8Array {
  try {
    writePushInfo(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one PushInfo; `bytes` fields are views into the input. Throws WireError. */
export function decodePushInfo(bytes: Uint8Array): PushInfo {
  const reader = new Reader(bytes);
  const message = readPushInfo(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A session that is told of messages by a push service. */
export interface PushDevice {
  readonly session: number;
  /** The host of the push service. */
  readonly service: string;
  readonly createdAt: number;
}

/** Input for encoding a PushDevice; absent fields have their default. */
export interface PushDeviceInit {
  readonly session?: number | undefined;
  readonly service?: string | undefined;
  readonly createdAt?: number | undefined;
}

function writePushDevice(out: Writer, message: PushDeviceInit): void {
  writeTable(out, message, PUSH_DEVICE_FIELDS);
}
function readPushDevice(input: Reader, end: number): PushDevice {
  // The table has the fields of this type.
  return readTable(input, end, PUSH_DEVICE_FIELDS) as PushDevice;
}

/** Encodes one PushDevice. The bytes belong to the caller. */
export function encodePushDevice(message: PushDeviceInit): Uint8Array {
  try {
    writePushDevice(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one PushDevice; `bytes` fields are views into the input. Throws WireError. */
export function decodePushDevice(bytes: Uint8Array): PushDevice {
  const reader = new Reader(bytes);
  const message = readPushDevice(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Has events posted to a URL from now on. For administrators, as are all requests on webhooks. docs/webhooks.md says what a
 * receiver gets.
 */
export interface AddWebhook {
  /** https, or http too where --webhook-allow names its address. At most 2,048 characters, without a login. */
  readonly url: string;
  /** Types of events: `message.created`; `message.*` for all that begin so; `*` for all. At most 50. */
  readonly events: readonly string[];
  /** Only these conversations, at most 500. Empty: all, and what happens in none, such as `user.created`. */
  readonly conversations: readonly number[];
  /** No direct conversations. */
  readonly noDirect: boolean;
  /** Up to so many events of a conversation in one request, whose body is then an array: 2 to 100. 0: one event a request. */
  readonly batch: number;
  /** One line, at most 200 characters. */
  readonly description: string;
}

/** Input for encoding a AddWebhook; absent fields have their default. */
export interface AddWebhookInit {
  readonly url?: string | undefined;
  readonly events?: readonly string[] | undefined;
  readonly conversations?: readonly number[] | undefined;
  readonly noDirect?: boolean | undefined;
  readonly batch?: number | undefined;
  readonly description?: string | undefined;
}

function writeAddWebhook(out: Writer, message: AddWebhookInit): void {
  writeTable(out, message, ADD_WEBHOOK_FIELDS);
}
function readAddWebhook(input: Reader, end: number): AddWebhook {
  // The table has the fields of this type.
  return readTable(input, end, ADD_WEBHOOK_FIELDS) as AddWebhook;
}

/** Encodes one AddWebhook. The bytes belong to the caller. */
export function encodeAddWebhook(message: AddWebhookInit): Uint8Array {
  try {
    writeAddWebhook(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one AddWebhook; `bytes` fields are views into the input. Throws WireError. */
export function decodeAddWebhook(bytes: Uint8Array): AddWebhook {
  const reader = new Reader(bytes);
  const message = readAddWebhook(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** All webhooks of the server. */
export interface ListWebhooks {
  readonly _?: never;
}

/** Input for encoding a ListWebhooks; absent fields have their default. */
export interface ListWebhooksInit {
  readonly _?: never;
}

function writeListWebhooks(out: Writer, message: ListWebhooksInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readListWebhooks(input: Reader, end: number): ListWebhooks {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as ListWebhooks;
}

/** Encodes one ListWebhooks. The bytes belong to the caller. */
export function encodeListWebhooks(message: ListWebhooksInit): Uint8Array {
  try {
    writeListWebhooks(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListWebhooks; `bytes` fields are views into the input. Throws WireError. */
export function decodeListWebhooks(bytes: Uint8Array): ListWebhooks {
  const reader = new Reader(bytes);
  const message = readListWebhooks(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A webhook with how its deliveries stand. */
export interface GetWebhook {
  readonly webhook: number;
}

/** Input for encoding a GetWebhook; absent fields have their default. */
export interface GetWebhookInit {
  readonly webhook?: number | undefined;
}

function writeGetWebhook(out: Writer, message: GetWebhookInit): void {
  writeTable(out, message, GET_WEBHOOK_FIELDS);
}
function readGetWebhook(input: Reader, end: number): GetWebhook {
  // The table has the fields of this type.
  return readTable(input, end, GET_WEBHOOK_FIELDS) as GetWebhook;
}

/** Encodes one GetWebhook. The bytes belong to the caller. */
export function encodeGetWebhook(message: GetWebhookInit): Uint8Array {
  try {
    writeGetWebhook(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one GetWebhook; `bytes` fields are views into the input. Throws WireError. */
export function decodeGetWebhook(bytes: Uint8Array): GetWebhook {
  const reader = new Reader(bytes);
  const message = readGetWebhook(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Changes what is given. Events that came before count as they were chosen then. */
export interface ChangeWebhook {
  readonly webhook: number;
  readonly url: string | undefined;
  /** Empty: as before. */
  readonly events: readonly string[];
  /** Empty: as before, unless `all_conversations`. */
  readonly conversations: readonly number[];
  readonly allConversations: boolean;
  readonly noDirect: boolean | undefined;
  readonly batch: number | undefined;
  readonly description: string | undefined;
  /** Nothing is delivered while it is paused; then it goes on where it stopped. False also turns on a webhook that was turned off. */
  readonly paused: boolean | undefined;
}

/** Input for encoding a ChangeWebhook; absent fields have their default. */
export interface ChangeWebhookInit {
  readonly webhook?: number | undefined;
  readonly url?: string | undefined;
  readonly events?: readonly string[] | undefined;
  readonly conversations?: readonly number[] | undefined;
  readonly allConversations?: boolean | undefined;
  readonly noDirect?: boolean | undefined;
  readonly batch?: number | undefined;
  readonly description?: string | undefined;
  readonly paused?: boolean | undefined;
}

function writeChangeWebhook(out: Writer, message: ChangeWebhookInit): void {
  writeTable(out, message, CHANGE_WEBHOOK_FIELDS);
}
function readChangeWebhook(input: Reader, end: number): ChangeWebhook {
  // The table has the fields of this type.
  return readTable(input, end, CHANGE_WEBHOOK_FIELDS) as ChangeWebhook;
}

/** Encodes one ChangeWebhook. The bytes belong to the caller. */
export function encodeChangeWebhook(message: ChangeWebhookInit): Uint8Array {
  try {
    writeChangeWebhook(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ChangeWebhook; `bytes` fields are views into the input. Throws WireError. */
export function decodeChangeWebhook(bytes: Uint8Array): ChangeWebhook {
  const reader = new Reader(bytes);
  const message = readChangeWebhook(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Ends it. What was not delivered yet is not delivered. */
export interface RemoveWebhook {
  readonly webhook: number;
}

/** Input for encoding a RemoveWebhook; absent fields have their default. */
export interface RemoveWebhookInit {
  readonly webhook?: number | undefined;
}

function writeRemoveWebhook(out: Writer, message: RemoveWebhookInit): void {
  writeTable(out, message, GET_WEBHOOK_FIELDS);
}
function readRemoveWebhook(input: Reader, end: number): RemoveWebhook {
  // The table has the fields of this type.
  return readTable(input, end, GET_WEBHOOK_FIELDS) as RemoveWebhook;
}

/** Encodes one RemoveWebhook. The bytes belong to the caller. */
export function encodeRemoveWebhook(message: RemoveWebhookInit): Uint8Array {
  try {
    writeRemoveWebhook(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RemoveWebhook; `bytes` fields are views into the input. Throws WireError. */
export function decodeRemoveWebhook(bytes: Uint8Array): RemoveWebhook {
  const reader = new Reader(bytes);
  const message = readRemoveWebhook(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Makes a new secret. Deliveries are signed with the old one too for a while. */
export interface RotateWebhookSecret {
  readonly webhook: number;
  /** How long: at most 7 days. Not given: 24 hours. */
  readonly overlapMs: number | undefined;
}

/** Input for encoding a RotateWebhookSecret; absent fields have their default. */
export interface RotateWebhookSecretInit {
  readonly webhook?: number | undefined;
  readonly overlapMs?: number | undefined;
}

function writeRotateWebhookSecret(out: Writer, message: RotateWebhookSecretInit): void {
  writeTable(out, message, ROTATE_WEBHOOK_SECRET_FIELDS);
}
function readRotateWebhookSecret(input: Reader, end: number): RotateWebhookSecret {
  // The table has the fields of this type.
  return readTable(input, end, ROTATE_WEBHOOK_SECRET_FIELDS) as RotateWebhookSecret;
}

/** Encodes one RotateWebhookSecret. The bytes belong to the caller. */
export function encodeRotateWebhookSecret(message: RotateWebhookSecretInit): Uint8Array {
  try {
    writeRotateWebhookSecret(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RotateWebhookSecret; `bytes` fields are views into the input. Throws WireError. */
export function decodeRotateWebhookSecret(bytes: Uint8Array): RotateWebhookSecret {
  const reader = new Reader(bytes);
  const message = readRotateWebhookSecret(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Delivers again. What was erased since stays erased; the rest has the same ids and bodies. */
export interface ReplayWebhook {
  readonly webhook: number;
  /** All events from this position on, in order. 0: none. */
  readonly from: number;
  /** These dead letters, by position, at most 500. */
  readonly positions: readonly number[];
  /** All dead letters. */
  readonly dead: boolean;
}

/** Input for encoding a ReplayWebhook; absent fields have their default. */
export interface ReplayWebhookInit {
  readonly webhook?: number | undefined;
  readonly from?: number | undefined;
  readonly positions?: readonly number[] | undefined;
  readonly dead?: boolean | undefined;
}

function writeReplayWebhook(out: Writer, message: ReplayWebhookInit): void {
  writeTable(out, message, REPLAY_WEBHOOK_FIELDS);
}
function readReplayWebhook(input: Reader, end: number): ReplayWebhook {
  // The table has the fields of this type.
  return readTable(input, end, REPLAY_WEBHOOK_FIELDS) as ReplayWebhook;
}

/** Encodes one ReplayWebhook. The bytes belong to the caller. */
export function encodeReplayWebhook(message: ReplayWebhookInit): Uint8Array {
  try {
    writeReplayWebhook(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ReplayWebhook; `bytes` fields are views into the input. Throws WireError. */
export function decodeReplayWebhook(bytes: Uint8Array): ReplayWebhook {
  const reader = new Reader(bytes);
  const message = readReplayWebhook(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The last attempts to deliver, oldest first: about a thousand of each webhook are kept. */
export interface ListDeliveries {
  readonly webhook: number;
  /** Only attempts with a higher id. An attempt may appear a moment after one with a higher id. */
  readonly after: number;
  /** Items on a page: at most 200; 0 means 50. Without `after`, the last ones. */
  readonly limit: number;
}

/** Input for encoding a ListDeliveries; absent fields have their default. */
export interface ListDeliveriesInit {
  readonly webhook?: number | undefined;
  readonly after?: number | undefined;
  readonly limit?: number | undefined;
}

function writeListDeliveries(out: Writer, message: ListDeliveriesInit): void {
  writeTable(out, message, LIST_DELIVERIES_FIELDS);
}
function readListDeliveries(input: Reader, end: number): ListDeliveries {
  // The table has the fields of this type.
  return readTable(input, end, LIST_DELIVERIES_FIELDS) as ListDeliveries;
}

/** Encodes one ListDeliveries. The bytes belong to the caller. */
export function encodeListDeliveries(message: ListDeliveriesInit): Uint8Array {
  try {
    writeListDeliveries(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListDeliveries; `bytes` fields are views into the input. Throws WireError. */
export function decodeListDeliveries(bytes: Uint8Array): ListDeliveries {
  const reader = new Reader(bytes);
  const message = readListDeliveries(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Events that were given up. */
export interface ListDeadLetters {
  readonly webhook: number;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
}

/** Input for encoding a ListDeadLetters; absent fields have their default. */
export interface ListDeadLettersInit {
  readonly webhook?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListDeadLetters(out: Writer, message: ListDeadLettersInit): void {
  writeTable(out, message, LIST_DEAD_LETTERS_FIELDS);
}
function readListDeadLetters(input: Reader, end: number): ListDeadLetters {
  // The table has the fields of this type.
  return readTable(input, end, LIST_DEAD_LETTERS_FIELDS) as ListDeadLetters;
}

/** Encodes one ListDeadLetters. The bytes belong to the caller. */
export function encodeListDeadLetters(message: ListDeadLettersInit): Uint8Array {
  try {
    writeListDeadLetters(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListDeadLetters; `bytes` fields are views into the input. Throws WireError. */
export function decodeListDeadLetters(bytes: Uint8Array): ListDeadLetters {
  const reader = new Reader(bytes);
  const message = readListDeadLetters(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A URL that events are posted to, and how its deliveries stand. */
export interface Webhook {
  readonly id: number;
  /** With what deliveries are signed (whsec_…). Only in the answers to AddWebhook and RotateWebhookSecret. */
  readonly secret: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly conversations: readonly number[];
  readonly noDirect: boolean;
  readonly batch: number;
  readonly description: string;
  /** An administrator. */
  readonly createdBy: number;
  /** Unix time in milliseconds, here and below. */
  readonly createdAt: number;
  readonly state: WebhookState;
  /** Why it is off, or fails. Empty: it is not, and does not. */
  readonly trouble: string;
  /** The position of the last event that there is. */
  readonly head: number;
  /** Everything up to this position is delivered, or was given up. */
  readonly position: number;
  /** Conversations in which something waits. */
  readonly waiting: number;
  /** Since when nothing was delivered, though it was tried; 0: it works. */
  readonly failingSince: number;
  /** When it is tried again; 0: as soon as something waits. */
  readonly nextTryAt: number;
  /** Events that were given up. */
  readonly deadLetters: number;
}

/** Input for encoding a Webhook; absent fields have their default. */
export interface WebhookInit {
  readonly id?: number | undefined;
  readonly secret?: string | undefined;
  readonly url?: string | undefined;
  readonly events?: readonly string[] | undefined;
  readonly conversations?: readonly number[] | undefined;
  readonly noDirect?: boolean | undefined;
  readonly batch?: number | undefined;
  readonly description?: string | undefined;
  readonly createdBy?: number | undefined;
  readonly createdAt?: number | undefined;
  readonly state?: WebhookState | undefined;
  readonly trouble?: string | undefined;
  readonly head?: number | undefined;
  readonly position?: number | undefined;
  readonly waiting?: number | undefined;
  readonly failingSince?: number | undefined;
  readonly nextTryAt?: number | undefined;
  readonly deadLetters?: number | undefined;
}

function writeWebhook(out: Writer, message: WebhookInit): void {
  writeTable(out, message, WEBHOOK_FIELDS);
}
function readWebhook(input: Reader, end: number): Webhook {
  // The table has the fields of this type.
  return readTable(input, end, WEBHOOK_FIELDS) as Webhook;
}

/** Encodes one Webhook. The bytes belong to the caller. */
export function encodeWebhook(message: WebhookInit): Uint8Array {
  try {
    writeWebhook(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Webhook; `bytes` fields are views into the input. Throws WireError. */
export function decodeWebhook(bytes: Uint8Array): Webhook {
  const reader = new Reader(bytes);
  const message = readWebhook(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** All webhooks, by id. */
export interface Webhooks {
  readonly webhooks: readonly Webhook[];
}

/** Input for encoding a Webhooks; absent fields have their default. */
export interface WebhooksInit {
  readonly webhooks?: readonly WebhookInit[] | undefined;
}

function writeWebhooks(out: Writer, message: WebhooksInit): void {
  writeTable(out, message, WEBHOOKS_FIELDS_OUT);
}
function readWebhooks(input: Reader, end: number): Webhooks {
  // The table has the fields of this type.
  return readTable(input, end, WEBHOOKS_FIELDS_IN) as Webhooks;
}

/** Encodes one Webhooks. The bytes belong to the caller. */
export function encodeWebhooks(message: WebhooksInit): Uint8Array {
  try {
    writeWebhooks(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Webhooks; `bytes` fields are views into the input. Throws WireError. */
export function decodeWebhooks(bytes: Uint8Array): Webhooks {
  const reader = new Reader(bytes);
  const message = readWebhooks(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of deliveries. */
export interface Deliveries {
  readonly deliveries: readonly Delivery[];
  /** Empty: this was the last page. */
  readonly next: string;
}

/** Input for encoding a Deliveries; absent fields have their default. */
export interface DeliveriesInit {
  readonly deliveries?: readonly DeliveryInit[] | undefined;
  readonly next?: string | undefined;
}

function writeDeliveries(out: Writer, message: DeliveriesInit): void {
  writeTable(out, message, DELIVERIES_FIELDS_OUT);
}
function readDeliveries(input: Reader, end: number): Deliveries {
  // The table has the fields of this type.
  return readTable(input, end, DELIVERIES_FIELDS_IN) as Deliveries;
}

/** Encodes one Deliveries. The bytes belong to the caller. */
export function encodeDeliveries(message: DeliveriesInit): Uint8Array {
  try {
    writeDeliveries(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Deliveries; `bytes` fields are views into the input. Throws WireError. */
export function decodeDeliveries(bytes: Uint8Array): Deliveries {
  const reader = new Reader(bytes);
  const message = readDeliveries(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** An attempt to deliver, or what was given up. */
export interface Delivery {
  /** 0: it is a dead letter. */
  readonly id: number;
  /** Of the event; of the last one, if there were several. */
  readonly position: number;
  /** Events in the request. */
  readonly events: number;
  /** 0: the event happened in none. */
  readonly conversation: number;
  readonly seq: number;
  readonly time: number;
  /** The receiver's status; 0: no answer came. */
  readonly status: number;
  readonly tookMs: number;
  /** Empty: it was delivered. */
  readonly trouble: string;
  /** How often it was tried. */
  readonly tries: number;
}

/** Input for encoding a Delivery; absent fields have their default. */
export interface DeliveryInit {
  readonly id?: number | undefined;
  readonly position?: number | undefined;
  readonly events?: number | undefined;
  readonly conversation?: number | undefined;
  readonly seq?: number | undefined;
  readonly time?: number | undefined;
  readonly status?: number | undefined;
  readonly tookMs?: number | undefined;
  readonly trouble?: string | undefined;
  readonly tries?: number | undefined;
}

function writeDelivery(out: Writer, message: DeliveryInit): void {
  writeTable(out, message, DELIVERY_FIELDS);
}
function readDelivery(input: Reader, end: number): Delivery {
  // The table has the fields of this type.
  return readTable(input, end, DELIVERY_FIELDS) as Delivery;
}

/** Encodes one Delivery. The bytes belong to the caller. */
export function encodeDelivery(message: DeliveryInit): Uint8Array {
  try {
    writeDelivery(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Delivery; `bytes` fields are views into the input. Throws WireError. */
export function decodeDelivery(bytes: Uint8Array): Delivery {
  const reader = new Reader(bytes);
  const message = readDelivery(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Makes an incoming webhook. A group has at most 20. */
export interface CreateIncoming {
  readonly conversation: number;
  /** What its messages are shown as from. */
  readonly name: string;
  /** An http or https URL; empty for none. */
  readonly avatarUrl: string;
  /** Its posts always have its own name and picture, whatever they say. */
  readonly fixedName: boolean;
  /** Posts a minute: at most 600; 0 means 60. */
  readonly perMinute: number;
}

/** Input for encoding a CreateIncoming; absent fields have their default. */
export interface CreateIncomingInit {
  readonly conversation?: number | undefined;
  readonly name?: string | undefined;
  readonly avatarUrl?: string | undefined;
  readonly fixedName?: boolean | undefined;
  readonly perMinute?: number | undefined;
}

function writeCreateIncoming(out: Writer, message: CreateIncomingInit): void {
  writeTable(out, message, CREATE_INCOMING_FIELDS);
}
function readCreateIncoming(input: Reader, end: number): CreateIncoming {
  // The table has the fields of this type.
  return readTable(input, end, CREATE_INCOMING_FIELDS) as CreateIncoming;
}

/** Encodes one CreateIncoming. The bytes belong to the caller. */
export function encodeCreateIncoming(message: CreateIncomingInit): Uint8Array {
  try {
    writeCreateIncoming(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one CreateIncoming; `bytes` fields are views into the input. Throws WireError. */
export function decodeCreateIncoming(bytes: Uint8Array): CreateIncoming {
  const reader = new Reader(bytes);
  const message = readCreateIncoming(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The incoming webhooks of a group, without their keys. */
export interface ListIncoming {
  readonly conversation: number;
}

/** Input for encoding a ListIncoming; absent fields have their default. */
export interface ListIncomingInit {
  readonly conversation?: number | undefined;
}

function writeListIncoming(out: Writer, message: ListIncomingInit): void {
  writeTable(out, message, GET_CONVERSATION_FIELDS);
}
function readListIncoming(input: Reader, end: number): ListIncoming {
  // The table has the fields of this type.
  return readTable(input, end, GET_CONVERSATION_FIELDS) as ListIncoming;
}

/** Encodes one ListIncoming. The bytes belong to the caller. */
export function encodeListIncoming(message: ListIncomingInit): Uint8Array {
  try {
    writeListIncoming(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListIncoming; `bytes` fields are views into the input. Throws WireError. */
export function decodeListIncoming(bytes: Uint8Array): ListIncoming {
  const reader = new Reader(bytes);
  const message = readListIncoming(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Changes what is given. */
export interface ChangeIncoming {
  readonly conversation: number;
  readonly incoming: number;
  readonly name: string | undefined;
  readonly avatarUrl: string | undefined;
  readonly fixedName: boolean | undefined;
  readonly perMinute: number | undefined;
  /** Posts are refused while it is disabled. */
  readonly disabled: boolean | undefined;
}

/** Input for encoding a ChangeIncoming; absent fields have their default. */
export interface ChangeIncomingInit {
  readonly conversation?: number | undefined;
  readonly incoming?: number | undefined;
  readonly name?: string | undefined;
  readonly avatarUrl?: string | undefined;
  readonly fixedName?: boolean | undefined;
  readonly perMinute?: number | undefined;
  readonly disabled?: boolean | undefined;
}

function writeChangeIncoming(out: Writer, message: ChangeIncomingInit): void {
  writeTable(out, message, CHANGE_INCOMING_FIELDS);
}
function readChangeIncoming(input: Reader, end: number): ChangeIncoming {
  // The table has the fields of this type.
  return readTable(input, end, CHANGE_INCOMING_FIELDS) as ChangeIncoming;
}

/** Encodes one ChangeIncoming. The bytes belong to the caller. */
export function encodeChangeIncoming(message: ChangeIncomingInit): Uint8Array {
  try {
    writeChangeIncoming(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ChangeIncoming; `bytes` fields are views into the input. Throws WireError. */
export function decodeChangeIncoming(bytes: Uint8Array): ChangeIncoming {
  const reader = new Reader(bytes);
  const message = readChangeIncoming(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Gives it another key; the URL before is dead at once. Whoever does it answers for it from now on, as whoever has made it did. */
export interface RotateIncoming {
  readonly conversation: number;
  readonly incoming: number;
}

/** Input for encoding a RotateIncoming; absent fields have their default. */
export interface RotateIncomingInit {
  readonly conversation?: number | undefined;
  readonly incoming?: number | undefined;
}

function writeRotateIncoming(out: Writer, message: RotateIncomingInit): void {
  writeTable(out, message, ROTATE_INCOMING_FIELDS);
}
function readRotateIncoming(input: Reader, end: number): RotateIncoming {
  // The table has the fields of this type.
  return readTable(input, end, ROTATE_INCOMING_FIELDS) as RotateIncoming;
}

/** Encodes one RotateIncoming. The bytes belong to the caller. */
export function encodeRotateIncoming(message: RotateIncomingInit): Uint8Array {
  try {
    writeRotateIncoming(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RotateIncoming; `bytes` fields are views into the input. Throws WireError. */
export function decodeRotateIncoming(bytes: Uint8Array): RotateIncoming {
  const reader = new Reader(bytes);
  const message = readRotateIncoming(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Ends an incoming webhook. What it has posted stays. */
export interface RemoveIncoming {
  readonly conversation: number;
  readonly incoming: number;
}

/** Input for encoding a RemoveIncoming; absent fields have their default. */
export interface RemoveIncomingInit {
  readonly conversation?: number | undefined;
  readonly incoming?: number | undefined;
}

function writeRemoveIncoming(out: Writer, message: RemoveIncomingInit): void {
  writeTable(out, message, ROTATE_INCOMING_FIELDS);
}
function readRemoveIncoming(input: Reader, end: number): RemoveIncoming {
  // The table has the fields of this type.
  return readTable(input, end, ROTATE_INCOMING_FIELDS) as RemoveIncoming;
}

/** Encodes one RemoveIncoming. The bytes belong to the caller. */
export function encodeRemoveIncoming(message: RemoveIncomingInit): Uint8Array {
  try {
    writeRemoveIncoming(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RemoveIncoming; `bytes` fields are views into the input. Throws WireError. */
export function decodeRemoveIncoming(bytes: Uint8Array): RemoveIncoming {
  const reader = new Reader(bytes);
  const message = readRemoveIncoming(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A URL that posts into a group. */
export interface IncomingWebhook {
  readonly id: number;
  readonly conversation: number;
  /** The secret part of its URL. Only in the answers to CreateIncoming and RotateIncoming: the server stores only its hash. */
  readonly key: string;
  readonly name: string;
  readonly avatarUrl: string;
  readonly fixedName: boolean;
  readonly perMinute: number;
  /** Who has made its key. */
  readonly createdBy: number;
  /** Unix time in milliseconds. */
  readonly createdAt: number;
  /** The same, up to a minute old; 0: never. */
  readonly lastUsedAt: number;
  readonly disabled: boolean;
  /** The account of whoever has made its key is disabled or erased, so posts are refused until somebody rotates it. */
  readonly orphaned: boolean;
}

/** Input for encoding a IncomingWebhook; absent fields have their default. */
export interface IncomingWebhookInit {
  readonly id?: number | undefined;
  readonly conversation?: number | undefined;
  readonly key?: string | undefined;
  readonly name?: string | undefined;
  readonly avatarUrl?: string | undefined;
  readonly fixedName?: boolean | undefined;
  readonly perMinute?: number | undefined;
  readonly createdBy?: number | undefined;
  readonly createdAt?: number | undefined;
  readonly lastUsedAt?: number | undefined;
  readonly disabled?: boolean | undefined;
  readonly orphaned?: boolean | undefined;
}

function writeIncomingWebhook(out: Writer, message: IncomingWebhookInit): void {
  writeTable(out, message, INCOMING_WEBHOOK_FIELDS);
}
function readIncomingWebhook(input: Reader, end: number): IncomingWebhook {
  // The table has the fields of this type.
  return readTable(input, end, INCOMING_WEBHOOK_FIELDS) as IncomingWebhook;
}

/** Encodes one IncomingWebhook. The bytes belong to the caller. */
export function encodeIncomingWebhook(message: IncomingWebhookInit): Uint8Array {
  try {
    writeIncomingWebhook(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one IncomingWebhook; `bytes` fields are views into the input. Throws WireError. */
export function decodeIncomingWebhook(bytes: Uint8Array): IncomingWebhook {
  const reader = new Reader(bytes);
  const message = readIncomingWebhook(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** By id. */
export interface IncomingWebhooks {
  readonly incoming: readonly IncomingWebhook[];
}

/** Input for encoding a IncomingWebhooks; absent fields have their default. */
export interface IncomingWebhooksInit {
  readonly incoming?: readonly IncomingWebhookInit[] | undefined;
}

function writeIncomingWebhooks(out: Writer, message: IncomingWebhooksInit): void {
  writeTable(out, message, INCOMING_WEBHOOKS_FIELDS_OUT);
}
function readIncomingWebhooks(input: Reader, end: number): IncomingWebhooks {
  // The table has the fields of this type.
  return readTable(input, end, INCOMING_WEBHOOKS_FIELDS_IN) as IncomingWebhooks;
}

/** Encodes one IncomingWebhooks. The bytes belong to the caller. */
export function encodeIncomingWebhooks(message: IncomingWebhooksInit): Uint8Array {
  try {
    writeIncomingWebhooks(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one IncomingWebhooks; `bytes` fields are views into the input. Throws WireError. */
export function decodeIncomingWebhooks(bytes: Uint8Array): IncomingWebhooks {
  const reader = new Reader(bytes);
  const message = readIncomingWebhooks(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Makes a bot. Users may have so many as the server says (`--bots-per-user`). */
export interface CreateBot {
  /** As of any account. */
  readonly name: string;
  readonly displayName: string;
  /** An administrator makes a bot of the server, which belongs to no user. Its commands are offered in rooms too. */
  readonly server: boolean;
}

/** Input for encoding a CreateBot; absent fields have their default. */
export interface CreateBotInit {
  readonly name?: string | undefined;
  readonly displayName?: string | undefined;
  readonly server?: boolean | undefined;
}

function writeCreateBot(out: Writer, message: CreateBotInit): void {
  writeTable(out, message, CREATE_BOT_FIELDS);
}
function readCreateBot(input: Reader, end: number): CreateBot {
  // The table has the fields of this type.
  return readTable(input, end, CREATE_BOT_FIELDS) as CreateBot;
}

/** Encodes one CreateBot. The bytes belong to the caller. */
export function encodeCreateBot(message: CreateBotInit): Uint8Array {
  try {
    writeCreateBot(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one CreateBot; `bytes` fields are views into the input. Throws WireError. */
export function decodeCreateBot(bytes: Uint8Array): CreateBot {
  const reader = new Reader(bytes);
  const message = readCreateBot(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The token of a bot. It is shown this once; the server keeps a hash. */
export interface BotToken {
  readonly token: string;
  readonly bot: Bot | undefined;
}

/** Input for encoding a BotToken; absent fields have their default. */
export interface BotTokenInit {
  readonly token?: string | undefined;
  readonly bot?: BotInit | undefined;
}

function writeBotToken(out: Writer, message: BotTokenInit): void {
  writeTable(out, message, BOT_TOKEN_FIELDS_OUT);
}
function readBotToken(input: Reader, end: number): BotToken {
  // The table has the fields of this type.
  return readTable(input, end, BOT_TOKEN_FIELDS_IN) as BotToken;
}

/** Encodes one BotToken. The bytes belong to the caller. */
export function encodeBotToken(message: BotTokenInit): Uint8Array {
  try {
    writeBotToken(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one BotToken; `bytes` fields are views into the input. Throws WireError. */
export function decodeBotToken(bytes: Uint8Array): BotToken {
  const reader = new Reader(bytes);
  const message = readBotToken(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A bot, as its owner sees it. */
export interface Bot {
  readonly user: User | undefined;
  /** Whose it is; 0: the server's. */
  readonly owner: number;
  readonly createdAt: number;
  /** When its token was last made anew. */
  readonly tokenAt: number;
  /** How many commands it has. */
  readonly commands: number;
}

/** Input for encoding a Bot; absent fields have their default. */
export interface BotInit {
  readonly user?: UserInit | undefined;
  readonly owner?: number | undefined;
  readonly createdAt?: number | undefined;
  readonly tokenAt?: number | undefined;
  readonly commands?: number | undefined;
}

function writeBot(out: Writer, message: BotInit): void {
  writeTable(out, message, BOT_FIELDS_OUT);
}
function readBot(input: Reader, end: number): Bot {
  // The table has the fields of this type.
  return readTable(input, end, BOT_FIELDS_IN) as Bot;
}

/** Encodes one Bot. The bytes belong to the caller. */
export function encodeBot(message: BotInit): Uint8Array {
  try {
    writeBot(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Bot; `bytes` fields are views into the input. Throws WireError. */
export function decodeBot(bytes: Uint8Array): Bot {
  const reader = new Reader(bytes);
  const message = readBot(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists the caller's bots, by id. */
export interface ListBots {
  /** All bots of the server; for administrators. */
  readonly all: boolean;
  /** `next` of the page before; empty for the first page. */
  readonly cursor: string;
  /** Items on a page: at most 200; 0 means 50. */
  readonly limit: number;
}

/** Input for encoding a ListBots; absent fields have their default. */
export interface ListBotsInit {
  readonly all?: boolean | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

function writeListBots(out: Writer, message: ListBotsInit): void {
  writeTable(out, message, LIST_BOTS_FIELDS);
}
function readListBots(input: Reader, end: number): ListBots {
  // The table has the fields of this type.
  return readTable(input, end, LIST_BOTS_FIELDS) as ListBots;
}

/** Encodes one ListBots. The bytes belong to the caller. */
export function encodeListBots(message: ListBotsInit): Uint8Array {
  try {
    writeListBots(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListBots; `bytes` fields are views into the input. Throws WireError. */
export function decodeListBots(bytes: Uint8Array): ListBots {
  const reader = new Reader(bytes);
  const message = readListBots(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A page of bots. */
export interface Bots {
  readonly bots: readonly Bot[];
  /** `cursor` for the next page; empty on the last page. */
  readonly next: string;
}

/** Input for encoding a Bots; absent fields have their default. */
export interface BotsInit {
  readonly bots?: readonly BotInit[] | undefined;
  readonly next?: string | undefined;
}

function writeBots(out: Writer, message: BotsInit): void {
  writeTable(out, message, BOTS_FIELDS_OUT);
}
function readBots(input: Reader, end: number): Bots {
  // The table has the fields of this type.
  return readTable(input, end, BOTS_FIELDS_IN) as Bots;
}

/** Encodes one Bots. The bytes belong to the caller. */
export function encodeBots(message: BotsInit): Uint8Array {
  try {
    writeBots(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Bots; `bytes` fields are views into the input. Throws WireError. */
export function decodeBots(bytes: Uint8Array): Bots {
  const reader = new Reader(bytes);
  const message = readBots(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Changes a bot. Its owner may, and administrators. Absent fields stay as they are. */
export interface SetBot {
  readonly user: number;
  /** One line. */
  readonly displayName: string | undefined;
  /** As in UpdateProfile. */
  readonly avatarUrl: string | undefined;
  /** It may not connect, and its token is void. One that is enabled again needs a new one. */
  readonly disabled: boolean | undefined;
}

/** Input for encoding a SetBot; absent fields have their default. */
export interface SetBotInit {
  readonly user?: number | undefined;
  readonly displayName?: string | undefined;
  readonly avatarUrl?: string | undefined;
  readonly disabled?: boolean | undefined;
}

function writeSetBot(out: Writer, message: SetBotInit): void {
  writeTable(out, message, SET_BOT_FIELDS);
}
function readSetBot(input: Reader, end: number): SetBot {
  // The table has the fields of this type.
  return readTable(input, end, SET_BOT_FIELDS) as SetBot;
}

/** Encodes one SetBot. The bytes belong to the caller. */
export function encodeSetBot(message: SetBotInit): Uint8Array {
  try {
    writeSetBot(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SetBot; `bytes` fields are views into the input. Throws WireError. */
export function decodeSetBot(bytes: Uint8Array): SetBot {
  const reader = new Reader(bytes);
  const message = readSetBot(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Makes a new token. The old one ends at once, and with it the connections of the bot. */
export interface RotateBotToken {
  readonly user: number;
}

/** Input for encoding a RotateBotToken; absent fields have their default. */
export interface RotateBotTokenInit {
  readonly user?: number | undefined;
}

function writeRotateBotToken(out: Writer, message: RotateBotTokenInit): void {
  writeTable(out, message, BLOCK_FIELDS);
}
function readRotateBotToken(input: Reader, end: number): RotateBotToken {
  // The table has the fields of this type.
  return readTable(input, end, BLOCK_FIELDS) as RotateBotToken;
}

/** Encodes one RotateBotToken. The bytes belong to the caller. */
export function encodeRotateBotToken(message: RotateBotTokenInit): Uint8Array {
  try {
    writeRotateBotToken(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RotateBotToken; `bytes` fields are views into the input. Throws WireError. */
export function decodeRotateBotToken(bytes: Uint8Array): RotateBotToken {
  const reader = new Reader(bytes);
  const message = readRotateBotToken(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Erases a bot for good, as EraseUser does. */
export interface RemoveBot {
  readonly user: number;
}

/** Input for encoding a RemoveBot; absent fields have their default. */
export interface RemoveBotInit {
  readonly user?: number | undefined;
}

function writeRemoveBot(out: Writer, message: RemoveBotInit): void {
  writeTable(out, message, BLOCK_FIELDS);
}
function readRemoveBot(input: Reader, end: number): RemoveBot {
  // The table has the fields of this type.
  return readTable(input, end, BLOCK_FIELDS) as RemoveBot;
}

/** Encodes one RemoveBot. The bytes belong to the caller. */
export function encodeRemoveBot(message: RemoveBotInit): Uint8Array {
  try {
    writeRemoveBot(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RemoveBot; `bytes` fields are views into the input. Throws WireError. */
export function decodeRemoveBot(bytes: Uint8Array): RemoveBot {
  const reader = new Reader(bytes);
  const message = readRemoveBot(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A value that a command or a form asks for. */
export interface Field {
  /** 1 to 32 of `a`–`z`, `0`–`9`, `-` and `_`; the first is a letter. */
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  /** One line, at most 100 characters. */
  readonly description: string;
  /** Of a choice: 1 to 25. */
  readonly choices: readonly Choice[];
  /** What a form shows beside it; empty: the name. */
  readonly label: string;
  /** What is there before anything was written. */
  readonly value: string;
  /** Of a text: several lines. */
  readonly multiline: boolean;
}

/** Input for encoding a Field; absent fields have their default. */
export interface FieldInit {
  readonly name?: string | undefined;
  readonly type?: FieldType | undefined;
  readonly required?: boolean | undefined;
  readonly description?: string | undefined;
  readonly choices?: readonly ChoiceInit[] | undefined;
  readonly label?: string | undefined;
  readonly value?: string | undefined;
  readonly multiline?: boolean | undefined;
}

function writeField(out: Writer, message: FieldInit): void {
  writeTable(out, message, FIELD_FIELDS_OUT);
}
function readField(input: Reader, end: number): Field {
  // The table has the fields of this type.
  return readTable(input, end, FIELD_FIELDS_IN) as Field;
}

/** Encodes one Field. The bytes belong to the caller. */
export function encodeField(message: FieldInit): Uint8Array {
  try {
    writeField(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Field; `bytes` fields are views into the input. Throws WireError. */
export function decodeField(bytes: Uint8Array): Field {
  const reader = new Reader(bytes);
  const message = readField(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Something to choose. */
export interface Choice {
  /** What the bot gets: 1 to 100 characters. */
  readonly value: string;
  /** What people see; empty: the value. */
  readonly label: string;
  /** One line, at most 100 characters. */
  readonly description: string;
}

/** Input for encoding a Choice; absent fields have their default. */
export interface ChoiceInit {
  readonly value?: string | undefined;
  readonly label?: string | undefined;
  readonly description?: string | undefined;
}

function writeChoice(out: Writer, message: ChoiceInit): void {
  writeTable(out, message, CHOICE_FIELDS);
}
function readChoice(input: Reader, end: number): Choice {
  // The table has the fields of this type.
  return readTable(input, end, CHOICE_FIELDS) as Choice;
}

/** Encodes one Choice. The bytes belong to the caller. */
export function encodeChoice(message: ChoiceInit): Uint8Array {
  try {
    writeChoice(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Choice; `bytes` fields are views into the input. Throws WireError. */
export function decodeChoice(bytes: Uint8Array): Choice {
  const reader = new Reader(bytes);
  const message = readChoice(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What people write after a slash: `/remind 10m "buy milk"`. */
export interface Command {
  /** As of a Field. */
  readonly name: string;
  /** One line, at most 100 characters. */
  readonly description: string;
  /** At most 10, the required ones first. */
  readonly fields: readonly Field[];
  /** The bot that has it. Written by the server. */
  readonly bot: number;
}

/** Input for encoding a Command; absent fields have their default. */
export interface CommandInit {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly fields?: readonly FieldInit[] | undefined;
  readonly bot?: number | undefined;
}

function writeCommand(out: Writer, message: CommandInit): void {
  writeTable(out, message, COMMAND_FIELDS_OUT);
}
function readCommand(input: Reader, end: number): Command {
  // The table has the fields of this type.
  return readTable(input, end, COMMAND_FIELDS_IN) as Command;
}

/** Encodes one Command. The bytes belong to the caller. */
export function encodeCommand(message: CommandInit): Uint8Array {
  try {
    writeCommand(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Command; `bytes` fields are views into the input. Throws WireError. */
export function decodeCommand(bytes: Uint8Array): Command {
  const reader = new Reader(bytes);
  const message = readCommand(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Sets the commands of the bot that asks: at most 50. Those that it had before go. */
export interface SetCommands {
  readonly commands: readonly Command[];
}

/** Input for encoding a SetCommands; absent fields have their default. */
export interface SetCommandsInit {
  readonly commands?: readonly CommandInit[] | undefined;
}

function writeSetCommands(out: Writer, message: SetCommandsInit): void {
  writeTable(out, message, SET_COMMANDS_FIELDS_OUT);
}
function readSetCommands(input: Reader, end: number): SetCommands {
  // The table has the fields of this type.
  return readTable(input, end, SET_COMMANDS_FIELDS_IN) as SetCommands;
}

/** Encodes one SetCommands. The bytes belong to the caller. */
export function encodeSetCommands(message: SetCommandsInit): Uint8Array {
  try {
    writeSetCommands(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SetCommands; `bytes` fields are views into the input. Throws WireError. */
export function decodeSetCommands(bytes: Uint8Array): SetCommands {
  const reader = new Reader(bytes);
  const message = readSetCommands(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Lists the commands that can be used in a conversation: in a group those of the bots that are in it, in a direct conversation
 * those of the bot that it is with, in a room those of the server's bots.
 */
export interface ListCommands {
  readonly conversation: number;
}

/** Input for encoding a ListCommands; absent fields have their default. */
export interface ListCommandsInit {
  readonly conversation?: number | undefined;
}

function writeListCommands(out: Writer, message: ListCommandsInit): void {
  writeTable(out, message, GET_CONVERSATION_FIELDS);
}
function readListCommands(input: Reader, end: number): ListCommands {
  // The table has the fields of this type.
  return readTable(input, end, GET_CONVERSATION_FIELDS) as ListCommands;
}

/** Encodes one ListCommands. The bytes belong to the caller. */
export function encodeListCommands(message: ListCommandsInit): Uint8Array {
  try {
    writeListCommands(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListCommands; `bytes` fields are views into the input. Throws WireError. */
export function decodeListCommands(bytes: Uint8Array): ListCommands {
  const reader = new Reader(bytes);
  const message = readListCommands(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Commands by name; two bots may have one of the same name. */
export interface Commands {
  readonly commands: readonly Command[];
}

/** Input for encoding a Commands; absent fields have their default. */
export interface CommandsInit {
  readonly commands?: readonly CommandInit[] | undefined;
}

function writeCommands(out: Writer, message: CommandsInit): void {
  writeTable(out, message, COMMANDS_FIELDS_OUT);
}
function readCommands(input: Reader, end: number): Commands {
  // The table has the fields of this type.
  return readTable(input, end, COMMANDS_FIELDS_IN) as Commands;
}

/** Encodes one Commands. The bytes belong to the caller. */
export function encodeCommands(message: CommandsInit): Uint8Array {
  try {
    writeCommands(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Commands; `bytes` fields are views into the input. Throws WireError. */
export function decodeCommands(bytes: Uint8Array): Commands {
  const reader = new Reader(bytes);
  const message = readCommands(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Buttons and menus of a message. */
export interface Components {
  /** At most 5. */
  readonly rows: readonly ComponentRow[];
}

/** Input for encoding a Components; absent fields have their default. */
export interface ComponentsInit {
  readonly rows?: readonly ComponentRowInit[] | undefined;
}

function writeComponents(out: Writer, message: ComponentsInit): void {
  writeTable(out, message, COMPONENTS_FIELDS_OUT);
}
function readComponents(input: Reader, end: number): Components {
  // The table has the fields of this type.
  return readTable(input, end, COMPONENTS_FIELDS_IN) as Components;
}

/** Encodes one Components. The bytes belong to the caller. */
export function encodeComponents(message: ComponentsInit): Uint8Array {
  try {
    writeComponents(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Components; `bytes` fields are views into the input. Throws WireError. */
export function decodeComponents(bytes: Uint8Array): Components {
  const reader = new Reader(bytes);
  const message = readComponents(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Either 1 to 5 buttons, or a menu. */
export interface ComponentRow {
  readonly buttons: readonly Button[];
  readonly menu: Menu | undefined;
}

/** Input for encoding a ComponentRow; absent fields have their default. */
export interface ComponentRowInit {
  readonly buttons?: readonly ButtonInit[] | undefined;
  readonly menu?: MenuInit | undefined;
}

function writeComponentRow(out: Writer, message: ComponentRowInit): void {
  writeTable(out, message, COMPONENT_ROW_FIELDS_OUT);
}
function readComponentRow(input: Reader, end: number): ComponentRow {
  // The table has the fields of this type.
  return readTable(input, end, COMPONENT_ROW_FIELDS_IN) as ComponentRow;
}

/** Encodes one ComponentRow. The bytes belong to the caller. */
export function encodeComponentRow(message: ComponentRowInit): Uint8Array {
  try {
    writeComponentRow(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ComponentRow; `bytes` fields are views into the input. Throws WireError. */
export function decodeComponentRow(bytes: Uint8Array): ComponentRow {
  const reader = new Reader(bytes);
  const message = readComponentRow(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** To press. */
export interface Button {
  /** Names it within the message: 1 to 100 characters. Not with a `url`. */
  readonly id: string;
  /** One line, 1 to 80 characters. */
  readonly label: string;
  readonly style: ButtonStyle;
  /** Opens this page (http or https); the bot does not hear of it. */
  readonly url: string;
  /** Opens this form at once; the bot hears of it when it is sent. */
  readonly form: Form | undefined;
  /** It is shown, and cannot be pressed. */
  readonly disabled: boolean;
}

/** Input for encoding a Button; absent fields have their default. */
export interface ButtonInit {
  readonly id?: string | undefined;
  readonly label?: string | undefined;
  readonly style?: ButtonStyle | undefined;
  readonly url?: string | undefined;
  readonly form?: FormInit | undefined;
  readonly disabled?: boolean | undefined;
}

function writeButton(out: Writer, message: ButtonInit): void {
  writeTable(out, message, BUTTON_FIELDS_OUT);
}
function readButton(input: Reader, end: number): Button {
  // The table has the fields of this type.
  return readTable(input, end, BUTTON_FIELDS_IN) as Button;
}

/** Encodes one Button. The bytes belong to the caller. */
export function encodeButton(message: ButtonInit): Uint8Array {
  try {
    writeButton(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Button; `bytes` fields are views into the input. Throws WireError. */
export function decodeButton(bytes: Uint8Array): Button {
  const reader = new Reader(bytes);
  const message = readButton(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** To choose from. */
export interface Menu {
  /** As of a button. */
  readonly id: string;
  /** One line, at most 100 characters. */
  readonly placeholder: string;
  /** 1 to 25 with different values. */
  readonly options: readonly Choice[];
  /** Several may be chosen. */
  readonly multiple: boolean;
  /** It is shown, and nothing can be chosen. */
  readonly disabled: boolean;
}

/** Input for encoding a Menu; absent fields have their default. */
export interface MenuInit {
  readonly id?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly options?: readonly ChoiceInit[] | undefined;
  readonly multiple?: boolean | undefined;
  readonly disabled?: boolean | undefined;
}

function writeMenu(out: Writer, message: MenuInit): void {
  writeTable(out, message, MENU_FIELDS_OUT);
}
function readMenu(input: Reader, end: number): Menu {
  // The table has the fields of this type.
  return readTable(input, end, MENU_FIELDS_IN) as Menu;
}

/** Encodes one Menu. The bytes belong to the caller. */
export function encodeMenu(message: MenuInit): Uint8Array {
  try {
    writeMenu(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Menu; `bytes` fields are views into the input. Throws WireError. */
export function decodeMenu(bytes: Uint8Array): Menu {
  const reader = new Reader(bytes);
  const message = readMenu(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** To fill in. */
export interface Form {
  /** Names it: 1 to 100 characters. In a button it may be empty. */
  readonly id: string;
  /** One line, 1 to 80 characters. */
  readonly title: string;
  /** 1 to 10. */
  readonly fields: readonly Field[];
  /** On the button that sends it; empty: the client's word. */
  readonly submit: string;
}

/** Input for encoding a Form; absent fields have their default. */
export interface FormInit {
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly fields?: readonly FieldInit[] | undefined;
  readonly submit?: string | undefined;
}

function writeForm(out: Writer, message: FormInit): void {
  writeTable(out, message, FORM_FIELDS_OUT);
}
function readForm(input: Reader, end: number): Form {
  // The table has the fields of this type.
  return readTable(input, end, FORM_FIELDS_IN) as Form;
}

/** Encodes one Form. The bytes belong to the caller. */
export function encodeForm(message: FormInit): Uint8Array {
  try {
    writeForm(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Form; `bytes` fields are views into the input. Throws WireError. */
export function decodeForm(bytes: Uint8Array): Form {
  const reader = new Reader(bytes);
  const message = readForm(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A value by the name of its field. As a user has written it, or as a bot gets it; see FieldType. */
export interface FieldValue {
  readonly name: string;
  readonly value: string;
}

/** Input for encoding a FieldValue; absent fields have their default. */
export interface FieldValueInit {
  readonly name?: string | undefined;
  readonly value?: string | undefined;
}

function writeFieldValue(out: Writer, message: FieldValueInit): void {
  writeTable(out, message, AUDIT_DETAIL_FIELDS);
}
function readFieldValue(input: Reader, end: number): FieldValue {
  // The table has the fields of this type.
  return readTable(input, end, AUDIT_DETAIL_FIELDS) as FieldValue;
}

/** Encodes one FieldValue. The bytes belong to the caller. */
export function encodeFieldValue(message: FieldValueInit): Uint8Array {
  try {
    writeFieldValue(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one FieldValue; `bytes` fields are views into the input. Throws WireError. */
export function decodeFieldValue(bytes: Uint8Array): FieldValue {
  const reader = new Reader(bytes);
  const message = readFieldValue(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

export type InteractWhat =
  | { readonly case: 'command'; readonly value: UseCommand }
  | { readonly case: 'component'; readonly value: PressComponent }
  | { readonly case: 'form'; readonly value: SendForm };

export type InteractWhatInit =
  | { readonly case: 'command'; readonly value: UseCommandInit }
  | { readonly case: 'component'; readonly value: PressComponentInit }
  | { readonly case: 'form'; readonly value: SendFormInit };

/**
 * Uses a command, presses a button, chooses from a menu, or sends a form. The bot has 3 s to answer. Nothing of it is kept in
 * the log. Who may read a message, and is in its conversation, may press what it has. A user may do this 20 times in 10 s.
 */
export interface Interact {
  /** Where. */
  readonly conversation: number;
  /** The zone of the user, of the IANA time zone database, for values that are times. Empty: UTC. */
  readonly timeZone: string;
  readonly what: InteractWhat | undefined;
}

/** Input for encoding a Interact; absent fields have their default. */
export interface InteractInit {
  readonly conversation?: number | undefined;
  readonly timeZone?: string | undefined;
  readonly what?: InteractWhatInit | undefined;
}

function writeInteract(out: Writer, message: InteractInit): void {
  writeTable(out, message, INTERACT_FIELDS_OUT);
}
function readInteract(input: Reader, end: number): Interact {
  // The table has the fields of this type.
  return readTable(input, end, INTERACT_FIELDS_IN) as Interact;
}

/** Encodes one Interact. The bytes belong to the caller. */
export function encodeInteract(message: InteractInit): Uint8Array {
  try {
    writeInteract(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Interact; `bytes` fields are views into the input. Throws WireError. */
export function decodeInteract(bytes: Uint8Array): Interact {
  const reader = new Reader(bytes);
  const message = readInteract(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A command. */
export interface UseCommand {
  /** The bot; 0: the only one in the conversation with a command of this name. */
  readonly bot: number;
  /** Without the slash. */
  readonly name: string;
  /**
   * What was written after the name: values by their order, or as `name:value`. Quotes hold a value with spaces together; the
   * last text takes what is left.
   */
  readonly text: string;
  /** Instead of `text`. */
  readonly values: readonly FieldValue[];
}

/** Input for encoding a UseCommand; absent fields have their default. */
export interface UseCommandInit {
  readonly bot?: number | undefined;
  readonly name?: string | undefined;
  readonly text?: string | undefined;
  readonly values?: readonly FieldValueInit[] | undefined;
}

function writeUseCommand(out: Writer, message: UseCommandInit): void {
  writeTable(out, message, USE_COMMAND_FIELDS_OUT);
}
function readUseCommand(input: Reader, end: number): UseCommand {
  // The table has the fields of this type.
  return readTable(input, end, USE_COMMAND_FIELDS_IN) as UseCommand;
}

/** Encodes one UseCommand. The bytes belong to the caller. */
export function encodeUseCommand(message: UseCommandInit): Uint8Array {
  try {
    writeUseCommand(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one UseCommand; `bytes` fields are views into the input. Throws WireError. */
export function decodeUseCommand(bytes: Uint8Array): UseCommand {
  const reader = new Reader(bytes);
  const message = readUseCommand(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A button or a menu. */
export interface PressComponent {
  /** The message that has it. 0: an ephemeral one has it. */
  readonly seq: number;
  /** Its id. */
  readonly ephemeral: number;
  /** Id of the button or menu. */
  readonly id: string;
  /** Of a menu: what was chosen. */
  readonly chosen: readonly string[];
  /** Of a button with a form: what was filled in. */
  readonly values: readonly FieldValue[];
}

/** Input for encoding a PressComponent; absent fields have their default. */
export interface PressComponentInit {
  readonly seq?: number | undefined;
  readonly ephemeral?: number | undefined;
  readonly id?: string | undefined;
  readonly chosen?: readonly string[] | undefined;
  readonly values?: readonly FieldValueInit[] | undefined;
}

function writePressComponent(out: Writer, message: PressComponentInit): void {
  writeTable(out, message, PRESS_COMPONENT_FIELDS_OUT);
}
function readPressComponent(input: Reader, end: number): PressComponent {
  // The table has the fields of this type.
  return readTable(input, end, PRESS_COMPONENT_FIELDS_IN) as PressComponent;
}

/** Encodes one PressComponent. The bytes belong to the caller. */
export function encodePressComponent(message: PressComponentInit): Uint8Array {
  try {
    writePressComponent(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one PressComponent; `bytes` fields are views into the input. Throws WireError. */
export function decodePressComponent(bytes: Uint8Array): PressComponent {
  const reader = new Reader(bytes);
  const message = readPressComponent(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A form that a bot has opened. */
export interface SendForm {
  /** Interacted.id of the answer that has opened it. */
  readonly interaction: number;
  readonly values: readonly FieldValue[];
}

/** Input for encoding a SendForm; absent fields have their default. */
export interface SendFormInit {
  readonly interaction?: number | undefined;
  readonly values?: readonly FieldValueInit[] | undefined;
}

function writeSendForm(out: Writer, message: SendFormInit): void {
  writeTable(out, message, SEND_FORM_FIELDS_OUT);
}
function readSendForm(input: Reader, end: number): SendForm {
  // The table has the fields of this type.
  return readTable(input, end, SEND_FORM_FIELDS_IN) as SendForm;
}

/** Encodes one SendForm. The bytes belong to the caller. */
export function encodeSendForm(message: SendFormInit): Uint8Array {
  try {
    writeSendForm(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SendForm; `bytes` fields are views into the input. Throws WireError. */
export function decodeSendForm(bytes: Uint8Array): SendForm {
  const reader = new Reader(bytes);
  const message = readSendForm(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** How the bot has answered. */
export interface Interacted {
  /** The interaction. */
  readonly id: number;
  readonly outcome: Outcome;
  /** Only the user sees it. It is pushed to their other connections too; what has the same id takes its place. */
  readonly ephemeral: Ephemeral | undefined;
  /** To be shown now. */
  readonly form: Form | undefined;
}

/** Input for encoding a Interacted; absent fields have their default. */
export interface InteractedInit {
  readonly id?: number | undefined;
  readonly outcome?: Outcome | undefined;
  readonly ephemeral?: EphemeralInit | undefined;
  readonly form?: FormInit | undefined;
}

function writeInteracted(out: Writer, message: InteractedInit): void {
  writeTable(out, message, INTERACTED_FIELDS_OUT);
}
function readInteracted(input: Reader, end: number): Interacted {
  // The table has the fields of this type.
  return readTable(input, end, INTERACTED_FIELDS_IN) as Interacted;
}

/** Encodes one Interacted. The bytes belong to the caller. */
export function encodeInteracted(message: InteractedInit): Uint8Array {
  try {
    writeInteracted(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Interacted; `bytes` fields are views into the input. Throws WireError. */
export function decodeInteracted(bytes: Uint8Array): Interacted {
  const reader = new Reader(bytes);
  const message = readInteracted(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * To all connections of a bot: somebody has used a command, pressed a button, or sent a form. A bot with several connections
 * takes it first (TakeInteraction), so that one of them answers.
 */
export interface Interaction {
  readonly id: number;
  readonly user: number;
  readonly conversation: number;
  readonly time: number;
  /** The name of the command; empty: it was none. */
  readonly command: string;
  /** Id of the button or menu; empty: it was none. */
  readonly component: string;
  /** The message that has it; 0: none, or an ephemeral one. */
  readonly seq: number;
  /** Id of the form that was sent; empty: none, or that of the button `component`. */
  readonly form: string;
  /** Of a command or a form, as the bot gets them. What was left out is not among them. */
  readonly values: readonly FieldValue[];
  /** Of a menu. */
  readonly chosen: readonly string[];
  /** The interaction whose ephemeral message or form this one came from; 0: none. */
  readonly origin: number;
  /** The zone of the user; empty: not known. */
  readonly timeZone: string;
}

/** Input for encoding a Interaction; absent fields have their default. */
export interface InteractionInit {
  readonly id?: number | undefined;
  readonly user?: number | undefined;
  readonly conversation?: number | undefined;
  readonly time?: number | undefined;
  readonly command?: string | undefined;
  readonly component?: string | undefined;
  readonly seq?: number | undefined;
  readonly form?: string | undefined;
  readonly values?: readonly FieldValueInit[] | undefined;
  readonly chosen?: readonly string[] | undefined;
  readonly origin?: number | undefined;
  readonly timeZone?: string | undefined;
}

function writeInteraction(out: Writer, message: InteractionInit): void {
  writeTable(out, message, INTERACTION_FIELDS_OUT);
}
function readInteraction(input: Reader, end: number): Interaction {
  // The table has the fields of this type.
  return readTable(input, end, INTERACTION_FIELDS_IN) as Interaction;
}

/** Encodes one Interaction. The bytes belong to the caller. */
export function encodeInteraction(message: InteractionInit): Uint8Array {
  try {
    writeInteraction(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Interaction; `bytes` fields are views into the input. Throws WireError. */
export function decodeInteraction(bytes: Uint8Array): Interaction {
  const reader = new Reader(bytes);
  const message = readInteraction(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Makes an interaction the caller's. CONFLICT: another connection of the bot has it. */
export interface TakeInteraction {
  readonly id: number;
}

/** Input for encoding a TakeInteraction; absent fields have their default. */
export interface TakeInteractionInit {
  readonly id?: number | undefined;
}

function writeTakeInteraction(out: Writer, message: TakeInteractionInit): void {
  writeTable(out, message, TAKE_INTERACTION_FIELDS);
}
function readTakeInteraction(input: Reader, end: number): TakeInteraction {
  // The table has the fields of this type.
  return readTable(input, end, TAKE_INTERACTION_FIELDS) as TakeInteraction;
}

/** Encodes one TakeInteraction. The bytes belong to the caller. */
export function encodeTakeInteraction(message: TakeInteractionInit): Uint8Array {
  try {
    writeTakeInteraction(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one TakeInteraction; `bytes` fields are views into the input. Throws WireError. */
export function decodeTakeInteraction(bytes: Uint8Array): TakeInteraction {
  const reader = new Reader(bytes);
  const message = readTakeInteraction(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Answers an interaction, within 15 minutes, at most 20 times. What else there is to say is sent as a message. */
export interface AnswerInteraction {
  readonly id: number;
  readonly kind: AnswerKind;
  /** In an update, absent: it stays. */
  readonly text: string | undefined;
  /** In an update, absent: they stay. */
  readonly components: Components | undefined;
  readonly form: Form | undefined;
  /** Of the edit that an update sends; see Send. */
  readonly clientId: string;
}

/** Input for encoding a AnswerInteraction; absent fields have their default. */
export interface AnswerInteractionInit {
  readonly id?: number | undefined;
  readonly kind?: AnswerKind | undefined;
  readonly text?: string | undefined;
  readonly components?: ComponentsInit | undefined;
  readonly form?: FormInit | undefined;
  readonly clientId?: string | undefined;
}

function writeAnswerInteraction(out: Writer, message: AnswerInteractionInit): void {
  writeTable(out, message, ANSWER_INTERACTION_FIELDS_OUT);
}
function readAnswerInteraction(input: Reader, end: number): AnswerInteraction {
  // The table has the fields of this type.
  return readTable(input, end, ANSWER_INTERACTION_FIELDS_IN) as AnswerInteraction;
}

/** Encodes one AnswerInteraction. The bytes belong to the caller. */
export function encodeAnswerInteraction(message: AnswerInteractionInit): Uint8Array {
  try {
    writeAnswerInteraction(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one AnswerInteraction; `bytes` fields are views into the input. Throws WireError. */
export function decodeAnswerInteraction(bytes: Uint8Array): AnswerInteraction {
  const reader = new Reader(bytes);
  const message = readAnswerInteraction(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** To one user: a bot says something to them alone. It is in no log, and is gone when the client forgets it. */
export interface Ephemeral {
  /** The interaction that it answers. One with the same id takes its place. */
  readonly id: number;
  readonly conversation: number;
  /** The bot. */
  readonly from: number;
  readonly time: number;
  readonly text: string;
  readonly components: Components | undefined;
}

/** Input for encoding a Ephemeral; absent fields have their default. */
export interface EphemeralInit {
  readonly id?: number | undefined;
  readonly conversation?: number | undefined;
  readonly from?: number | undefined;
  readonly time?: number | undefined;
  readonly text?: string | undefined;
  readonly components?: ComponentsInit | undefined;
}

function writeEphemeral(out: Writer, message: EphemeralInit): void {
  writeTable(out, message, EPHEMERAL_FIELDS_OUT);
}
function readEphemeral(input: Reader, end: number): Ephemeral {
  // The table has the fields of this type.
  return readTable(input, end, EPHEMERAL_FIELDS_IN) as Ephemeral;
}

/** Encodes one Ephemeral. The bytes belong to the caller. */
export function encodeEphemeral(message: EphemeralInit): Uint8Array {
  try {
    writeEphemeral(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Ephemeral; `bytes` fields are views into the input. Throws WireError. */
export function decodeEphemeral(bytes: Uint8Array): Ephemeral {
  const reader = new Reader(bytes);
  const message = readEphemeral(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Shows a text that still grows to those who are connected. At most 4 times a second each of them gets what there is. A bot
 * streams up to 8 texts at once. In the end it sends a message with `Content.stream`; a text that has not grown for 30 s, and
 * was not sent, goes from the screens.
 */
export interface StreamText {
  readonly conversation: number;
  /** Names the text among those of the bot: 1 to 64 bytes. */
  readonly stream: string;
  /** All of it so far. */
  readonly text: string;
  /** As in Content. */
  readonly replyTo: number;
  /** As in Content. */
  readonly thread: number;
  /** It ends without a message. */
  readonly abandoned: boolean;
}

/** Input for encoding a StreamText; absent fields have their default. */
export interface StreamTextInit {
  readonly conversation?: number | undefined;
  readonly stream?: string | undefined;
  readonly text?: string | undefined;
  readonly replyTo?: number | undefined;
  readonly thread?: number | undefined;
  readonly abandoned?: boolean | undefined;
}

function writeStreamText(out: Writer, message: StreamTextInit): void {
  writeTable(out, message, STREAM_TEXT_FIELDS);
}
function readStreamText(input: Reader, end: number): StreamText {
  // The table has the fields of this type.
  return readTable(input, end, STREAM_TEXT_FIELDS) as StreamText;
}

/** Encodes one StreamText. The bytes belong to the caller. */
export function encodeStreamText(message: StreamTextInit): Uint8Array {
  try {
    writeStreamText(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one StreamText; `bytes` fields are views into the input. Throws WireError. */
export function decodeStreamText(bytes: Uint8Array): StreamText {
  const reader = new Reader(bytes);
  const message = readStreamText(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A bot writes a text. It takes the place of the one before of the same bot and name. Markup in it may be unfinished. */
export interface StreamNote {
  readonly conversation: number;
  /** The bot. */
  readonly user: number;
  readonly stream: string;
  readonly text: string;
  readonly replyTo: number;
  readonly thread: number;
  /** It is gone. */
  readonly abandoned: boolean;
}

/** Input for encoding a StreamNote; absent fields have their default. */
export interface StreamNoteInit {
  readonly conversation?: number | undefined;
  readonly user?: number | undefined;
  readonly stream?: string | undefined;
  readonly text?: string | undefined;
  readonly replyTo?: number | undefined;
  readonly thread?: number | undefined;
  readonly abandoned?: boolean | undefined;
}

function writeStreamNote(out: Writer, message: StreamNoteInit): void {
  writeTable(out, message, STREAM_NOTE_FIELDS);
}
function readStreamNote(input: Reader, end: number): StreamNote {
  // The table has the fields of this type.
  return readTable(input, end, STREAM_NOTE_FIELDS) as StreamNote;
}

/** Encodes one StreamNote. The bytes belong to the caller. */
export function encodeStreamNote(message: StreamNoteInit): Uint8Array {
  try {
    writeStreamNote(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one StreamNote; `bytes` fields are views into the input. Throws WireError. */
export function decodeStreamNote(bytes: Uint8Array): StreamNote {
  const reader = new Reader(bytes);
  const message = readStreamNote(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Lists the caller's second factors. */
export interface ListFactors {
  readonly _?: never;
}

/** Input for encoding a ListFactors; absent fields have their default. */
export interface ListFactorsInit {
  readonly _?: never;
}

function writeListFactors(out: Writer, message: ListFactorsInit): void {
  writeTable(out, message, RESYNC_FIELDS);
}
function readListFactors(input: Reader, end: number): ListFactors {
  // The table has the fields of this type.
  return readTable(input, end, RESYNC_FIELDS) as ListFactors;
}

/** Encodes one ListFactors. The bytes belong to the caller. */
export function encodeListFactors(message: ListFactorsInit): Uint8Array {
  try {
    writeListFactors(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ListFactors; `bytes` fields are views into the input. Throws WireError. */
export function decodeListFactors(bytes: Uint8Array): ListFactors {
  const reader = new Reader(bytes);
  const message = readListFactors(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** The second factors of the caller. A login with name and password asks for one of them, where there is one. */
export interface Factors {
  readonly factors: readonly Factor[];
  /** Recovery codes that are not used yet. */
  readonly recoveryCodes: number;
  /** The server wants the caller to have one. */
  readonly required: boolean;
}

/** Input for encoding a Factors; absent fields have their default. */
export interface FactorsInit {
  readonly factors?: readonly FactorInit[] | undefined;
  readonly recoveryCodes?: number | undefined;
  readonly required?: boolean | undefined;
}

function writeFactors(out: Writer, message: FactorsInit): void {
  writeTable(out, message, FACTORS_FIELDS_OUT);
}
function readFactors(input: Reader, end: number): Factors {
  // The table has the fields of this type.
  return readTable(input, end, FACTORS_FIELDS_IN) as Factors;
}

/** Encodes one Factors. The bytes belong to the caller. */
export function encodeFactors(message: FactorsInit): Uint8Array {
  try {
    writeFactors(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Factors; `bytes` fields are views into the input. Throws WireError. */
export function decodeFactors(bytes: Uint8Array): Factors {
  const reader = new Reader(bytes);
  const message = readFactors(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A second factor. */
export interface Factor {
  readonly id: number;
  readonly kind: FactorKind;
  /** What its user calls it. */
  readonly name: string;
  readonly createdAt: number;
  /** 0: never since it was added. */
  readonly lastUsedAt: number;
}

/** Input for encoding a Factor; absent fields have their default. */
export interface FactorInit {
  readonly id?: number | undefined;
  readonly kind?: FactorKind | undefined;
  readonly name?: string | undefined;
  readonly createdAt?: number | undefined;
  readonly lastUsedAt?: number | undefined;
}

function writeFactor(out: Writer, message: FactorInit): void {
  writeTable(out, message, FACTOR_FIELDS);
}
function readFactor(input: Reader, end: number): Factor {
  // The table has the fields of this type.
  return readTable(input, end, FACTOR_FIELDS) as Factor;
}

/** Encodes one Factor. The bytes belong to the caller. */
export function encodeFactor(message: FactorInit): Uint8Array {
  try {
    writeFactor(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Factor; `bytes` fields are views into the input. Throws WireError. */
export function decodeFactor(bytes: Uint8Array): Factor {
  const reader = new Reader(bytes);
  const message = readFactor(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Offers the caller a second factor, which counts once ConfirmFactor shows that it works. At most 10 of them. */
export interface BeginFactor {
  readonly kind: FactorKind;
  /** The caller's. */
  readonly password: string;
  /** Of a passkey: the origin of the page, such as https://chat.example.com. */
  readonly origin: string;
}

/** Input for encoding a BeginFactor; absent fields have their default. */
export interface BeginFactorInit {
  readonly kind?: FactorKind | undefined;
  readonly password?: string | undefined;
  readonly origin?: string | undefined;
}

function writeBeginFactor(out: Writer, message: BeginFactorInit): void {
  writeTable(out, message, BEGIN_FACTOR_FIELDS);
}
function readBeginFactor(input: Reader, end: number): BeginFactor {
  // The table has the fields of this type.
  return readTable(input, end, BEGIN_FACTOR_FIELDS) as BeginFactor;
}

/** Encodes one BeginFactor. The bytes belong to the caller. */
export function encodeBeginFactor(message: BeginFactorInit): Uint8Array {
  try {
    writeBeginFactor(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one BeginFactor; `bytes` fields are views into the input. Throws WireError. */
export function decodeBeginFactor(bytes: Uint8Array): BeginFactor {
  const reader = new Reader(bytes);
  const message = readBeginFactor(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A second factor that does not count yet. It is good for 10 minutes. An offer of an app takes the place of the one before. */
export interface FactorOffer {
  /** Of an app: the secret, in Base32, for whoever types it. */
  readonly secret: string;
  /** Of an app: what its QR code says (otpauth://...). */
  readonly uri: string;
  /** Of a passkey: for PublicKeyCredential.parseCreationOptionsFromJSON(), in JSON. */
  readonly options: string;
}

/** Input for encoding a FactorOffer; absent fields have their default. */
export interface FactorOfferInit {
  readonly secret?: string | undefined;
  readonly uri?: string | undefined;
  readonly options?: string | undefined;
}

function writeFactorOffer(out: Writer, message: FactorOfferInit): void {
  writeTable(out, message, FACTOR_OFFER_FIELDS);
}
function readFactorOffer(input: Reader, end: number): FactorOffer {
  // The table has the fields of this type.
  return readTable(input, end, FACTOR_OFFER_FIELDS) as FactorOffer;
}

/** Encodes one FactorOffer. The bytes belong to the caller. */
export function encodeFactorOffer(message: FactorOfferInit): Uint8Array {
  try {
    writeFactorOffer(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one FactorOffer; `bytes` fields are views into the input. Throws WireError. */
export function decodeFactorOffer(bytes: Uint8Array): FactorOffer {
  const reader = new Reader(bytes);
  const message = readFactorOffer(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Adds the second factor that BeginFactor has offered. The caller's first one comes with recovery codes. */
export interface ConfirmFactor {
  /** What its user calls it; empty: the server names it. */
  readonly name: string;
  /** Of an app: the code that it shows now. */
  readonly code: string;
  /** Of a passkey: what PublicKeyCredential.toJSON() gives, in JSON. */
  readonly passkey: string;
}

/** Input for encoding a ConfirmFactor; absent fields have their default. */
export interface ConfirmFactorInit {
  readonly name?: string | undefined;
  readonly code?: string | undefined;
  readonly passkey?: string | undefined;
}

function writeConfirmFactor(out: Writer, message: ConfirmFactorInit): void {
  writeTable(out, message, CONFIRM_FACTOR_FIELDS);
}
function readConfirmFactor(input: Reader, end: number): ConfirmFactor {
  // The table has the fields of this type.
  return readTable(input, end, CONFIRM_FACTOR_FIELDS) as ConfirmFactor;
}

/** Encodes one ConfirmFactor. The bytes belong to the caller. */
export function encodeConfirmFactor(message: ConfirmFactorInit): Uint8Array {
  try {
    writeConfirmFactor(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ConfirmFactor; `bytes` fields are views into the input. Throws WireError. */
export function decodeConfirmFactor(bytes: Uint8Array): ConfirmFactor {
  const reader = new Reader(bytes);
  const message = readConfirmFactor(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Codes that stand for a second factor, each once. The server keeps their hashes alone. Empty: those before are still good. */
export interface RecoveryCodes {
  readonly codes: readonly string[];
}

/** Input for encoding a RecoveryCodes; absent fields have their default. */
export interface RecoveryCodesInit {
  readonly codes?: readonly string[] | undefined;
}

function writeRecoveryCodes(out: Writer, message: RecoveryCodesInit): void {
  writeTable(out, message, RECOVERY_CODES_FIELDS);
}
function readRecoveryCodes(input: Reader, end: number): RecoveryCodes {
  // The table has the fields of this type.
  return readTable(input, end, RECOVERY_CODES_FIELDS) as RecoveryCodes;
}

/** Encodes one RecoveryCodes. The bytes belong to the caller. */
export function encodeRecoveryCodes(message: RecoveryCodesInit): Uint8Array {
  try {
    writeRecoveryCodes(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RecoveryCodes; `bytes` fields are views into the input. Throws WireError. */
export function decodeRecoveryCodes(bytes: Uint8Array): RecoveryCodes {
  const reader = new Reader(bytes);
  const message = readRecoveryCodes(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Calls a second factor of the caller otherwise. */
export interface RenameFactor {
  readonly factor: number;
  readonly name: string;
}

/** Input for encoding a RenameFactor; absent fields have their default. */
export interface RenameFactorInit {
  readonly factor?: number | undefined;
  readonly name?: string | undefined;
}

function writeRenameFactor(out: Writer, message: RenameFactorInit): void {
  writeTable(out, message, RENAME_FACTOR_FIELDS);
}
function readRenameFactor(input: Reader, end: number): RenameFactor {
  // The table has the fields of this type.
  return readTable(input, end, RENAME_FACTOR_FIELDS) as RenameFactor;
}

/** Encodes one RenameFactor. The bytes belong to the caller. */
export function encodeRenameFactor(message: RenameFactorInit): Uint8Array {
  try {
    writeRenameFactor(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RenameFactor; `bytes` fields are views into the input. Throws WireError. */
export function decodeRenameFactor(bytes: Uint8Array): RenameFactor {
  const reader = new Reader(bytes);
  const message = readRenameFactor(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Removes a second factor of the caller. With the last one go the recovery codes. */
export interface RemoveFactor {
  readonly factor: number;
  /** The caller's. */
  readonly password: string;
}

/** Input for encoding a RemoveFactor; absent fields have their default. */
export interface RemoveFactorInit {
  readonly factor?: number | undefined;
  readonly password?: string | undefined;
}

function writeRemoveFactor(out: Writer, message: RemoveFactorInit): void {
  writeTable(out, message, REMOVE_FACTOR_FIELDS);
}
function readRemoveFactor(input: Reader, end: number): RemoveFactor {
  // The table has the fields of this type.
  return readTable(input, end, REMOVE_FACTOR_FIELDS) as RemoveFactor;
}

/** Encodes one RemoveFactor. The bytes belong to the caller. */
export function encodeRemoveFactor(message: RemoveFactorInit): Uint8Array {
  try {
    writeRemoveFactor(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RemoveFactor; `bytes` fields are views into the input. Throws WireError. */
export function decodeRemoveFactor(bytes: Uint8Array): RemoveFactor {
  const reader = new Reader(bytes);
  const message = readRemoveFactor(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Makes new recovery codes. Those before end. */
export interface RenewRecoveryCodes {
  /** The caller's. */
  readonly password: string;
}

/** Input for encoding a RenewRecoveryCodes; absent fields have their default. */
export interface RenewRecoveryCodesInit {
  readonly password?: string | undefined;
}

function writeRenewRecoveryCodes(out: Writer, message: RenewRecoveryCodesInit): void {
  writeTable(out, message, ERASE_ACCOUNT_FIELDS);
}
function readRenewRecoveryCodes(input: Reader, end: number): RenewRecoveryCodes {
  // The table has the fields of this type.
  return readTable(input, end, ERASE_ACCOUNT_FIELDS) as RenewRecoveryCodes;
}

/** Encodes one RenewRecoveryCodes. The bytes belong to the caller. */
export function encodeRenewRecoveryCodes(message: RenewRecoveryCodesInit): Uint8Array {
  try {
    writeRenewRecoveryCodes(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one RenewRecoveryCodes; `bytes` fields are views into the input. Throws WireError. */
export function decodeRenewRecoveryCodes(bytes: Uint8Array): RenewRecoveryCodes {
  const reader = new Reader(bytes);
  const message = readRenewRecoveryCodes(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Asks, before a login, what the passkeys of an account are to sign. */
export interface AskPasskey {
  readonly name: string;
  readonly password: string;
  /** The origin of the page, such as https://chat.example.com. */
  readonly origin: string;
}

/** Input for encoding a AskPasskey; absent fields have their default. */
export interface AskPasskeyInit {
  readonly name?: string | undefined;
  readonly password?: string | undefined;
  readonly origin?: string | undefined;
}

function writeAskPasskey(out: Writer, message: AskPasskeyInit): void {
  writeTable(out, message, ASK_PASSKEY_FIELDS);
}
function readAskPasskey(input: Reader, end: number): AskPasskey {
  // The table has the fields of this type.
  return readTable(input, end, ASK_PASSKEY_FIELDS) as AskPasskey;
}

/** Encodes one AskPasskey. The bytes belong to the caller. */
export function encodeAskPasskey(message: AskPasskeyInit): Uint8Array {
  try {
    writeAskPasskey(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one AskPasskey; `bytes` fields are views into the input. Throws WireError. */
export function decodeAskPasskey(bytes: Uint8Array): AskPasskey {
  const reader = new Reader(bytes);
  const message = readAskPasskey(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** What the passkeys of an account are to sign. It is good for one login within 5 minutes. */
export interface PasskeyQuestion {
  /** For PublicKeyCredential.parseRequestOptionsFromJSON(), in JSON. */
  readonly options: string;
}

/** Input for encoding a PasskeyQuestion; absent fields have their default. */
export interface PasskeyQuestionInit {
  readonly options?: string | undefined;
}

function writePasskeyQuestion(out: Writer, message: PasskeyQuestionInit): void {
  writeTable(out, message, PASSKEY_QUESTION_FIELDS);
}
function readPasskeyQuestion(input: Reader, end: number): PasskeyQuestion {
  // The table has the fields of this type.
  return readTable(input, end, PASSKEY_QUESTION_FIELDS) as PasskeyQuestion;
}

/** Encodes one PasskeyQuestion. The bytes belong to the caller. */
export function encodePasskeyQuestion(message: PasskeyQuestionInit): Uint8Array {
  try {
    writePasskeyQuestion(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one PasskeyQuestion; `bytes` fields are views into the input. Throws WireError. */
export function decodePasskeyQuestion(bytes: Uint8Array): PasskeyQuestion {
  const reader = new Reader(bytes);
  const message = readPasskeyQuestion(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Offers a second factor to somebody who must have one to log in and has none. The login that shows that it works adds it. */
export interface BeginFactorAtLogin {
  readonly name: string;
  readonly password: string;
  readonly kind: FactorKind;
  /** As in BeginFactor. */
  readonly origin: string;
}

/** Input for encoding a BeginFactorAtLogin; absent fields have their default. */
export interface BeginFactorAtLoginInit {
  readonly name?: string | undefined;
  readonly password?: string | undefined;
  readonly kind?: FactorKind | undefined;
  readonly origin?: string | undefined;
}

function writeBeginFactorAtLogin(out: Writer, message: BeginFactorAtLoginInit): void {
  writeTable(out, message, BEGIN_FACTOR_AT_LOGIN_FIELDS);
}
function readBeginFactorAtLogin(input: Reader, end: number): BeginFactorAtLogin {
  // The table has the fields of this type.
  return readTable(input, end, BEGIN_FACTOR_AT_LOGIN_FIELDS) as BeginFactorAtLogin;
}

/** Encodes one BeginFactorAtLogin. The bytes belong to the caller. */
export function encodeBeginFactorAtLogin(message: BeginFactorAtLoginInit): Uint8Array {
  try {
    writeBeginFactorAtLogin(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one BeginFactorAtLogin; `bytes` fields are views into the input. Throws WireError. */
export function decodeBeginFactorAtLogin(bytes: Uint8Array): BeginFactorAtLogin {
  const reader = new Reader(bytes);
  const message = readBeginFactorAtLogin(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Removes the second factors and recovery codes of a user who has lost them. For administrators. */
export interface ResetFactors {
  readonly user: number;
}

/** Input for encoding a ResetFactors; absent fields have their default. */
export interface ResetFactorsInit {
  readonly user?: number | undefined;
}

function writeResetFactors(out: Writer, message: ResetFactorsInit): void {
  writeTable(out, message, BLOCK_FIELDS);
}
function readResetFactors(input: Reader, end: number): ResetFactors {
  // The table has the fields of this type.
  return readTable(input, end, BLOCK_FIELDS) as ResetFactors;
}

/** Encodes one ResetFactors. The bytes belong to the caller. */
export function encodeResetFactors(message: ResetFactorsInit): Uint8Array {
  try {
    writeResetFactors(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ResetFactors; `bytes` fields are views into the input. Throws WireError. */
export function decodeResetFactors(bytes: Uint8Array): ResetFactors {
  const reader = new Reader(bytes);
  const message = readResetFactors(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Writes what another system has kept: users, conversations, and messages with their own times. To do it again is harmless:
 * what is there is found by its ids. docs/import.md describes the records. For administrators.
 */
export interface ImportRecords {
  /** JSON texts, at most 1000. They are carried out in their order. */
  readonly records: readonly string[];
}

/** Input for encoding a ImportRecords; absent fields have their default. */
export interface ImportRecordsInit {
  readonly records?: readonly string[] | undefined;
}

function writeImportRecords(out: Writer, message: ImportRecordsInit): void {
  writeTable(out, message, IMPORT_RECORDS_FIELDS);
}
function readImportRecords(input: Reader, end: number): ImportRecords {
  // The table has the fields of this type.
  return readTable(input, end, IMPORT_RECORDS_FIELDS) as ImportRecords;
}

/** Encodes one ImportRecords. The bytes belong to the caller. */
export function encodeImportRecords(message: ImportRecordsInit): Uint8Array {
  try {
    writeImportRecords(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ImportRecords; `bytes` fields are views into the input. Throws WireError. */
export function decodeImportRecords(bytes: Uint8Array): ImportRecords {
  const reader = new Reader(bytes);
  const message = readImportRecords(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Everything that an import of another server needs, page by page. For administrators. */
export interface ExportRecords {
  /** From the page before. */
  readonly cursor: string;
}

/** Input for encoding a ExportRecords; absent fields have their default. */
export interface ExportRecordsInit {
  readonly cursor?: string | undefined;
}

function writeExportRecords(out: Writer, message: ExportRecordsInit): void {
  writeTable(out, message, EXPORT_RECORDS_FIELDS);
}
function readExportRecords(input: Reader, end: number): ExportRecords {
  // The table has the fields of this type.
  return readTable(input, end, EXPORT_RECORDS_FIELDS) as ExportRecords;
}

/** Encodes one ExportRecords. The bytes belong to the caller. */
export function encodeExportRecords(message: ExportRecordsInit): Uint8Array {
  try {
    writeExportRecords(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one ExportRecords; `bytes` fields are views into the input. Throws WireError. */
export function decodeExportRecords(bytes: Uint8Array): ExportRecords {
  const reader = new Reader(bytes);
  const message = readExportRecords(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Records of an import or export, or what came of them. */
export interface Records {
  /** JSON texts. Of an import: what came of each record, in their order. */
  readonly records: readonly string[];
  /** For the next page; empty: this is the last one. */
  readonly next: string;
}

/** Input for encoding a Records; absent fields have their default. */
export interface RecordsInit {
  readonly records?: readonly string[] | undefined;
  readonly next?: string | undefined;
}

function writeRecords(out: Writer, message: RecordsInit): void {
  writeTable(out, message, RECORDS_FIELDS);
}
function readRecords(input: Reader, end: number): Records {
  // The table has the fields of this type.
  return readTable(input, end, RECORDS_FIELDS) as Records;
}

/** Encodes one Records. The bytes belong to the caller. */
export function encodeRecords(message: RecordsInit): Uint8Array {
  try {
    writeRecords(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one Records; `bytes` fields are views into the input. Throws WireError. */
export function decodeRecords(bytes: Uint8Array): Records {
  const reader = new Reader(bytes);
  const message = readRecords(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Makes a connection the owner of a session of another wire, such as MQTT, that is kept while its client is away. Whoever had it
 * before cannot save it any more. Gateways ask for this; an application has no use for it. A user may have 100 of them.
 */
export interface TakeWireSession {
  /** The wire: 1 to 16 lower-case letters and digits. */
  readonly wire: string;
  /** The client, as the wire names it: 1 to 128 bytes. */
  readonly client: string;
  /** Random, 1 to 64 bytes. A repeat by the same owner changes nothing. */
  readonly owner: string;
  /** Begin anew: what is kept is removed. */
  readonly discard: boolean;
  /** For how long it is to be kept after the client has left, in seconds. 0: only until then. */
  readonly expiryS: number;
  /** It is kept although the caller's login ends, because the client logs in again each time. */
  readonly outlivesLogin: boolean;
  /**
   * What is sent when the connection is lost, unless a save says that it has ended in order (docs/adr/0053). `at`: so many
   * milliseconds later, and not at all if the session has gone on by then.
   */
  readonly will: Schedule | undefined;
  /** The node that has the connection: when that is gone, the connection is lost. Needed with a will. */
  readonly node: string;
}

/** Input for encoding a TakeWireSession; absent fields have their default. */
export interface TakeWireSessionInit {
  readonly wire?: string | undefined;
  readonly client?: string | undefined;
  readonly owner?: string | undefined;
  readonly discard?: boolean | undefined;
  readonly expiryS?: number | undefined;
  readonly outlivesLogin?: boolean | undefined;
  readonly will?: ScheduleInit | undefined;
  readonly node?: string | undefined;
}

function writeTakeWireSession(out: Writer, message: TakeWireSessionInit): void {
  writeTable(out, message, TAKE_WIRE_SESSION_FIELDS_OUT);
}
function readTakeWireSession(input: Reader, end: number): TakeWireSession {
  // The table has the fields of this type.
  return readTable(input, end, TAKE_WIRE_SESSION_FIELDS_IN) as TakeWireSession;
}

/** Encodes one TakeWireSession. The bytes belong to the caller. */
export function encodeTakeWireSession(message: TakeWireSessionInit): Uint8Array {
  try {
    writeTakeWireSession(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one TakeWireSession; `bytes` fields are views into the input. Throws WireError. */
export function decodeTakeWireSession(bytes: Uint8Array): TakeWireSession {
  const reader = new Reader(bytes);
  const message = readTakeWireSession(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** Keeps the state of a session of another wire. CONFLICT: another connection has taken it. */
export interface SaveWireSession {
  readonly wire: string;
  readonly client: string;
  readonly owner: string;
  /** Rises with each save of this owner: a late repeat of an earlier one changes nothing. */
  readonly version: number;
  /** Only the wire knows what it means; at most 262,144 bytes. */
  readonly state: Uint8Array;
  readonly expiryS: number;
  /** The client has left: the expiry counts from now on. Its will is forgotten. */
  readonly isOver: boolean;
  /** It has left without a goodbye: its will is sent. */
  readonly isLost: boolean;
}

/** Input for encoding a SaveWireSession; absent fields have their default. */
export interface SaveWireSessionInit {
  readonly wire?: string | undefined;
  readonly client?: string | undefined;
  readonly owner?: string | undefined;
  readonly version?: number | undefined;
  readonly state?: Uint8Array | undefined;
  readonly expiryS?: number | undefined;
  readonly isOver?: boolean | undefined;
  readonly isLost?: boolean | undefined;
}

function writeSaveWireSession(out: Writer, message: SaveWireSessionInit): void {
  writeTable(out, message, SAVE_WIRE_SESSION_FIELDS);
}
function readSaveWireSession(input: Reader, end: number): SaveWireSession {
  // The table has the fields of this type.
  return readTable(input, end, SAVE_WIRE_SESSION_FIELDS) as SaveWireSession;
}

/** Encodes one SaveWireSession. The bytes belong to the caller. */
export function encodeSaveWireSession(message: SaveWireSessionInit): Uint8Array {
  try {
    writeSaveWireSession(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one SaveWireSession; `bytes` fields are views into the input. Throws WireError. */
export function decodeSaveWireSession(bytes: Uint8Array): SaveWireSession {
  const reader = new Reader(bytes);
  const message = readSaveWireSession(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/** A session of another wire. */
export interface WireSession {
  /** There was something kept. */
  readonly found: boolean;
  /** What was kept; empty in the answer to a save. */
  readonly state: Uint8Array;
  /** For how long it is kept after the client has left, in seconds: as asked for, or as long as this server allows. */
  readonly expiryS: number;
}

/** Input for encoding a WireSession; absent fields have their default. */
export interface WireSessionInit {
  readonly found?: boolean | undefined;
  readonly state?: Uint8Array | undefined;
  readonly expiryS?: number | undefined;
}

function writeWireSession(out: Writer, message: WireSessionInit): void {
  writeTable(out, message, WIRE_SESSION_FIELDS);
}
function readWireSession(input: Reader, end: number): WireSession {
  // The table has the fields of this type.
  return readTable(input, end, WIRE_SESSION_FIELDS) as WireSession;
}

/** Encodes one WireSession. The bytes belong to the caller. */
export function encodeWireSession(message: WireSessionInit): Uint8Array {
  try {
    writeWireSession(writer, message);
    return writer.finish();
  } finally {
    writer.reset();
  }
}

/** Decodes one WireSession; `bytes` fields are views into the input. Throws WireError. */
export function decodeWireSession(bytes: Uint8Array): WireSession {
  const reader = new Reader(bytes);
  const message = readWireSession(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}

/**
 * Which answer belongs to which request. Any request may be answered by Error instead; `Errors` lists the codes that are
 * specific to a request.
 */
export interface Calls {
  readonly hello: {
    readonly request: Hello;
    readonly init: HelloInit;
    readonly reply: Welcome;
    readonly replyInit: WelcomeInit;
    readonly replyCase: 'welcome';
  };
  readonly ping: {
    readonly request: Ping;
    readonly init: PingInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly register: {
    readonly request: Register;
    readonly init: RegisterInit;
    readonly reply: LoggedIn;
    readonly replyInit: LoggedInInit;
    readonly replyCase: 'loggedIn';
  };
  readonly login: {
    readonly request: Login;
    readonly init: LoginInit;
    readonly reply: LoggedIn;
    readonly replyInit: LoggedInInit;
    readonly replyCase: 'loggedIn';
  };
  readonly attach: {
    readonly request: Attach;
    readonly init: AttachInit;
    readonly reply: Attached;
    readonly replyInit: AttachedInit;
    readonly replyCase: 'attached';
  };
  readonly logout: {
    readonly request: Logout;
    readonly init: LogoutInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly send: {
    readonly request: Send;
    readonly init: SendInit;
    readonly reply: Ack;
    readonly replyInit: AckInit;
    readonly replyCase: 'ack';
  };
  readonly pull: {
    readonly request: Pull;
    readonly init: PullInit;
    readonly reply: Pulled;
    readonly replyInit: PulledInit;
    readonly replyCase: 'pulled';
  };
  readonly listHeads: {
    readonly request: ListHeads;
    readonly init: ListHeadsInit;
    readonly reply: HeadsPage;
    readonly replyInit: HeadsPageInit;
    readonly replyCase: 'headsPage';
  };
  readonly moveCursors: {
    readonly request: MoveCursors;
    readonly init: MoveCursorsInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly typing: {
    readonly request: Typing;
    readonly init: TypingInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly listConversations: {
    readonly request: ListConversations;
    readonly init: ListConversationsInit;
    readonly reply: Conversations;
    readonly replyInit: ConversationsInit;
    readonly replyCase: 'conversations';
  };
  readonly getConversation: {
    readonly request: GetConversation;
    readonly init: GetConversationInit;
    readonly reply: Conversation;
    readonly replyInit: ConversationInit;
    readonly replyCase: 'conversation';
  };
  readonly openDirect: {
    readonly request: OpenDirect;
    readonly init: OpenDirectInit;
    readonly reply: Conversation;
    readonly replyInit: ConversationInit;
    readonly replyCase: 'conversation';
  };
  readonly createGroup: {
    readonly request: CreateGroup;
    readonly init: CreateGroupInit;
    readonly reply: Conversation;
    readonly replyInit: ConversationInit;
    readonly replyCase: 'conversation';
  };
  readonly addMembers: {
    readonly request: AddMembers;
    readonly init: AddMembersInit;
    readonly reply: Ack;
    readonly replyInit: AckInit;
    readonly replyCase: 'ack';
  };
  readonly removeMember: {
    readonly request: RemoveMember;
    readonly init: RemoveMemberInit;
    readonly reply: Ack;
    readonly replyInit: AckInit;
    readonly replyCase: 'ack';
  };
  readonly leave: {
    readonly request: Leave;
    readonly init: LeaveInit;
    readonly reply: Ack;
    readonly replyInit: AckInit;
    readonly replyCase: 'ack';
  };
  readonly rename: {
    readonly request: Rename;
    readonly init: RenameInit;
    readonly reply: Ack;
    readonly replyInit: AckInit;
    readonly replyCase: 'ack';
  };
  readonly setRole: {
    readonly request: SetRole;
    readonly init: SetRoleInit;
    readonly reply: Ack;
    readonly replyInit: AckInit;
    readonly replyCase: 'ack';
  };
  readonly muteMember: {
    readonly request: MuteMember;
    readonly init: MuteMemberInit;
    readonly reply: Ack;
    readonly replyInit: AckInit;
    readonly replyCase: 'ack';
  };
  readonly listMembers: {
    readonly request: ListMembers;
    readonly init: ListMembersInit;
    readonly reply: Members;
    readonly replyInit: MembersInit;
    readonly replyCase: 'members';
  };
  readonly listReceipts: {
    readonly request: ListReceipts;
    readonly init: ListReceiptsInit;
    readonly reply: Receipts;
    readonly replyInit: ReceiptsInit;
    readonly replyCase: 'receipts';
  };
  readonly createInvite: {
    readonly request: CreateInvite;
    readonly init: CreateInviteInit;
    readonly reply: Invite;
    readonly replyInit: InviteInit;
    readonly replyCase: 'invite';
  };
  readonly listInvites: {
    readonly request: ListInvites;
    readonly init: ListInvitesInit;
    readonly reply: Invites;
    readonly replyInit: InvitesInit;
    readonly replyCase: 'invites';
  };
  readonly revokeInvite: {
    readonly request: RevokeInvite;
    readonly init: RevokeInviteInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly joinByInvite: {
    readonly request: JoinByInvite;
    readonly init: JoinByInviteInit;
    readonly reply: Conversation;
    readonly replyInit: ConversationInit;
    readonly replyCase: 'conversation';
  };
  readonly muteConversation: {
    readonly request: MuteConversation;
    readonly init: MuteConversationInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly forgetConversation: {
    readonly request: ForgetConversation;
    readonly init: ForgetConversationInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly setPreviews: {
    readonly request: SetPreviews;
    readonly init: SetPreviewsInit;
    readonly reply: Ack;
    readonly replyInit: AckInit;
    readonly replyCase: 'ack';
  };
  readonly forwardMessages: {
    readonly request: ForwardMessages;
    readonly init: ForwardMessagesInit;
    readonly reply: Forwarded;
    readonly replyInit: ForwardedInit;
    readonly replyCase: 'forwarded';
  };
  readonly getUsers: {
    readonly request: GetUsers;
    readonly init: GetUsersInit;
    readonly reply: Users;
    readonly replyInit: UsersInit;
    readonly replyCase: 'users';
  };
  readonly findUsers: {
    readonly request: FindUsers;
    readonly init: FindUsersInit;
    readonly reply: Users;
    readonly replyInit: UsersInit;
    readonly replyCase: 'users';
  };
  readonly listOnline: {
    readonly request: ListOnline;
    readonly init: ListOnlineInit;
    readonly reply: Users;
    readonly replyInit: UsersInit;
    readonly replyCase: 'users';
  };
  readonly watchPresence: {
    readonly request: WatchPresence;
    readonly init: WatchPresenceInit;
    readonly reply: Presences;
    readonly replyInit: PresencesInit;
    readonly replyCase: 'presences';
  };
  readonly updateProfile: {
    readonly request: UpdateProfile;
    readonly init: UpdateProfileInit;
    readonly reply: User;
    readonly replyInit: UserInit;
    readonly replyCase: 'user';
  };
  readonly changePassword: {
    readonly request: ChangePassword;
    readonly init: ChangePasswordInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly listSessions: {
    readonly request: ListSessions;
    readonly init: ListSessionsInit;
    readonly reply: Sessions;
    readonly replyInit: SessionsInit;
    readonly replyCase: 'sessions';
  };
  readonly revokeSession: {
    readonly request: RevokeSession;
    readonly init: RevokeSessionInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly block: {
    readonly request: Block;
    readonly init: BlockInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly unblock: {
    readonly request: Unblock;
    readonly init: UnblockInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly listBlocked: {
    readonly request: ListBlocked;
    readonly init: ListBlockedInit;
    readonly reply: Users;
    readonly replyInit: UsersInit;
    readonly replyCase: 'users';
  };
  readonly getPrivacy: {
    readonly request: GetPrivacy;
    readonly init: GetPrivacyInit;
    readonly reply: Privacy;
    readonly replyInit: PrivacyInit;
    readonly replyCase: 'privacy';
  };
  readonly setPrivacy: {
    readonly request: SetPrivacy;
    readonly init: SetPrivacyInit;
    readonly reply: Privacy;
    readonly replyInit: PrivacyInit;
    readonly replyCase: 'privacy';
  };
  readonly reportAbuse: {
    readonly request: ReportAbuse;
    readonly init: ReportAbuseInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly eraseAccount: {
    readonly request: EraseAccount;
    readonly init: EraseAccountInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly disableUser: {
    readonly request: DisableUser;
    readonly init: DisableUserInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly resetPassword: {
    readonly request: ResetPassword;
    readonly init: ResetPasswordInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly getServerInfo: {
    readonly request: GetServerInfo;
    readonly init: GetServerInfoInit;
    readonly reply: ServerInfo;
    readonly replyInit: ServerInfoInit;
    readonly replyCase: 'serverInfo';
  };
  readonly listNodes: {
    readonly request: ListNodes;
    readonly init: ListNodesInit;
    readonly reply: Nodes;
    readonly replyInit: NodesInit;
    readonly replyCase: 'nodes';
  };
  readonly setAdministrator: {
    readonly request: SetAdministrator;
    readonly init: SetAdministratorInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly listReports: {
    readonly request: ListReports;
    readonly init: ListReportsInit;
    readonly reply: Reports;
    readonly replyInit: ReportsInit;
    readonly replyCase: 'reports';
  };
  readonly settleReport: {
    readonly request: SettleReport;
    readonly init: SettleReportInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly listAudit: {
    readonly request: ListAudit;
    readonly init: ListAuditInit;
    readonly reply: AuditPage;
    readonly replyInit: AuditPageInit;
    readonly replyCase: 'auditPage';
  };
  readonly listEdits: {
    readonly request: ListEdits;
    readonly init: ListEditsInit;
    readonly reply: Messages;
    readonly replyInit: MessagesInit;
    readonly replyCase: 'messages';
  };
  readonly listReactions: {
    readonly request: ListReactions;
    readonly init: ListReactionsInit;
    readonly reply: Reactions;
    readonly replyInit: ReactionsInit;
    readonly replyCase: 'reactions';
  };
  readonly listPins: {
    readonly request: ListPins;
    readonly init: ListPinsInit;
    readonly reply: Messages;
    readonly replyInit: MessagesInit;
    readonly replyCase: 'messages';
  };
  readonly eraseUser: {
    readonly request: EraseUser;
    readonly init: EraseUserInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly listThread: {
    readonly request: ListThread;
    readonly init: ListThreadInit;
    readonly reply: Messages;
    readonly replyInit: MessagesInit;
    readonly replyCase: 'messages';
  };
  readonly setThread: {
    readonly request: SetThread;
    readonly init: SetThreadInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly listThreads: {
    readonly request: ListThreads;
    readonly init: ListThreadsInit;
    readonly reply: Messages;
    readonly replyInit: MessagesInit;
    readonly replyCase: 'messages';
  };
  readonly listVotes: {
    readonly request: ListVotes;
    readonly init: ListVotesInit;
    readonly reply: Votes;
    readonly replyInit: VotesInit;
    readonly replyCase: 'votes';
  };
  readonly setGroup: {
    readonly request: SetGroup;
    readonly init: SetGroupInit;
    readonly reply: Ack;
    readonly replyInit: AckInit;
    readonly replyCase: 'ack';
  };
  readonly listDirectory: {
    readonly request: ListDirectory;
    readonly init: ListDirectoryInit;
    readonly reply: Conversations;
    readonly replyInit: ConversationsInit;
    readonly replyCase: 'conversations';
  };
  readonly joinGroup: {
    readonly request: JoinGroup;
    readonly init: JoinGroupInit;
    readonly reply: Conversation;
    readonly replyInit: ConversationInit;
    readonly replyCase: 'conversation';
  };
  readonly listJoins: {
    readonly request: ListJoins;
    readonly init: ListJoinsInit;
    readonly reply: Joins;
    readonly replyInit: JoinsInit;
    readonly replyCase: 'joins';
  };
  readonly settleJoin: {
    readonly request: SettleJoin;
    readonly init: SettleJoinInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly listBans: {
    readonly request: ListBans;
    readonly init: ListBansInit;
    readonly reply: Bans;
    readonly replyInit: BansInit;
    readonly replyCase: 'bans';
  };
  readonly unban: {
    readonly request: Unban;
    readonly init: UnbanInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly setNickname: {
    readonly request: SetNickname;
    readonly init: SetNicknameInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly setMine: {
    readonly request: SetMine;
    readonly init: SetMineInit;
    readonly reply: Mine;
    readonly replyInit: MineInit;
    readonly replyCase: 'mine';
  };
  readonly getMine: {
    readonly request: GetMine;
    readonly init: GetMineInit;
    readonly reply: Mine;
    readonly replyInit: MineInit;
    readonly replyCase: 'mine';
  };
  readonly addContact: {
    readonly request: AddContact;
    readonly init: AddContactInit;
    readonly reply: Contacts;
    readonly replyInit: ContactsInit;
    readonly replyCase: 'contacts';
  };
  readonly removeContact: {
    readonly request: RemoveContact;
    readonly init: RemoveContactInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly listContacts: {
    readonly request: ListContacts;
    readonly init: ListContactsInit;
    readonly reply: Contacts;
    readonly replyInit: ContactsInit;
    readonly replyCase: 'contacts';
  };
  readonly listReaders: {
    readonly request: ListReaders;
    readonly init: ListReadersInit;
    readonly reply: Readers;
    readonly replyInit: ReadersInit;
    readonly replyCase: 'readers';
  };
  readonly schedule: {
    readonly request: Schedule;
    readonly init: ScheduleInit;
    readonly reply: Scheduled;
    readonly replyInit: ScheduledInit;
    readonly replyCase: 'scheduled';
  };
  readonly listScheduled: {
    readonly request: ListScheduled;
    readonly init: ListScheduledInit;
    readonly reply: ScheduledPage;
    readonly replyInit: ScheduledPageInit;
    readonly replyCase: 'scheduledPage';
  };
  readonly changeScheduled: {
    readonly request: ChangeScheduled;
    readonly init: ChangeScheduledInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly setVanishing: {
    readonly request: SetVanishing;
    readonly init: SetVanishingInit;
    readonly reply: Ack;
    readonly replyInit: AckInit;
    readonly replyCase: 'ack';
  };
  readonly locate: {
    readonly request: Locate;
    readonly init: LocateInit;
    readonly reply: Located;
    readonly replyInit: LocatedInit;
    readonly replyCase: 'located';
  };
  readonly search: {
    readonly request: Search;
    readonly init: SearchInit;
    readonly reply: SearchResults;
    readonly replyInit: SearchResultsInit;
    readonly replyCase: 'searchResults';
  };
  readonly findAnything: {
    readonly request: FindAnything;
    readonly init: FindAnythingInit;
    readonly reply: Findings;
    readonly replyInit: FindingsInit;
    readonly replyCase: 'findings';
  };
  readonly reindex: {
    readonly request: Reindex;
    readonly init: ReindexInit;
    readonly reply: SearchIndex;
    readonly replyInit: SearchIndexInit;
    readonly replyCase: 'searchIndex';
  };
  readonly getSearchIndex: {
    readonly request: GetSearchIndex;
    readonly init: GetSearchIndexInit;
    readonly reply: SearchIndex;
    readonly replyInit: SearchIndexInit;
    readonly replyCase: 'searchIndex';
  };
  readonly getServer: {
    readonly request: GetServer;
    readonly init: GetServerInit;
    readonly reply: Server;
    readonly replyInit: ServerInit;
    readonly replyCase: 'server';
  };
  readonly setServer: {
    readonly request: SetServer;
    readonly init: SetServerInit;
    readonly reply: Server;
    readonly replyInit: ServerInit;
    readonly replyCase: 'server';
  };
  readonly getPush: {
    readonly request: GetPush;
    readonly init: GetPushInit;
    readonly reply: PushInfo;
    readonly replyInit: PushInfoInit;
    readonly replyCase: 'pushInfo';
  };
  readonly subscribePush: {
    readonly request: SubscribePush;
    readonly init: SubscribePushInit;
    readonly reply: PushInfo;
    readonly replyInit: PushInfoInit;
    readonly replyCase: 'pushInfo';
  };
  readonly unsubscribePush: {
    readonly request: UnsubscribePush;
    readonly init: UnsubscribePushInit;
    readonly reply: PushInfo;
    readonly replyInit: PushInfoInit;
    readonly replyCase: 'pushInfo';
  };
  readonly createBot: {
    readonly request: CreateBot;
    readonly init: CreateBotInit;
    readonly reply: BotToken;
    readonly replyInit: BotTokenInit;
    readonly replyCase: 'botToken';
  };
  readonly listBots: {
    readonly request: ListBots;
    readonly init: ListBotsInit;
    readonly reply: Bots;
    readonly replyInit: BotsInit;
    readonly replyCase: 'bots';
  };
  readonly setBot: {
    readonly request: SetBot;
    readonly init: SetBotInit;
    readonly reply: Bot;
    readonly replyInit: BotInit;
    readonly replyCase: 'bot';
  };
  readonly rotateBotToken: {
    readonly request: RotateBotToken;
    readonly init: RotateBotTokenInit;
    readonly reply: BotToken;
    readonly replyInit: BotTokenInit;
    readonly replyCase: 'botToken';
  };
  readonly removeBot: {
    readonly request: RemoveBot;
    readonly init: RemoveBotInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly setCommands: {
    readonly request: SetCommands;
    readonly init: SetCommandsInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly listCommands: {
    readonly request: ListCommands;
    readonly init: ListCommandsInit;
    readonly reply: Commands;
    readonly replyInit: CommandsInit;
    readonly replyCase: 'commands';
  };
  readonly interact: {
    readonly request: Interact;
    readonly init: InteractInit;
    readonly reply: Interacted;
    readonly replyInit: InteractedInit;
    readonly replyCase: 'interacted';
  };
  readonly takeInteraction: {
    readonly request: TakeInteraction;
    readonly init: TakeInteractionInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly answerInteraction: {
    readonly request: AnswerInteraction;
    readonly init: AnswerInteractionInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly streamText: {
    readonly request: StreamText;
    readonly init: StreamTextInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly getStorage: {
    readonly request: GetStorage;
    readonly init: GetStorageInit;
    readonly reply: StorageInfo;
    readonly replyInit: StorageInfoInit;
    readonly replyCase: 'storageInfo';
  };
  readonly createKey: {
    readonly request: CreateKey;
    readonly init: CreateKeyInit;
    readonly reply: ServerKeys;
    readonly replyInit: ServerKeysInit;
    readonly replyCase: 'serverKeys';
  };
  readonly listKeys: {
    readonly request: ListKeys;
    readonly init: ListKeysInit;
    readonly reply: ServerKeys;
    readonly replyInit: ServerKeysInit;
    readonly replyCase: 'serverKeys';
  };
  readonly rotateKey: {
    readonly request: RotateKey;
    readonly init: RotateKeyInit;
    readonly reply: ServerKeys;
    readonly replyInit: ServerKeysInit;
    readonly replyCase: 'serverKeys';
  };
  readonly revokeKey: {
    readonly request: RevokeKey;
    readonly init: RevokeKeyInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly importUsers: {
    readonly request: ImportUsers;
    readonly init: ImportUsersInit;
    readonly reply: UserResults;
    readonly replyInit: UserResultsInit;
    readonly replyCase: 'userResults';
  };
  readonly changeUsers: {
    readonly request: ChangeUsers;
    readonly init: ChangeUsersInit;
    readonly reply: UserResults;
    readonly replyInit: UserResultsInit;
    readonly replyCase: 'userResults';
  };
  readonly listFactors: {
    readonly request: ListFactors;
    readonly init: ListFactorsInit;
    readonly reply: Factors;
    readonly replyInit: FactorsInit;
    readonly replyCase: 'factors';
  };
  readonly beginFactor: {
    readonly request: BeginFactor;
    readonly init: BeginFactorInit;
    readonly reply: FactorOffer;
    readonly replyInit: FactorOfferInit;
    readonly replyCase: 'factorOffer';
  };
  readonly confirmFactor: {
    readonly request: ConfirmFactor;
    readonly init: ConfirmFactorInit;
    readonly reply: RecoveryCodes;
    readonly replyInit: RecoveryCodesInit;
    readonly replyCase: 'recoveryCodes';
  };
  readonly renameFactor: {
    readonly request: RenameFactor;
    readonly init: RenameFactorInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly removeFactor: {
    readonly request: RemoveFactor;
    readonly init: RemoveFactorInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly renewRecoveryCodes: {
    readonly request: RenewRecoveryCodes;
    readonly init: RenewRecoveryCodesInit;
    readonly reply: RecoveryCodes;
    readonly replyInit: RecoveryCodesInit;
    readonly replyCase: 'recoveryCodes';
  };
  readonly askPasskey: {
    readonly request: AskPasskey;
    readonly init: AskPasskeyInit;
    readonly reply: PasskeyQuestion;
    readonly replyInit: PasskeyQuestionInit;
    readonly replyCase: 'passkeyQuestion';
  };
  readonly beginFactorAtLogin: {
    readonly request: BeginFactorAtLogin;
    readonly init: BeginFactorAtLoginInit;
    readonly reply: FactorOffer;
    readonly replyInit: FactorOfferInit;
    readonly replyCase: 'factorOffer';
  };
  readonly resetFactors: {
    readonly request: ResetFactors;
    readonly init: ResetFactorsInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly addWebhook: {
    readonly request: AddWebhook;
    readonly init: AddWebhookInit;
    readonly reply: Webhook;
    readonly replyInit: WebhookInit;
    readonly replyCase: 'webhook';
  };
  readonly listWebhooks: {
    readonly request: ListWebhooks;
    readonly init: ListWebhooksInit;
    readonly reply: Webhooks;
    readonly replyInit: WebhooksInit;
    readonly replyCase: 'webhooks';
  };
  readonly getWebhook: {
    readonly request: GetWebhook;
    readonly init: GetWebhookInit;
    readonly reply: Webhook;
    readonly replyInit: WebhookInit;
    readonly replyCase: 'webhook';
  };
  readonly changeWebhook: {
    readonly request: ChangeWebhook;
    readonly init: ChangeWebhookInit;
    readonly reply: Webhook;
    readonly replyInit: WebhookInit;
    readonly replyCase: 'webhook';
  };
  readonly removeWebhook: {
    readonly request: RemoveWebhook;
    readonly init: RemoveWebhookInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly rotateWebhookSecret: {
    readonly request: RotateWebhookSecret;
    readonly init: RotateWebhookSecretInit;
    readonly reply: Webhook;
    readonly replyInit: WebhookInit;
    readonly replyCase: 'webhook';
  };
  readonly replayWebhook: {
    readonly request: ReplayWebhook;
    readonly init: ReplayWebhookInit;
    readonly reply: Webhook;
    readonly replyInit: WebhookInit;
    readonly replyCase: 'webhook';
  };
  readonly listDeliveries: {
    readonly request: ListDeliveries;
    readonly init: ListDeliveriesInit;
    readonly reply: Deliveries;
    readonly replyInit: DeliveriesInit;
    readonly replyCase: 'deliveries';
  };
  readonly listDeadLetters: {
    readonly request: ListDeadLetters;
    readonly init: ListDeadLettersInit;
    readonly reply: Deliveries;
    readonly replyInit: DeliveriesInit;
    readonly replyCase: 'deliveries';
  };
  readonly createIncoming: {
    readonly request: CreateIncoming;
    readonly init: CreateIncomingInit;
    readonly reply: IncomingWebhooks;
    readonly replyInit: IncomingWebhooksInit;
    readonly replyCase: 'incomingWebhooks';
  };
  readonly listIncoming: {
    readonly request: ListIncoming;
    readonly init: ListIncomingInit;
    readonly reply: IncomingWebhooks;
    readonly replyInit: IncomingWebhooksInit;
    readonly replyCase: 'incomingWebhooks';
  };
  readonly changeIncoming: {
    readonly request: ChangeIncoming;
    readonly init: ChangeIncomingInit;
    readonly reply: IncomingWebhooks;
    readonly replyInit: IncomingWebhooksInit;
    readonly replyCase: 'incomingWebhooks';
  };
  readonly rotateIncoming: {
    readonly request: RotateIncoming;
    readonly init: RotateIncomingInit;
    readonly reply: IncomingWebhooks;
    readonly replyInit: IncomingWebhooksInit;
    readonly replyCase: 'incomingWebhooks';
  };
  readonly removeIncoming: {
    readonly request: RemoveIncoming;
    readonly init: RemoveIncomingInit;
    readonly reply: Done;
    readonly replyInit: DoneInit;
    readonly replyCase: 'done';
  };
  readonly takeWireSession: {
    readonly request: TakeWireSession;
    readonly init: TakeWireSessionInit;
    readonly reply: WireSession;
    readonly replyInit: WireSessionInit;
    readonly replyCase: 'wireSession';
  };
  readonly saveWireSession: {
    readonly request: SaveWireSession;
    readonly init: SaveWireSessionInit;
    readonly reply: WireSession;
    readonly replyInit: WireSessionInit;
    readonly replyCase: 'wireSession';
  };
  readonly importRecords: {
    readonly request: ImportRecords;
    readonly init: ImportRecordsInit;
    readonly reply: Records;
    readonly replyInit: RecordsInit;
    readonly replyCase: 'records';
  };
  readonly exportRecords: {
    readonly request: ExportRecords;
    readonly init: ExportRecordsInit;
    readonly reply: Records;
    readonly replyInit: RecordsInit;
    readonly replyCase: 'records';
  };
}

export type RequestCase = keyof Calls;

/** The case of the answer to each request. */
export const REPLY_CASE: { readonly [K in RequestCase]: Calls[K]['replyCase'] } = {
  hello: 'welcome',
  ping: 'done',
  register: 'loggedIn',
  login: 'loggedIn',
  attach: 'attached',
  logout: 'done',
  send: 'ack',
  pull: 'pulled',
  listHeads: 'headsPage',
  moveCursors: 'done',
  typing: 'done',
  listConversations: 'conversations',
  getConversation: 'conversation',
  openDirect: 'conversation',
  createGroup: 'conversation',
  addMembers: 'ack',
  removeMember: 'ack',
  leave: 'ack',
  rename: 'ack',
  setRole: 'ack',
  muteMember: 'ack',
  listMembers: 'members',
  listReceipts: 'receipts',
  createInvite: 'invite',
  listInvites: 'invites',
  revokeInvite: 'done',
  joinByInvite: 'conversation',
  muteConversation: 'done',
  forgetConversation: 'done',
  setPreviews: 'ack',
  forwardMessages: 'forwarded',
  getUsers: 'users',
  findUsers: 'users',
  listOnline: 'users',
  watchPresence: 'presences',
  updateProfile: 'user',
  changePassword: 'done',
  listSessions: 'sessions',
  revokeSession: 'done',
  block: 'done',
  unblock: 'done',
  listBlocked: 'users',
  getPrivacy: 'privacy',
  setPrivacy: 'privacy',
  reportAbuse: 'done',
  eraseAccount: 'done',
  disableUser: 'done',
  resetPassword: 'done',
  getServerInfo: 'serverInfo',
  listNodes: 'nodes',
  setAdministrator: 'done',
  listReports: 'reports',
  settleReport: 'done',
  listAudit: 'auditPage',
  listEdits: 'messages',
  listReactions: 'reactions',
  listPins: 'messages',
  eraseUser: 'done',
  listThread: 'messages',
  setThread: 'done',
  listThreads: 'messages',
  listVotes: 'votes',
  setGroup: 'ack',
  listDirectory: 'conversations',
  joinGroup: 'conversation',
  listJoins: 'joins',
  settleJoin: 'done',
  listBans: 'bans',
  unban: 'done',
  setNickname: 'done',
  setMine: 'mine',
  getMine: 'mine',
  addContact: 'contacts',
  removeContact: 'done',
  listContacts: 'contacts',
  listReaders: 'readers',
  schedule: 'scheduled',
  listScheduled: 'scheduledPage',
  changeScheduled: 'done',
  setVanishing: 'ack',
  locate: 'located',
  search: 'searchResults',
  findAnything: 'findings',
  reindex: 'searchIndex',
  getSearchIndex: 'searchIndex',
  getServer: 'server',
  setServer: 'server',
  getPush: 'pushInfo',
  subscribePush: 'pushInfo',
  unsubscribePush: 'pushInfo',
  createBot: 'botToken',
  listBots: 'bots',
  setBot: 'bot',
  rotateBotToken: 'botToken',
  removeBot: 'done',
  setCommands: 'done',
  listCommands: 'commands',
  interact: 'interacted',
  takeInteraction: 'done',
  answerInteraction: 'done',
  streamText: 'done',
  getStorage: 'storageInfo',
  createKey: 'serverKeys',
  listKeys: 'serverKeys',
  rotateKey: 'serverKeys',
  revokeKey: 'done',
  importUsers: 'userResults',
  changeUsers: 'userResults',
  listFactors: 'factors',
  beginFactor: 'factorOffer',
  confirmFactor: 'recoveryCodes',
  renameFactor: 'done',
  removeFactor: 'done',
  renewRecoveryCodes: 'recoveryCodes',
  askPasskey: 'passkeyQuestion',
  beginFactorAtLogin: 'factorOffer',
  resetFactors: 'done',
  addWebhook: 'webhook',
  listWebhooks: 'webhooks',
  getWebhook: 'webhook',
  changeWebhook: 'webhook',
  removeWebhook: 'done',
  rotateWebhookSecret: 'webhook',
  replayWebhook: 'webhook',
  listDeliveries: 'deliveries',
  listDeadLetters: 'deliveries',
  createIncoming: 'incomingWebhooks',
  listIncoming: 'incomingWebhooks',
  changeIncoming: 'incomingWebhooks',
  rotateIncoming: 'incomingWebhooks',
  removeIncoming: 'done',
  takeWireSession: 'wireSession',
  saveWireSession: 'wireSession',
  importRecords: 'records',
  exportRecords: 'records',
};
